package shell

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi"
)

// FuzzCode holds what is read of a part of a text against the whole text.
func FuzzCode(f *testing.F) {
	f.Add(`E'\' \d' \g -- \x`, "\n\\d")
	f.Add("select $a$ \\d $b$ \\d $a$ \\d", "\n;")
	f.Add("/* /* \\d */ \\d */ \\d", "' \\x")
	f.Add("`a \\d` \"b \\d\" # \\d", "\n;")
	f.Add("(1, 'a;b'),\n(2, ';')\n;\n", "select 'a;\n;';")
	f.Fuzz(func(t *testing.T, before, after string) {
		for _, engine := range []auroradataapi.Engine{postgresql, mysql} {
			b := &buffer{engine: engine}
			text := before + after
			c := &code{buffer: b, text: text}
			for i := range len(text) {
				if got, want := c.reaches(i), b.inCode(goesOn+text[:i]); text[i] == '\\' && got != want {
					t.Fatalf("%v, %q: at %d code is %v, want %v", engine, text, i, got, want)
				}
				if text[i] == '\n' { // a comment may end here
					c = &code{buffer: b, text: text, from: c.from}
				}
			}
			if got, want := taken(b, text), split(engine, text); !slices.Equal(got, want) {
				t.Errorf("%v, %q: got %q, want %q", engine, text, got, want)
			}
		}
	})
}

// taken are the statements that a buffer takes out of a text line by line.
func taken(b *buffer, text string) []string {
	var got []string
	for i, line := range strings.Split(text, "\n") {
		if b.setDelimiter(line) {
			return nil
		}
		statements, err := b.add(line, i+1)
		if err != nil {
			return nil
		}
		for _, s := range statements {
			got = append(got, s.text)
		}
	}
	return got
}

// split returns the statements of a text that are terminated, up to what cannot be
// read. Where that depends on the lines they are cut at, there are none.
func split(engine auroradataapi.Engine, text string) []string {
	var all []string
	rest := ""
	for line := range strings.SplitSeq(text, "\n") {
		if (&buffer{engine: engine}).setDelimiter(line) {
			return nil
		}
		rest += line + "\n"
		statements, err := auroradataapi.SplitStatements(engine, rest)
		switch {
		case errors.Is(err, auroradataapi.ErrUnterminated):
			continue
		case err != nil && strings.Contains(line, ";"):
			return nil
		case err != nil || !strings.Contains(line, ";"):
			continue
		}
		end := len(rest)
		for _, s := range statements {
			if !s.Terminated {
				end = byteOffset(rest, s.Offset)
				continue
			}
			all = append(all, s.Text)
		}
		rest = rest[end:]
	}
	return all
}

// TestLongStatement: a long statement takes no longer for being in many lines, or for
// having backslashes in it.
func TestLongStatement(t *testing.T) {
	const rows = 20_000
	for _, tt := range []struct {
		name string
		text string
	}{
		{"lines", "insert into t values\n" + strings.Repeat("(1, 'a;b'), -- ;\n", rows) + "(1, '');"},
		{"body", "do $$ begin\n" + strings.Repeat("perform 'a;b';\n", rows) + "end $$;"},
		{"backslashes", "insert into t values " + strings.Repeat(`(1, 'a \d b \d c'), `, rows) + "(1, '');"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			began := time.Now()
			b := &buffer{engine: postgresql}
			var got []statement
			for line := range strings.SplitSeq(tt.text, "\n") {
				if _, _, found := b.cut(line); found {
					t.Fatal("a command is found in a constant")
				}
				statements, err := b.add(line, 1)
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, statements...)
			}
			if len(got) != 1 || got[0].text != strings.TrimSuffix(tt.text, ";") {
				t.Errorf("got %d statements, want the one", len(got))
			}
			if took := time.Since(began); took > 20*time.Second {
				t.Errorf("it takes %s", took)
			}
		})
	}
}
