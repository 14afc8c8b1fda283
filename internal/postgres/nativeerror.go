package postgres

import (
	"github.com/auroradataapi/auroradataapi/internal/engine"
	"reflect"
	"strconv"
)

// isNativeError goes by name, so that no other driver need be imported. The types
// are those of pgx version 5, of pgx version 4, and of lib/pq.
func isNativeError(pkgPath, name string) bool {
	switch pkgPath {
	case "github.com/jackc/pgx/v5/pgconn", "github.com/jackc/pgconn":
		return name == "PgError"
	case "github.com/lib/pq":
		return name == "Error"
	}
	return false
}

// As sets what target points to, if that is a pointer to another driver's type of
// error, to a new error of that type with what the message has. It reports whether
// it did, which it does not for an error that is not the database's.
func As(m engine.Message, target any) bool {
	if m.Code == "" {
		return false
	}
	pointer := reflect.ValueOf(target)
	if pointer.Kind() != reflect.Pointer || pointer.Elem().Kind() != reflect.Pointer {
		return false
	}
	native := pointer.Type().Elem().Elem()
	if native.Kind() != reflect.Struct || !isNativeError(native.PkgPath(), native.Name()) {
		return false
	}
	err := reflect.New(native)
	fill(m, err.Elem())
	pointer.Elem().Set(err)
	return true
}

// fill sets the fields of a struct that have the name of a part of the message. A
// field that cannot hold its part, as in a version yet to come, stays as it is.
func fill(m engine.Message, err reflect.Value) {
	parts := nativeParts(m)
	for i := range err.NumField() {
		if part, ok := parts[err.Type().Field(i).Name]; ok {
			setPart(err.Field(i), part)
		}
	}
}

// nativeParts returns the parts of the message by pgx's and by lib/pq's names for
// them, which are the same or do not meet. The service's text has one severity,
// which ParseMessage takes for one only if it is not translated.
func nativeParts(m engine.Message) map[string]string {
	parts := map[string]string{
		"Severity":            m.Severity,
		"SeverityUnlocalized": m.Severity,
		"Code":                m.Code,
		"Message":             m.Message,
		"Detail":              m.Detail,
		"Hint":                m.Hint,
		"Where":               m.Where,
		"TableName":           m.TableName,
		"Table":               m.TableName,
		"ColumnName":          m.ColumnName,
		"Column":              m.ColumnName,
		"ConstraintName":      m.ConstraintName,
		"Constraint":          m.ConstraintName,
	}
	if m.Position > 0 {
		parts["Position"] = strconv.Itoa(m.Position)
	}
	return parts
}

// setPart sets a field to a part, which pgx has as a number and lib/pq as a text
// where it is a number.
func setPart(field reflect.Value, part string) {
	switch {
	case field.Kind() == reflect.String:
		field.SetString(part)
	case field.CanInt():
		if n, err := strconv.ParseInt(part, 10, field.Type().Bits()); err == nil {
			field.SetInt(n)
		}
	}
}
