package postgres

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// Sheet holds many rows, or sets of arguments, as they travel together: each
// column is the text of one array, which is one parameter. It belongs to one
// goroutine.
type Sheet struct {
	columns []sheetColumn
	rows    int
	size    int // of the texts as JSON, in bytes
	before  int // size without the last row
}

// sheetColumn is a column, of which each element ends with a comma.
type sheetColumn struct {
	kind    Type
	wrapped bool // each element is an array of one element
	text    []byte
	ends    []int // of the elements in text
	scratch []byte
}

// NewSheet returns a sheet without rows for [SheetRows].
func NewSheet(types []Type) *Sheet { return newSheet(types, Type.transport) }

// NewLoopSheet returns a sheet without rows for a [Loop].
func NewLoopSheet(types []Type) *Sheet { return newSheet(types, Type.loopTransport) }

func newSheet(types []Type, by func(Type) transport) *Sheet {
	s := &Sheet{columns: make([]sheetColumn, len(types))}
	for i, t := range types {
		s.columns[i] = sheetColumn{kind: t, wrapped: by(t) == wrappedElements}
	}
	return s
}

// ColumnError is the error of a value.
type ColumnError struct {
	Column int // from 0
	Err    error
}

func (e *ColumnError) Error() string {
	return "column " + strconv.Itoa(e.Column+1) + ": " + e.Err.Error()
}

func (e *ColumnError) Unwrap() error { return e.Err }

// Rows returns how many rows there are.
func (s *Sheet) Rows() int { return s.rows }

// Size returns how many bytes the rows take in a request.
func (s *Sheet) Size() int { return s.size }

// Add adds a row. Values are taken as [Type.Encode] takes them, after [Resolve].
// The sheet keeps none of them. After an error, which may be a *ColumnError, it is
// as it was.
func (s *Sheet) Add(values []any) error {
	if len(values) != len(s.columns) {
		return fmt.Errorf("row has %d values, not %d", len(values), len(s.columns))
	}
	size := s.size
	for i, v := range values {
		n, err := s.columns[i].add(v)
		if err != nil {
			for j := range i {
				s.columns[j].cut(s.rows)
			}
			return &ColumnError{Column: i, Err: err}
		}
		size += n
	}
	s.before, s.size = s.size, size
	s.rows++
	return nil
}

// TakeBack removes the row that was added last.
func (s *Sheet) TakeBack() {
	s.rows--
	s.size = s.before
	for i := range s.columns {
		s.columns[i].cut(s.rows)
	}
}

// Clear removes all rows. It keeps the memory for others.
func (s *Sheet) Clear() {
	s.rows, s.size, s.before = 0, 0, 0
	for i := range s.columns {
		s.columns[i].cut(0)
	}
}

// Parameters returns the parameters for some of the rows: those from one index up
// to another. They are named by the numbers of the columns, from 1.
func (s *Sheet) Parameters(from, to int) []wire.Parameter {
	parameters := make([]wire.Parameter, len(s.columns))
	for i := range s.columns {
		parameters[i] = wire.Parameter{Name: strconv.Itoa(i + 1), Kind: wire.String, Text: s.columns[i].array(from, to)}
	}
	return parameters
}

// add adds an element and returns its size as JSON.
func (c *sheetColumn) add(v any) (size int, err error) {
	start := len(c.text)
	if c.text, err = c.append(c.text, v); err != nil {
		c.text = c.text[:start]
		return 0, err
	}
	c.text = append(c.text, ',')
	c.ends = append(c.ends, len(c.text))
	return wire.QuotedSize(c.text[start:]), nil
}

// append appends the text of a value as an element of an array.
func (c *sheetColumn) append(dst []byte, v any) ([]byte, error) {
	if plain, ok := c.kind.appendPlain(dst, v); ok && !c.wrapped {
		return plain, nil
	}
	element, isNull, err := c.kind.appendValue(c.scratch[:0], v)
	c.scratch = element
	switch {
	case err != nil:
		return dst, err
	case !utf8.Valid(element):
		return dst, wire.ErrInvalidUTF8
	case c.wrapped && isNull:
		return append(dst, `"{NULL}"`...), nil
	case c.wrapped:
		inner := append(appendQuoted([]byte{'{'}, element), '}')
		return appendQuoted(dst, inner), nil
	case isNull:
		return append(dst, "NULL"...), nil
	}
	return appendQuoted(dst, element), nil
}

// appendPlain appends what most values are, where nothing needs quotes.
func (t Type) appendPlain(dst []byte, v any) ([]byte, bool) {
	if t.libPQ {
		return dst, false
	}
	switch v := v.(type) {
	case nil:
		return append(dst, "NULL"...), true
	case int64:
		return strconv.AppendInt(dst, v, 10), t.name == "int8" || t.name == "numeric"
	case int:
		return strconv.AppendInt(dst, int64(v), 10), t.name == "int8" || t.name == "numeric"
	case bool:
		return append(dst, "ft"[boolIndex(v)]), t.name == "bool"
	case time.Time:
		if t.name != "timestamptz" {
			return dst, false
		}
		return append(appendInstant(append(dst, '"'), v), '"'), true
	}
	return dst, false
}

// InputText is a value of any type as its text, for a [Sheet].
type InputText string

// appendValue appends the text of a value, unless it is NULL.
func (t Type) appendValue(dst []byte, v any) (text []byte, isNull bool, err error) {
	switch s := v.(type) {
	case InputText:
		return append(dst, s...), false, nil
	case string:
		if !t.libPQ {
			return append(dst, s...), false, nil
		}
	}
	if v, err = Resolve(v); err != nil {
		return dst, false, err
	}
	a, err := t.Encode(v)
	if err != nil {
		return dst, false, err
	}
	if a.Parameter.Kind == wire.Null {
		return dst, true, nil
	}
	return a.appendText(dst), false, nil
}

// cut leaves the first n elements.
func (c *sheetColumn) cut(n int) {
	c.text = c.text[:c.start(n)]
	c.ends = c.ends[:n]
}

// start returns where the element at an index starts.
func (c *sheetColumn) start(i int) int {
	if i == 0 {
		return 0
	}
	return c.ends[i-1]
}

func (c *sheetColumn) array(from, to int) string {
	if from == to {
		return "{}"
	}
	elements := c.text[c.start(from) : c.start(to)-1]
	var array strings.Builder
	array.Grow(len(elements) + 2)
	array.WriteByte('{')
	array.Write(elements)
	array.WriteByte('}')
	return array.String()
}
