package postgres_test

import (
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
	"github.com/auroradataapi/auroradataapi/internal/sqltext"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

func TestNest(t *testing.T) {
	columns := postgres.NewRecast([]wire.Column{{Name: "id", TypeName: "int4"}, {Name: "age", TypeName: "interval"}})
	tests := []struct {
		name   string
		sql    string
		recast *postgres.Recast
		guard  postgres.Guard
		begins string
		has    []string
	}{
		{
			name: "failing", sql: "delete from t returning *", guard: postgres.FailingGuard,
			begins: "WITH auroradataapi AS MATERIALIZED (delete from t returning *) SELECT auroradataapi.* FROM auroradataapi WHERE (SELECT CASE WHEN total <= 1048576 THEN true ELSE ",
			has:    []string{"ROW(auroradataapi.*)", "LEFT JOIN auroradataapi ON false"},
		},
		{
			name: "failing, with casts", sql: "delete from t returning *", recast: columns, guard: postgres.FailingGuard,
			begins: `WITH auroradataapi AS MATERIALIZED (delete from t returning *) SELECT "id", CAST("age" AS pg_catalog.text) AS "age" FROM auroradataapi WHERE `,
			has:    []string{`ROW("id", CAST("age" AS pg_catalog.text))`, "* 7 AS total", " AND NOT EXISTS "},
		},
		{
			name: "keeping", sql: "select f()", guard: postgres.KeepingGuard(postgres.KeptName(3)),
			begins: "WITH auroradataapi AS MATERIALIZED (select f()) SELECT auroradataapi.* FROM (SELECT (SELECT CASE WHEN ",
			has:    []string{"set_config('auroradataapi.kept_3', ", "set_config('auroradataapi.kept_3_' || ", "set_config('TimeZone', 'UTC', true)", `LEFT JOIN auroradataapi ON "auroradataapi end" = 1`},
		},
		{
			name: "keeping, modifies in with", sql: "with a as (delete from t returning *) select * from a", guard: postgres.KeepingGuard(postgres.KeptName(1)),
			begins: "with a as (delete from t returning *) , auroradataapi AS MATERIALIZED (select * from a) SELECT auroradataapi.* FROM ",
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			outline, ok := sqltext.ReadOutline(sqltext.PostgreSQL, test.sql)
			if !ok {
				t.Fatal("no outline")
			}
			nested, ok := postgres.Nest(outline, test.recast, test.guard)
			if !ok || !strings.HasPrefix(nested.SQL, test.begins) {
				t.Errorf("got %s\nwant %s…", nested.SQL, test.begins)
			}
			for _, part := range test.has {
				if !strings.Contains(nested.SQL, part) {
					t.Errorf("no %q in %s", part, nested.SQL)
				}
			}
			if markers := sqltext.Markers(nested.SQL); len(markers) > 0 {
				t.Errorf("the service would find placeholders %q", markers)
			}
		})
	}
}

func TestFailedByGuard(t *testing.T) {
	tests := []struct {
		name    string
		code    string
		message string
		want    bool
	}{
		{name: "guard", code: "22P02", message: `invalid input syntax for type boolean: "auroradataapi result of 5 octets"`, want: true},
		{name: "in another language", code: "22P02", message: `ungültige Eingabesyntax für Typ boolean: "auroradataapi result of 5 octets"`, want: true},
		{name: "another value", code: "22P02", message: `invalid input syntax for type boolean: "x"`},
		{name: "another error", code: "P0001", message: `"auroradataapi result of 5 octets"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := postgres.FailedByGuard(test.code, test.message); got != test.want {
				t.Errorf("got %v", got)
			}
		})
	}
}

func TestKeptPages(t *testing.T) {
	name := postgres.KeptName(2)
	pages, err := postgres.ParseKeptPages(name, "[[0, 10, 900, 900], [2, 1, 2000000, 600000]]")
	if err != nil || len(pages) != 2 {
		t.Fatalf("got %v, %v", pages, err)
	}
	want := []string{
		"SELECT pg_catalog.substr(pg_catalog.current_setting('auroradataapi.kept_2_2'), 1, 250000) || pg_catalog.set_config('auroradataapi.kept_2_0', '', true)",
		"SELECT pg_catalog.substr(pg_catalog.current_setting('auroradataapi.kept_2_2'), 250001, 250000)",
		"SELECT pg_catalog.substr(pg_catalog.current_setting('auroradataapi.kept_2_2'), 500001, 250000)",
	}
	if got := pages[1].Pieces(&pages[0]); strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := pages[0].Pieces(nil); len(got) != 1 || !strings.HasSuffix(got[0], "1, 900)") {
		t.Errorf("got %q", got)
	}
}

// FuzzParseKeptPages: what is read has rows, and can be asked for in pieces.
func FuzzParseKeptPages(f *testing.F) {
	for _, text := range []string{"", "[]", "[[0, 1, 2, 2]]", "[[0, 0, 0, 0]]", "[[-1, 5, 9999999, 9]]", "[[1]]", "null", "[[0,1,-5,3]]"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		pages, err := postgres.ParseKeptPages("a.b", text)
		if err != nil {
			return
		}
		for i := range pages {
			p := &pages[i]
			if p.Rows <= 0 || p.Characters <= 0 || p.Octets < p.Characters || p.Octets > 4*p.Characters {
				t.Fatalf("%q: page %+v", text, *p)
			}
			if p.Characters < 1<<30 && len(p.Pieces(nil)) == 0 {
				t.Errorf("%q: page %+v has no pieces", text, *p)
			}
		}
	})
}
