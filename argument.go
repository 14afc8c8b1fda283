package auroradataapi

import (
	"database/sql/driver"
	"reflect"
	"strings"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
)

// checkArgument prepares one argument: it drops options of other drivers, asks a
// driver.Valuer for its value and follows pointers. Everything else is left as
// it is until the type is known that PostgreSQL wants.
func checkArgument(arg *driver.NamedValue) error {
	if isForeignOption(arg.Value) {
		return driver.ErrRemoveArgument
	}
	var err error
	arg.Value, err = postgres.Resolve(arg.Value)
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
