package main

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestExcerpt(t *testing.T) {
	long := strings.Repeat("x", 100) + "!" + strings.Repeat("y", 100)
	for _, test := range []struct {
		name     string
		sql      string
		position int
		want     string
	}{
		{"first", "select", 1, "LINE 1: select\n        ^"},
		{"behind the end", "select", 7, "LINE 1: select\n              ^"},
		{"beyond the end", "select", 8, ""},
		{"none", "select", 0, ""},
		{"no text", "", 1, ""},
		{"second line", "a\nbc\nd", 4, "LINE 2: bc\n         ^"},
		{"at a line break", "a\nbc\nd", 2, "LINE 1: a\n         ^"},
		{"CR LF", "a\r\nbc\r\nd", 4, "LINE 2: bc\n        ^"},
		{"tab", "\ta", 2, "LINE 1:  a\n         ^"},
		{"wide", "日本 x", 4, "LINE 1: 日本 x\n             ^"},
		{"control character", "\x1b x", 3, "LINE 1: \\x1b x\n             ^"},
		{"long", long, 101, "LINE 1: …" + strings.Repeat("x", 34) + "!" + strings.Repeat("y", 33) + "…\n" + strings.Repeat(" ", 43) + "^"},
	} {
		got := strings.Join(excerpt(test.sql, test.position), "\n")
		if got != test.want {
			t.Errorf("%s: got\n%s\nwant\n%s", test.name, got, test.want)
		}
	}
}

// FuzzExcerpt: an excerpt is two lines of bounded length.
func FuzzExcerpt(f *testing.F) {
	f.Add("select\n1", 7)
	f.Add(strings.Repeat("\x1b", 100), 50)
	f.Add("\xff日", 2)
	f.Fuzz(func(t *testing.T, sql string, position int) {
		lines := excerpt(sql, position)
		if len(lines) == 0 {
			return
		}
		if len(lines) != 2 || strings.Contains(strings.Join(lines, ""), "\n") {
			t.Fatalf("got %q", lines)
		}
		if n := utf8.RuneCountInString(lines[0]); n > excerptWidth+len("LINE 12345678: ") {
			t.Errorf("got %d characters: %q", n, lines[0])
		}
		if !strings.HasSuffix(lines[1], "^") {
			t.Errorf("got %q", lines[1])
		}
	})
}
