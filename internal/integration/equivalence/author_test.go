package equivalence_test

import (
	"slices"
	"strconv"
	"strings"
)

// author writes one SQL text.
type author struct {
	*choices
	dialogue
	text  []byte // as PostgreSQL takes it: placeholders are $1, $2, ...
	marks []mark
	args  []argument
	depth int
}

// dialogue is in which ways the driver is talked to.
type dialogue struct {
	named  bool // placeholders are :a, :b, ... through the driver
	mode   int  // an index of modes; every placeholder has a cast unless it is describe
	mute   bool // no placeholders
	worker int  // part of the names of what is created
}

// name returns a name that no other worker uses.
func (d dialogue) name(base string) string { return base + "_" + strconv.Itoa(d.worker) }

// mark is a placeholder in the text.
type mark struct{ offset, number int }

// argument is a value for a placeholder, and the PostgreSQL type of it.
type argument struct {
	kind  string
	value any
}

// maxArguments is one digit, so that $1 and :a have the same length and errors
// the same position.
const maxArguments = 9

// write writes tokens, and calls functions that write some.
func (a *author) write(parts ...any) {
	for _, part := range parts {
		switch part := part.(type) {
		case string:
			a.token(part)
		case func():
			part()
		}
	}
}

// token writes a token, with what stands between it and the token before.
func (a *author) token(token string) {
	if n := len(a.text); n > 0 {
		a.gap(a.text[n-1], token[0])
	}
	a.text = append(a.text, token...)
}

// gap writes white space and comments between two tokens, or nothing where
// nothing is needed.
func (a *author) gap(last, first byte) {
	if !a.oneIn(4) {
		if touches(last, first) || a.named && last == ':' && first == '$' {
			a.text = append(a.text, ' ')
		}
		return
	}
	space := oneOf(a.choices, " ", "\n", "\t", "  ", "\r\n", "\f", "/**/", a.blockComment(), a.lineComment())
	if last == '-' && strings.HasPrefix(space, "-") || last == '\'' && first == '\'' {
		space = " "
	}
	a.text = append(a.text, space...)
}

// touches says whether two tokens would be read as others without anything
// between them.
func touches(last, first byte) bool {
	return isWord(last) && isWord(first) || isOperator(last) && isOperator(first) || last == '\'' && first == '\''
}

func isWord(c byte) bool {
	return c == '_' || c == '$' || c >= 0x80 || c-'0' < 10 || (c|0x20)-'a' < 26
}

func isOperator(c byte) bool { return strings.IndexByte("+-*/<>=~!@#%^&|`?:.", c) >= 0 }

// blockComment returns a comment that may nest and may be a hint.
func (a *author) blockComment() string {
	body := strings.NewReplacer("*", "+", "/", " ").Replace(a.traps(3))
	inside := oneOf(a.choices, body, body+"/*"+body+"*/", "+ "+body, "*", " it's "+body, "/*/**/*/"+body)
	return "/*" + inside + " */"
}

func (a *author) lineComment() string {
	body := strings.NewReplacer("\n", " ", "\r", " ").Replace(a.traps(3))
	return "--" + body + oneOf(a.choices, "\n", "\r", "\r\n")
}

// placeholder writes a placeholder for an argument of a kind, possibly one that
// was there before.
func (a *author) placeholder(kind string, value func() any) {
	number := slices.IndexFunc(a.args, func(known argument) bool { return known.kind == kind })
	if number < 0 || len(a.args) < maxArguments && !a.oneIn(3) {
		number = len(a.args)
		a.args = append(a.args, argument{kind, value()})
	}
	a.token("$" + strconv.Itoa(number+1))
	a.marks = append(a.marks, mark{len(a.text) - 2, number})
}

// allows says whether a placeholder for an argument of a kind can be had.
func (a *author) allows(kind string) bool {
	return !a.mute && (len(a.args) < maxArguments || a.knows(kind))
}

// knows says whether there is an argument of a kind.
func (a *author) knows(kind string) bool {
	return slices.ContainsFunc(a.args, func(known argument) bool { return known.kind == kind })
}

// aside returns a text of its own, for the inside of a constant. It has no
// placeholders.
func (a *author) aside(parts ...any) string {
	outer := *a
	*a = author{choices: outer.choices, dialogue: dialogue{mute: true, worker: outer.worker}, depth: maxDepth - 2}
	a.write(parts...)
	text := string(a.text)
	*a = outer
	return text
}

// step returns the text with its arguments, the numbers of which are in some
// order.
func (a *author) step() step {
	order := a.permutation(len(a.args))
	s := step{native: a.render(order, func(number int) string { return "$" + strconv.Itoa(number+1) })}
	s.driver = s.native
	s.args = make([]any, len(a.args))
	for i, argument := range a.args {
		s.args[order[i]] = argument.value
	}
	if a.named && len(a.args) > 0 {
		s.driver = a.render(order, func(number int) string { return ":" + names[number] })
		s.named = true
	}
	return s
}

// names are those of the arguments. Nothing in the database has one of them.
var names = []string{"a", "b", "c", "é", "q", "m", "w", "y", "z"}

// render returns the text with other placeholders of the same length.
func (a *author) render(order []int, placeholder func(number int) string) string {
	var b strings.Builder
	text, at := string(a.text), 0
	for _, m := range a.marks {
		b.WriteString(text[at:m.offset])
		b.WriteString(placeholder(order[m.number]))
		at = m.offset + 2
	}
	b.WriteString(text[at:])
	return b.String()
}
