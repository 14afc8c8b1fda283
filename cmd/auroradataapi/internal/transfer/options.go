package transfer

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/auroradataapi/auroradataapi"
)

// The formats of files.
const (
	// CSV is RFC 4180 with the line of names that COPY … CSV HEADER has. NULL is an
	// empty field and the empty text is "".
	CSV = "csv"
	// JSONLines has an object in each line. Bytes are in base64, json is nested in
	// it, and NULL is null, as is the null of json.
	JSONLines = "jsonl"
)

// Options say what a file is like.
type Options struct {
	// Engine is the database's.
	Engine auroradataapi.Engine
	// Format is CSV or JSONLines. Default: CSV.
	Format string
	// Delimiter stands between the values of CSV. Default: a comma.
	Delimiter rune
	// Null stands for NULL in CSV where it is not in quotation marks. Default: the
	// empty text.
	Null string
	// NoHeader says that CSV has no line of names.
	NoHeader bool
	// Progress is called now and then with how many rows have been read from a file,
	// or written to one.
	Progress func(rows int64)
}

func (o *Options) check() error {
	switch {
	case o.Format == "":
		o.Format = CSV
	case o.Format != CSV && o.Format != JSONLines:
		return fmt.Errorf("auroradataapi: no format %q: want %s or %s", o.Format, CSV, JSONLines)
	}
	if o.Delimiter == 0 {
		o.Delimiter = ','
	}
	if o.Delimiter == '"' || o.Delimiter == '\n' || o.Delimiter == '\r' {
		return fmt.Errorf("auroradataapi: delimiter %q: want a character that is no quotation mark and ends no line", o.Delimiter)
	}
	if strings.ContainsAny(o.Null, "\"\r\n") || strings.ContainsRune(o.Null, o.Delimiter) {
		return errors.New("auroradataapi: the text for NULL: want one without the delimiter, quotation marks and line breaks")
	}
	return nil
}

// Querier is what rows are read from: a *sql.DB, *sql.Conn or *sql.Tx.
type Querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// Conn is what rows are written to: a *sql.DB, *sql.Conn or *sql.Tx of the driver.
type Conn interface {
	Querier
	auroradataapi.Execer
}

// Error is an error of a line of the file.
type Error struct {
	// Line is the line that the row begins in, from 1. Last is another one if the
	// database does not say which of the rows from Line to Last it was.
	Line, Last int
	Err        error
}

// Error names the line, and never the values in it.
func (e *Error) Error() string {
	if e.Last > e.Line {
		return fmt.Sprintf("a row in lines %d to %d: %v", e.Line, e.Last, e.Err)
	}
	return fmt.Sprintf("line %d: %v", e.Line, e.Err)
}

// Unwrap returns what is wrong with the line.
func (e *Error) Unwrap() error { return e.Err }
