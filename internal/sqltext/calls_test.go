package sqltext_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/sqltext"
)

func TestStatementCalls(t *testing.T) {
	tests := []struct {
		name, sql string
		calls     []string
		only      string
	}{
		{name: "none", sql: `select 1`},
		{name: "one", sql: `select now()`, calls: []string{"now"}, only: "now"},
		{name: "case and space", sql: "SELECT\nPG_Advisory_Lock (1)", calls: []string{"pg_advisory_lock"}, only: "pg_advisory_lock"},
		{name: "comments", sql: "select /* f( */ -- g(\n f /* x */ (1)", calls: []string{"f"}, only: "f"},
		{name: "schema", sql: `select pg_catalog . now()`, calls: []string{"pg_catalog.now"}, only: "pg_catalog.now"},
		{name: "quoted", sql: `select "A""b"."f"(1)`, calls: []string{`A"b.f`}, only: `A"b.f`},
		{name: "nested", sql: `select f(g(1), (h(2)))`, calls: []string{"f", "g", "h"}, only: "f"},
		{name: "placeholders", sql: `select f($1, :a)`, calls: []string{"f"}, only: "f"},
		{name: "strings", sql: `select 'f(1)', $$g(1)$$, E'\'h(', f`},
		{name: "subquery", sql: `select (f(1))`, calls: []string{"select", "f"}},
		{name: "two", sql: `select f(1), g(2)`, calls: []string{"f", "g"}},
		{name: "cast", sql: `select f(1)::text`, calls: []string{"f"}},
		{name: "alias", sql: `select f(1) as x`, calls: []string{"f"}},
		{name: "from", sql: `select f(1) from t`, calls: []string{"f"}},
		{name: "all rows of a function", sql: `select * from f(1)`, calls: []string{"f"}},
		{name: "field", sql: `select (f(1)).*`, calls: []string{"select", "f"}},
		{name: "distinct", sql: `select distinct f(1)`, calls: []string{"f"}},
		{name: "an operator before", sql: `select - f(1)`, calls: []string{"f"}, only: ""},
		{name: "left open", sql: `select f(1`, calls: []string{"f"}},
		{name: "table", sql: `insert into t (a) values (1)`, calls: []string{"t", "values"}},
		{name: "called after a field", sql: `select a.b, f(1)`, calls: []string{"f"}},
		{name: "behind the colon of a slice", sql: `select a[1:f(x)], a[x:g(x)]`, calls: []string{"f", "g"}},
		{name: "three parts", sql: `select a.b.f(1)`, calls: []string{"a.b.f"}, only: "a.b.f"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := parse(t, tt.sql)
			if got := s.Calls(); !slices.Equal(got, tt.calls) {
				t.Errorf("Calls of %s are %q, want %q", tt.sql, got, tt.calls)
			}
			if got := s.OnlyCall(); got != tt.only {
				t.Errorf("OnlyCall of %s is %q, want %q", tt.sql, got, tt.only)
			}
		})
	}
}

// FuzzCalls: what the service receives calls what was written, every name is in
// the text, and a statement that is one call calls that first.
func FuzzCalls(f *testing.F) {
	for _, seed := range seeds {
		f.Add(seed)
	}
	f.Add(`select pg_catalog."pg_advisory_lock"(hashtext($1)) -- f(`)
	f.Fuzz(func(t *testing.T, sql string) {
		text, err := sqltext.Parse(sqltext.PostgreSQL, sql)
		if err != nil {
			return
		}
		for _, s := range text.Statements() {
			calls := s.Calls()
			if only := s.OnlyCall(); only != "" && (len(calls) == 0 || calls[0] != only) {
				t.Errorf("%q is nothing but a call of %q, and calls %q", s, only, calls)
			}
			for _, call := range calls {
				last := call[strings.LastIndexByte(call, '.')+1:]
				if quoted := strings.ReplaceAll(last, `"`, `""`); !strings.Contains(strings.ToLower(s.String()), strings.ToLower(quoted)) {
					t.Errorf("%q calls %q", s, call)
				}
			}
			rendered, _ := s.Render(nil)
			again, err := sqltext.Parse(sqltext.PostgreSQL, rendered)
			if err != nil || len(again.Statements()) != 1 {
				t.Fatalf("Render of %q gave %q: %v", s, rendered, err)
			}
			if got := again.Statements()[0].Calls(); !slices.Equal(got, calls) {
				t.Errorf("Render of %q, which calls %q, calls %q", s, calls, got)
			}
		}
	})
}
