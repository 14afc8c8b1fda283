package mysql

import (
	"strconv"
	"strings"
	"time"

	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// Sets holds many rows, or sets of arguments, as parameters of their own. It belongs
// to one goroutine.
type Sets struct {
	width     int
	loc       *time.Location
	constants bool // a value may be a constant in the text
	arguments []Argument
	size      int // of the parameters in a request, in bytes
	before    int // size without the last set
}

// NewSets returns sets of so many arguments, of which there are none. Times are
// written as in loc.
func NewSets(width int, loc *time.Location) *Sets { return &Sets{width: width, loc: loc} }

// NewValues returns the same for sets that are rows of one statement, where a value
// may be a constant.
func NewValues(width int, loc *time.Location) *Sets {
	return &Sets{width: width, loc: loc, constants: true}
}

// Rows returns how many sets there are.
func (s *Sets) Rows() int { return len(s.arguments) / s.width }

// Size returns how many bytes the sets take in a request, at most.
func (s *Sets) Size() int { return s.size }

// Add adds a set, as [Sheet.Add] adds a row.
func (s *Sets) Add(values []any) error {
	if len(values) != s.width {
		return errWidth(len(values), s.width)
	}
	start, size := len(s.arguments), s.size
	for i, v := range values {
		a, err := s.bind(v)
		if err != nil {
			s.arguments = s.arguments[:start]
			if err != ErrOtherForm {
				err = &ColumnError{Column: i, Err: err}
			}
			return err
		}
		s.arguments = append(s.arguments, a)
		size += parameterSize(&a.Parameter)
	}
	s.before, s.size = s.size, size
	return nil
}

func (s *Sets) bind(v any) (Argument, error) {
	value, err := Resolve(v)
	if err != nil {
		return Argument{}, err
	}
	a, err := Bind(value, s.loc)
	if err == nil && a.Constant != "" && !s.constants {
		err = ErrOtherForm
	}
	if a.Parameter.Kind == wire.Blob {
		a.Parameter.Blob = append([]byte{}, a.Parameter.Blob...) // which is the caller's
	}
	return a, err
}

// parameterSize is what a parameter takes in a request, at most.
func parameterSize(p *wire.Parameter) int {
	const frame = len(`{"name":"12345","value":{"stringValue":""}},`) + len("-1.7976931348623157e+308")
	if p.Kind == wire.Blob {
		return frame + len(p.Blob)*4/3 + 4
	}
	return frame + wire.QuotedSize([]byte(p.Text))
}

// TakeBack removes the set that was added last.
func (s *Sets) TakeBack() {
	s.arguments = s.arguments[:len(s.arguments)-s.width]
	s.size = s.before
}

// Clear removes all sets. It keeps the memory for others.
func (s *Sets) Clear() { s.arguments, s.size, s.before = s.arguments[:0], 0, 0 }

// ParameterSets returns some of the sets, those from one index up to another, with
// names from 1.
func (s *Sets) ParameterSets(from, to int) [][]wire.Parameter {
	sets := make([][]wire.Parameter, 0, to-from)
	for row := from; row < to; row++ {
		set := make([]wire.Parameter, s.width)
		for i := range set {
			set[i] = s.arguments[row*s.width+i].Parameter
			set[i].Name = strconv.Itoa(i + 1)
		}
		sets = append(sets, set)
	}
	return sets
}

// Values returns VALUES with some of the sets as rows, and its parameters. order has
// the argument of each value, from 1.
func (s *Sets) Values(from, to int, order []int) (sql string, parameters []wire.Parameter) {
	var b strings.Builder
	b.WriteString("VALUES ")
	for row := from; row < to; row++ {
		if row > from {
			b.WriteByte(',')
		}
		separator := byte('(')
		for _, n := range order {
			b.WriteByte(separator)
			separator = ','
			a := &s.arguments[row*s.width+n-1]
			if a.Constant != "" {
				b.WriteString(a.Constant)
				continue
			}
			p := a.Parameter
			p.Name = strconv.Itoa(len(parameters) + 1)
			parameters = append(parameters, p)
			b.WriteString(":" + p.Name)
		}
		b.WriteByte(')')
	}
	return b.String(), parameters
}

// ValuesLength returns how many characters the rows of [Sets.Values] take, at most.
func ValuesLength(rows, columns int) int {
	digits := len(strconv.Itoa(rows * columns))
	return len("VALUES ") + rows*(columns*max(len(":,")+digits, len("18446744073709551615,"))+len("(),"))
}
