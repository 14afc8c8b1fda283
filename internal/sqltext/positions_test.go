package sqltext_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/auroradataapi/auroradataapi/internal/sqltext"
)

// TestOriginal marks one character with ^ in the text that the database gets
// and expects it at the ^ of the source.
func TestOriginal(t *testing.T) {
	cast := func(p sqltext.Placeholder) (string, bool) { return "CAST(:param AS text)", !p.Ambiguous }
	tests := []struct {
		name     string
		source   string // the marked character follows ^
		database string
		sub      func(sqltext.Placeholder) (string, bool)
	}{
		{name: "unchanged", source: `select ^a`, database: `select ^a`},
		{name: "second statement", source: `select 1; select ^b`, database: `select ^b`},
		{name: "end of input", source: `select 'é' from ^;x`, database: `select 'é' from^`},
		{name: "end of input behind a comment", source: "select 'é' from -- y\n ^", database: `select 'é' from^`},
		{name: "behind a placeholder", source: `select $1, ^b`, database: `select CAST($1 AS text), ^b`, sub: cast},
		{name: "behind a longer name", source: `select :a, ^b`, database: `select CAST($1 AS text), ^b`, sub: cast},
		{name: "at a placeholder", source: `select ^$1, b`, database: `select CAST(^$1 AS text), b`, sub: cast},
		{name: "inside a placeholder", source: `select ^$1, b`, database: `select CAST($1 ^AS text), b`, sub: cast},
		{name: "inside the number", source: `select ^$1, b`, database: `select CAST($^1 AS text), b`, sub: cast},
		{name: "second placeholder", source: `select :a, ^:b`, database: `select CAST($1 AS text), CAST(^$2 AS text)`, sub: cast},
		{name: "ten placeholders", source: strings.Repeat(`$7,`, 10) + `^x`,
			database: `$1,$2,$3,$4,$5,$6,$7,$8,$9,$10,^x`, sub: func(sqltext.Placeholder) (string, bool) { return ":p", true }},
		{name: "placeholder left as written", source: `select $1, ^b`, database: `select $1, ^b`},
		{name: "inside a placeholder left as written", source: `select $^1, b`, database: `select $^1, b`},
		{name: "literal for a placeholder", source: `select $1, ^b`, database: `select 'it''s :x', ^b`,
			sub: func(sqltext.Placeholder) (string, bool) { return `'it''s :x'`, true }},
		{name: "behind a comment", source: `select /* é :x */ ^b`, database: `select   ^b`},
		{name: "at a comment", source: `select ^/* é :x */ b`, database: `select ^  b`},
		{name: "slice", source: `select a[1:^b]`, database: `select a[1: ^b]`},
		{name: "slice that ends in a word", source: `select a[1:^b]`, database: `select a[1: ^b]`, sub: cast},
		{name: "slice from a column to a column", source: `select a[x:^é] + 1`, database: `select a[x: ^é] + 1`, sub: cast},
		{name: "space in front of a constant", source: `select 'é' like^'\'`, database: `select 'é' like^ E'\\'`},
		{name: "inside a dollar quote", source: `do $$ it's a^b: $$`, database: `do ' it''s a^b: '`},
		{name: "quote in a dollar quote", source: `do $$ it^'s $$`, database: `do ' it'^'s '`},
		{name: "behind backslashes in a dollar quote", source: `do $x$ é: \d ^e $x$, x`, database: `do E' é: \\d ^e ', x`},
		{name: "behind a dollar quote", source: `do $x$:$x$, ^x`, database: `do ':', ^x`},
		{name: "inside an E string", source: `select E'a\'^b', c`, database: `select E'a''^b', c`},
		{name: "inside a joined constant", source: "select 'a' -- x\n'^b', c", database: "select 'a^b', c"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			source, want := mark(tt.source)
			_, pos := mark(tt.database)
			statements := parseAll(t, source)
			statement := statements[0]
			if strings.HasPrefix(tt.name, "second statement") {
				statement = statements[1]
			}
			_, positions := statement.Render(tt.sub)
			if got := positions.Original(pos); got != want {
				t.Errorf("Original(%d) = %d, want %d", pos, got, want)
			}
		})
	}
}

// mark takes the ^ out of a text and returns the position that it marked.
func mark(text string) (unmarked string, pos int) {
	before, after, _ := strings.Cut(text, "^")
	return before + after, utf8.RuneCountInString(before) + 1
}

func TestOriginalOutside(t *testing.T) {
	_, positions := parse(t, `select $1`).Render(func(sqltext.Placeholder) (string, bool) { return ":p1", true })
	for _, pos := range []int{-1, 0, 11, 1 << 30} {
		if got := positions.Original(pos); got != 0 {
			t.Errorf("Original(%d) = %d, want 0", pos, got)
		}
	}
	if got := positions.Original(10); got != 10 {
		t.Errorf("Original(10) = %d, want 10, the end", got)
	}
	if got := (sqltext.Positions{}).Original(1); got != 0 {
		t.Errorf("Original(1) of the zero value = %d, want 0", got)
	}
}

func TestMarkers(t *testing.T) {
	got := sqltext.Markers(`select :1, ':2', ":3", a::text, (:p4::"x"), /*+ :5 */ :1 -- :6`)
	if want := []string{"1", "p4", "1"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestReplaced: positions in a statement with a part replaced are those in the
// statement that the caller wrote.
func TestReplaced(t *testing.T) {
	const source = `select 1; insert into é values ($1), ($2) returning b`
	text, err := sqltext.Parse(sqltext.PostgreSQL, source)
	if err != nil {
		t.Fatal(err)
	}
	statement := text.Statements()[1]
	start := strings.Index(statement.String(), "values")
	end := strings.Index(statement.String(), " returning")
	const by = "select $1 from x"
	other, err := sqltext.Parse(sqltext.PostgreSQL, statement.String()[:start]+by+statement.String()[end:])
	if err != nil {
		t.Fatal(err)
	}
	rendered, positions := other.Statements()[0].Render(func(sqltext.Placeholder) (string, bool) { return "(:1::int4)", true })
	positions = positions.Replaced(statement, start, end, by)
	at := func(s, part string) int { return utf8.RuneCountInString(s[:strings.Index(s, part)]) + 1 }
	sent := strings.Replace(rendered, ":1", "$1", 1) // as the database counts
	for _, tt := range []struct{ in, want string }{
		{in: "insert", want: "insert"}, {in: "é", want: "é"}, {in: "select", want: "values"},
		{in: "from", want: "values"}, {in: "returning", want: "returning"},
	} {
		if got, want := positions.Original(at(sent, tt.in)), at(source, tt.want); got != want {
			t.Errorf("%s: got %d, want %d", tt.in, got, want)
		}
	}
	if got := positions.Original(1000); got != 0 {
		t.Errorf("behind the end: %d", got)
	}
}
