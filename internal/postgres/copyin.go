package postgres

import (
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// CopyInto returns the statement that inserts one row as COPY would: values for
// columns GENERATED ALWAYS AS IDENTITY are taken.
func CopyInto(table, columns []string) string {
	return "INSERT INTO " + quoteAll(table, ".") + " (" + quoteAll(columns, ", ") + ") OVERRIDING SYSTEM VALUE " + OneRow(len(columns))
}

// CopyColumns returns the query for the columns that COPY fills if none are named.
func CopyColumns(table []string) string {
	return "SELECT attname::pg_catalog.text FROM pg_catalog.pg_attribute WHERE attrelid = " + quote(quoteAll(table, ".")) +
		"::pg_catalog.regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum"
}

// escapeCopy writes a value as a line of COPY has it.
var escapeCopy = strings.NewReplacer(`\`, `\\`, "\n", `\n`, "\r", `\r`, "\t", `\t`)

// EscapeCopy returns a text as a line of COPY has it.
func EscapeCopy(text string) string { return escapeCopy.Replace(text) }

// CopyText returns the text that lib/pq's COPY sends for a value, whatever the
// column: bytes are the hex of a bytea, and a time has the offset of its zone. Types
// that lib/pq does not know are as [Bind] has them.
func CopyText(v any) (text string, isNull bool, err error) {
	if t, ok := v.(time.Time); ok {
		return string(appendOffsetTime(nil, t)), false, nil
	}
	a, err := Bind(v)
	if err != nil {
		return "", false, err
	}
	switch value := reflect.ValueOf(v); {
	case value.Kind() == reflect.Bool:
		return strconv.FormatBool(value.Bool()), false, nil
	case value.CanFloat():
		return strconv.FormatFloat(value.Float(), 'f', -1, 64), false, nil
	case a.Parameter.Kind != wire.Null:
		return string(a.appendText(nil)), false, nil
	case value.Kind() == reflect.Slice && value.Type().Elem().Kind() == reflect.Uint8:
		return `\x`, false, nil
	}
	return "", true, nil
}
