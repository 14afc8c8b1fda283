package pgresult_test

import (
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
	"github.com/auroradataapi/auroradataapi/emulator/internal/pgresult"
)

func TestFormattedRecords(t *testing.T) {
	conn := connect(t)
	options := dataapi.ResultSetOptions{DecimalReturnType: "DOUBLE_OR_LONG", LongReturnType: "STRING"}
	tests := []struct {
		name    string
		sql     string
		options dataapi.ResultSetOptions
		want    string
	}{
		{name: "no rows", sql: `SELECT 1 AS a WHERE false`, want: `[]`},
		{name: "rows", sql: `SELECT v AS a, -v AS b FROM generate_series(1, 2) v`, want: `[{"a":1,"b":-1},{"a":2,"b":-2}]`},
		{name: "no columns", sql: `SELECT`, want: `[{}]`},
		{name: "unaliased expression", sql: `SELECT 4 + 7`, want: `[{"?column?":11}]`},
		{name: "label with quotes", sql: `SELECT 1 AS "a""b"`, want: `[{"a\"b":1}]`},
		{name: "label as it is", sql: `SELECT 1 AS "<é>"`, want: `[{"<é>":1}]`},
		{name: "null", sql: `SELECT NULL AS a`, want: `[{"a":null}]`},
		{name: "bool", sql: `SELECT true AS a`, want: `[{"a":true}]`},
		{name: "double", sql: `SELECT 10.0::float8 AS a`, want: `[{"a":10.0}]`},
		{name: "double smallest", sql: `SELECT 4.9e-324::float8 AS a`, want: `[{"a":4.9E-324}]`},
		{name: "double largest", sql: `SELECT 1.7976931348623157e308::float8 AS a`, want: `[{"a":1.7976931348623157E308}]`},
		{name: "nan", sql: `SELECT 'nan'::float8 AS a`, want: `[{"a":"NaN"}]`},
		{name: "decimal", sql: `SELECT 10.0 AS a`, want: `[{"a":"10.0"}]`},
		{name: "decimal as number", sql: `SELECT 10.5 AS a, 10::numeric AS b`, options: options, want: `[{"a":10.5,"b":10}]`},
		{name: "long as string", sql: `SELECT 1 AS a`, options: options, want: `[{"a":"1"}]`},
		{name: "text", sql: `SELECT E'a"b\n<é>' AS a`, want: `[{"a":"a\"b\n<é>"}]`},
		{name: "json is a string", sql: `SELECT '{"x": 1}'::json AS a`, want: `[{"a":"{\"x\":1}"}]`},
		{name: "blob", sql: `SELECT '\x00ff'::bytea AS a`, want: `[{"a":"AP8="}]`},
		{name: "date", sql: `SELECT '2026-09-17'::date AS a`, want: `[{"a":"2026-09-17"}]`},
		{name: "long array", sql: `SELECT '{1,NULL}'::int4[] AS a`, want: `[{"a":[1,null]}]`},
		{name: "text array", sql: `SELECT '{x,"y z"}'::text[] AS a`, want: `[{"a":["x","y z"]}]`},
		{name: "double array", sql: `SELECT '{1,1e10}'::float8[] AS a`, want: `[{"a":[1.0,1.0E10]}]`},
		{name: "bool array", sql: `SELECT '{t}'::bool[] AS a`, want: `[{"a":[true]}]`},
		{name: "empty array", sql: `SELECT '{}'::bool[] AS a`, want: `[{"a":[]}]`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, err := execute(t, conn, tt.sql, pgresult.Options{JSON: true, ResultSetOptions: tt.options})
			if err != nil {
				t.Fatal(err)
			}
			if r.formatted != tt.want {
				t.Errorf("got %s, want %s", r.formatted, tt.want)
			}
		})
	}
}

func TestFormattedRecordsNeedLabels(t *testing.T) {
	conn := connect(t)
	const message = "The column labels of a result formatted as JSON must be unique."
	for _, sql := range []string{`SELECT 1 AS a, 2 AS a`, `SELECT 1 AS a, 2 AS a WHERE false`} {
		_, err := execute(t, conn, sql, pgresult.Options{JSON: true})
		checkException(t, err, "BadRequestException", 400, message)
		if _, err := execute(t, conn, sql, pgresult.Options{}); err != nil {
			t.Errorf("%s, not as JSON: %v", sql, err)
		}
	}
}

func TestFormattedRecordsLimits(t *testing.T) {
	conn := connect(t)
	// A row of these counts 12 bytes towards 1 MiB and makes 138 of JSON with
	// its comma.
	sql := `SELECT 1 AS ` + strings.Repeat("l", 63) + `, 1 AS ` + strings.Repeat("m", 63) + ` FROM generate_series(1, %)`
	t.Run("above 10 MB of text", func(t *testing.T) {
		_, err := execute(t, conn, strings.ReplaceAll(sql, "%", "75984"), pgresult.Options{JSON: true})
		checkException(t, err, "BadRequestException", 400, "The formatted result exceeds the size limit 10 MB.")
	})
	t.Run("below 10 MB of text", func(t *testing.T) {
		r, err := execute(t, conn, strings.ReplaceAll(sql, "%", "75983"), pgresult.Options{JSON: true})
		if err != nil {
			t.Fatal(err)
		}
		if want := 75983*138 + 1; len(r.formatted) != want {
			t.Errorf("got %d bytes, want %d", len(r.formatted), want)
		}
	})
	t.Run("1 MiB of data", func(t *testing.T) {
		_, err := execute(t, conn, `SELECT repeat('x', 1048571) AS a`, pgresult.Options{JSON: true})
		checkUnsupported(t, err, "The result exceeds the size limit 1 MB.")
	})
}
