package sqltext_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/sqltext"
)

// seedsOfMySQL hold each trap at least once; the corpus in testdata adds what
// fuzzing found.
var seedsOfMySQL = []string{
	"select ?; /*+ h :x */ select ?, ':a' -- b\n; c # d\n; e --",
	"select 'it\\'s :x' \"b\\\"'\" 'c'\"d\", N'\\\\', _utf8mb4\"'\", \"a\"\"b'\", x'41', n\"'\"",
	"select `a:b`, `c``'d`, @`e:``f\\'`, @'g', @@h.i, 5--3, 1---?, a->>'$.k', @l:=:m, \\N, `*/`",
	"select /*!50000 ? */ + /*! 'a*/' */ /*!99999 it's */ /*M! b */ /*!100100 :c */ /*! `a:b` /* */ */",
	"create procedure p() a:begin case x when 1 then b; end case; c:loop leave c; end loop; select case 1 when 2 then 3 end; end; x",
	"delimiter $$\ncreate trigger t before insert on a for each row begin a; end$$ b; c $$\ndelimiter ;\nd",
	procedure,
}

// FuzzParseOfMySQL: reading never panics, the tokens and the space between them are
// the text, and between statements there is nothing but space, comments,
// delimiters and commands about them.
func FuzzParseOfMySQL(f *testing.F) {
	for _, seed := range seedsOfMySQL {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, sql string) {
		tokens, spaces := sqltext.Pieces(sqltext.MySQL, sql)
		checkPieces(t, sql, tokens, spaces)
		text, err := sqltext.Parse(sqltext.MySQL, sql)
		if err != nil {
			return
		}
		end, delimits := 0, strings.Contains(strings.ToUpper(sql), "DELIMITER")
		for _, s := range append(text.Statements(), sqltext.Statement{}) {
			from, to := sqltext.Span(s)
			if s.String() == "" {
				from = len(sql)
			}
			if between := sql[end:from]; !delimits && !isBetweenMySQL(between) {
				t.Fatalf("%q stands between statements", between)
			}
			end = to
		}
	})
}

func isBetweenMySQL(sql string) bool {
	text, err := sqltext.Parse(sqltext.MySQL, sql)
	return err == nil && len(text.Statements()) == 0
}

// FuzzRenderOfMySQL: what the service receives is one statement with the same
// tokens and values, in which every lexer the service may have sees exactly the
// placeholders that were put there; rendered again it stays as it is.
func FuzzRenderOfMySQL(f *testing.F) {
	for _, seed := range seedsOfMySQL {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, sql string) {
		text, err := sqltext.Parse(sqltext.MySQL, sql)
		if err != nil {
			return
		}
		for _, s := range text.Statements() {
			if endsInDashes(s) {
				continue // before a semicolon they are signs, at the end a comment
			}
			checkMeaningOfMySQL(t, s)
			checkMarkersOfMySQL(t, s)
			checkPositions(t, s)
		}
	})
}

func endsInDashes(s sqltext.Statement) bool { return strings.HasSuffix(s.String(), "--") }

// checkMeaningOfMySQL expects the same tokens before and after, with a word in
// place of each placeholder.
func checkMeaningOfMySQL(t *testing.T, s sqltext.Statement) {
	t.Helper()
	rendered, _ := s.Render(func(p sqltext.Placeholder) (string, bool) { return " ? ", true })
	want, got := meaningOfMySQL(s.String(), names(s)), meaningOfMySQL(rendered, nil)
	if !reflect.DeepEqual(got, want) {
		t.Errorf("Render of\n%q\ngave\n%q\nwith tokens\n%q\nwant\n%q", s, rendered, got, want)
	}
}

// names returns the placeholders of a statement that have a name, with the colon.
func names(s sqltext.Statement) map[string]bool {
	names := map[string]bool{}
	for _, p := range s.Placeholders() {
		names[":"+p.Name] = p.Name != ""
	}
	return names
}

// meaningOfMySQL returns the tokens of a text without comments and the marks of
// those whose inside is run, its strings by their value. Those of placeholders is
// a question mark.
func meaningOfMySQL(sql string, placeholders map[string]bool) []string {
	var meanings []string
	tokens, spaces := sqltext.Pieces(sqltext.MySQL, sql)
	end, executes := 0, false
	for i, token := range tokens {
		end += len(spaces[i]) + len(token)
		executes = strings.HasPrefix(token, "/*!") && !strings.HasSuffix(token, "*/") || executes && token != "*/"
		switch {
		case strings.HasPrefix(token, "#"), strings.HasPrefix(token, "--"), strings.HasPrefix(token, "/*"), token == "*/":
		case placeholders[token]:
			meanings = append(meanings, "?")
		case len(token) > 1 && token[0] == ':' && token != ":=" && token != "::":
			rest := sql[end-len(token)+1:]
			if executes {
				rest = "/*!" + rest
			}
			return append(append(meanings, ":"), meaningOfMySQL(rest, placeholders)...)
		default:
			meanings = append(meanings, valueOfMySQL(token))
		}
	}
	return meanings
}

