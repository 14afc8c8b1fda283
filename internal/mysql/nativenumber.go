package mysql

import "reflect"

// NativeNumber returns the number of an error of go-sql-driver/mysql, whatever wraps
// that, and 0 for any other.
func NativeNumber(err error) int {
	switch wrapper := err.(type) {
	case nil:
		return 0
	case interface{ Unwrap() error }:
		return NativeNumber(wrapper.Unwrap())
	case interface{ Unwrap() []error }:
		for _, e := range wrapper.Unwrap() {
			if n := NativeNumber(e); n != 0 {
				return n
			}
		}
		return 0
	}
	v := reflect.ValueOf(err)
	if v.Kind() != reflect.Pointer || v.IsNil() || !isNativeError(v.Type().Elem()) {
		return 0
	}
	if f := v.Elem().FieldByName("Number"); f.IsValid() && f.CanUint() {
		return int(f.Uint())
	}
	return 0
}
