package mysql

import (
	"database/sql"
	"math"
	"reflect"
	"time"

	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// Form says in which of its forms go-sql-driver/mysql would give the values of a
// result.
type Form struct {
	Binary    bool           // of its binary protocol: the statement was prepared, or had arguments
	ParseTime bool           // a date is a time.Time, and not its text
	Location  *time.Location // of dates; nil is UTC
}

// Column is one column of a result: what database/sql asks about its type, and how
// its fields become values. All answers are those of go-sql-driver/mysql, as far as
// the service tells: an ENUM or a SET is a CHAR to it.
type Column struct {
	name      string
	form      Form
	of        columnType
	nullable  bool
	precision int64
	scale     int64
	decimals  int
}

// NewColumn returns the column that the service describes.
func NewColumn(c *wire.Column, form Form) Column {
	if form.Location == nil {
		form.Location = time.UTC
	}
	t := typeOf(c)
	return Column{
		name: label(c), form: form, of: t,
		nullable: c.Nullable != 0, precision: c.Precision, scale: c.Scale, decimals: t.decimals(c),
	}
}

// label returns the name that a column has in the result.
func label(c *wire.Column) string {
	if c.Label != "" {
		return c.Label
	}
	return c.Name
}

// Name returns the name that the column has in the result.
func (c *Column) Name() string { return c.name }

// DatabaseTypeName returns the name of the type, such as BIGINT or UNSIGNED BIGINT.
// A DECIMAL has no other name if it is unsigned.
func (c *Column) DatabaseTypeName() string {
	if c.of.unsigned && c.of.kind == integer && c.of.name != "YEAR" {
		return "UNSIGNED " + c.of.name
	}
	return c.of.name
}

// Nullable says whether the column may be NULL.
func (c *Column) Nullable() (nullable, ok bool) { return c.nullable, true }

// Length is not known, as in go-sql-driver/mysql.
func (c *Column) Length() (int64, bool) { return 0, false }

// unknownScale is MySQL's scale of a FLOAT or DOUBLE that was declared without one.
const unknownScale = 31

// PrecisionScale returns the digits of a DECIMAL, the digits of a second of a time,
// and math.MaxInt64 for what a FLOAT or DOUBLE does not limit. An unsigned DECIMAL
// has a digit too few, as in go-sql-driver/mysql, which takes off room for a sign.
func (c *Column) PrecisionScale() (precision, scale int64, ok bool) {
	switch c.of.kind {
	case decimal:
		if c.of.unsigned {
			return c.precision - 1, c.scale, true
		}
		return c.precision, c.scale, true
	case clock, instant:
		return int64(c.decimals), int64(c.decimals), c.of.name != "DATE"
	case float, double:
		if c.scale == unknownScale {
			return math.MaxInt64, math.MaxInt64, true
		}
		return math.MaxInt64, c.scale, true
	}
	return 0, 0, false
}

// ScanType returns the Go type that suits the column's values: one that has NULL,
// if the column may have it.
func (c *Column) ScanType() reflect.Type {
	switch c.of.kind {
	case boolean, integer:
		return c.integerType()
	case float:
		return c.nullableType(reflect.TypeFor[float32](), reflect.TypeFor[sql.NullFloat64]())
	case double:
		return c.nullableType(reflect.TypeFor[float64](), reflect.TypeFor[sql.NullFloat64]())
	case instant:
		return reflect.TypeFor[sql.NullTime]()
	}
	switch {
	case c.of.name == "NULL" || c.of.name == "":
		return reflect.TypeFor[*any]()
	case c.of.isOctets():
		return reflect.TypeFor[[]byte]()
	}
	return c.nullableType(reflect.TypeFor[string](), reflect.TypeFor[sql.NullString]())
}

func (c *Column) nullableType(notNull, null reflect.Type) reflect.Type {
	if c.nullable {
		return null
	}
	return notNull
}

func (c *Column) integerType() reflect.Type {
	if c.nullable {
		if c.of.unsigned && c.of.name == "BIGINT" {
			return reflect.TypeFor[sql.Null[uint64]]()
		}
		return reflect.TypeFor[sql.NullInt64]()
	}
	types := integerTypes[c.of.name]
	if c.of.unsigned || c.of.name == "YEAR" {
		return types.unsigned
	}
	return types.signed
}

var integerTypes = map[string]struct{ signed, unsigned reflect.Type }{
	"TINYINT":   {reflect.TypeFor[int8](), reflect.TypeFor[uint8]()},
	"SMALLINT":  {reflect.TypeFor[int16](), reflect.TypeFor[uint16]()},
	"YEAR":      {reflect.TypeFor[int16](), reflect.TypeFor[uint16]()},
	"MEDIUMINT": {reflect.TypeFor[int32](), reflect.TypeFor[uint32]()},
	"INT":       {reflect.TypeFor[int32](), reflect.TypeFor[uint32]()},
	"BIGINT":    {reflect.TypeFor[int64](), reflect.TypeFor[uint64]()},
}
