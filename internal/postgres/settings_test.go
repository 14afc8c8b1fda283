package postgres_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
	"github.com/auroradataapi/auroradataapi/internal/sqltext"
)

func settingsAfter(t *testing.T, statements ...string) (s postgres.Settings) {
	t.Helper()
	for _, sql := range statements {
		for _, change := range readSettings(t, sql) {
			s = s.With(change)
		}
	}
	return s
}

func TestSettings(t *testing.T) {
	tests := []struct {
		name      string
		said      []string
		remaining []string
	}{
		{"nothing", nil, []string{}},
		{"in order", []string{"set a = 1", "set b = 1"}, []string{"set a = 1", "set b = 1"}},
		{"again", []string{"set a = 1", "set b = 1", "set A = 2"}, []string{"set b = 1", "set A = 2"}},
		{"two names", []string{"set search_path = a", "set schema 'b'"}, []string{"set schema 'b'"}},
		{"reset", []string{"set a = 1", "set b = 1", "reset a", "set b to default", "reset c"}, []string{}},
		{"reset all", []string{"set a = 1", "set role x", "set b = 1", "reset all"}, []string{"set role x"}},
		{"discard", []string{"set a = 1", "set role x", "discard all"}, []string{}},
		{"local", []string{"set a = 1", "set local a = 2", "set transaction read only", "set transaction_read_only = on"}, []string{"set a = 1"}},
		{"unreadable", []string{`set U&"a" = 1`, `set U&"a" = 2`, `reset U&"a"`}, []string{`set U&"a" = 1`, `set U&"a" = 2`, `reset U&"a"`}},
		{"role", []string{"set role x", "set role y"}, []string{"set role y"}},
		{"set under a role", []string{"set role x", "set a = 1", "set role y"}, []string{"set role x", "set a = 1", "set role y"}},
		{"set under a role and reset", []string{"set role x", "set a = 1", "reset role"}, []string{"set role x", "set a = 1", "reset role"}},
		{"set again without the role", []string{"set role x", "set a = 1", "reset role", "set a = 2"}, []string{"set a = 2"}},
		{"role reset", []string{"set role x", "reset role"}, []string{}},
		{"session authorization ends a role", []string{"set role x", "set session authorization y"}, []string{"set session authorization y"}},
		{"role in a session authorization", []string{"set session authorization y", "set role x", "reset role"}, []string{"set session authorization y", "reset role"}},
		{"session authorization reset", []string{"set session authorization y", "set role x", "set session authorization default"}, []string{}},
		{"characteristics", []string{"set session characteristics as transaction read only, isolation level serializable", "set default_transaction_read_only = off"},
			[]string{"SET default_transaction_isolation TO 'serializable'", "set default_transaction_read_only = off"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := settingsAfter(t, tt.said...)
			if got := s.Statements(); !slices.Equal(got, tt.remaining) || s.Empty() != (len(got) == 0) {
				t.Errorf("got %q, want %q", got, tt.remaining)
			}
		})
	}
}

func TestSettingsDoNotChange(t *testing.T) {
	before := settingsAfter(t, "set a = 1", "set b = 1")
	for _, sql := range []string{"set a = 2", "reset a", "reset all", "set role x"} {
		before.With(readSettings(t, sql)[0])
	}
	if got := before.Statements(); !slices.Equal(got, []string{"set a = 1", "set b = 1"}) {
		t.Errorf("got %q", got)
	}
}

func TestSettingsThatMoveNames(t *testing.T) {
	tests := []struct{ said, path, moving, identity string }{
		{"set a = 1", "", "", ""},
		{"set search_path = x", "set search_path = x;", "search_path", ""},
		{"set role x", "set role x;", "role", "role"},
		{`set U&"a" = 1`, `set U&"a" = 1;`, "a setting", ""},
	}
	for _, tt := range tests {
		s := settingsAfter(t, "set b = 1", tt.said)
		if s.Path() != tt.path || s.MovesNames() != tt.moving || s.Identity() != tt.identity {
			t.Errorf("%s: got %q, %q, %q", tt.said, s.Path(), s.MovesNames(), s.Identity())
		}
	}
}

func TestSettingsModes(t *testing.T) {
	s := settingsAfter(t, "set a = on", "set default_transaction_isolation = 'Repeatable Read'", "set default_transaction_read_only = 1", "set default_transaction_deferrable = n")
	if got := s.Modes(); got != "ISOLATION LEVEL REPEATABLE READ, READ ONLY, NOT DEFERRABLE" || !postgres.KeepsSnapshot(got) {
		t.Errorf("got %q", got)
	}
	s = settingsAfter(t, "set default_transaction_read_only = no", "set default_transaction_deferrable = yes")
	if got := s.Modes(); got != "READ WRITE, DEFERRABLE" || postgres.KeepsSnapshot(got) {
		t.Errorf("got %q", got)
	}
}

// FuzzRunAll: what is run is the text, whatever is in it, by one statement without
// placeholders.
func FuzzRunAll(f *testing.F) {
	for _, sql := range []string{"set a = 1", "set a = 'it''s'", "set a = ':b \\'", "set a = $$ $b$ $$"} {
		f.Add(sql)
	}
	f.Fuzz(func(t *testing.T, sql string) {
		if strings.ContainsRune(sql, 0) {
			return
		}
		all := postgres.RunAll([]string{sql, "set b = 2"})
		if got := unquote(t, unquote(t, all, "DO "), "EXECUTE "); got != sql {
			t.Errorf("%q is run as %q", sql, got)
		}
		text, err := sqltext.Parse(sqltext.PostgreSQL, all)
		if err != nil {
			t.Fatalf("%q: %v", all, err)
		}
		if statements := text.Statements(); len(statements) != 1 || len(statements[0].Placeholders()) > 0 {
			t.Errorf("%q has %d statements or placeholders", all, len(statements))
		}
	})
}
