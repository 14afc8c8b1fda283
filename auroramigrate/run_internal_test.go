package auroramigrate

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestLineAndColumn(t *testing.T) {
	tests := []struct {
		name, text   string
		position     int
		line, column int // 0: not there
	}{
		{name: "unknown", text: "select 1", position: 0},
		{name: "first", text: "select 1", position: 1, line: 1, column: 1},
		{name: "characters and not bytes", text: "é é", position: 3, line: 1, column: 3},
		{name: "later line", text: "a\n\r\nbc", position: 6, line: 3, column: 2},
		{name: "end of a line", text: "a\nb", position: 2, line: 1, column: 2},
		{name: "end of the text", text: "a\nb", position: 4, line: 2, column: 2},
		{name: "behind it", text: "a\nb", position: 5},
		{name: "end of nothing", text: "", position: 1, line: 1, column: 1},
		{name: "before the text", text: "a", position: -1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			line, column, ok := lineAndColumn(test.text, test.position)
			if ok != (test.line > 0) || ok && (line != test.line || column != test.column) {
				t.Errorf("got %d, %d, %t; want %d, %d", line, column, ok, test.line, test.column)
			}
		})
	}
}

// FuzzLineAndColumn counts the characters up to the place that was found.
func FuzzLineAndColumn(f *testing.F) {
	f.Add("select 1\nfrom t", 12)
	f.Add("", 1)
	f.Add("\xff\n\xc3", 3)
	f.Fuzz(func(t *testing.T, text string, position int) {
		line, column, ok := lineAndColumn(text, position)
		if ok != (position > 0 && position <= utf8.RuneCountInString(text)+1) {
			t.Fatalf("position %d of %q: %t", position, text, ok)
		}
		if !ok {
			return
		}
		before := strings.SplitAfter(text, "\n")[:line-1]
		if got := utf8.RuneCountInString(strings.Join(before, "")) + column; got != position {
			t.Errorf("position %d of %q: line %d, column %d", position, text, line, column)
		}
	})
}
