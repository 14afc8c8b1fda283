package pgresult

import (
	"regexp"
	"strings"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
)

// element is one element of an array: its text, NULL, or an array.
type element struct {
	text     string
	null     bool
	elements []element // of an array in an array, which always has some
}

// array is what an array type is to the service.
type array struct {
	member    string // of the ArrayValue
	read      reader // of an element
	delimiter byte
	nested    bool // arrays of arrays are returned
}

// reader reads an array.
func (a array) reader(text string) (dataapi.Field, error) {
	elements, err := parseArray(text, a.delimiter)
	if err != nil {
		return dataapi.Field{}, err
	}
	value, err := a.value(elements)
	return dataapi.ArrayField(value), err
}

// value gives an array as an ArrayValue. The elements of one in several dimensions
// are arrays themselves (koxudaxi/py-data-api#84, of the older generation).
func (a array) value(elements []element) (*dataapi.Array, error) {
	value := &dataapi.Array{Member: a.member, Elements: make([]any, len(elements))}
	for i, e := range elements {
		if e.null {
			continue
		}
		if e.elements != nil {
			value.Member = dataapi.ArrayValues
		}
		var err error
		if value.Elements[i], err = a.element(e); err != nil {
			return nil, err
		}
	}
	return value, nil
}

func (a array) element(e element) (any, error) {
	if e.elements == nil {
		field, err := a.read(e.text)
		return field.Bare(), err
	}
	if !a.nested {
		return nil, multidimensionalArray()
	}
	return a.value(e.elements)
}

// delimiter is what stands between the elements of an array of the type. Of the
// types that every PostgreSQL has, box alone has another one.
func (t pgType) delimiter() byte {
	if t.oid == oidBox {
		return ';'
	}
	return ','
}

// arrayText is what is left to read of an array.
type arrayText struct {
	rest      string
	delimiter byte
}

// parseArray reads the text of an array exactly as PostgreSQL writes it. Lower
// bounds are dropped (sbalmt/ez4). What is out of form is errUnreadable.
func parseArray(text string, delimiter byte) ([]element, error) {
	t := &arrayText{rest: text[len(bounds.FindString(text)):], delimiter: delimiter}
	if t.rest == "{}" {
		return nil, nil
	}
	elements, err := t.elements()
	if err == nil && t.rest != "" {
		err = errUnreadable
	}
	return elements, err
}

// elements reads what stands in braces: one element at least.
func (t *arrayText) elements() ([]element, error) {
	if !t.skip('{') {
		return nil, errUnreadable
	}
	var elements []element
	for {
		e, err := t.element()
		if err != nil {
			return nil, err
		}
		elements = append(elements, e)
		if t.skip('}') {
			return elements, nil
		}
		if !t.skip(t.delimiter) {
			return nil, errUnreadable
		}
	}
}

func (t *arrayText) skip(c byte) bool {
	if t.rest == "" || t.rest[0] != c {
		return false
	}
	t.rest = t.rest[1:]
	return true
}

// bounds is what PostgreSQL writes in front of an array that does not start at
// 1, such as [0:1]= or [2:2][1:3]=.
var bounds = regexp.MustCompile(`^(\[-?[0-9]+:-?[0-9]+\])+=`)

func (t *arrayText) element() (element, error) {
	switch {
	case strings.HasPrefix(t.rest, "{"):
		elements, err := t.elements()
		return element{elements: elements}, err
	case t.skip('"'):
		text, err := t.quoted()
		return element{text: text}, err
	}
	return t.word()
}

// word reads an element without quotes.
func (t *arrayText) word() (element, error) {
	end := strings.IndexAny(t.rest, string(t.delimiter)+"}")
	if end <= 0 {
		return element{}, errUnreadable
	}
	word := t.rest[:end]
	if strings.ContainsAny(word, "\"\\{ \t\n\v\f\r") {
		return element{}, errUnreadable
	}
	t.rest = t.rest[end:]
	if strings.EqualFold(word, "NULL") {
		return element{null: true}, nil
	}
	return element{text: word}, nil
}

// quoted reads an element after its opening quote.
func (t *arrayText) quoted() (string, error) {
	var out strings.Builder
	for {
		end := strings.IndexAny(t.rest, `"\`)
		if end < 0 {
			return "", errUnreadable
		}
		out.WriteString(t.rest[:end])
		if t.rest[end] == '"' {
			t.rest = t.rest[end+1:]
			return out.String(), nil
		}
		if end+1 == len(t.rest) {
			return "", errUnreadable
		}
		out.WriteByte(t.rest[end+1])
		t.rest = t.rest[end+2:]
	}
}
