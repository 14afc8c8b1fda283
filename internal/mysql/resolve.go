package mysql

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"reflect"
)

var (
	valuerType     = reflect.TypeFor[driver.Valuer]()
	rawMessageType = reflect.TypeFor[json.RawMessage]()
)

// maxIndirections bounds how many pointers are followed, since a type may be a
// pointer to itself.
const maxIndirections = 100

// Resolve returns an argument as one of the types that go-sql-driver/mysql sends:
// nil, int64, uint64, float64, bool, string, []byte, time.Time, json.RawMessage. It
// asks a driver.Valuer for its value, follows pointers and refuses what
// go-sql-driver/mysql refuses, in its words: slices, arrays, maps, structs.
func Resolve(v any) (any, error) {
	for range maxIndirections {
		if driver.IsValue(v) {
			return v, nil
		}
		if valuer, ok := v.(driver.Valuer); ok {
			return valueOf(valuer)
		}
		value := reflect.ValueOf(v)
		if value.Kind() != reflect.Pointer {
			return resolveKind(value)
		}
		if value.IsNil() {
			return nil, nil
		}
		v = value.Elem().Interface()
	}
	return nil, refused(v)
}

// valueOf asks a Valuer, unless it is a nil pointer whose type has the method from
// what it points to: that is NULL, as in database/sql.
func valueOf(valuer driver.Valuer) (any, error) {
	value := reflect.ValueOf(valuer)
	if value.Kind() == reflect.Pointer && value.IsNil() && value.Type().Elem().Implements(valuerType) {
		return nil, nil
	}
	v, err := valuer.Value()
	if err != nil {
		return nil, err
	}
	if _, ok := v.(uint64); !ok && !driver.IsValue(v) {
		return nil, fmt.Errorf("non-Value type %T returned from Value", v)
	}
	return v, nil
}

// resolveKind resolves a value whose type says no more than its kind does.
func resolveKind(v reflect.Value) (any, error) {
	switch {
	case v.CanInt():
		return v.Int(), nil
	case v.Kind() == reflect.Uintptr:
	case v.CanUint():
		return v.Uint(), nil
	case v.CanFloat():
		return v.Float(), nil
	case v.Kind() == reflect.Bool:
		return v.Bool(), nil
	case v.Kind() == reflect.String:
		return v.String(), nil
	case v.Kind() == reflect.Slice && v.Type() == rawMessageType:
		return v.Interface(), nil
	case v.Kind() == reflect.Slice && v.Type().Elem().Kind() == reflect.Uint8:
		return v.Bytes(), nil
	}
	return nil, refused(v.Interface())
}

func refused(v any) error {
	t := reflect.TypeOf(v)
	if t.Kind() == reflect.Slice {
		return fmt.Errorf("unsupported type %T, a slice of %s", v, t.Elem().Kind())
	}
	return fmt.Errorf("unsupported type %T, a %s", v, t.Kind())
}
