package postgres

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/netip"
	"reflect"

	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// Encode returns the argument for a value of a placeholder of the type, as
// pgx/stdlib sends it:
//
//   - nil, and a nil slice or map, is a NULL of the type
//   - a string is the type's text, whatever the type
//   - a value that has a form of its own in the type (see forms) gets it
//   - a []byte and a fmt.Stringer are the type's text where they have no other form
//   - anything becomes JSON in a json or jsonb
//
// and every other value is refused. Into a type that pgx does not know, such as
// an enum or a domain, goes the text of what [Bind] makes of the value.
//
// v must not be a pointer or a driver.Valuer; see [Resolve].
//
// A type for lib/pq takes what that takes, as the text that it sends.
func (t Type) Encode(v any) (Argument, error) {
	if t.libPQ {
		return t.encodeLibPQ(v)
	}
	value := reflect.ValueOf(v)
	switch {
	case isNull(v, value):
		return t.null(), nil
	case value.Kind() == reflect.String:
		return t.text(value.String()), nil
	case t.name == "json" || t.name == "jsonb":
		return t.json(value)
	case t.element != "":
		return t.encodeArray(value)
	case t.name == "":
		return t.encodeUnknown(value)
	}
	if a, ok := forms()[t.name](value); ok {
		return t.fit(a), nil
	}
	return t.encodeText(value)
}

// isNull knows the values that stand for NULL. pgx has the zero address and
// prefix among them.
func isNull(v any, value reflect.Value) bool {
	switch v := v.(type) {
	case nil:
		return true
	case netip.Addr:
		return !v.IsValid()
	case netip.Prefix:
		return !v.IsValid()
	}
	return (value.Kind() == reflect.Slice || value.Kind() == reflect.Map) && value.IsNil()
}

// null is a NULL of the type. One of text needs no cast, like a text itself.
func (t Type) null() Argument { return t.fit(Argument{Parameter: wire.Parameter{Kind: wire.Null}}) }

func (t Type) text(s string) Argument { return t.fit(text(s, "")) }

// fit gives an argument a cast to the type, unless the service binds it with
// that type by itself. Without a cast a column that is just a placeholder keeps
// the name that PostgreSQL gives it.
func (t Type) fit(a Argument) Argument {
	a.Cast = ""
	if a.SQLType() != t.cast {
		a.Cast = t.cast
	}
	return a
}

// json sends bytes as the JSON text that they are, and marshals everything else.
func (t Type) json(v reflect.Value) (Argument, error) {
	if isBytes(v) {
		return t.text(string(v.Bytes())), nil
	}
	document, err := json.Marshal(pointerTo(v).Interface())
	if err != nil {
		return Argument{}, fmt.Errorf("marshal %v for a %s: %w", v.Type(), t.cast, err)
	}
	return t.text(string(document)), nil
}

// encodeText sends bytes and what a fmt.Stringer says as the text of the type.
func (t Type) encodeText(v reflect.Value) (Argument, error) {
	if isBytes(v) {
		return t.text(string(v.Bytes())), nil
	}
	if s, ok := pointerTo(v).Interface().(fmt.Stringer); ok {
		return t.text(s.String()), nil
	}
	return Argument{}, t.refusal(v)
}

// encodeUnknown is for types that pgx has no form for.
func (t Type) encodeUnknown(v reflect.Value) (Argument, error) {
	a, err := Bind(v.Interface())
	if err != nil {
		return t.encodeText(v)
	}
	return t.text(string(a.appendText(nil))), nil
}

// refusal names the types and never the value.
func (t Type) refusal(v reflect.Value) error {
	return fmt.Errorf("the server wants %s, for which there is no form of this %v", t.cast, v.Type())
}

func isBytes(v reflect.Value) bool {
	return v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Uint8
}

// pointerTo returns a pointer to a copy of the value, which has all its methods.
func pointerTo(v reflect.Value) reflect.Value {
	p := reflect.New(v.Type())
	p.Elem().Set(v)
	return p
}

// encodeArray sends a slice or an array as the text of an array. Bytes may be
// either: they are the array's text if its elements cannot be numbers.
func (t Type) encodeArray(v reflect.Value) (Argument, error) {
	if v.Kind() != reflect.Slice && v.Kind() != reflect.Array {
		return t.encodeText(v)
	}
	content, err := t.appendArray(nil, v)
	switch {
	case err == nil:
		return t.text(string(content)), nil
	case isBytes(v):
		return t.text(string(v.Bytes())), nil
	}
	return Argument{}, err
}

var errRagged = errors.New("the slices in a slice have different lengths, an array does not")

// appendArray appends the elements in braces.
func (t Type) appendArray(dst []byte, v reflect.Value) ([]byte, error) {
	if t.isNested(v.Type()) {
		return t.appendNested(dst, v)
	}
	element := t.elementType()
	var array arrayText
	for i := range v.Len() {
		e, err := Resolve(v.Index(i).Interface())
		if err != nil {
			return nil, err
		}
		a, err := element.Encode(e)
		if err != nil {
			return nil, err
		}
		array.add(a)
	}
	return append(dst, array.String()...), nil
}

// isNested tells the slices whose elements are rows of an array.
func (t Type) isNested(v reflect.Type) bool {
	e := v.Elem()
	return e.Kind() == reflect.Slice && e.Elem().Kind() != reflect.Uint8 && t.element != "json" && t.element != "jsonb"
}

func (t Type) appendNested(dst []byte, v reflect.Value) ([]byte, error) {
	var array arrayText
	for i := range v.Len() {
		row := v.Index(i)
		if row.Len() != v.Index(0).Len() {
			return nil, errRagged
		}
		if row.Len() == 0 {
			continue // an array with an empty dimension is empty
		}
		array.separate()
		var err error
		if array.text, err = t.appendArray(array.text, row); err != nil {
			return nil, err
		}
	}
	return append(dst, array.String()...), nil
}
