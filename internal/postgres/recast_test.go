package postgres_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
	"github.com/auroradataapi/auroradataapi/internal/sqltext"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// columns describes columns, each written as name and type.
func columns(descriptions ...string) []wire.Column {
	var columns []wire.Column
	for _, d := range descriptions {
		i := strings.LastIndexByte(d, ' ')
		c := wire.Column{Name: "unused", Label: d[:i], TypeName: d[i+1:], Type: 1111}
		if c.TypeName == "mood" {
			c.Type = 12
		}
		columns = append(columns, c)
	}
	return columns
}

func TestRewrite(t *testing.T) {
	tests := []struct {
		name    string
		sql     string
		columns []wire.Column
		refusal postgres.Refusal
		want    string // empty if nothing is to be cast
	}{
		{name: "nothing refused", sql: "select", columns: columns("a int4", "b mood", "c _bit", "d serial", "e vector")},
		{name: "no columns", sql: "select"},
		{
			name: "one", sql: "select id, age from t", columns: columns("id int4", "age interval"),
			want: `WITH auroradataapi AS MATERIALIZED (select id, age from t) SELECT "id", CAST("age" AS pg_catalog.text) AS "age" FROM auroradataapi` +
				` WHERE NOT EXISTS (SELECT * FROM auroradataapi WHERE false UNION ALL SELECT NULL, CAST(NULL AS pg_catalog."interval") WHERE false)`,
		},
		{
			name: "the same name", sql: "table t", columns: columns(`a"b hstore`, `a"b int4`),
			want: `WITH auroradataapi (c1, c2) AS MATERIALIZED (table t) SELECT CAST(c1 AS pg_catalog.text) AS "a""b", c2 AS "a""b" FROM auroradataapi` +
				` WHERE NOT EXISTS (SELECT * FROM auroradataapi WHERE false UNION ALL SELECT NULL, NULL WHERE false)`,
		},
		{
			name: "modifies in WITH", sql: "with a as (delete from t returning x) select x from a", columns: columns("x xml"),
			want: `with a as (delete from t returning x) , auroradataapi AS MATERIALIZED (select x from a) SELECT CAST(pg_catalog.xml_out("x") AS pg_catalog.text) AS "x" FROM auroradataapi` +
				` WHERE NOT EXISTS (SELECT * FROM auroradataapi WHERE false UNION ALL SELECT CAST(NULL AS pg_catalog."xml") WHERE false)`,
		},
		{
			name: "infinity", sql: "select", columns: columns("d date", "e _timestamptz", "f time"), refusal: postgres.Infinity,
			want: `WITH auroradataapi AS MATERIALIZED (select) SELECT pg_catalog.to_json("d") #>> '{}' AS "d", CAST("e" AS pg_catalog.text) AS "e", "f" FROM auroradataapi` +
				` WHERE NOT EXISTS (SELECT * FROM auroradataapi WHERE false UNION ALL SELECT CAST(NULL AS pg_catalog."date"), CAST(NULL AS pg_catalog."_timestamptz"), NULL WHERE false)`,
		},
		{name: "dimensions", sql: "select", columns: columns("a int4", "b date"), refusal: postgres.ReadRefusal("The result contains a multidimensional array.")},
		{name: "another type", sql: "select", columns: columns("a int4"), refusal: postgres.ReadRefusal("The result contains the unsupported data type INT8.")},
		{name: "too large", sql: "select", columns: columns("a int4"), refusal: postgres.ReadRefusal("The result exceeds the size limit 1 MB.")},
		{
			name: "a type that should be returned", sql: "select", columns: columns("a _bit", "b bit"), refusal: postgres.ReadRefusal("The result contains the unsupported data type BIT[]."),
			want: `WITH auroradataapi AS MATERIALIZED (select) SELECT CAST("a" AS pg_catalog.text) AS "a", CAST("b" AS pg_catalog.text) AS "b" FROM auroradataapi` +
				` WHERE NOT EXISTS (SELECT * FROM auroradataapi WHERE false UNION ALL SELECT CAST(NULL AS pg_catalog."_bit"), CAST(NULL AS pg_catalog."bit") WHERE false)`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, _ := postgres.NewRecast(tt.columns).With(tt.refusal)
			if r.Needed() != (tt.want != "") {
				t.Fatalf("needed: %v", r.Needed())
			}
			o, ok := sqltext.ReadOutline(sqltext.PostgreSQL, tt.sql)
			if !ok {
				t.Fatal("no outline")
			}
			nested, ok := r.Rewrite(o)
			if tt.want != "" && (!ok || nested.SQL != tt.want) {
				t.Errorf("got\n%s\nwant\n%s", nested.SQL, tt.want)
			}
			if _, changed := r.With(tt.refusal); changed {
				t.Error("the same refusal changes something once more")
			}
		})
	}
}

