package transfer

import (
	"bufio"
	"errors"
	"io"
	"strings"
)

// field is a value of CSV.
type field struct {
	text   string
	quoted bool
}

// csvReader reads CSV record by record, and tells values in quotation marks from
// others, which encoding/csv does not.
type csvReader struct {
	in        *bufio.Reader
	delimiter rune
	line      int // of the next record, from 1
}

// read returns the next record and the line that it begins in, and io.EOF behind
// the last. A record is split into its fields; an empty line is a record of one
// empty field.
func (r *csvReader) read() (record []field, line int, err error) {
	line = r.line
	if _, err := r.in.Peek(1); err != nil {
		return nil, line, err
	}
	for {
		f, end, err := r.field()
		if err != nil {
			return nil, line, err
		}
		record = append(record, f)
		if end != r.delimiter {
			return record, line, nil
		}
	}
}

// The ends of a field that are not a delimiter.
const (
	endOfLine = '\n'
	endOfFile = -1
)

// field reads a field and what ends it.
func (r *csvReader) field() (f field, end rune, err error) {
	first, err := r.next()
	if err != nil {
		return field{}, 0, err
	}
	if first == '"' {
		return r.quoted()
	}
	var text strings.Builder
	for c := first; ; {
		switch c {
		case r.delimiter, endOfLine, endOfFile:
			return field{text: text.String()}, c, nil
		case '"':
			return field{}, 0, errors.New(`a quotation mark in a value that does not begin with one: write "…""…"`)
		}
		text.WriteRune(c)
		if c, err = r.next(); err != nil {
			return field{}, 0, err
		}
	}
}

// quoted reads a field behind its first quotation mark.
func (r *csvReader) quoted() (f field, end rune, err error) {
	var text strings.Builder
	for {
		c, err := r.character()
		if err != nil {
			return field{}, 0, err
		}
		switch c {
		case endOfFile:
			return field{}, 0, errors.New("the file ends within a value: a quotation mark is missing")
		case '\n':
			r.line++
		case '"':
			c, err := r.next()
			switch {
			case err != nil:
				return field{}, 0, err
			case c == r.delimiter || c == endOfLine || c == endOfFile:
				return field{text: text.String(), quoted: true}, c, nil
			case c != '"':
				return field{}, 0, errors.New("something stands between a quotation mark and the delimiter")
			}
		}
		text.WriteRune(c)
	}
}

// next reads a character outside of quotation marks, with CR LF as the end of a
// line.
func (r *csvReader) next() (rune, error) {
	c, err := r.character()
	if err == nil && c == '\r' {
		if following, err := r.in.Peek(1); err == nil && following[0] == '\n' {
			c, _ = r.character()
		}
	}
	if err == nil && c == endOfLine {
		r.line++
	}
	return c, err
}

func (r *csvReader) character() (rune, error) {
	c, size, err := r.in.ReadRune()
	switch {
	case err == io.EOF:
		return endOfFile, nil
	case err != nil:
		return 0, err
	case c == '\ufffd' && size == 1:
		return 0, errNotUTF8
	}
	return c, nil
}

var errNotUTF8 = errors.New("the file is not UTF-8: convert it with iconv")
