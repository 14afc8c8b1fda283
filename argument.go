package auroradataapi

import (
	"database/sql/driver"
	"reflect"
	"strings"
)

// checkArgument prepares one argument: it drops options of other drivers, asks a
// driver.Valuer for its value and follows pointers. Everything else is left as
// it is, since its Go type says which PostgreSQL type it has.
func checkArgument(arg *driver.NamedValue) error {
	if isForeignOption(arg.Value) {
		return driver.ErrRemoveArgument
	}
	var err error
	arg.Value, err = resolve(arg.Value)
	return err
}

// isForeignOption recognizes what pgx takes in front of the arguments to say how
// a query is to be run. GORM's migrator passes a QueryExecMode.
func isForeignOption(v any) bool {
	t := reflect.TypeOf(v)
	return t != nil && isForeignType(t.PkgPath(), t.Name())
}

// isForeignType goes by name, so that pgx need not be imported.
func isForeignType(pkgPath, name string) bool {
	if !strings.HasPrefix(pkgPath, "github.com/jackc/pgx/") {
		return false
	}
	switch name {
	case "QueryExecMode", "QueryResultFormats", "QueryResultFormatsByOID":
		return true
	}
	return false
}

// maxIndirections bounds the pointers and Valuers behind one argument, which
// could go in a circle.
const maxIndirections = 16

var valuerType = reflect.TypeFor[driver.Valuer]()

// resolve treats nil pointers as database/sql does.
func resolve(v any) (any, error) {
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
