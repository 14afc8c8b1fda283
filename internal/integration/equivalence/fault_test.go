package equivalence_test

import (
	"errors"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/auroradataapi/auroradataapi"
)

// fault is what an error tells. One that is not of the database has no code.
type fault struct {
	code, message, detail, hint string
	position                    int  // in the text, in characters from 1
	inside                      bool // there is a position in a text inside of the text
}

func newFault(err error) *fault {
	var ours *auroradataapi.Error
	var direct *pgconn.PgError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &ours):
		return &fault{ours.Code, ours.Message, ours.Detail, ours.Hint, ours.Position, false}
	case errors.As(err, &direct):
		return &fault{direct.Code, direct.Message, direct.Detail, direct.Hint, int(direct.Position), direct.InternalPosition > 0}
	}
	return &fault{message: err.Error()}
}

// matches says whether the driver's error is that of pgx. Where both ways have an
// error, one may be of the driver or of pgx and not of the database. And the
// server reads a text to its end before it looks at the first of several
// statements, or at how many there are, or at its arguments; but not before it
// looks at the grammar of what stands ahead of a quote that never ends.
func (f fault) matches(native fault, s step) bool {
	several := strings.Contains(s.native, ";") || f.message == tooMany || f.code == indeterminate
	early := f.isUnreadable() && !native.isUnreadable() && (native.code == syntaxError || native.code == invalidEscape)
	switch {
	case f.code == "" || native.code == "", early:
		return true
	case native.code == syntaxError && several && (f.code != syntaxError || f.message == tooMany):
		return true
	}
	return f.code == native.code && f.says(native) && f.detail == native.detail && f.hint == native.hint && f.isAt(native, s)
}

const (
	syntaxError   = "42601"
	invalidEscape = "22025"
	indeterminate = "42P18"
	tooMany       = "cannot insert multiple commands into a prepared statement"
)

// isUnreadable says whether the end of the text is missing. The driver does not
// send such a text.
func (f fault) isUnreadable() bool { return strings.HasPrefix(f.message, "unterminated") }

// says compares the messages, but for the token at which a syntax error is, if
// the driver may spell it otherwise: a constant, a placeholder, or the semicolon
// behind a statement, which it does not send.
func (f fault) says(native fault) bool {
	general, token := near(native.message)
	if token == `";"` || strings.ContainsAny(token, "'$") {
		ours, _ := near(f.message)
		return ours == general
	}
	return f.message == native.message
}

// near cuts the token off a message.
func near(message string) (general, token string) {
	message = strings.TrimSuffix(message, " at end of input")
	general, token, _ = strings.Cut(message, " at or near ")
	return general, token
}

// isAt says whether two errors are at the same place. A body in which the server
// finds the place only inside of it may be quoted otherwise for the driver, so
// that it finds it in the whole text. And to the server the place of a bare
// placeholder under a CAST is that of the CAST; with the driver's own cast
// between it is that of the placeholder.
func (f fault) isAt(native fault, s step) bool {
	switch {
	case f.position == native.position:
		return true
	case native.position == 0:
		return native.inside
	case f.position > native.position:
		text := []rune(s.native)
		between, at := text[native.position-1:f.position-1], text[f.position-1:]
		return strings.HasPrefix(string(between), "cast") && len(at) > 0 && at[0] == '$'
	}
	return false
}
