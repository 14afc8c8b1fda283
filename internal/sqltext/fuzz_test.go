package sqltext_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/sqltext"
)

// seeds hold each trap at least once; the corpus in testdata adds what fuzzing
// found.
var seeds = []string{
	"select 1; /*+ h :x */ select $1, ':a' -- b\n; c",
	"select E'it\\'s :x'\n 'b\\'' -- c\n 'd', U&'d\\0061' uescape '!', b'1', N'\\', e'\\\\'",
	"do $do$ it's :x \\d $$ $do$; select $$:a$$\n'b' $x$y$x$",
	"select a[1:2], a[:n], a[x:y], a[$1:$2], array[:a], f(a := 1, b:=:c), x:::y, json_object('a':b)",
	"create function f() begin atomic select case when 1 then 2 end; end; x; copy t from stdin",
	"select '\\', like'\\', u&$$it's$$, 1e'\\'', \"a\"\":b\", 5*--x\n3@/*y*/ 4 /* /* z */ */ $1abc é:ö",
}

// FuzzParse: reading never panics, the tokens and the space between them are
// the text, and between statements there is nothing but space, comments and
// semicolons.
func FuzzParse(f *testing.F) {
	for _, seed := range seeds {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, sql string) {
		tokens, spaces := sqltext.Pieces(sqltext.PostgreSQL, sql)
		checkPieces(t, sql, tokens, spaces)
		text, err := sqltext.Parse(sqltext.PostgreSQL, sql)
		if err != nil {
			return
		}
		end := 0
		for _, s := range text.Statements() {
			from, to := sqltext.Span(s)
			if between := sql[end:from]; !isBetween(between) {
				t.Fatalf("%q stands before statement %q", between, s)
			}
			end = to
		}
		if rest := sql[end:]; !isBetween(rest) {
			t.Fatalf("%q stands behind the last statement", rest)
		}
	})
}

// checkPieces expects the pieces to make up the text as far as it was read.
func checkPieces(t *testing.T, sql string, tokens, spaces []string) {
	t.Helper()
	var b strings.Builder
	for i, space := range spaces {
		if strings.Trim(space, " \t\r\n\f\v") != "" {
			t.Errorf("%q between tokens is not space", space)
		}
		b.WriteString(space)
		if i < len(tokens) {
			b.WriteString(tokens[i])
		}
	}
	if !strings.HasPrefix(sql, b.String()) {
		t.Errorf("the pieces of\n%q\nmake\n%q", sql, b.String())
	}
}

// isBetween says whether a text may stand between statements.
func isBetween(sql string) bool {
	text, err := sqltext.Parse(sqltext.PostgreSQL, sql)
	return err == nil && len(text.Statements()) == 0
}

// FuzzRender: what the service receives is one statement with the same tokens
// and values, in which every lexer the service may have sees exactly the
// placeholders that were put there.
func FuzzRender(f *testing.F) {
	for _, seed := range seeds {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, sql string) {
		text, err := sqltext.Parse(sqltext.PostgreSQL, sql)
		if err != nil {
			return
		}
		for _, s := range text.Statements() {
			checkUnchanged(t, s)
			checkMeaning(t, sql, s)
			checkMarkers(t, s)
			checkPositions(t, s)
		}
	})
}

