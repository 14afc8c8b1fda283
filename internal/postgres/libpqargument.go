package postgres

import (
	"database/sql/driver"
	"math"
	"reflect"
	"strconv"
	"time"
)

// resolveLibPQ returns an argument as one of the types that lib/pq sends: nil, int64,
// float64, bool, []byte, string or time.Time. A slice becomes the text of an array.
// Everything else that is no driver.Valuer is refused.
func resolveLibPQ(v any) (any, error) {
	switch v.(type) {
	case nil, int64, float64, bool, []byte, string, time.Time:
		return v, nil
	}
	v, err := dereference(v)
	if _, isValuer := v.(driver.Valuer); isValuer || v == nil || err != nil {
		return convert(v, err)
	}
	switch value := reflect.ValueOf(v); {
	case value.Kind() == reflect.Slice && !isBytes(value):
		return libPQArray(value)
	case value.Kind() == reflect.Uint64 && value.Uint() > math.MaxInt64:
		return strconv.FormatUint(value.Uint(), 10), nil
	}
	return convert(v, nil)
}

// convert returns a value that is no pointer as one that a driver of database/sql has
// to take, unless there was an error before.
func convert(v any, err error) (driver.Value, error) {
	if err != nil {
		return nil, err
	}
	return driver.DefaultParameterConverter.ConvertValue(v)
}

// dereference follows pointers up to a driver.Valuer.
func dereference(v any) (any, error) {
	for range maxIndirections {
		value := reflect.ValueOf(v)
		if _, isValuer := v.(driver.Valuer); isValuer || value.Kind() != reflect.Pointer {
			return v, nil
		}
		if value.IsNil() {
			return nil, nil
		}
		v = value.Elem().Interface()
	}
	return nil, unsupported(reflect.TypeOf(v))
}

// encodeLibPQ returns the argument as lib/pq sends it: the text of the value, whatever
// the type is. A bytea gets the octets of a text, and every other type takes bytes
// for its text.
func (t Type) encodeLibPQ(v any) (Argument, error) {
	v, err := resolveLibPQ(v)
	if err != nil {
		return Argument{}, err
	}
	switch v := v.(type) {
	case []byte:
		if v == nil {
			return t.null(), nil
		}
		return t.octets(string(v)), nil
	case string:
		return t.octets(v), nil
	case nil:
		return t.null(), nil
	}
	s, ok := libPQText(v)
	if !ok {
		return Argument{}, unsupported(reflect.TypeOf(v))
	}
	return t.text(s), nil
}

// octets returns a text as it is, also to a bytea.
func (t Type) octets(s string) Argument {
	if t.cast == "bytea" {
		return t.fit(blob([]byte(s)))
	}
	return t.text(s)
}

// libPQText returns lib/pq's text of a value that is neither a string nor bytes.
func libPQText(v any) (string, bool) {
	switch v := v.(type) {
	case int64:
		return strconv.FormatInt(v, 10), true
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64), true
	case bool:
		return strconv.FormatBool(v), true
	case time.Time:
		return string(appendOffsetTime(nil, v)), true
	}
	return "", false
}

// appendOffsetTime appends a time at its own location, to the nanosecond and with
// its offset, so that PostgreSQL reads an instant where it wants one, and where it
// does not, what clock and calendar show.
func appendOffsetTime(dst []byte, t time.Time) []byte {
	layout := "Z07:00"
	if _, offset := t.Zone(); offset%60 != 0 {
		layout = "Z07:00:00"
	}
	return appendTime(dst, t, "-01-02 15:04:05.999999999"+layout, "")
}
