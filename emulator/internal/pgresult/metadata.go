package pgresult

import (
	"math"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
)

// Values of ColumnMetadata.Nullable.
const (
	columnNoNulls  = 0
	columnNullable = 1
)

// Codes of java.sql.Types, which ColumnMetadata.Type holds.
const (
	jdbcBit       = -7
	jdbcBigint    = -5
	jdbcBinary    = -2
	jdbcChar      = 1
	jdbcNumeric   = 2
	jdbcInteger   = 4
	jdbcSmallint  = 5
	jdbcReal      = 7
	jdbcDouble    = 8
	jdbcVarchar   = 12
	jdbcDate      = 91
	jdbcTime      = 92
	jdbcTimestamp = 93
	jdbcOther     = 1111
	jdbcDistinct  = 2001
	jdbcStruct    = 2002
	jdbcArray     = 2003
	jdbcRefCursor = 2012
)

// metadata describes the column as PostgreSQL's JDBC driver would. That the
// service does so is inferred, strongly: the one published sample of the
// current generation (awslabs postgres MCP server, aurora_replica_status())
// equals the driver's answers value for value, and the service runs the
// driver's catalog query (sbalmt/ez4#61).
//
// Name is the label, as the driver has it; no sample of an alias that differs
// from its column is known.
func (c column) metadata() dataapi.ColumnMetadata {
	m := dataapi.ColumnMetadata{
		IsAutoIncrement: c.autoIncrement,
		IsCaseSensitive: c.caseSensitive(),
		IsCurrency:      c.typ.oid == oidMoney,
		IsSigned:        c.signed(),
		Label:           c.label,
		Name:            c.label,
		Nullable:        c.nullable(),
		Precision:       c.precision(),
		Scale:           c.scale(),
		TableName:       c.table,
		Type:            c.typ.jdbcType(),
		TypeName:        c.typeName(),
	}
	if c.typ.element != 0 {
		// Unknown: no sample of an array's metadata was found.
		m.ArrayBaseColumnType = c.base.jdbcType()
	}
	return m
}

// typeName is pg_type.typname, and for auto-incremented columns the name they
// are declared with (tmokmss/aurora-data-api-proxy src/types.rs).
func (c column) typeName() string {
	if !c.autoIncrement {
		return c.typ.name
	}
	switch c.typ.oid {
	case oidInt2:
		return "smallserial"
	case oidInt4:
		return "serial"
	case oidInt8:
		return "bigserial"
	}
	return c.typ.name
}

// nullable is 1 for everything that is no column of a table: the published
// sample has it for a function's output. For other expressions it is unknown.
func (c column) nullable() int {
	if c.notNull {
		return columnNoNulls
	}
	return columnNullable
}

var jdbcTypes = map[uint32]int{
	oidBool:        jdbcBit,
	oidBytea:       jdbcBinary,
	oidChar:        jdbcChar,
	oidName:        jdbcVarchar,
	oidInt8:        jdbcBigint,
	oidInt2:        jdbcSmallint,
	oidInt4:        jdbcInteger,
	oidText:        jdbcVarchar,
	oidOID:         jdbcBigint,
	oidFloat4:      jdbcReal,
	oidFloat8:      jdbcDouble,
	oidMoney:       jdbcDouble,
	oidBpchar:      jdbcChar,
	oidVarchar:     jdbcVarchar,
	oidDate:        jdbcDate,
	oidTime:        jdbcTime,
	oidTimestamp:   jdbcTimestamp,
	oidTimestamptz: jdbcTimestamp,
	oidTimetz:      jdbcTime,
	oidBit:         jdbcBit,
	oidNumeric:     jdbcNumeric,
	oidRefcursor:   jdbcRefCursor,
}

func (t pgType) jdbcType() int {
	if t.element != 0 {
		return jdbcArray
	}
	if code, ok := jdbcTypes[t.oid]; ok {
		return code
	}
	switch t.kind {
	case 'c':
		return jdbcStruct
	case 'd':
		return jdbcDistinct
	case 'e':
		return jdbcVarchar
	}
	return jdbcOther
}

func (c column) signed() bool {
	switch c.base.oid {
	case oidInt2, oidInt4, oidInt8, oidFloat4, oidFloat8, oidNumeric:
		return true
	}
	return false
}

func (c column) caseSensitive() bool {
	switch c.base.oid {
	case oidOID, oidBool, oidBit, oidVarbit, oidInterval,
		oidDate, oidTime, oidTimetz, oidTimestamp, oidTimestamptz:
		return false
	}
	return !c.signed()
}

// varlenaHeader is what PostgreSQL adds to the modifiers of varchar(n), char(n)
// and numeric(p,s).
const varlenaHeader = 4

// precision of an array is that of its elements.
func (c column) precision() int {
	switch c.base.oid {
	case oidBool, oidChar:
		return 1
	case oidInt2:
		return 5
	case oidInt4, oidOID:
		return 10
	case oidInt8:
		return 19
	case oidFloat4:
		return 8
	case oidFloat8:
		return 17
	case oidNumeric:
		return c.numericPrecision()
	case oidBpchar, oidVarchar:
		return c.declared(varlenaHeader)
	case oidBit, oidVarbit:
		return c.declared(0)
	case oidDate, oidTime, oidTimetz, oidTimestamp, oidTimestamptz, oidInterval:
		return c.datetimeLength()
	}
	return math.MaxInt32
}

// declared is the length in the type's modifier, or the highest number when
// there is none.
func (c column) declared(header int32) int {
	if c.modifier < 0 {
		return math.MaxInt32
	}
	return int(c.modifier - header)
}

// numericPrecision is 0 for a numeric without a declared precision.
func (c column) numericPrecision() int {
	if c.modifier < 0 {
		return 0
	}
	return int((c.modifier - varlenaHeader) >> 16 & 0xffff)
}

// datetimeLength is the length of the longest text of the type.
func (c column) datetimeLength() int {
	const date, clock, space, zone = 13, 8, 1, 6
	switch c.base.oid {
	case oidDate:
		return date
	case oidTime:
		return clock + c.fractionLength()
	case oidTimetz:
		return clock + c.fractionLength() + zone
	case oidTimestamp:
		return date + space + clock + c.fractionLength()
	case oidTimestamptz:
		return date + space + clock + c.fractionLength() + zone
	}
	return 49 // of an interval
}

// fractionLength is the length of a fraction with its point. The driver counts
// two digits for a precision of 1.
func (c column) fractionLength() int {
	switch c.modifier {
	case -1:
		return 7
	case 0:
		return 0
	case 1:
		return 3
	}
	return int(c.modifier) + 1
}

// scale of an array is that of its elements.
func (c column) scale() int {
	switch c.base.oid {
	case oidFloat4:
		return 8
	case oidFloat8:
		return 17
	case oidNumeric:
		return c.numericScale()
	case oidTime, oidTimetz, oidTimestamp, oidTimestamptz:
		return c.fractionDigits(math.MaxInt32)
	case oidInterval:
		return c.fractionDigits(0xffff)
	}
	return 0
}

// numericScale is the declared scale, which may be negative. For a negative
// one the driver's answer depends on its version; the service's is unknown.
func (c column) numericScale() int {
	if c.modifier < 0 {
		return 0
	}
	return int((c.modifier-varlenaHeader)&0x7ff^0x400) - 0x400
}

// fractionDigits is the declared precision of seconds in the bits of the
// modifier that hold it, or 6.
func (c column) fractionDigits(mask int32) int {
	if c.modifier < 0 {
		return 6
	}
	return int(c.modifier & mask)
}
