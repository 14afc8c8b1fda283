package auroradataapi

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/auroradataapi/auroradataapi/internal/sqltext"
)

// ErrUnterminated is matched by the error of [SplitStatements] for a text that ends
// inside a constant, a quoted identifier or a comment: with more text it may be
// readable.
var ErrUnterminated = errors.New("unterminated text")

// Statement is one statement of an SQL text.
type Statement struct {
	// Text is the statement as it was written, without the semicolon behind it and
	// the white space and comments around it.
	Text string
	// Offset is how many characters of the whole text precede it.
	Offset int
	// Line is the line of the whole text that it begins in, from 1.
	Line int
	// Terminated says whether a semicolon, or what DELIMITER has put in its place,
	// stands behind it.
	Terminated bool
}

// SplitStatements cuts an SQL text into its statements by the lexical rules of the
// engine, as the driver does for a text of several: a semicolon in a constant, a
// comment, a dollar-quoted body, a routine or between BEGIN ATOMIC and END ends
// nothing. Empty statements are left out. For MySQL the line DELIMITER of the mysql
// client is understood.
//
// It runs nothing, and fails only for a text whose rest cannot be read: a quotation
// that never ends, which matches [ErrUnterminated], or COPY FROM STDIN, behind which data
// may stand. The error is an *[Error] with the position.
func SplitStatements(e Engine, text string) ([]Statement, error) {
	config := Config{Engine: e}
	if err := config.validateEngine(); err != nil {
		return nil, fmt.Errorf("auroradataapi: split statements: %w", err)
	}
	facts := config.side().engine
	read, err := sqltext.Parse(facts.Dialect(), text)
	if err != nil {
		return nil, splitError(err, unreadableText(facts, text, err))
	}
	return splitAll(text, read.Statements()), nil
}

// splitAll counts characters and lines from one statement to the next.
func splitAll(text string, read []sqltext.Statement) []Statement {
	var statements []Statement
	at, offset, line := 0, 0, 1
	for _, s := range read {
		start, end := s.Bounds()
		between := text[at:start]
		at, offset, line = start, offset+utf8.RuneCountInString(between), line+strings.Count(between, "\n")
		statements = append(statements, Statement{Text: s.String(), Offset: offset, Line: line, Terminated: end < len(text)})
	}
	return statements
}

func splitError(cause, err error) error {
	var e *sqltext.Error
	switch {
	case !errors.As(cause, &e):
		return err
	case e.Unterminated():
		return fmt.Errorf("%w: %w", ErrUnterminated, err)
	}
	return &Error{Position: e.Position, Message: e.Problem, verb: fmt.Sprintf("parse statement at character %d", e.Position)}
}
