package pgresult

import (
	"errors"
	"regexp"
	"strings"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
)

// errNested says that an array has more than one dimension.
var errNested = errors.New("pgresult: read array: more than one dimension")

// element is one element of an array: its text, or NULL.
type element struct {
	text string
	null bool
}

// arrayReader gives the reader of the array type t.
func arrayReader(t pgType) reader {
	read := elementReader(t.element)
	return func(text string) (dataapi.Field, error) {
		elements, err := parseArray(text)
		if errors.Is(err, errNested) {
			return dataapi.Field{}, multidimensionalArray()
		}
		if err != nil {
			return dataapi.Field{}, err
		}
		values, err := elementValues(elements, read)
		if err != nil {
			return dataapi.Field{}, err
		}
		return dataapi.ArrayField(&dataapi.Array{Member: t.member, Elements: values}), nil
	}
}

// elementReader formats an element as the scalar of its type, except the two
// element types that have no scalar of their own in an ArrayValue.
func elementReader(oid uint32) reader {
	switch oid {
	case oidBytea:
		return readHex
	case oidBit:
		return readString
	}
	return builtin[oid].read
}

func elementValues(elements []element, read reader) ([]any, error) {
	values := make([]any, len(elements))
	for i, e := range elements {
		if e.null {
			continue
		}
		field, err := read(e.text)
		if err != nil {
			return nil, err
		}
		values[i] = field.Bare()
	}
	return values, nil
}

// parseArray reads the text of an array with comma as delimiter, exactly as
// PostgreSQL writes it. Lower bounds are dropped (sbalmt/ez4). An array of
// arrays is errNested, anything else out of form errUnreadable.
func parseArray(text string) ([]element, error) {
	body, ok := strings.CutPrefix(text[len(bounds.FindString(text)):], "{")
	if !ok {
		return nil, errUnreadable
	}
	if body == "}" {
		return nil, nil
	}
	var elements []element
	for {
		e, rest, err := parseElement(body)
		if err != nil {
			return nil, err
		}
		elements = append(elements, e)
		if rest == "}" {
			return elements, nil
		}
		if body, ok = strings.CutPrefix(rest, ","); !ok {
			return nil, errUnreadable
		}
	}
}

// bounds is what PostgreSQL writes in front of an array that does not start at
// 1, such as [0:1]= or [2:2][1:3]=.
var bounds = regexp.MustCompile(`^(\[-?[0-9]+:-?[0-9]+\])+=`)

func parseElement(text string) (element, string, error) {
	if strings.HasPrefix(text, "{") {
		return element{}, "", errNested
	}
	if quoted, ok := strings.CutPrefix(text, `"`); ok {
		return parseQuoted(quoted)
	}
	end := strings.IndexAny(text, ",}")
	if end <= 0 {
		return element{}, "", errUnreadable
	}
	word, rest := text[:end], text[end:]
	if strings.ContainsAny(word, "\"\\{ \t\n\v\f\r") {
		return element{}, "", errUnreadable
	}
	if strings.EqualFold(word, "NULL") {
		return element{null: true}, rest, nil
	}
	return element{text: word}, rest, nil
}

// parseQuoted reads an element after its opening quote.
func parseQuoted(text string) (element, string, error) {
	var out strings.Builder
	for {
		end := strings.IndexAny(text, `"\`)
		if end < 0 {
			return element{}, "", errUnreadable
		}
		out.WriteString(text[:end])
		if text[end] == '"' {
			return element{text: out.String()}, text[end+1:], nil
		}
		if end+1 == len(text) {
			return element{}, "", errUnreadable
		}
		out.WriteByte(text[end+1])
		text = text[end+2:]
	}
}
