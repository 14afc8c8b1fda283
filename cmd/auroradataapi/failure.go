package main

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/result"
	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/script"
)

// describe returns what there is to say about an error: for one of the database
// its parts as psql prints them, with a caret below its position in the SQL
// text, if the error has that.
func describe(err error) string {
	lines := []string{message(err)}
	var e *auroradataapi.Error
	isDatabase := errors.As(err, &e)
	if failed := (*script.Error)(nil); errors.As(err, &failed) {
		lines = append(lines, scriptExcerpt(failed, e)...)
	} else if failed := (*statementError)(nil); isDatabase && errors.As(err, &failed) {
		lines = append(lines, excerpt(failed.text, e.Position)...)
	}
	if isDatabase {
		lines = appendPart(lines, "DETAIL", e.Detail)
		lines = appendPart(lines, "HINT", e.Hint)
		lines = appendPart(lines, "WHERE", e.Where)
	}
	if e != nil && e.Code == "" { // for AWS Support
		lines = appendPart(lines, "REQUEST ID", e.RequestID)
	}
	lines = appendPart(lines, "HINT", advice(err))
	if isOutcomeUnknown(err) {
		lines = append(lines, "The outcome is unknown: the statement may or may not have taken effect.")
	}
	if unfinished := (*unfinishedError)(nil); errors.As(err, &unfinished) && unfinished.outcome != "" {
		lines = append(lines, unfinished.outcome)
	}
	return withoutControls(strings.Join(lines, "\n"))
}

// withoutControls replaces control characters, so that a value that an error has in
// it cannot steer the terminal.
func withoutControls(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		lines[i] = visible(line)
	}
	return strings.Join(lines, "\n")
}

// statementError is an error with the SQL text in which it may have a position.
type statementError struct {
	error
	text string
}

func (e *statementError) Unwrap() error { return e.error }

// inText adds the SQL text to an error, if there is one.
func inText(text string, err error) error {
	if err == nil {
		return nil
	}
	return &statementError{err, text}
}

// unfinishedError is an error with what has become of the rest of the work.
type unfinishedError struct {
	error
	outcome string // a sentence
	settled bool   // it is known, whatever became of the last call
}

func (e *unfinishedError) Unwrap() error { return e.error }

// isOutcomeUnknown tells whether it is not known what has taken effect.
func isOutcomeUnknown(err error) bool {
	var unfinished *unfinishedError
	if errors.As(err, &unfinished) && unfinished.settled {
		return false
	}
	return errors.Is(err, auroradataapi.ErrOutcomeUnknown)
}

// scriptExcerpt is the excerpt of a statement of a file, at the position of the
// database's error or at its beginning.
func scriptExcerpt(failed *script.Error, e *auroradataapi.Error) []string {
	position := 1
	if e != nil && e.Position > 0 {
		position = e.Position
	}
	return excerptOf(failed.Statement.Text, position, failed.Statement.Line)
}

// setUp are the service's names for what is wrong before a statement is.
var setUp = map[string]bool{
	"AccessDeniedException": true, "DatabaseNotFoundException": true, "HttpEndpointNotEnabledException": true,
	"InvalidSecretException": true, "SecretsErrorException": true,
}

// advice says what to do about what the service cannot return, and about a cluster that is not
// set up.
func advice(err error) string {
	switch {
	case errors.Is(err, auroradataapi.ErrUnsupportedResult):
		return "Cast the column to text."
	case errors.Is(err, auroradataapi.ErrResultTooLarge):
		return "Ask for fewer rows or columns at a time."
	}
	var e *auroradataapi.Error
	if errors.As(err, &e) && setUp[e.Exception] {
		return "auroradataapi doctor, with the same flags, says how to mend it."
	}
	return ""
}

// message returns an error's text without the name that process.note puts in
// front.
func message(err error) string { return strings.TrimPrefix(err.Error(), "auroradataapi: ") }

func appendPart(lines []string, label, part string) []string {
	if part == "" {
		return lines
	}
	return append(lines, label+":  "+part)
}

// excerptWidth is how many characters of a line an excerpt shows.
const excerptWidth = 70

// excerpt returns the line of a text that has a position, counted in characters
// from 1, and a line with a caret below that position. It is empty if the text
// has no such position.
func excerpt(sql string, position int) []string { return excerptOf(sql, position, 1) }

// excerptOf is excerpt for a text that begins in another line than the first.
func excerptOf(sql string, position, first int) []string {
	before, after, ok := cutCharacters(sql, position-1)
	if !ok {
		return nil
	}
	number := strings.Count(before, "\n") + first
	before = before[strings.LastIndexByte(before, '\n')+1:]
	after, _, _ = strings.Cut(after, "\n")
	before, after = clipStart(visible(before)), visible(after)
	after = clipEnd(after, excerptWidth-utf8.RuneCountInString(before))
	label := fmt.Sprintf("LINE %d: ", number)
	indent := len(label) + text.StringWidth(before)
	return []string{label + before + after, strings.Repeat(" ", indent) + "^"}
}

// cutCharacters cuts a text behind its first n characters.
func cutCharacters(s string, n int) (before, after string, ok bool) {
	if n < 0 {
		return "", "", false
	}
	for i := range s {
		if n == 0 {
			return s[:i], s[i:], true
		}
		n--
	}
	return s, "", n == 0 && s != ""
}

// visible replaces what a terminal does not show as one character.
func visible(line string) string {
	return result.Printable(strings.NewReplacer("\t", " ", "\r", "").Replace(line))
}

const ellipsis = "…"

// clipStart leaves of the text before a position what fits into half of an
// excerpt.
func clipStart(s string) string {
	characters := []rune(s)
	if excess := len(characters) - excerptWidth/2; excess > 0 {
		return ellipsis + string(characters[excess+1:])
	}
	return s
}

func clipEnd(s string, width int) string {
	characters := []rune(s)
	if len(characters) > width {
		return string(characters[:width-1]) + ellipsis
	}
	return s
}
