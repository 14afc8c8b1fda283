package postgres

import (
	"database/sql/driver"
	"reflect"
)

var valuerType = reflect.TypeFor[driver.Valuer]()

// Resolve asks a driver.Valuer for its value and follows pointers until neither
// is left. It treats nil pointers as database/sql does.
func Resolve(v any) (any, error) {
	for range maxIndirections {
		value := reflect.ValueOf(v)
		valuer, isValuer := v.(driver.Valuer)
		isNil := value.Kind() == reflect.Pointer && value.IsNil()
		switch {
		case isValuer && isNil && value.Type().Elem().Implements(valuerType):
			return nil, nil // the method is the value's, and there is none
		case isValuer:
			var err error
			if v, err = valuer.Value(); err != nil {
				return nil, err
			}
		case isNil:
			return nil, nil
		case value.Kind() == reflect.Pointer:
			v = value.Elem().Interface()
		default:
			return v, nil
		}
	}
	return v, nil
}
