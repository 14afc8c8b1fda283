package conformance_test

import (
	"fmt"
	"strings"
	"testing"
)

// typeCase is a value of a PostgreSQL type.
type typeCase struct {
	expr    string // the type, as SQL has it
	literal string

	// differs says how the driver's value of this literal is not that of pgx,
	// and why is the reason. The NULL of the type is equal all the same.
	differs difference
	why     string
}

var typeCases = []typeCase{
	{expr: "bool", literal: `true`},
	{expr: "bool", literal: `false`},
	{expr: "int2", literal: `42`},
	{expr: "int2", literal: `-32768`},
	{expr: "int4", literal: `42`},
	{expr: "int4", literal: `-2147483648`},
	{expr: "int8", literal: `9007199254740993`},
	{expr: "int8", literal: `'-9223372036854775808'`},
	{expr: "posint", literal: `7`},
	{expr: "oid", literal: `26`},
	{expr: "oid", literal: `4294967295`},
	{expr: "float4", literal: `1.1`},
	{expr: "float4", literal: `3.4028235e38`},
	{expr: "float8", literal: `1.1`},
	{expr: "float8", literal: `1e-300`},
	{expr: "float8", literal: `'-0'`},
	{expr: "float8", literal: `'NaN'`},
	{expr: "float8", literal: `'Infinity'`},
	{expr: "float4", literal: `'-Infinity'`},
	{expr: "numeric", literal: `123456789.123456789`},
	{expr: "numeric", literal: `12345678901234567890123456789012345678901234567890.000000000000000000001`},
	{expr: "numeric", literal: `1e20`},
	{expr: "numeric", literal: `'NaN'`},
	{expr: "numeric", literal: `'-Infinity'`},
	{expr: "numeric(10,2)", literal: `12.30`},
	{expr: "numeric(5)", literal: `12`},
	{expr: "numeric(5,0)", literal: `12`},
	{expr: "text", literal: `'héllo'`},
	{expr: "text", literal: `''`},
	{expr: "text", literal: `E'tab\t quote" back\\slash line\n \u0001 \U0001F600 \u2028'`},
	{expr: "varchar", literal: `'abc'`},
	{expr: "varchar(10)", literal: `'abc'`},
	{expr: "char(5)", literal: `'abc'`},
	{expr: "char", literal: `'a'`},
	{expr: "bpchar", literal: `'abc  '`},
	{expr: "name", literal: `'abc'`},
	{expr: "email", literal: `'a@b'`},
	{expr: "mood", literal: `'ok'`},
	{expr: "bytea", literal: `'\x0001ff'`},
	{expr: "bytea", literal: `''`},
	{expr: "date", literal: `'2024-02-29'`},
	{expr: "date", literal: `'0001-01-01'`},
	{expr: "date", literal: `'9999-12-31'`},
	{expr: "date", literal: `'10000-01-01'`},
	{expr: "date", literal: `'0044-03-15 BC'`},
	{expr: "time", literal: `'13:14:15.123456'`},
	{expr: "time", literal: `'13:14:15.5'`},
	{expr: "time", literal: `'13:14:15'`},
	{expr: "time", literal: `'24:00:00'`, differs: instead(`"24:00:00"`, `"00:00:00"`), why: "the end of a day is its start in the service's time type"},
	{expr: "time(0)", literal: `'13:14:15'`},
	{expr: "timestamp", literal: `'2024-02-29 13:14:15.123456'`},
	{expr: "timestamp", literal: `'2024-02-29 13:14:15.1'`},
	{expr: "timestamp", literal: `'2024-02-29 00:00:00'`},
	{expr: "timestamp(3)", literal: `'2024-02-29 13:14:15.120'`},
	{expr: "timestamptz", literal: `'2024-02-29 13:14:15.123456+02'`},
	{expr: "timestamptz", literal: `'1969-12-31 23:59:59.999999Z'`},
	{expr: "timestamptz", literal: `'4713-01-01 BC'`},
	{expr: "timestamptz(0)", literal: `'2024-02-29 13:14:15+02'`},
	{expr: "uuid", literal: `'6ba7b810-9dad-11d1-80b4-00c04fd430c8'`},
	{expr: "json", literal: `'{"a":1}'`},
	{expr: "json", literal: `'"text"'`},
	{expr: "json", literal: `'{"a": 1}'`, differs: sameJSON, why: "the service re-serialises JSON: white space is lost"},
	{expr: "jsonb", literal: `'{}'`},
	{expr: "jsonb", literal: `'null'`},
	{expr: "json", literal: `'{"a":1e5}'`, differs: instead(`1e5`, `100000.0`), why: "the service re-serialises JSON: numbers change their form"},
	{expr: "jsonb", literal: `'{"b": [1, null]}'`, differs: sameJSON, why: "the service re-serialises JSON: white space is lost"},
	{expr: "inet", literal: `'10.1.2.3/24'`},
	{expr: "inet", literal: `'10.1.2.3'`},
	{expr: "inet", literal: `'2001:db8::1/64'`},
	{expr: "cidr", literal: `'10.0.0.0/8'`},
	{expr: "int4range", literal: `'[1,10)'`},
	{expr: "numrange", literal: `'[1.5,2.5]'`},
	{expr: "bool[]", literal: `'{t,f,NULL}'`},
	{expr: "int2[]", literal: `'{1,2}'`},
	{expr: "int4[]", literal: `'{1,NULL,3}'`},
	{expr: "int4[]", literal: `'{}'`},
	{expr: "int8[]", literal: `'{1,9007199254740993}'`},
	{expr: "int4[]", literal: `'[0:1]={1,2}'`, differs: instead(`"[0:1]={1,2}"`, `"{1,2}"`), why: "the service's arrays have no bounds"},
	{expr: "oid[]", literal: `'{1,4294967295}'`},
	{expr: "float4[]", literal: `'{1.5,1.1}'`},
	{expr: "float8[]", literal: `'{1.5,2,1e300,1e-7,NaN}'`},
	{expr: "numeric[]", literal: `'{1.10,2}'`},
	{expr: "numeric(6,2)[]", literal: `'{1.10,2}'`},
	{expr: "text[]", literal: `'{a,"b c","d\"e",NULL,"NULL","","x\\y","{}"}'`},
	{expr: "varchar[]", literal: `'{a,b}'`},
	{expr: "varchar(5)[]", literal: `'{a,b}'`},
	{expr: "char(3)[]", literal: `'{a,b}'`},
	{expr: "name[]", literal: `'{a,b}'`},
	{expr: "uuid[]", literal: `'{6ba7b810-9dad-11d1-80b4-00c04fd430c8}'`},
	{expr: "bytea[]", literal: `'{"\\x01ff"}'`},
	{expr: "date[]", literal: `'{2024-02-29}'`},
	{expr: "date[]", literal: `'{"0044-03-15 BC"}'`, differs: instead(`"{\"0044-03-15 BC\"}"`, `"{-0043-03-15}"`), why: "how the service writes years before 1 is not known: the driver leaves the text of an element alone"},
	{expr: "time[]", literal: `'{13:14:15.5,13:14:15}'`},
	{expr: "timestamp[]", literal: `'{"2024-02-29 13:14:15","2024-02-29 13:14:15.25"}'`},
	{expr: "timestamptz[]", literal: `'{"2024-02-29 13:14:15+02"}'`},
	{expr: "json[]", literal: `'{"{\"a\":1}"}'`},
	{expr: "jsonb[]", literal: `'{"{\"a\": 1}"}'`, differs: sameJSON, why: "the service re-serialises JSON: white space is lost"},
}

