package mysql

import (
	"reflect"

	"github.com/auroradataapi/auroradataapi/internal/engine"
)

// isNativeError goes by name, so that no other driver need be imported.
func isNativeError(t reflect.Type) bool {
	return t.Kind() == reflect.Struct && t.PkgPath() == "github.com/go-sql-driver/mysql" && t.Name() == "MySQLError"
}

// As sets what target points to, if that is a pointer to a *mysql.MySQLError of
// go-sql-driver/mysql, to a new error of that type with what the message has. It
// reports whether it did, which it does not for an error that is not MySQL's.
func As(m engine.Message, target any) bool {
	if m.Number == 0 {
		return false
	}
	pointer := reflect.ValueOf(target)
	if pointer.Kind() != reflect.Pointer || pointer.Elem().Kind() != reflect.Pointer {
		return false
	}
	native := pointer.Type().Elem().Elem()
	if !isNativeError(native) {
		return false
	}
	err := reflect.New(native)
	fill(err.Elem(), m)
	pointer.Elem().Set(err)
	return true
}

// fill sets the fields that a struct has of those of a MySQLError. A field that
// cannot hold its part, as in a version yet to come, stays as it is.
func fill(err reflect.Value, m engine.Message) {
	if f := err.FieldByName("Number"); f.IsValid() && f.CanUint() && f.CanSet() && !f.OverflowUint(uint64(m.Number)) {
		f.SetUint(uint64(m.Number))
	}
	if f := err.FieldByName("Message"); f.IsValid() && f.Kind() == reflect.String && f.CanSet() {
		f.SetString(m.Message)
	}
	if f := err.FieldByName("SQLState"); f.IsValid() && f.Type() == reflect.TypeFor[[5]byte]() && f.CanSet() {
		var state [5]byte
		copy(state[:], m.Code)
		f.Set(reflect.ValueOf(state))
	}
}
