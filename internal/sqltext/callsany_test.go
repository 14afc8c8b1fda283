package sqltext_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/sqltext"
)

func TestCallsAny(t *testing.T) {
	tests := []struct {
		name  string
		sql   string
		names string
	}{
		{name: "none", sql: "SELECT 1"},
		{name: "words of the language", sql: "SELECT (1) WHERE 2 IN (3) AND EXISTS (VALUES (1))"},
		{name: "functions", sql: `SELECT f(1), s.G(2), "H"(3)`, names: "f s.g H"},
		{name: "parts that stand apart", sql: `SELECT s . f(1), "S"."b""c" /* x */ (2), a[1:g(3)], :n(4)`, names: `s.f S.b"c g n`},
		{name: "in a string", sql: "SELECT 'f(1)' -- g(2)"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var names []string
			statement := parseOne(t, test.sql)
			if statement.CallsAny(func(name string) bool { names = append(names, name); return false }) {
				t.Error("one of none")
			}
			if want := strings.Fields(test.names); !slices.Equal(names, want) {
				t.Errorf("got %q, want %q", names, want)
			}
			if any := statement.CallsAny(func(string) bool { return true }); any != (test.names != "") {
				t.Errorf("any: got %v", any)
			}
		})
	}
}

// FuzzCallsAny: it asks about the names that Calls returns, but for words and for
// names that end with a dot.
func FuzzCallsAny(f *testing.F) {
	for _, sql := range []string{`SELECT f(1), s.G(2), "H"(3) FROM x IN (4)`, `SELECT a . "b c" (4), x[1:f(2)], :n(3), U&"d!0061" (1)`, `""(`, "f/**/(1) -- (", "((("} {
		f.Add(sql)
	}
	f.Fuzz(func(t *testing.T, sql string) {
		text, err := sqltext.Parse(sqltext.PostgreSQL, sql)
		if err != nil {
			return
		}
		for _, s := range text.Statements() {
			var asked []string
			s.CallsAny(func(name string) bool { asked = append(asked, name); return false })
			for _, name := range s.Calls() {
				if len(asked) > 0 && asked[0] == name {
					asked = asked[1:]
				} else if !strings.HasSuffix(name, ".") && strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123") != "" {
					t.Errorf("%q: %q is not asked about", sql, name)
				}
			}
			if len(asked) > 0 {
				t.Errorf("%q: %q are not called", sql, asked)
			}
		}
	})
}
