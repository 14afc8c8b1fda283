package script

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/auroradataapi/auroradataapi"
)

// passCommand passes over a command of psql that does nothing here, and refuses any
// other.
func (r *Reader) passCommand(text string, at int) error {
	line, _, _ := strings.Cut(text[at:], "\n")
	name, _, _ := strings.Cut(strings.TrimSpace(line), " ")
	if name != `\restrict` && name != `\unrestrict` {
		return r.fault(text, at, refusal(name))
	}
	before, err := auroradataapi.SplitStatements(r.engine, text[:at])
	if err != nil {
		return err
	}
	if n := len(before); n > 0 && !before[n-1].Terminated {
		return r.fault(text, at, fmt.Errorf("%s inside a statement", name))
	}
	r.take(text, min(at+len(line)+1, len(text)), before)
	return nil
}

// refusal says what to do instead of a command of psql.
func refusal(name string) error {
	advice := map[string]string{
		`\c`: "name the database with --database", `\connect`: "name the database with --database",
		`\i`: "name the files in their order", `\ir`: "name the files in their order", `\include`: "name the files in their order",
		`\copy`: "use auroradataapi import",
		`\.`:    "no COPY … FROM STDIN stands before it",
	}[name]
	if advice == "" {
		advice = "take it out of the file"
	}
	return fmt.Errorf("%s is a command of psql and not SQL: %s", name, advice)
}

// beginCopy makes a COPY ready, whose STDIN has been found.
func (r *Reader) beginCopy(text string, stdin int) error {
	semicolon := strings.IndexByte(text[stdin:], ';')
	if semicolon < 0 && !r.ended {
		return nil // more of it is to be read
	}
	if semicolon < 0 {
		return r.fault(text, stdin, errors.New("COPY FROM STDIN: no semicolon ends the statement, and no rows follow"))
	}
	end := stdin + semicolon
	line, _, _ := strings.Cut(text[end+1:], "\n")
	if strings.TrimSpace(line) != "" {
		return r.fault(text, end, errors.New("COPY FROM STDIN: its rows begin in the line behind it, and something else stands in its own"))
	}
	statements, err := auroradataapi.SplitStatements(r.engine, text[:stdin])
	if err != nil {
		return err
	}
	r.take(text, min(end+1+len(line)+1, len(text)), statements)
	last := &r.ready[len(r.ready)-1]
	last.Text = text[byteAt(text, statements[len(statements)-1].Offset):end]
	last.Copy = true
	return nil
}

// Row reads the next row of the COPY that Next has returned: for each column a
// string, or nil for NULL. Behind the last it returns io.EOF. An error is an
// *Error with the line of the row.
func (r *Reader) Row() ([]any, error) {
	at := r.line
	line, err := r.row()
	if err != nil {
		return nil, err
	}
	row, err := decodeCopy(line)
	if err != nil {
		return nil, &Error{File: r.file, Line: at, Column: 1, Err: err}
	}
	return row, nil
}

// Line reads the next row of the COPY that Next has returned as it stands in the
// file, without the end of its line. It is valid until the next call. Behind the last
// row it returns io.EOF.
func (r *Reader) Line() ([]byte, error) { return r.row() }

// row reads the line of a row.
func (r *Reader) row() ([]byte, error) {
	if !r.copying {
		return nil, io.EOF
	}
	at := r.line
	line, err := r.readLine()
	switch {
	case err == io.EOF:
		r.copying = false
		return nil, &Error{File: r.file, Line: at, Column: 1, Err: errors.New(`the file ends within the rows of COPY: the line \. is missing`)}
	case err != nil:
		return nil, err
	case string(line) == `\.`:
		r.copying = false
		return nil, io.EOF
	}
	return line, nil
}