// valueOfMySQL returns what a token means: for a string, its value.
func valueOfMySQL(token string) string {
	open := strings.IndexAny(token, "'\"`")
	if open < 0 || open == 0 && token[0] == '`' {
		return token
	}
	var b strings.Builder
	b.WriteString(token[:open] + "'")
	quote := token[open]
	for i := open + 1; i < len(token)-1; i++ {
		if c := token[i]; c == '\\' && quote != '`' {
			i++
			if strings.IndexByte(`'"\`, token[i]) < 0 {
				b.WriteByte(0)
			}
		} else if c == quote {
			i++
		}
		b.WriteByte(token[i])
	}
	return b.String()
}

// checkMarkersOfMySQL expects the service to find the placeholders and no others.
func checkMarkersOfMySQL(t *testing.T, s sqltext.Statement) {
	t.Helper()
	var want []string
	rendered, _ := s.Render(func(sqltext.Placeholder) (string, bool) {
		want = append(want, ":p"+strings.Repeat("x", len(want)%3))
		return want[len(want)-1], true
	})
	for name, markers := range modelsOfMySQL {
		if got := markers(rendered); !reflect.DeepEqual(got, want) {
			t.Errorf("Render of\n%q\ngave\n%q\nin which a service that %s finds\n%q\nwant\n%q", s, rendered, name, got, want)
		}
	}
	again, err := sqltext.Parse(sqltext.MySQL, rendered)
	if err != nil || len(again.Statements()) != 1 || strings.HasSuffix(strings.TrimSpace(rendered), "--") {
		return // a body that only its delimiter has kept together
	}
	keep := func(p sqltext.Placeholder) (string, bool) { return ":" + p.Name, true }
	if twice, _ := again.Statements()[0].Render(keep); strings.TrimSpace(twice) != strings.TrimSpace(rendered) {
		t.Errorf("Render of\n%q\ngave\n%q\nand of that\n%q", s, rendered, twice)
	}
}

// modelsOfMySQL are the lexers that the service may have.
var modelsOfMySQL = map[string]func(sql string) []string{
	"knows no escapes":       backslashNever.markers,
	"knows escapes":          backslashAlways.markers,
	"knows MySQL":            func(sql string) []string { return markersOfMySQL(sql, false) },
	"knows executable marks": func(sql string) []string { return markersOfMySQL(sql, true) },
}

// markersOfMySQL returns the placeholders that a service finds in a text that has
// MySQL's rules, and that reads on in /*! or not.
func markersOfMySQL(sql string, executes bool) []string {
	var found []string
	open := false
	for i := 0; i < len(sql); {
		rest := sql[i:]
		switch {
		case rest[0] == '\'' || rest[0] == '"':
			i += stringLength(rest)
		case rest[0] == '`':
			i += lengthTo(rest, 1, "`")
		case rest[0] == '#':
			i += lengthTo(rest, 1, "\n")
		case strings.HasPrefix(rest, "--") && (len(rest) == 2 || rest[2] <= ' ' || rest[2] == 0x7f):
			i += lengthTo(rest, 2, "\n")
		case strings.HasPrefix(rest, "/*!") && executes:
			open = true
			i += len("/*!")
		case strings.HasPrefix(rest, "*/") && open:
			open = false
			i += len("*/")
		case strings.HasPrefix(rest, "/*"):
			i += lengthTo(rest, 2, "*/")
		case strings.HasPrefix(rest, "::"):
			i += 2
		case rest[0] == ':' && wordLength(rest[1:]) > 0:
			n := 1 + wordLength(rest[1:])
			found = append(found, rest[:n])
			i += n
		default:
			i++
		}
	}
	return found
}

// stringLength returns the length of the string that s starts with.
func stringLength(s string) int {
	for i := 1; i < len(s); i++ {
		switch {
		case s[i] == '\\', s[i] == s[0] && i+1 < len(s) && s[i+1] == s[0]:
			i++
		case s[i] == s[0]:
			return i + 1
		}
	}
	return len(s)
}
