package sqltext_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/sqltext"
)

// FuzzCallsOfMySQL: a statement calls the same functions before and after it is
// rendered, those that CallsAny asks about are among them, and the rest are words
// of the language.
func FuzzCallsOfMySQL(f *testing.F) {
	for _, seed := range seedsOfMySQL {
		f.Add(seed)
	}
	f.Add("do a . `b c` (1), `d``e`/**/(2), f(3), IN (4) /*! g(5) */ /*+ h(6) */, /*!`i:j`*/ (7), @k(8)")
	f.Fuzz(func(t *testing.T, sql string) {
		text, err := sqltext.Parse(sqltext.MySQL, sql)
		if err != nil {
			return
		}
		for _, s := range text.Statements() {
			if endsInDashes(s) {
				continue
			}
			calls := s.Calls()
			if only := s.OnlyCall(); only != "" && (len(calls) == 0 || calls[0] != only) {
				t.Errorf("%q is nothing but a call of %q, and calls %q", s, only, calls)
			}
			checkAsked(t, s, calls)
			rendered, _ := s.Render(func(sqltext.Placeholder) (string, bool) { return "?", true })
			if strings.ContainsAny(sql, ":?") {
				continue // a placeholder may be in front of a parenthesis
			}
			again, err := sqltext.Parse(sqltext.MySQL, rendered)
			if err != nil || len(again.Statements()) != 1 {
				return // a body that only its delimiter has kept together
			}
			if got := again.Statements()[0].Calls(); !slices.Equal(got, calls) {
				t.Errorf("Render of %q, which calls %q, calls %q", s, calls, got)
			}
		}
	})
}

// checkAsked expects the functions that CallsAny asks about to be among those that
// are called, in their order.
func checkAsked(t *testing.T, s sqltext.Statement, calls []string) {
	t.Helper()
	var asked []string
	s.CallsAny(func(name string) bool { asked = append(asked, name); return false })
	for _, name := range calls {
		if len(asked) > 0 && asked[0] == name {
			asked = asked[1:]
		} else if !strings.HasSuffix(name, ".") && strings.Trim(name, "abcdefghijklmnopqrstuvwxyz_") != "" {
			t.Errorf("%q: %q is not asked about", s, name)
		}
	}
	if len(asked) > 0 {
		t.Errorf("%q: %q are not called", s, asked)
	}
}