func TestReadRefusal(t *testing.T) {
	tests := []struct{ display, typeName string }{
		{"INTERVAL", "interval"},
		{"INTERVAL[]", "_interval"},
		{`"CHAR"`, "char"},
		{`"CHAR"[]`, "_char"},
		{"regclass", "regclass"},
		{"_Mood", "_Mood"},
		{"my type", "my type"},
	}
	for _, tt := range tests {
		refusal := postgres.ReadRefusal("The result contains the unsupported data type " + tt.display + ".")
		r, _ := postgres.NewRecast([]wire.Column{{TypeName: tt.typeName, Type: 12}, {TypeName: "int4"}}).With(refusal)
		if refusal.IsNone() || !r.Needed() {
			t.Errorf("%s does not concern %s", tt.display, tt.typeName)
		}
	}
	if !postgres.ReadRefusal("The result exceeds the size limit 1 MB.").IsNone() {
		t.Error("a size is refused as a type")
	}
}

func TestRestore(t *testing.T) {
	known := columns("age interval", "id int4")
	r := postgres.NewRecast(known)
	answer := columns("age text", "id int8", "more text")
	r.Restore(answer)
	if answer[0] != known[0] || answer[1].TypeName != "int8" {
		t.Errorf("got %+v", answer)
	}
	r.Restore(nil)
}

func TestAdvice(t *testing.T) {
	tests := []struct {
		columns []wire.Column
		refusal postgres.Refusal
		want    string
	}{
		{columns("id int4", "age interval"), postgres.Refusal{}, `the Data API does not return column "age" of type interval: write age::text`},
		{
			columns("?column? _money", `Kind char`, "d date"), postgres.ReadRefusal("unsupported data type MONEY[]."),
			`the Data API does not return column "?column?" of type money[]: write (…)::text; nor column "Kind" of type "char": write "Kind"::text`,
		},
		{columns("d date", "age interval"), postgres.Infinity, `the Data API does not return infinity, which may be in column "d" of type date: write d::text`},
		{
			columns("a _int4", "age interval"), postgres.ReadRefusal("The result contains a multidimensional array"),
			`the Data API does not return arrays of more than one dimension, which may be in column "a" of type int4[]: write a::text`,
		},
	}
	for _, tt := range tests {
		r, _ := postgres.NewRecast(tt.columns).With(tt.refusal)
		if got := r.Advice(tt.refusal); got != tt.want {
			t.Errorf("got  %s\nwant %s", got, tt.want)
		}
	}
}

// TestTextOfRefused: the text of a value becomes what pgx gives.
func TestTextOfRefused(t *testing.T) {
	tests := []struct {
		typeName, text, want string
	}{
		{"interval", "1 day", `string "1 day"`},
		{"xid", "123", "int64 123"},
		{"xml", "<a/>", `[]uint8 "<a/>"`},
		{"timetz", "13:14:15.5+02", `string "13:14:15.5+02"`},
		{"_int4", "[0:1]={1,2}", `string "[0:1]={1,2}"`},
		{"date", "infinity", `string "infinity"`},
		{"date", "5874897-12-31", "time.Time 5874897-12-31 00:00:00 +0000 UTC"},
		{"timestamp", "0044-03-15T12:00:00.5 BC", "time.Time -0043-03-15 12:00:00.5 +0000 UTC"},
		{"timestamptz", "2024-02-29T13:14:15.123456+02:00", "time.Time 2024-02-29 11:14:15.123456 +0000 UTC"},
		{"timestamptz", "0044-03-15T12:00:00+00:00 BC", "time.Time -0043-03-15 12:00:00 +0000 UTC"},
		{"timestamptz", "-infinity", `string "-infinity"`},
	}
	for _, tt := range tests {
		c := postgres.NewColumn(&wire.Column{TypeName: tt.typeName})
		v, err := c.Value(&wire.Field{Kind: wire.String, Text: tt.text})
		if got := show(v); err != nil || got != tt.want {
			t.Errorf("%s %s: got %s, %v, want %s", tt.typeName, tt.text, got, err, tt.want)
		}
	}
}

// FuzzRewrite: whatever the names and types of columns are, the statement that
// casts them can be read and has neither more statements nor placeholders.
func FuzzRewrite(f *testing.F) {
	f.Add("a", "interval", "b", "int4")
	f.Add(`"`, `"`, `"`, "xml")
	f.Add("c1", "_é", ":a", "date")
	f.Fuzz(func(t *testing.T, name1, type1, name2, type2 string) {
		if strings.ContainsRune(name1+type1+name2+type2, 0) {
			return
		}
		o, _ := sqltext.ReadOutline(sqltext.PostgreSQL, "select 1, 2")
		r, _ := postgres.NewRecast([]wire.Column{{Label: name1, TypeName: type1}, {Label: name2, TypeName: type2}}).With(postgres.Infinity)
		nested, _ := r.Rewrite(o)
		text, err := sqltext.Parse(sqltext.PostgreSQL, nested.SQL)
		if err != nil {
			t.Fatalf("%q: %v", nested.SQL, err)
		}
		if s := text.Statements(); len(s) != 1 || len(s[0].Placeholders()) > 0 {
			t.Errorf("%q has %d statements or placeholders", nested.SQL, len(s))
		}
	})
}

// show returns the type and the value of v.
func show(v any) string {
	switch v.(type) {
	case string, []byte:
		return fmt.Sprintf("%T %q", v, v)
	}
	return fmt.Sprintf("%T %v", v, v)
}
