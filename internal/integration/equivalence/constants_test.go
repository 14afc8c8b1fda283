package equivalence_test

import (
	"encoding/json"
	"fmt"
	"strings"
)

// pieces are what values and comments are made of: everything that a careless
// lexer takes for something else.
var pieces = []string{
	"a", ":a", ":b", "$1", "'", `"`, `\`, "$$", "--", "/*", "*/", ";", "::", ":=", ":1", "?", "\n", " ",
	"é", "日本", "😀", "%", `\'`, `''`, "E'", "/*+", "$x$", "[1:2]", "@", "U&'", `\\`, `\n`, "BEGIN ", " END", ":é", "\r", "\t", "$",
	"{", "}", "=>", "#", "`", "!", `\:a`, `':a`, `":a`, "-", "/", "select 1;", "null", "x'", "$2::text",
}

// traps returns a text of at most n pieces.
func (a *author) traps(n int) string {
	var b strings.Builder
	for range a.below(n + 1) {
		b.WriteString(oneOf(a.choices, pieces...))
	}
	return b.String()
}

// constant writes a value as a constant of type text or unknown, in any of
// PostgreSQL's spellings.
func (a *author) constant(value string) {
	spelling := oneOf(a.choices, plain, a.dollar, a.escape, a.continued, a.unicode, a.national)
	a.token(spelling(value))
}

func plain(value string) string { return "'" + double(value) + "'" }

func double(value string) string { return strings.ReplaceAll(value, "'", "''") }

// dollar spells a value with dollar quotes, if there is a tag for it.
func (a *author) dollar(value string) string {
	for _, tag := range []string{oneOf(a.choices, "$$", "$a$", "$É_1$", "$do$", "$_$", "$select$"), "$other$"} {
		if strings.Index(value+tag, tag) == len(value) {
			return tag + value + tag
		}
	}
	return plain(value)
}

// escape spells a value as E'...'.
func (a *author) escape(value string) string {
	var b strings.Builder
	for _, r := range value {
		switch {
		case r == '\'':
			b.WriteString(oneOf(a.choices, `\'`, `''`, `\047`))
		case r == '\\':
			b.WriteString(oneOf(a.choices, `\\`, `\134`, `\x5c`))
		case r == '\n':
			b.WriteString(oneOf(a.choices, "\n", `\n`))
		case a.oneIn(8):
			fmt.Fprintf(&b, `\U%08x`, r)
		default:
			b.WriteRune(r)
		}
	}
	return oneOf(a.choices, "E'", "e'") + b.String() + "'"
}

// continued spells a value in parts on several lines.
func (a *author) continued(value string) string {
	prefix, spell := "", double
	if a.oneIn(2) {
		prefix = "E"
		spell = strings.NewReplacer(`\`, `\\`, "'", `\'`).Replace
	}
	var b strings.Builder
	for i, part := range strings.SplitAfter(value, "a") {
		if i > 0 {
			b.WriteString(oneOf(a.choices, "\n", " \r\n\t", "--\n", "-- it's :a\n", "\n-- \"x\n  ", "\n--'\n--:b\r"))
		}
		b.WriteString("'" + spell(part) + "'")
	}
	return prefix + b.String()
}

// unicode spells a value as U&'...', with or without an escape of its own.
func (a *author) unicode(value string) string {
	escape := oneOf(a.choices, `\`, "!", "#")
	var b strings.Builder
	for _, r := range value {
		switch {
		case string(r) == escape:
			b.WriteString(escape + escape)
		case r == '\'':
			b.WriteString("''")
		case a.oneIn(8):
			fmt.Fprintf(&b, `%s+%06X`, escape, r)
		default:
			b.WriteRune(r)
		}
	}
	text := oneOf(a.choices, "U&'", "u&'") + b.String() + "'"
	if escape != `\` {
		text += oneOf(a.choices, " UESCAPE ", "uescape", "\nuescape/* :a */") + "'" + escape + "'"
	}
	return text
}

func (a *author) national(value string) string { return "N'" + double(value) + "'" }

// bits writes a bit string.
func (a *author) bits() {
	a.write("(", oneOf(a.choices, "B'0101'", "b'1'\n'0'", "X'1F'", "x'aB'--:a\n'0'", "B''"), ")", "::", "text")
}

// identifier writes a quoted name and returns it, to be written again.
func (a *author) identifier() string {
	name := oneOf(a.choices, `"v"`, `"a:b"`, `"a""b:c"`, `"$1"`, `"it's"`, `"--x"`, `"/*"`, `U&"\0061:x"`, `"é :a"`, `"select"`, `";"`, `"$$"`,
		"plain", "naïve", "foo$1$bar", "a$b", "_1", "Ünder", "E1", "end_")
	a.token(name)
	return name
}

// document returns a JSON object with a value in it.
func document(value string) string {
	text, err := json.Marshal(map[string]any{"a": value, ":b": []int{1, 2}, "$1": map[string]int{"c": 3}})
	if err != nil {
		panic(err) // there is nothing in it that cannot be marshalled
	}
	return string(text)
}
