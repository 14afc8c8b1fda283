package script

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/auroradataapi/auroradataapi"
)

// Statement is one statement of a file.
type Statement struct {
	// Text is the statement without what ends it.
	Text string
	// Line and Column say where it begins in the file, from 1, the column in
	// characters.
	Line, Column int
	// Copy says that it is COPY … FROM STDIN, whose rows follow in the file.
	Copy bool
}

// At returns the line and column of a position in the statement, in characters
// from 1. A position that it does not have is its beginning.
func (s Statement) At(position int) (line, column int) {
	characters := []rune(s.Text)
	if position < 1 || position > len(characters)+1 {
		return s.Line, s.Column
	}
	before := string(characters[:position-1])
	breaks := strings.Count(before, "\n")
	if breaks == 0 {
		return s.Line, s.Column + position - 1
	}
	return s.Line + breaks, utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n'):])
}

// Error is what went wrong at a place of a file.
type Error struct {
	File         string
	Line, Column int       // from 1
	Statement    Statement // without a text if the file cannot be read there
	Err          error
}

// Error names the place.
func (e *Error) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, strings.TrimPrefix(e.Err.Error(), "auroradataapi: "))
}

// Unwrap returns what went wrong.
func (e *Error) Unwrap() error { return e.Err }

// placed are statements that have been cut from a text which begins at a line of
// the file.
func placed(text string, line int, cut []auroradataapi.Statement) []Statement {
	statements := make([]Statement, len(cut))
	at, read := 0, 0 // the same place, in bytes and in characters
	for i, s := range cut {
		for ; read < s.Offset; read++ {
			_, size := utf8.DecodeRuneInString(text[at:])
			at += size
		}
		column := 1 + utf8.RuneCountInString(text[1+strings.LastIndexByte(text[:at], '\n'):at])
		statements[i] = Statement{Text: s.Text, Line: line + s.Line - 1, Column: column}
	}
	return statements
}
