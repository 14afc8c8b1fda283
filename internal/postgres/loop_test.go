package postgres_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
)

func TestInsertRows(t *testing.T) {
	if got, want := postgres.InsertOne([]string{"S", `a"b`}, []string{"x", "Y"}, []string{"id"}),
		`INSERT INTO "S"."a""b" ("x", "Y") VALUES ($1, $2) RETURNING "id"`; got != want {
		t.Errorf("got %s", got)
	}
	var types []postgres.Type
	for _, name := range []string{"pg_catalog.int4", "pg_catalog._int4", `public."A.b"`, "pg_catalog.box", "pg_catalog.regclass", "gis.geometry*"} {
		types = append(types, postgres.NewType(name))
	}
	want := `SELECT auroradataapi.c5::bpchar::regclass, auroradataapi.c1, auroradataapi.c2::_int4, auroradataapi.c3, auroradataapi.c4::box, (auroradataapi.c6::gis.geometry[])[1]` +
		` FROM (SELECT unnest($1::int4[]) AS c1, unnest($2::text[]) AS c2, unnest($3::public."A.b"[]) AS c3, unnest($4::text[]) AS c4, unnest($5::text[]) AS c5, unnest($6::text[]) AS c6) AS auroradataapi`
	if got := postgres.SheetRows(types, []int{5, 1, 2, 3, 4, 6}); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestLoop(t *testing.T) {
	types := []postgres.Type{postgres.NewType("pg_catalog.int4"), postgres.NewType("public.mood")}
	returns := func(words ...string) bool { return words[0] == "RETURNING" }
	never := func(...string) bool { return false }
	if got := postgres.LoopVariable(1, types[0]) + postgres.LoopVariable(2, types[1]); got != "(auroradataapi_1)(auroradataapi_2[1])" {
		t.Errorf("variables %s", got)
	}
	tests := []struct {
		name     string
		keyword  string
		contains func(...string) bool
		want     string
	}{
		{name: "static", keyword: "UPDATE", contains: never, want: " LOOP with variables; GET"},
		{name: "returning", keyword: "UPDATE", contains: returns, want: " LOOP EXECUTE ''it''''s $1'' USING (auroradataapi_1), (auroradataapi_2[1]); GET"},
		{name: "query", keyword: "SELECT", contains: never, want: " LOOP EXECUTE ''it''''s $1'' USING"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := postgres.NewLoop(types, tt.keyword, "with variables", "it's $1", tt.contains)
			if got := l.Run(); !strings.Contains(got, tt.want) || !strings.Contains(got, "auroradataapi_1 int4; auroradataapi_2 public.mood[];") {
				t.Errorf("got %s", got)
			}
			if got := l.Store(); got != "SELECT set_config('auroradataapi.batch_1', :1, true) IS NULL, set_config('auroradataapi.batch_2', :2, true) IS NULL" {
				t.Errorf("store %s", got)
			}
		})
	}
}

func TestCutRow(t *testing.T) {
	tests := []struct {
		message, rest string
		row           int
	}{
		{message: "auroradataapi row 7: a: b", rest: "a: b", row: 7},
		{message: "auroradataapi row 0: a", rest: "a"},
		{message: "auroradataapi row -1: a", rest: "auroradataapi row -1: a"},
		{message: "auroradataapi row x: a", rest: "auroradataapi row x: a"},
		{message: "auroradataapi row 7", rest: "auroradataapi row 7"},
		{message: "row 7: a", rest: "row 7: a"},
	}
	for _, tt := range tests {
		if rest, row := postgres.CutRow(tt.message); rest != tt.rest || row != tt.row {
			t.Errorf("%s: got %q, %d", tt.message, rest, row)
		}
	}
}

func TestParseCounts(t *testing.T) {
	if got, err := postgres.ParseCounts("1,0,12"); err != nil || !slices.Equal(got, []int64{1, 0, 12}) {
		t.Errorf("got %v, %v", got, err)
	}
	for _, text := range []string{"", "1,", "x"} {
		if got, err := postgres.ParseCounts(text); len(got) > 0 || (err == nil) != (text == "") {
			t.Errorf("%q: got %v, %v", text, got, err)
		}
	}
}

func TestBlamesRow(t *testing.T) {
	for code, want := range map[string]bool{"23505": true, "22P02": true, "P0001": true, "44000": true, "40001": false, "57014": false, "42P01": false, "": false} {
		if postgres.BlamesRow(code) != want {
			t.Errorf("%s: not %v", code, want)
		}
	}
}

// FuzzCutRow: what is cut off can be put back.
func FuzzCutRow(f *testing.F) {
	f.Add("auroradataapi row 12: x")
	f.Add("auroradataapi row ")
	f.Fuzz(func(t *testing.T, message string) {
		rest, row := postgres.CutRow(message)
		if row < 0 || row == 0 && rest != message && !strings.HasSuffix(message, rest) || !strings.HasSuffix(message, rest) {
			t.Errorf("%q: got %q, %d", message, rest, row)
		}
	})
}
