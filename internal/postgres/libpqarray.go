package postgres

import (
	"database/sql/driver"
	"encoding/hex"
	"errors"
	"reflect"
	"strconv"
	"strings"
)

// libPQArray returns lib/pq's text of an array, in which each string is in quotes, or
// nil for a slice that is nil.
func libPQArray(v reflect.Value) (driver.Value, error) {
	if v.IsNil() {
		return nil, nil
	}
	text, _, err := appendLibPQArray(nil, reflect.ValueOf(withOwnElements(v.Interface())), 1)
	return string(text), err
}

// plainElement is the text of an element, without quotes.
type plainElement string

// withOwnElements returns the slice with the elements that lib/pq has a form of its
// own for, which they have in no other slice.
func withOwnElements(slice any) any {
	switch s := slice.(type) {
	case []bool:
		return each(s, func(b bool) plainElement { return plainElement("ft"[boolIndex(b):][:1]) })
	case []float32:
		return each(s, func(f float32) plainElement { return plainElement(strconv.FormatFloat(float64(f), 'f', -1, 32)) })
	case [][]byte:
		return each(s, func(b []byte) string { return `\x` + hex.EncodeToString(b) })
	}
	return slice
}

func each[From, To any](slice []From, convert func(From) To) []To {
	all := make([]To, len(slice))
	for i := range slice {
		all[i] = convert(slice[i])
	}
	return all
}

// maxDimensions is the most that an array of PostgreSQL has.
const maxDimensions = 6

var errDimensions = errors.New("an array has at most " + strconv.Itoa(maxDimensions) + " dimensions")

// appendLibPQArray appends the elements in braces, and returns what sets them off.
func appendLibPQArray(dst []byte, v reflect.Value, dimension int) (text []byte, delimiter string, err error) {
	if dimension > maxDimensions {
		return dst, "", errDimensions
	}
	dst = append(dst, '{')
	for i := range v.Len() {
		dst = append(dst, delimiter...)
		if dst, delimiter, err = appendLibPQElement(dst, v.Index(i), dimension); err != nil {
			return dst, "", err
		}
	}
	return append(dst, '}'), delimiter, nil
}

// arrayDelimiter is an element that is not set off by commas.
type arrayDelimiter interface{ ArrayDelimiter() string }

// appendLibPQElement appends an element, or a row unless it is empty.
func appendLibPQElement(dst []byte, v reflect.Value, dimension int) (text []byte, delimiter string, err error) {
	if isRow(v.Type()) {
		if v.Len() == 0 {
			return dst, "", nil
		}
		return appendLibPQArray(dst, v, dimension+1)
	}
	element, delimiter := v.Interface(), ","
	if d, ok := element.(arrayDelimiter); ok {
		delimiter = d.ArrayDelimiter()
	}
	if plain, ok := element.(plainElement); ok {
		return append(dst, plain...), delimiter, nil
	}
	value, err := convert(dereference(element))
	if err != nil {
		return dst, "", err
	}
	return appendLibPQValue(dst, value), delimiter, nil
}

// isRow tells the types of elements that are arrays.
func isRow(t reflect.Type) bool {
	return (t.Kind() == reflect.Slice || t.Kind() == reflect.Array) &&
		t != reflect.TypeFor[[]byte]() && !t.Implements(valuerType)
}

func appendLibPQValue(dst []byte, v driver.Value) []byte {
	switch v := v.(type) {
	case nil:
		return append(dst, "NULL"...)
	case []byte:
		return appendInQuotes(dst, string(v))
	case string:
		return appendInQuotes(dst, v)
	}
	text, _ := libPQText(v)
	return append(dst, text...)
}

var elementEscapes = strings.NewReplacer(`"`, `\"`, `\`, `\\`)

func appendInQuotes(dst []byte, s string) []byte {
	dst = append(dst, '"')
	dst = append(dst, elementEscapes.Replace(s)...)
	return append(dst, '"')
}
