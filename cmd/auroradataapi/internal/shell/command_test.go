package shell

import (
	"reflect"
	"slices"
	"strings"
	"testing"
)

func takesLine(name string) bool { return name == "copy" || name == "!" }

func TestParseCommands(t *testing.T) {
	tests := []struct {
		name string
		text string
		want []command
	}{
		{"name alone", `\q`, []command{{name: "q"}}},
		{"arguments", `\set  a 'b c' d''e`, []command{{name: "set", args: []string{"a", "b c", "de"}, raw: "a 'b c' d''e"}}},
		{"doubled quote", `\echo 'it''s'`, []command{{name: "echo", args: []string{"it's"}, raw: "'it''s'"}}},
		{"name in double quotes", `\d "A b".c`, []command{{name: "d", args: []string{`"A b".c`}, raw: `"A b".c`}}},
		{"two", `\x on \dt+ o*`, []command{{name: "x", args: []string{"on"}, raw: `on \dt+ o*`}, {name: "dt+", args: []string{"o*"}, raw: "o*"}}},
		{"a line", `\copy a to 'x\y'`, []command{{name: "copy", raw: `a to 'x\y'`}}},
		{"no space", `\!ls \d`, []command{{name: "!", raw: `ls \d`}}},
		{"backslash in an argument", `\i C:\new`, []command{{name: "i", args: []string{`C:\new`}, raw: `C:\new`}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := parseCommands(tt.text, takesLine)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
	for _, text := range []string{`\`, `\ d`, `\echo 'a`, `\d "a`} {
		if got, err := parseCommands(text, takesLine); err == nil {
			t.Errorf("%s: got %q, want an error", text, got)
		}
	}
}

// FuzzParseCommands quotes what was typed as an argument, which must come back, and
// reads it as commands, in which nothing may come from elsewhere.
func FuzzParseCommands(f *testing.F) {
	f.Add(`\d "A b".c`)
	f.Add(`it's \x`)
	f.Fuzz(func(t *testing.T, text string) {
		quoted := `\echo '` + strings.ReplaceAll(text, "'", "''") + `' end`
		commands, err := parseCommands(quoted, takesLine)
		if err != nil || len(commands) != 1 || !slices.Equal(commands[0].args, []string{text, "end"}) {
			t.Errorf("%q: got %q, %v", text, commands, err)
		}
		commands, err = parseCommands(`\`+text, takesLine)
		if err != nil {
			return
		}
		for _, c := range commands {
			if !strings.Contains(text, c.name) || !strings.Contains(text, c.raw) {
				t.Errorf("%q: got %q", text, c)
			}
		}
	})
}
