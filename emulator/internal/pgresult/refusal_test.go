package pgresult_test

import (
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/emulator/internal/pgresult"
)

func TestRefusedTypes(t *testing.T) {
	conn := connect(t)
	temporarySchema(t, conn, customTypes+`CREATE EXTENSION hstore; CREATE EXTENSION citext;`)
	tests := []struct {
		sql  string // one expression
		want string // the name of the type in the message
	}{
		{`'a'::"char"`, `"CHAR"`},
		{`relkind FROM pg_class WHERE relname = 'pg_class'`, `"CHAR"`},
		{`'1 day'::interval`, `INTERVAL`},
		{`'17:08:20+02'::timetz`, `TIMETZ`},
		{`1::money`, `MONEY`},
		{`'(1,2)'::point`, `POINT`},
		{`'{1,2,3}'::line`, `LINE`},
		{`'[(1,2),(3,4)]'::lseg`, `LSEG`},
		{`'(1,2),(3,4)'::box`, `BOX`},
		{`'[(1,2),(3,4)]'::path`, `PATH`},
		{`'((1,2),(3,4))'::polygon`, `POLYGON`},
		{`'<(1,2),3>'::circle`, `CIRCLE`},
		{`'08:00:2b:01:02:03'::macaddr`, `MACADDR`},
		{`'08:00:2b:01:02:03:04:05'::macaddr8`, `MACADDR8`},
		{`'101'::bit(3)`, `BIT`},
		{`'101'::varbit`, `VARBIT`},
		{`'[1,2)'::int8range`, `INT8RANGE`},
		{`'[2026-01-01,2026-01-02)'::daterange`, `DATERANGE`},
		{`'[2026-01-01,2026-01-02)'::tsrange`, `TSRANGE`},
		{`'[2026-01-01,2026-01-02)'::tstzrange`, `TSTZRANGE`},
		{`'$.a'::jsonpath`, `JSONPATH`},
		{`ROW(1, 'a')`, `RECORD`},
		{`'pg_class'::regclass`, `regclass`},
		{`'int4'::regtype`, `regtype`},
		{`'<a/>'::xml`, `xml`},
		{`to_tsvector('a')`, `tsvector`},
		{`to_tsquery('a')`, `tsquery`},
		{`'0/0'::pg_lsn`, `pg_lsn`},
		{`'{[1,2)}'::int4multirange`, `int4multirange`},
		{`'1 2'::int2vector`, `int2vector`},
		{`'c'::refcursor`, `refcursor`},
		{`'a=>1'::hstore`, `hstore`},
		{`'a'::citext`, `citext`},
		{`(1, 'a')::pair`, `pair`},
		{`'{happy}'::mood[]`, `_mood`},
		{`'{1}'::positive[]`, `_positive`},
		{`'{int4}'::regtype[]`, `_regtype`},
		{`'{a}'::"char"[]`, `"CHAR"[]`},
		{`'{10.0.0.1}'::inet[]`, `INET[]`},
		{`'{10.0.0.0/8}'::cidr[]`, `CIDR[]`},
		{`'{1 day}'::interval[]`, `INTERVAL[]`},
		{`'{17:08:20+02}'::timetz[]`, `TIMETZ[]`},
		{`'{1}'::money[]`, `MONEY[]`},
		{`ARRAY['(1,2)'::point]`, `POINT[]`},
		{`'{101}'::varbit[]`, `VARBIT[]`},
		{`ARRAY['[1,2)'::int4range]`, `INT4RANGE[]`},
		{`ARRAY['08:00:2b:01:02:03'::macaddr]`, `MACADDR[]`},
		{`ARRAY[ROW(1, 'a')]`, `RECORD[]`},
	}
	for _, tt := range tests {
		t.Run(tt.sql, func(t *testing.T) {
			_, err := execute(t, conn, "SELECT "+tt.sql, pgresult.Options{})
			checkUnsupported(t, err, "The result contains the unsupported data type "+tt.want+".")
		})
	}
}

