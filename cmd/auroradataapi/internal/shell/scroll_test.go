package shell

import (
	"strings"
	"testing"
)

func TestCopyIndexing(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"text", "select é", "select é"},
		{"down", "a\x1b[1Bb\x1b[3Bc", "a\x1bDb\x1bD\x1bD\x1bDc"},
		{"down by default", "\x1b[B", "\x1bD"},
		{"others", "\x1b[2A\x1b[1;31m\x1b[?25l\x1b7\x1b[0J", "\x1b[2A\x1b[1;31m\x1b[?25l\x1b7\x1b[0J"},
		{"not a number", "\x1b[?1B", "\x1b[?1B"},
		{"cut off", "\x1b[1", "\x1b[1"},
		{"escape at the end", "a\x1b", "a\x1b"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var out strings.Builder
			copyIndexing(&out, strings.NewReader(tt.in), true)
			if out.String() != tt.want {
				t.Errorf("got %q, want %q", out.String(), tt.want)
			}
		})
	}
}

func TestCopyIndexingWithoutColor(t *testing.T) {
	var out strings.Builder
	copyIndexing(&out, strings.NewReader("\x1b[1;36mhistory\x1b[0m\x1b[2A\x1b[1m"), false)
	if want := "history\x1b[2A"; out.String() != want {
		t.Errorf("got %q, want %q", out.String(), want)
	}
}

// FuzzCopyIndexing looks for text that gets lost: without control sequences, output
// stays as it is.
func FuzzCopyIndexing(f *testing.F) {
	f.Add("select 1\x1b[12Bx")
	f.Fuzz(func(t *testing.T, text string) {
		var out strings.Builder
		copyIndexing(&out, strings.NewReader(text), true)
		if !strings.Contains(text, "\x1b[") && out.String() != text {
			t.Errorf("%q became %q", text, out.String())
		}
	})
}
