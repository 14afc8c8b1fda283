package transfer

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// source are the rows of a file.
type source interface {
	// names returns the columns that the file names, and none if it does not.
	names() ([]string, error)
	// row returns the values of the next row for the columns, and io.EOF behind the
	// last. An error of a row is an *Error.
	row(columns []column) (values []any, line int, err error)
}

func newSource(in io.Reader, o Options) source {
	buffered := bufio.NewReaderSize(in, 64<<10)
	if mark, err := buffered.Peek(3); err == nil && string(mark) == "\ufeff" {
		_, _ = buffered.Discard(3)
	}
	if o.Format == JSONLines {
		return &jsonSource{in: buffered}
	}
	return &csvSource{in: csvReader{in: buffered, delimiter: o.Delimiter, line: 1}, options: o}
}

// csvSource are the rows of CSV.
type csvSource struct {
	in      csvReader
	options Options
}

func (s *csvSource) names() ([]string, error) {
	if s.options.NoHeader {
		return nil, nil
	}
	record, line, err := s.in.read()
	switch {
	case err == io.EOF:
		return nil, errors.New("the file is empty: its first line has the names of the columns; a file without has --no-header")
	case err != nil:
		return nil, &Error{Line: line, Err: err}
	}
	names := make([]string, len(record))
	for i, f := range record {
		names[i] = f.text
	}
	return names, nil
}

func (s *csvSource) row(columns []column) ([]any, int, error) {
	record, line, err := s.in.read()
	for err == nil && len(columns) > 1 && len(record) == 1 && record[0] == (field{}) {
		record, line, err = s.in.read() // an empty line is no row
	}
	switch {
	case err == io.EOF:
		return nil, line, io.EOF
	case err != nil:
		return nil, line, &Error{Line: line, Err: err}
	case len(record) != len(columns):
		return nil, line, &Error{Line: line, Err: fmt.Errorf("got %d values, want %d, one for each column", len(record), len(columns))}
	}
	values := make([]any, len(record))
	for i, f := range record {
		if !f.quoted && f.text == s.options.Null {
			continue
		}
		if values[i], err = columns[i].fromText(f.text); err != nil {
			return nil, line, &Error{Line: line, Err: err}
		}
	}
	return values, line, nil
}

// jsonSource are the rows of JSON lines. The first says which columns there are.
type jsonSource struct {
	in     *bufio.Reader
	line   int // that has been read, from 1
	first  []byte
	ended  bool
	fields map[string]json.RawMessage
}

// next reads the next line that is not empty.
func (s *jsonSource) next() ([]byte, error) {
	if line := s.first; line != nil {
		s.first = nil
		return line, nil
	}
	for !s.ended {
		line, err := s.in.ReadBytes('\n')
		if err != nil && err != io.EOF {
			return nil, err
		}
		s.line, s.ended = s.line+1, err == io.EOF
		if line = bytes.TrimSpace(line); len(line) > 0 {
			return line, nil
		}
	}
	return nil, io.EOF
}

func (s *jsonSource) names() ([]string, error) {
	line, err := s.next()
	if err == io.EOF {
		return nil, errors.New("the file is empty: its first line says which columns there are")
	}
	if err != nil {
		return nil, err
	}
	names, err := keysOf(line)
	if err != nil {
		return nil, &Error{Line: s.line, Err: err}
	}
	s.first = line
	return names, nil
}

// errNoObject says what a line is to be.
var errNoObject = errors.New(`want an object of JSON, such as {"id":1,"name":"a"}`)

// keysOf returns the keys of an object, in their order.
func keysOf(line []byte) ([]string, error) {
	d := json.NewDecoder(bytes.NewReader(line))
	if token, err := d.Token(); err != nil || token != json.Delim('{') {
		return nil, errNoObject
	}
	var keys []string
	for d.More() {
		key, err := d.Token()
		var value json.RawMessage
		if err != nil || d.Decode(&value) != nil {
			return nil, errNoObject
		}
		keys = append(keys, key.(string)) // as every key of an object
	}
	return keys, nil
}

func (s *jsonSource) row(columns []column) ([]any, int, error) {
	line, err := s.next()
	if err != nil {
		return nil, s.line, err
	}
	values, err := s.values(line, columns)
	if err != nil {
		return nil, s.line, &Error{Line: s.line, Err: err}
	}
	return values, s.line, nil
}

// values returns the values of a line. A column that it does not have is NULL.
func (s *jsonSource) values(line []byte, columns []column) ([]any, error) {
	clear(s.fields)
	if !utf8.Valid(line) {
		return nil, errNotUTF8
	}
	if err := json.Unmarshal(line, &s.fields); err != nil || s.fields == nil {
		return nil, errNoObject
	}
	values, found := make([]any, len(columns)), 0
	for i, c := range columns {
		value, ok := s.fields[c.Name]
		if !ok {
			continue
		}
		found++
		var err error
		if values[i], err = c.fromJSON(value); err != nil {
			return nil, err
		}
	}
	if found < len(s.fields) {
		return nil, errors.New("a column that the first line does not have: every column must be in it")
	}
	return values, nil
}