// checkUnchanged expects a statement with nothing special in it back as it is.
func checkUnchanged(t *testing.T, s sqltext.Statement) {
	t.Helper()
	source := s.String()
	for _, special := range []string{":", "$", `\`, "--", "/*"} {
		if strings.Contains(source, special) {
			return
		}
	}
	if got, _ := s.Render(nil); got != source {
		t.Errorf("Render of\n%q\ngave\n%q", source, got)
	}
}

// checkMeaning expects the same tokens before and after, with a question mark
// in place of each placeholder.
func checkMeaning(t *testing.T, sql string, s sqltext.Statement) {
	t.Helper()
	rendered, _ := s.Render(func(sqltext.Placeholder) (string, bool) { return " ? ", true })
	if want, got := meaning(withMarks(sql, s)), meaning(rendered); !reflect.DeepEqual(got, want) {
		t.Errorf("Render of\n%q\ngave\n%q\nwith tokens\n%q\nwant\n%q", s, rendered, got, want)
	}
}

// withMarks returns the source of a statement with a question mark in place of
// each placeholder.
func withMarks(sql string, s sqltext.Statement) string {
	var b strings.Builder
	at, end := sqltext.Span(s)
	for _, p := range s.Placeholders() {
		b.WriteString(sql[at:p.Start] + " ? ")
		at = p.End
	}
	return b.String() + sql[at:end]
}

// checkMarkers expects the service to find the placeholders and no others.
func checkMarkers(t *testing.T, s sqltext.Statement) {
	t.Helper()
	var want []string
	rendered, _ := s.Render(func(p sqltext.Placeholder) (string, bool) {
		if p.Ambiguous {
			return "", false
		}
		want = append(want, ":p"+strings.Repeat("x", len(want)%3))
		return want[len(want)-1], true
	})
	again, err := sqltext.Parse(sqltext.PostgreSQL, rendered)
	if err != nil || len(again.Statements()) != 1 {
		t.Fatalf("Render of\n%q\ngave\n%q\nwhich is not one statement: %v", s, rendered, err)
	}
	for _, model := range models {
		if model == backslashAlways && hasOtherBackslash(rendered) {
			continue
		}
		if got := model.markers(rendered); !reflect.DeepEqual(got, want) {
			t.Errorf("Render of\n%q\ngave\n%q\nin which a service with %q backslashes finds\n%q\nwant\n%q", s, rendered, model, got, want)
		}
	}
}

// hasOtherBackslash says whether a constant with a prefix other than E has a
// backslash before a quote. Render leaves those.
func hasOtherBackslash(sql string) bool {
	tokens, _ := sqltext.Pieces(sqltext.PostgreSQL, sql)
	for _, token := range tokens {
		if i := strings.IndexByte(token, '\''); i > 0 && strings.Contains(token, `\'`) && strings.ContainsAny(token[:1], "bBxXnNuU") {
			return true
		}
	}
	return false
}

// checkPositions expects positions never to go back and to end at the end.
func checkPositions(t *testing.T, s sqltext.Statement) {
	t.Helper()
	rendered, positions := s.Render(func(p sqltext.Placeholder) (string, bool) { return "CAST(:p AS x)", !p.Ambiguous })
	last := 0
	for pos := 1; pos <= len(rendered)+1; pos += 1 + len(rendered)/50 {
		got := positions.Original(pos)
		if got != 0 && got < last {
			t.Errorf("Original(%d) = %d after %d in\n%q", pos, got, last, rendered)
		}
		last = max(last, got)
	}
}

// meaning returns the tokens of a text without comments, its constants by
// their value. A colon is always a token of its own: that of a slice is
// rendered with a space behind it.
func meaning(sql string) []string {
	var meanings []string
	tokens, spaces := sqltext.Pieces(sqltext.PostgreSQL, sql)
	end := 0
	for i, token := range tokens {
		end += len(spaces[i]) + len(token)
		switch {
		case strings.HasPrefix(token, "--"):
		case strings.HasPrefix(token, "/*") && (!strings.HasPrefix(token, "/*+") || strings.Count(token, "/*") > 1):
		case len(token) > 1 && token[0] == ':' && token[1] != ':' && token[1] != '=':
			return append(append(meanings, ":"), meaning(sql[end-len(token)+1:])...)
		default:
			meanings = append(meanings, value(token))
		}
	}
	return meanings
}

// value returns what a token means: for a constant, its kind and value.
func value(token string) string {
	quote := strings.IndexAny(token, `'$`)
	switch {
	case quote > 2 || quote < 0 || len(token) == 1 || token[0] == '"' || strings.HasPrefix(token, "/*"):
		return token
	case token[0] == '$':
		tag := strings.IndexByte(token[1:], '$') + 2
		if tag == 1 {
			return token // a lone $
		}
		return "text:" + token[tag:len(token)-tag]
	case token[quote] == '$':
		return token // a$b
	case quote == 0:
		return "text:" + unquote(token, false)
	case token[0]|0x20 == 'e':
		return "text:" + unquote(token[1:], true)
	default:
		return strings.ToLower(token[:quote]) + ":" + unquote(token[quote:], false)
	}
}

// unquote returns the value of '...' with its continuation lines. Escapes other
// than of quotes and backslashes are marked, not resolved.
func unquote(token string, escape bool) string {
	var b strings.Builder
	inside := false
	for i := 0; i < len(token); i++ {
		c := token[i]
		switch {
		case !inside && c == '-': // a comment between lines
			i += strings.IndexAny(token[i:], "\n\r")
		case !inside:
			inside = c == '\''
		case escape && c == '\\':
			i++
			if token[i] != '\'' && token[i] != '\\' {
				b.WriteByte(0)
			}
			b.WriteByte(token[i])
		case c == '\'' && strings.HasPrefix(token[i:], "''"):
			b.WriteByte(c)
			i++
		case c == '\'':
			inside = false
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}
