package mysql

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// Sheet holds many rows, or sets of arguments, as they travel together: as one
// document of JSON, which is one parameter. It belongs to one goroutine.
type Sheet struct {
	columns []sheetColumn
	loc     *time.Location
	rows    int
	size    int // of the document in a request, in bytes
	before  int // size without the last row
}

// sheetColumn is a column, of which the elements stand one behind the other.
type sheetColumn struct {
	form        form
	hasNegative bool // a number
	text        []byte
	ends        []int // of the elements in text
}

// NewSheet returns a sheet without rows. Times are written as in loc.
func NewSheet(columns int, loc *time.Location) *Sheet {
	return &Sheet{columns: make([]sheetColumn, columns), loc: loc}
}

// ErrOtherForm is the error for a value that cannot be beside those that a [Sheet]
// has in the column, such as a string beside a number, or not on a sheet at all.
var ErrOtherForm = errors.New("value has another form than those before it")

// ColumnError is the error of a value.
type ColumnError struct {
	Column int // from 0
	Err    error
}

func (e *ColumnError) Error() string {
	return "column " + strconv.Itoa(e.Column+1) + ": " + e.Err.Error()
}

func (e *ColumnError) Unwrap() error { return e.Err }

// errWidth is the error of a row with too few or too many values.
func errWidth(got, want int) error { return fmt.Errorf("row has %d values, not %d", got, want) }

// Rows returns how many rows there are.
func (s *Sheet) Rows() int { return s.rows }

// Size returns how many bytes the rows take in a request.
func (s *Sheet) Size() int { return s.size }

// Add adds a row. Values are taken as arguments are. The sheet keeps none of them.
// After an error, which may be a *ColumnError or ErrOtherForm, it is as it was.
func (s *Sheet) Add(values []any) error {
	if len(values) != len(s.columns) {
		return errWidth(len(values), len(s.columns))
	}
	size := len("[]")
	for i, v := range values {
		n, err := s.add(i, v)
		if err != nil {
			for j := range i {
				s.columns[j].cut(s.rows)
			}
			return err
		}
		size += n
	}
	s.before, s.size = s.size, s.size+size
	s.rows++
	return nil
}

// add adds an element to a column and returns how many bytes it takes in a request.
func (s *Sheet) add(column int, v any) (size int, err error) {
	value, err := Resolve(v)
	if err != nil {
		return 0, &ColumnError{Column: column, Err: err}
	}
	f, a, ok, err := formOf(value, s.loc)
	if err != nil {
		return 0, &ColumnError{Column: column, Err: err}
	}
	c := &s.columns[column]
	if !ok || !c.adapt(f, &a) {
		return 0, ErrOtherForm
	}
	if f == blobForm && c.form == bytesForm {
		s.size += c.toBase64()
	}
	return c.append(&a), nil
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
		s.columns[i].form, s.columns[i].hasNegative = nullForm, false
	}
}

// Document returns some of the rows, those from one index up to another: an array
// of an array for each.
func (s *Sheet) Document(from, to int) string {
	var b strings.Builder
	b.Grow(s.size)
	b.WriteByte('[')
	for row := from; row < to; row++ {
		if row > from {
			b.WriteByte(',')
		}
		separator := byte('[')
		for i := range s.columns {
			b.WriteByte(separator)
			b.Write(s.columns[i].element(row))
			separator = ','
		}
		b.WriteByte(']')
	}
	b.WriteByte(']')
	return b.String()
}

// adapt gives the column the form that it must have for one more value, unless that
// takes [sheetColumn.toBase64]. It reports false if there is none.
func (c *sheetColumn) adapt(f form, a *Argument) bool {
	negative := c.hasNegative || a.Parameter.Kind == wire.Long && a.Parameter.Long < 0
	together, ok := c.form.with(f, negative)
	if !ok {
		return false
	}
	c.hasNegative = negative
	if c.form != bytesForm || together != blobForm {
		c.form = together
	}
	return true
}

// append appends an element and returns how many bytes it takes in a request.
func (c *sheetColumn) append(a *Argument) int {
	start := len(c.text)
	c.text = c.form.append(c.text, a)
	c.ends = append(c.ends, len(c.text))
	return wire.QuotedSize(c.text[start:]) + len(",")
}

// toBase64 gives all elements the form of bytes that need not be text, and returns
// how many bytes more they take in a request.
func (c *sheetColumn) toBase64() (more int) {
	text, ends := make([]byte, 0, len(c.text)*4/3), make([]int, len(c.ends), cap(c.ends))
	for i := range c.ends {
		text = toBase64(text, c.element(i))
		ends[i] = len(text)
	}
	more = wire.QuotedSize(text) - wire.QuotedSize(c.text)
	c.form, c.text, c.ends = blobForm, text, ends
	return more
}

func (c *sheetColumn) element(i int) []byte { return c.text[c.start(i):c.ends[i]] }

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
