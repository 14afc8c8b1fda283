package sqltext

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Dialect says whose lexical rules apply.
type Dialect uint8

const (
	// PostgreSQL is the dialect of PostgreSQL 10 and later. Its placeholders are
	// $1 and :name; ? is an operator and never a placeholder.
	PostgreSQL Dialect = iota + 1

	// MySQL is the dialect of MySQL 8.0 with its default sql_mode: neither
	// ANSI_QUOTES nor NO_BACKSLASH_ESCAPES. Its placeholders are ? and :name.
	MySQL
)

// Text is an SQL text that has been read. It does not change once made:
// goroutines may share it, and it may be cached by its source.
type Text struct {
	statements []Statement
}

// Parse reads a text, in time linear in its length. The error is an *Error
// (except for an unknown dialect); it reports only what makes the rest of the
// text unreadable, such as a quote that never ends. Everything else that is
// wrong with a text is left for the database to say.
func Parse(d Dialect, sql string) (*Text, error) {
	if d != PostgreSQL && d != MySQL {
		return nil, fmt.Errorf("sqltext: parse text: unknown dialect %d", d)
	}
	if i := strings.IndexByte(sql, 0); i >= 0 {
		return nil, newError(sql, i, "NUL byte")
	}
	p := parser{scanner: scanner{dialect: d, source: sql}}
	if err := p.run(); err != nil {
		return nil, err
	}
	return &Text{statements: p.statements}, nil
}

// Statements returns the statements of the text in order, split at the
// semicolons that end a statement; pieces without any token are dropped. The
// caller must not change the slice.
func (t *Text) Statements() []Statement { return t.statements }

// Error says why a text cannot be read.
type Error struct {
	// Position is where the trouble starts: 1-based, in characters, as
	// PostgreSQL counts positions.
	Position int
	// Problem is what is wrong, in PostgreSQL's words where it has some, for
	// example "unterminated quoted string". It holds nothing of the text.
	Problem string
}

// Error returns the message.
func (e *Error) Error() string {
	return fmt.Sprintf("sqltext: parse text: %s at character %d", e.Problem, e.Position)
}

// Unterminated reports whether the text ends inside a constant, an identifier or a
// comment: Problem has PostgreSQL's words.
func (e *Error) Unterminated() bool { return strings.HasPrefix(e.Problem, "unterminated ") }

// Rest returns what the text has from the position on.
func (e *Error) Rest(text string) string {
	for n := 1; n < e.Position && text != ""; n++ {
		_, size := utf8.DecodeRuneInString(text)
		text = text[size:]
	}
	return text
}

// newError returns the error for a problem at a byte of the source.
func newError(source string, at int, problem string) *Error {
	return &Error{Position: position(source, at), Problem: problem}
}

// position returns the 1-based character position of a byte of the source.
func position(source string, at int) int {
	return utf8.RuneCountInString(source[:at]) + 1
}
