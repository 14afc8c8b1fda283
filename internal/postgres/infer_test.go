package postgres_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
	"github.com/auroradataapi/auroradataapi/internal/sqltext"
)

// unquote undoes quoting in the first constant of a text that begins with a
// prefix.
func unquote(t *testing.T, text, prefix string) string {
	t.Helper()
	_, rest, ok := strings.Cut(text, prefix+"'")
	if !ok {
		t.Fatalf("%q does not have %q", text, prefix)
	}
	rest = strings.ReplaceAll(rest, "''", "\x00")
	constant, _, ok := strings.Cut(rest, "'")
	if !ok {
		t.Fatalf("%q does not end", rest)
	}
	return strings.ReplaceAll(constant, "\x00", "'")
}

// FuzzInferTypes: what is prepared is the text, whatever is in it, and the
// question is one statement without placeholders.
func FuzzInferTypes(f *testing.F) {
	for _, sql := range []string{"select $1", "select 'it''s', E'\\'', $1", "select ':a', '\\', $1", "select U&'d!0061' uescape '!'"} {
		f.Add(sql)
	}
	f.Fuzz(func(t *testing.T, sql string) {
		if strings.ContainsRune(sql, 0) {
			return
		}
		question := postgres.InferTypes("p", sql, []string{"f", "it's"})
		block := unquote(t, question, "DO ")
		if got := unquote(t, block, "EXECUTE "); got != "PREPARE p AS "+sql {
			t.Errorf("%q is prepared as %q", sql, got)
		}
		text, err := sqltext.Parse(sqltext.PostgreSQL, question)
		if err != nil {
			t.Fatalf("%q: %v", question, err)
		}
		statements := text.Statements()
		if len(statements) != 1 || len(statements[0].Placeholders()) > 0 {
			t.Errorf("%q has %d statements or placeholders", question, len(statements))
		}
	})
}

func TestPrepare(t *testing.T) {
	text, offset := postgres.Prepare("p_1", "select $1")
	if text != "PREPARE p_1 AS select $1" || text[offset:] != "select $1" {
		t.Errorf("got %q, offset %d", text, offset)
	}
}

func TestInferable(t *testing.T) {
	tests := []struct {
		keyword            string
		inferable, changes bool
	}{
		{"SELECT", true, false},
		{"WITH", true, false},
		{"MERGE", true, false},
		{"CALL", false, false},
		{"EXPLAIN", false, false},
		{"", false, false},
		{"ALTER", false, true},
		{"SAVEPOINT", false, false},
	}
	for _, tt := range tests {
		if got := postgres.Inferable(tt.keyword); got != tt.inferable {
			t.Errorf("%s: inferable %v, want %v", tt.keyword, got, tt.inferable)
		}
		if got := postgres.ChangesObjects(tt.keyword); got != tt.changes {
			t.Errorf("%s: changes objects %v, want %v", tt.keyword, got, tt.changes)
		}
	}
}

func TestSuggestsOtherTypes(t *testing.T) {
	for code, want := range map[string]bool{"42804": true, "22P02": true, "0A000": true, "23505": false, "42601": false, "": false} {
		if got := postgres.SuggestsOtherTypes(code); got != want {
			t.Errorf("%s: got %v, want %v", code, got, want)
		}
	}
}

func TestInfersConstantsOnly(t *testing.T) {
	tests := []struct {
		words []string
		as    bool
		want  bool
	}{
		{words: []string{"CALL"}, want: true},
		{words: []string{"EXPLAIN", "SELECT"}, want: true},
		{words: []string{"DECLARE", "C"}, want: true},
		{words: []string{"CREATE", "TABLE"}, as: true, want: true},
		{words: []string{"CREATE", "TEMP"}, as: true, want: true},
		{words: []string{"CREATE", "TABLE"}},
		{words: []string{"CREATE", "VIEW"}, as: true},
		{words: []string{"SELECT"}, as: true},
		{words: nil},
	}
	for _, tt := range tests {
		contains := func(words ...string) bool { return tt.as && slices.Equal(words, []string{"AS"}) }
		if got := postgres.InfersConstantsOnly(tt.words, contains); got != tt.want {
			t.Errorf("%q, with AS %t: got %t", tt.words, tt.as, got)
		}
	}
}
