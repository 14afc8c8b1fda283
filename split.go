package auroradataapi

import (
	"errors"
	"fmt"
	"strings"

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
	var statements []Statement
	for _, s := range read.Statements() {
		statements = append(statements, newSplit(text, s))
	}
	return statements, nil
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

func newSplit(text string, s sqltext.Statement) Statement {
	start, end := s.Bounds()
	return Statement{
		Text: s.String(), Offset: s.Offset(), Line: 1 + strings.Count(text[:start], "\n"), Terminated: end < len(text),
	}
}