// TestTypes holds every type that the service returns against pgx/stdlib.
func TestTypes(t *testing.T) {
	counts := newTally(t)
	for i, c := range typeCases {
		t.Run(c.expr+" "+c.literal, func(t *testing.T) {
			table := fmt.Sprintf("type_%d", i)
			create(t, fmt.Sprintf("table %s (id int, v %s)", table, c.expr))
			native(t, fmt.Sprintf("insert into %s values (1, %s), (2, null)", table, c.literal))
			for _, query := range []string{
				fmt.Sprintf("select %s::%s", c.literal, c.expr),
				fmt.Sprintf("select v as label from %s where id = 1", table),
				fmt.Sprintf("select id, v, v from %s order by id", table),
			} {
				c.check(t, counts, query)
			}
			for _, query := range []string{
				fmt.Sprintf("select null::%s", c.expr),
				fmt.Sprintf("select v from %s where id = 2", table),
				fmt.Sprintf("select v from %s where false", table),
				fmt.Sprintf("update %s set id = id where id = 2 returning v, id", table),
			} {
				typeCase{}.check(t, counts, query)
			}
		})
	}
}

// check runs a query both ways.
func (c typeCase) check(t *testing.T, counts *tally, query string) {
	t.Helper()
	pgx, ours := ways()
	want, got := pgx.observe(t.Context(), pgx.db, query), ours.observe(t.Context(), ours.db, query)
	compareUnless(t, counts, c.differs, c.why, query, want, got)
}

// sameJSON accepts less white space inside of values.
func sameJSON(pgx, ours string) bool {
	return strings.ReplaceAll(pgx, " ", "") == strings.ReplaceAll(ours, " ", "")
}

// TestReadBack inserts each value through the driver and reads it back both ways.
func TestReadBack(t *testing.T) {
	counts := newTally(t)
	for i, c := range typeCases {
		t.Run(c.expr+" "+c.literal, func(t *testing.T) {
			table := fmt.Sprintf("read_back_%d", i)
			create(t, fmt.Sprintf("table %s (v %s)", table, c.expr))
			var text string
			if err := cluster.Native.QueryRow(fmt.Sprintf("select cast((%s) as %s)::text", c.literal, c.expr)).Scan(&text); err != nil {
				t.Fatal(err)
			}
			insert := fmt.Sprintf("insert into %s values ($1::%s)", table, c.expr)
			if _, err := cluster.DataAPI.ExecContext(t.Context(), insert, text); err != nil {
				t.Fatalf("%s: %v", insert, err)
			}
			c.check(t, counts, "select v from "+table)
			if back := c.textIn(t, table); back != text {
				t.Errorf("inserted %q, the table has %q", text, back)
			}
		})
	}
}

func (c typeCase) textIn(t *testing.T, table string) (text string) {
	t.Helper()
	if err := cluster.Native.QueryRowContext(t.Context(), "select v::text from "+table).Scan(&text); err != nil {
		t.Fatal(err)
	}
	return text
}