func TestRefusalOfRows(t *testing.T) {
	conn := connect(t)
	const refused = "The result contains the unsupported data type INTERVAL."
	t.Run("beside other columns", func(t *testing.T) {
		_, err := execute(t, conn, `SELECT 1, '1 day'::interval, 1::money`, pgresult.Options{})
		checkUnsupported(t, err, refused)
	})
	t.Run("null", func(t *testing.T) {
		_, err := execute(t, conn, `SELECT NULL::interval`, pgresult.Options{})
		checkUnsupported(t, err, refused)
	})
	t.Run("formatted as JSON", func(t *testing.T) {
		_, err := execute(t, conn, `SELECT '1 day'::interval`, pgresult.Options{JSON: true})
		checkUnsupported(t, err, refused)
	})
	t.Run("no rows", func(t *testing.T) {
		r, err := execute(t, conn, `SELECT '1 day'::interval AS i, 'pg_class'::regclass AS c WHERE false`, pgresult.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if r.records == nil || len(r.records) != 0 {
			t.Errorf("got records %v, want none but not nil", r.records)
		}
		if got := r.metadata[0].TypeName + " " + r.metadata[1].TypeName; got != "interval regclass" {
			t.Errorf("got types %q", got)
		}
	})
}

func TestRefusedValues(t *testing.T) {
	conn := connect(t)
	const multidimensional = "The result contains a multidimensional array."
	tests := []struct {
		name    string
		sql     string
		refusal string // empty for InternalFailure
	}{
		{"matrix", `'{{1,2},{3,NULL}}'::int8[]`, multidimensional},
		{"matrix with bounds", `'[0:0][2:3]={{1,2}}'::int8[]`, multidimensional},
		{"text matrix", `'{{"{"},{","}}'::text[]`, multidimensional},
		{"infinite timestamptz", `'infinity'::timestamptz`, ""},
		{"infinite timestamp", `'-infinity'::timestamp`, ""},
		{"infinite date", `'infinity'::date`, ""},
		{"infinite date in array", `'{2026-01-01,infinity}'::date[]`, ""},
		{"date beyond the calendar", `'262143-01-01'::date`, ""},
		{"timestamp beyond the calendar", `'294276-12-31'::timestamp`, ""},
		{"jsonb number beyond a double", `jsonb_build_object('n', 512::numeric ^ 512)`, ""},
		{"json number beyond a double", `'[1e400]'::json`, ""},
		{"json half of a pair", `'"\ud800x"'::json`, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := execute(t, conn, "SELECT "+tt.sql, pgresult.Options{})
			if tt.refusal != "" {
				checkUnsupported(t, err, tt.refusal)
				return
			}
			checkException(t, err, "InternalFailure", 500, "")
		})
	}
}

func TestSizeLimit(t *testing.T) {
	conn := connect(t)
	const tooLarge = "The result exceeds the size limit 1 MB."
	five := `SELECT md5(v::text)::uuid, md5((v + 1)::text)::uuid, md5((v + 2)::text)::uuid, repeat('x', 20), repeat('y', 8) FROM generate_series(1, %) v`
	tests := []struct {
		name string
		sql  string
		rows string
		fits bool
	}{
		{"uuid", `SELECT md5(v::text)::uuid FROM generate_series(1, %) v`, "24800", true},
		{"uuid", `SELECT md5(v::text)::uuid FROM generate_series(1, %) v`, "25000", false},
		{"five columns", five, "6625", true},
		{"five columns", five, "6640", false},
		{"octets", `SELECT repeat('é', 1000) FROM generate_series(1, %)`, "522", true},
		{"octets", `SELECT repeat('é', 1000) FROM generate_series(1, %)`, "523", false},
		{"last byte", `SELECT repeat('x', %)`, "1048570", true},
		{"last byte", `SELECT repeat('x', %)`, "1048571", false},
		{"nulls", `SELECT NULL FROM generate_series(1, %)`, "174762", true},
		{"nulls", `SELECT NULL FROM generate_series(1, %)`, "174763", false},
	}
	for _, tt := range tests {
		t.Run(tt.name+" "+tt.rows, func(t *testing.T) {
			_, err := execute(t, conn, strings.ReplaceAll(tt.sql, "%", tt.rows), pgresult.Options{})
			if !tt.fits {
				checkUnsupported(t, err, tooLarge)
			} else if err != nil {
				t.Error(err)
			}
		})
	}
}

// A result that is too large is refused before it is read to the end.
func TestSizeLimitStopsEarly(t *testing.T) {
	conn := connect(t)
	_, err := execute(t, conn, `SELECT repeat('x', 1000), 1 / (v - 2000) FROM generate_series(1, 2000) v`, pgresult.Options{})
	checkUnsupported(t, err, "The result exceeds the size limit 1 MB.")
}

func checkUnsupported(t *testing.T, err error, message string) {
	t.Helper()
	checkException(t, err, "UnsupportedResultException", 400, message)
}
