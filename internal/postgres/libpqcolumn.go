package postgres

import (
	"database/sql/driver"
	"reflect"
	"strconv"
	"time"

	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// libPQColumn is a column with the answers of lib/pq: []byte for each type that it
// has no Go type for, arrays among them, and a time.Time for a time of the day. As
// with pgx, a type that lib/pq has no name for has its name.
type libPQColumn struct{ Column }

// newLibPQColumn returns the column that the service describes. session is the time
// zone of the session; nil is UTC.
func newLibPQColumn(c *wire.Column, session *time.Location) *libPQColumn {
	column := &libPQColumn{NewColumn(c)}
	column.class = libPQClass(column.typeName)
	switch column.typeName {
	case "timestamptz", "_timestamptz":
		column.zone = session
	case "date", "timestamp":
		column.zone = noZone
	}
	return column
}

// noZone is the location of what lib/pq reads without a time zone.
var noZone = time.FixedZone("", 0)

// libPQClass is lib/pq's classOf: a clock is a time of the day here.
func libPQClass(typeName string) class {
	switch typeName {
	case "text", "varchar", "bpchar", "char", "bool", "float4", "float8":
		return asSent
	case "int2", "int4", "int8":
		return integer
	case "date", "timestamp", "timestamptz":
		return instant
	case "time", "timetz":
		return clock
	}
	return octets
}

// Value returns the driver.Value of a field.
func (c *libPQColumn) Value(f *wire.Field) (driver.Value, error) {
	switch {
	case f.Kind == wire.String:
		return c.text(f.Text)
	case f.Kind == wire.Double && c.typeName == "float4":
		return widen(f.Double)
	case f.Kind == wire.Long && c.class == octets:
		return strconv.AppendInt(nil, f.Long, 10), nil
	}
	v, err := c.Column.Value(f)
	if array, ok := v.(string); ok {
		return []byte(array), err
	}
	return v, err
}

// widen returns the number that the text of a float4 is read as: 1.1, and not what
// is nearest to it in four bytes.
func widen(f float64) (driver.Value, error) {
	return strconv.ParseFloat(strconv.FormatFloat(f, 'g', -1, 32), 64)
}

// text returns the value of a stringValue.
func (c *libPQColumn) text(s string) (driver.Value, error) {
	switch c.class {
	case clock:
		t, ok := parseTimeOfDay(s)
		if !ok {
			return nil, c.malformed()
		}
		return t, nil
	case instant:
		return c.instant(s)
	}
	return c.Column.text(s)
}

// instant returns a time.Time in its zone, and for infinity its bytes.
func (c *libPQColumn) instant(s string) (driver.Value, error) {
	v, err := c.Column.instant(s)
	switch v := v.(type) {
	case time.Time:
		if c.zone != nil {
			v = v.In(c.zone)
		}
		return v, err
	case string:
		return []byte(v), err
	}
	return nil, err
}

// ScanType returns the Go type that suits the column's values that are not NULL.
func (c *libPQColumn) ScanType() reflect.Type {
	switch c.typeName {
	case "text", "varchar", "bit", "varbit":
		return reflect.TypeFor[string]()
	case "time", "timetz":
		return reflect.TypeFor[time.Time]()
	case "bool", "int2", "int4", "int8", "float4", "float8", "date", "timestamp", "timestamptz", "bytea":
		return c.Column.ScanType()
	}
	return reflect.TypeFor[any]()
}

// Length is as with pgx, and a bit string of any kind has one.
func (c *libPQColumn) Length() (int64, bool) {
	if c.typeName == "bit" {
		return c.limit(-1), true
	}
	return c.Column.Length()
}

// PrecisionScale is as with pgx, and an array of numerics has one.
func (c *libPQColumn) PrecisionScale() (precision, scale int64, ok bool) {
	if c.typeName == "_numeric" {
		c := c.Column
		c.typeName = "numeric"
		return c.PrecisionScale()
	}
	return c.Column.PrecisionScale()
}
