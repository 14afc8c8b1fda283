package postgres

import (
	"database/sql/driver"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// Column is one column of a result: what database/sql asks about its type, and
// how its fields become values. All answers are those of pgx/stdlib (which says
// nothing about Nullable), except that the name of a type that pgx does not know
// is its name here and not its OID, and that a timestamptz is in UTC and not in
// the local time zone: the instants are equal.
type Column struct {
	name      string
	typeName  string // pg_type.typname
	class     class
	element   string // of an array: the element's typeName
	nullable  int64
	precision int64
	scale     int64

	zone *time.Location // of a timestamptz in an array; nil is UTC
}

// NewColumn returns the column that the service describes.
func NewColumn(c *wire.Column) Column {
	typeName := baseType(c.TypeName)
	column := Column{
		name:      label(c),
		typeName:  typeName,
		class:     classOf(typeName),
		nullable:  c.Nullable,
		precision: c.Precision,
		scale:     c.Scale,
	}
	if element, ok := strings.CutPrefix(typeName, "_"); ok {
		column.element = element
	}
	return column
}

// label returns the name that a column has in the result.
func label(c *wire.Column) string {
	if c.Label != "" {
		return c.Label
	}
	return c.Name
}

// baseType undoes pgjdbc's names for columns that number themselves, which the
// service has taken over (tmokmss/aurora-data-api-proxy COMPATIBILITY.md).
func baseType(typeName string) string {
	switch typeName {
	case "smallserial":
		return "int2"
	case "serial":
		return "int4"
	case "bigserial":
		return "int8"
	}
	return typeName
}

// class says how fields of a type become values.
type class uint8

const (
	asSent  class = iota // as the service sends it: a string for most types
	integer              // int64; the service may send an oid as a string
	clock                // string, fraction without the zeros at the end
	instant              // time.Time in UTC
	octets               // []byte
)

func classOf(typeName string) class {
	switch typeName {
	case "int2", "int4", "int8", "oid", "xid", "cid":
		return integer
	case "date", "timestamp", "timestamptz":
		return instant
	case "time", "timetz":
		return clock
	case "json", "jsonb", "xml", "bytea":
		return octets
	}
	return asSent
}

// Value returns the driver.Value of a field.
func (c *Column) Value(f *wire.Field) (driver.Value, error) {
	switch f.Kind {
	case wire.Null:
		return nil, nil
	case wire.Bool:
		return f.Bool, nil
	case wire.Long:
		return f.Long, nil
	case wire.Double:
		return f.Double, nil
	case wire.Blob:
		return f.Blob, nil
	case wire.Array:
		return c.array(f.Array)
	}
	return c.text(f.Text)
}

// text returns the value of a stringValue.
func (c *Column) text(s string) (driver.Value, error) {
	switch c.class {
	case octets:
		return []byte(s), nil
	case clock:
		return trimFraction(s), nil
	case instant:
		return c.instant(s)
	case integer:
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil {
			return nil, c.malformed()
		}
		return n, nil
	}
	return s, nil
}

// instant returns a time.Time, and for infinity the string that pgx gives.
func (c *Column) instant(s string) (driver.Value, error) {
	if t, ok := parseTime(s); ok {
		return t, nil
	}
	if s == "infinity" || s == "-infinity" {
		return s, nil
	}
	return nil, c.malformed()
}

// malformed leaves the value out: it is the user's.
func (c *Column) malformed() error {
	return fmt.Errorf("decode column %q: malformed %s", c.name, c.typeName)
}

// array returns PostgreSQL's text of the array, which is what pgx gives and what
// the scanners of other libraries read.
func (c *Column) array(elements *wire.Elements) (driver.Value, error) {
	text, err := c.appendArray(nil, elements)
	if err != nil {
		return nil, fmt.Errorf("decode column %q: %w", c.name, err)
	}
	return string(text), nil
}

func (c *Column) appendArray(dst []byte, elements *wire.Elements) ([]byte, error) {
	var array arrayText
	var f wire.Field
	for {
		ok, err := elements.Next(&f)
		if err != nil {
			return nil, err
		}
		if !ok {
			return append(dst, array.String()...), nil
		}
		if f.Kind != wire.Array {
			c.normalise(&f)
			array.addField(&f, floatBits(c.element))
			continue
		}
		array.separate() // only Aurora Serverless v1 sends nested arrays
		if array.text, err = c.appendArray(array.text, f.Array); err != nil {
			return nil, err
		}
	}
}

// normalise makes an element's text that of PostgreSQL in a session in the column's
// time zone.
func (c *Column) normalise(f *wire.Field) {
	if f.Kind != wire.String {
		return
	}
	switch c.element {
	case "time", "timestamp":
		f.Text = trimFraction(f.Text)
	case "timestamptz":
		f.Text = c.instantText(f.Text)
	}
}

func (c *Column) instantText(s string) string {
	t, ok := parseTime(s)
	if c.zone == nil || !ok {
		return trimFraction(s) + "+00"
	}
	return string(appendZoned(nil, t.In(c.zone)))
}

// Name returns the column's label.
func (c *Column) Name() string { return c.name }

// DatabaseTypeName returns the name of the type in upper case, such as INT4, and
// _INT4 for an array of it.
func (c *Column) DatabaseTypeName() string { return strings.ToUpper(c.typeName) }

// ScanType returns the Go type that suits the column's values that are not NULL.
func (c *Column) ScanType() reflect.Type {
	switch c.typeName {
	case "bool":
		return reflect.TypeFor[bool]()
	case "int2":
		return reflect.TypeFor[int16]()
	case "int4":
		return reflect.TypeFor[int32]()
	case "int8":
		return reflect.TypeFor[int64]()
	case "float4":
		return reflect.TypeFor[float32]()
	case "float8", "numeric":
		return reflect.TypeFor[float64]()
	case "date", "timestamp", "timestamptz":
		return reflect.TypeFor[time.Time]()
	case "bytea":
		return reflect.TypeFor[[]byte]()
	}
	return reflect.TypeFor[string]()
}

// unlimited is the precision that the service reports for a type without one.
const unlimited = math.MaxInt32

// Length returns the length of a type that has one. An unlimited varchar has the
// length -5, as in pgx: its type modifier -1 minus the four bytes of a header.
func (c *Column) Length() (int64, bool) {
	switch c.typeName {
	case "text", "bytea":
		return math.MaxInt64, true
	case "varchar", "bpchar":
		return c.limit(-5), true
	case "varbit":
		return c.limit(-1), true
	}
	return 0, false
}

func (c *Column) limit(none int64) int64 {
	if c.precision <= 0 || c.precision == unlimited {
		return none
	}
	return c.precision
}

// scaleBits are those of a scale in a type modifier, where pgx reads them without
// their sign: a scale of -2 is 2046.
const scaleBits = 0x7ff

// PrecisionScale returns the digits of a numeric. Without a declared precision
// they are 65535 and 65531, as in pgx, which reads them out of the type modifier
// -1; GORM's migrator relies on there being an answer.
func (c *Column) PrecisionScale() (precision, scale int64, ok bool) {
	if c.typeName != "numeric" {
		return 0, 0, false
	}
	if c.precision == 0 {
		return 65535, 65531, true
	}
	return c.precision, c.scale & scaleBits, true
}

// Nullable says whether the column may be NULL, where the service knows. For an
// expression it says yes.
func (c *Column) Nullable() (nullable, ok bool) {
	return c.nullable == 1, c.nullable == 0 || c.nullable == 1
}
