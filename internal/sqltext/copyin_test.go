package sqltext_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/sqltext"
)

func TestReadCopyIn(t *testing.T) {
	tests := []struct {
		name string
		sql  string
		want sqltext.CopyIn
	}{
		{name: "as lib/pq writes it", sql: `COPY "t" ("a", "B c") FROM STDIN`, want: sqltext.CopyIn{Table: []string{"t"}, Columns: []string{"a", "B c"}}},
		{name: "with a schema", sql: `COPY "s"."t""x" ("a") FROM STDIN`, want: sqltext.CopyIn{Table: []string{"s", `t"x`}, Columns: []string{"a"}}},
		{name: "by hand", sql: "-- load\n copy /* it */ T(A,b) from stdin ; -- done", want: sqltext.CopyIn{Table: []string{"t"}, Columns: []string{"a", "b"}}},
		{name: "all columns", sql: `copy t from stdin`, want: sqltext.CopyIn{Table: []string{"t"}}},
		{name: "text format", sql: `copy t from stdin with (format text)`, want: sqltext.CopyIn{Table: []string{"t"}}},
		{name: "text format, a constant", sql: `copy t from stdin (format 'text', null 'it''s')`, want: sqltext.CopyIn{Table: []string{"t"}, Null: "it's", HasNull: true}},
		{name: "null", sql: `copy t from stdin with null ''`, want: sqltext.CopyIn{Table: []string{"t"}, HasNull: true}},
		{name: "null as", sql: `copy t from stdin null as '\\N'`, want: sqltext.CopyIn{Table: []string{"t"}, Null: `\\N`, HasNull: true}},
		{name: "null, another constant", sql: `copy t from stdin null E'\t'`, want: sqltext.CopyIn{Table: []string{"t"}, Option: "NULL"}},
		{name: "csv", sql: `copy t from stdin csv header`, want: sqltext.CopyIn{Table: []string{"t"}, Option: "CSV"}},
		{name: "format csv", sql: `copy t from stdin with (null '', format csv, header)`, want: sqltext.CopyIn{Table: []string{"t"}, HasNull: true, Option: "FORMAT"}},
		{name: "binary", sql: `copy t from stdin with binary`, want: sqltext.CopyIn{Table: []string{"t"}, Option: "BINARY"}},
		{name: "binary in front", sql: `copy binary t from stdin`, want: sqltext.CopyIn{Table: []string{"t"}, Option: "BINARY"}},
		{name: "where", sql: `copy t from stdin where a > 1`, want: sqltext.CopyIn{Table: []string{"t"}, Option: "WHERE"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := sqltext.ReadCopyIn(tt.sql)
			if !ok || !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %+v, %v", got, ok)
			}
		})
	}
}

func TestReadCopyInOthers(t *testing.T) {
	for _, sql := range []string{
		"", ";", "select 1", "copy", "copy t", "copy t to stdout", "copy t from '/tmp/x'", "copy t from program 'x'",
		"copy (select 1) to stdout", "copy t () from stdin", "copy t (a,) from stdin", "copy t. from stdin",
		"copy t from stdin; select 1", "copy t from stdin (", "copy t from stdin 'x'", `copy U&"x" from stdin`, `copy "t from stdin`,
		"copy t from stdin; 1\t2\n\\.",
	} {
		if got, ok := sqltext.ReadCopyIn(sql); ok {
			t.Errorf("%q is %+v", sql, got)
		}
	}
}

// FuzzReadCopyIn: what is read can be written again and is then read alike, and it
// is what Parse refuses.
func FuzzReadCopyIn(f *testing.F) {
	for _, sql := range []string{
		`COPY "s"."t" ("a", "b") FROM STDIN`, "copy t from stdin with null ''", "copy t from stdin (format text, null 'x')",
		"copy binary t from stdin;;", `copy "a""b" (c) from stdin csv`, "copy é from stdin", "copy t to stdout",
	} {
		f.Add(sql)
	}
	quote := func(names []string) string {
		quoted := make([]string, len(names))
		for i, name := range names {
			quoted[i] = `"` + strings.ReplaceAll(name, `"`, `""`) + `"`
		}
		return strings.Join(quoted, "\x00")
	}
	f.Fuzz(func(t *testing.T, sql string) {
		in, ok := sqltext.ReadCopyIn(sql)
		if !ok || strings.Contains(sql, "\x00") {
			return
		}
		if _, err := sqltext.Parse(sqltext.PostgreSQL, sql); err == nil {
			t.Fatalf("Parse takes %q", sql)
		}
		again := "COPY " + strings.ReplaceAll(quote(in.Table), "\x00", ".")
		if in.Columns != nil {
			again += " (" + strings.ReplaceAll(quote(in.Columns), "\x00", ",") + ")"
		}
		again += " FROM STDIN"
		if in.HasNull {
			again += " NULL '" + strings.ReplaceAll(in.Null, "'", "''") + "'"
		}
		if in.Option != "" && in.Option != "NULL" {
			again += " " + in.Option
		}
		got, ok := sqltext.ReadCopyIn(again)
		if in.Option == "NULL" {
			got.Option = "NULL"
		}
		if !ok || !reflect.DeepEqual(got, in) {
			t.Errorf("%q is %+v; %q is %+v, %v", sql, in, again, got, ok)
		}
	})
}
