package pgsession

import (
	"errors"
	"fmt"
	"io"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
)

func wantException(t *testing.T, err error, name, message string) {
	t.Helper()
	var e *dataapi.Exception
	if !errors.As(err, &e) || e.Name != name || e.Message != message {
		t.Errorf("error is %v\nwant %s: %s", err, name, message)
	}
}

func TestException(t *testing.T) {
	full := pgconn.PgError{
		Severity: "ERROR", Message: "m", Detail: "d", Hint: "h", Position: 7, Where: "w", Code: "42601",
	}
	constraint, bare, fatal, several := full, pgconn.PgError{Severity: "ERROR", Message: "m", Code: "22012"}, full, full
	constraint.Code, fatal.Severity, several.Routine = "23505", "FATAL", "exec_parse_message"
	current, older := &generations[dataapi.Current], &generations[dataapi.Older]
	tests := []struct {
		name    string
		word    func(error) error
		err     error
		code    string
		message string
	}{
		{name: "every part", word: current.exception, err: &full, code: dataapi.DatabaseError, message: "ERROR: m; Detail: d; Hint: h; Position: 7; Where: w; SQLState: 42601"},
		{name: "no part", word: current.exception, err: &bare, code: dataapi.DatabaseError, message: "ERROR: m; SQLState: 22012"},
		{name: "constraint", word: current.exception, err: &constraint, code: dataapi.DatabaseError, message: "ERROR: m; Hint: h; Position: 7; Where: w; SQLState: 23505"},
		{name: "wrapped", word: current.exception, err: fmt.Errorf("look up: %w", &bare), code: dataapi.DatabaseError, message: "ERROR: m; SQLState: 22012"},
		{name: "severity of the server", word: current.exception, err: &fatal, code: dataapi.DatabaseError, message: "FATAL: m; Detail: d; Hint: h; Position: 7; Where: w; SQLState: 42601"},
		{name: "several statements", word: current.exception, err: &several, code: dataapi.Validation, message: "Multistatements aren't supported."},
		{name: "one of the service's own", word: current.exception, err: dataapi.Errorf(dataapi.UnsupportedResult, "no"), code: dataapi.UnsupportedResult, message: "no"},
		{name: "connection lost", word: current.exception, err: io.ErrUnexpectedEOF, code: dataapi.DatabaseUnavailable, message: "The connection to the database was lost."},
		{name: "refused login", word: current.connectException, err: &fatal, code: dataapi.DatabaseError, message: "ERROR: m; Detail: d; Hint: h; Position: 7; Where: w; SQLState: 42601"},
		{name: "no server", word: current.connectException, err: io.ErrUnexpectedEOF, code: dataapi.DatabaseUnavailable, message: "The database cannot be reached."},
		{name: "older, every part", word: older.exception, err: &full, code: dataapi.DatabaseError, message: "ERROR: m\n  Detail: d\n  Hint: h\n  Position: 7\n  Where: w; SQLState: 42601"},
		{name: "older, no part", word: older.exception, err: &bare, code: dataapi.DatabaseError, message: "ERROR: m; SQLState: 22012"},
		{name: "older, refused login", word: older.connectException, err: &fatal, code: dataapi.DatabaseError, message: "FATAL: m\n  Detail: d\n  Hint: h\n  Position: 7\n  Where: w; SQLState: 42601"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) { wantException(t, test.word(test.err), test.code, test.message) })
	}
	if err := current.exception(nil); err != nil {
		t.Errorf("no error becomes %v", err)
	}
}
