package mysql_test

import (
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/mysql"
	"github.com/auroradataapi/auroradataapi/internal/sqltext"
)

func TestIsHarmless(t *testing.T) {
	for _, function := range []string{"count", "json_extract", "now", "st_astext", "if", "in"} {
		if !mysql.IsHarmless(function) {
			t.Errorf("%s is not harmless", function)
		}
	}
	for _, function := range []string{"get_lock", "release_lock", "sleep", "benchmark", "last_insert_id", "load_file", "nextval", "setval", "app.count", "f", "Count", ""} {
		if mysql.IsHarmless(function) {
			t.Errorf("%s is harmless", function)
		}
	}
}

func TestSyntaxErrors(t *testing.T) {
	e := mysql.Engine{}
	m := e.Several(strings.Repeat("é", 100), 3)
	if want := "near '" + strings.Repeat("é", 80) + "' at line 3"; !strings.HasSuffix(m.Message, want) || m.Number != 1064 || m.Code != "42000" {
		t.Errorf("got %+v, want %s", m, want)
	}
	if m := e.Unterminated("", "'a", 1); !strings.HasSuffix(m.Message, "near ''a' at line 1") {
		t.Errorf("got %+v", m)
	}
	if m := mysql.EmptyQuery(); m.Number != 1065 || m.Message != "Query was empty" {
		t.Errorf("got %+v", m)
	}
}

// FuzzPrepare: whatever the statement is, it is one constant in the statement that
// prepares it.
func FuzzPrepare(f *testing.F) {
	f.Add(`select 'it''s', "x", ? -- :a`)
	f.Add(`\' \\`)
	f.Fuzz(func(t *testing.T, statement string) {
		statement = strings.ReplaceAll(statement, "\x00", "") // the lexer has refused it before
		text, err := sqltext.Parse(sqltext.MySQL, mysql.Prepare(statement))
		if err != nil || len(text.Statements()) != 1 {
			t.Fatalf("%q: %v", mysql.Prepare(statement), err)
		}
		if n := len(text.Statements()[0].Placeholders()); n != 0 {
			t.Errorf("%d placeholders", n)
		}
		var tokens []string
		for token := range text.Statements()[0].Tokens() {
			tokens = append(tokens, token)
		}
		if len(tokens) != 4 {
			t.Errorf("tokens %q", tokens)
		}
	})
}
