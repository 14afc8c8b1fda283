package mysqlresult

import (
	"github.com/go-mysql-org/go-mysql/mysql"
)

// The codes of java.sql.Types.
const (
	jdbcBit           = -7
	jdbcTinyInt       = -6
	jdbcBigInt        = -5
	jdbcLongVarbinary = -4
	jdbcVarbinary     = -3
	jdbcBinary        = -2
	jdbcLongVarchar   = -1
	jdbcNull          = 0
	jdbcChar          = 1
	jdbcDecimal       = 3
	jdbcInteger       = 4
	jdbcSmallInt      = 5
	jdbcReal          = 7
	jdbcDouble        = 8
	jdbcVarchar       = 12
	jdbcDate          = 91
	jdbcTime          = 92
	jdbcTimestamp     = 93
)

// columnType is what the type of a column makes of its values and of its metadata.
type columnType struct {
	typeName string
	jdbc     int
	number   bool   // has a sign
	integer  bool   // is a longValue
	read     reader // nil for a type whose values are refused
	protocol uint8  // the type in the protocol
}

// fixedTypes are the types of the protocol that mean one SQL type each. Those of
// numbers are without UNSIGNED.
var fixedTypes = map[uint8]columnType{
	mysql.MYSQL_TYPE_TINY:       {typeName: "TINYINT", jdbc: jdbcTinyInt, number: true, integer: true, read: readLong},
	mysql.MYSQL_TYPE_SHORT:      {typeName: "SMALLINT", jdbc: jdbcSmallInt, number: true, integer: true, read: readLong},
	mysql.MYSQL_TYPE_INT24:      {typeName: "MEDIUMINT", jdbc: jdbcInteger, number: true, integer: true, read: readLong},
	mysql.MYSQL_TYPE_LONG:       {typeName: "INT", jdbc: jdbcInteger, number: true, integer: true, read: readLong},
	mysql.MYSQL_TYPE_LONGLONG:   {typeName: "BIGINT", jdbc: jdbcBigInt, number: true, integer: true, read: readLong},
	mysql.MYSQL_TYPE_FLOAT:      {typeName: "FLOAT", jdbc: jdbcReal, number: true, read: readFloat},
	mysql.MYSQL_TYPE_DOUBLE:     {typeName: "DOUBLE", jdbc: jdbcDouble, number: true, read: readDouble},
	mysql.MYSQL_TYPE_DECIMAL:    {typeName: "DECIMAL", jdbc: jdbcDecimal, number: true, read: readString},
	mysql.MYSQL_TYPE_NEWDECIMAL: {typeName: "DECIMAL", jdbc: jdbcDecimal, number: true, read: readString},
	mysql.MYSQL_TYPE_NULL:       {typeName: "NULL", jdbc: jdbcNull, read: readString},
	mysql.MYSQL_TYPE_DATE:       {typeName: "DATE", jdbc: jdbcDate, read: readDate},
	mysql.MYSQL_TYPE_NEWDATE:    {typeName: "DATE", jdbc: jdbcDate, read: readDate},
	mysql.MYSQL_TYPE_TIME:       {typeName: "TIME", jdbc: jdbcTime, read: readTime},
	mysql.MYSQL_TYPE_TIME2:      {typeName: "TIME", jdbc: jdbcTime, read: readTime},
	mysql.MYSQL_TYPE_DATETIME:   {typeName: "DATETIME", jdbc: jdbcTimestamp, read: readDateTime},
	mysql.MYSQL_TYPE_DATETIME2:  {typeName: "DATETIME", jdbc: jdbcTimestamp, read: readDateTime},
	mysql.MYSQL_TYPE_TIMESTAMP:  {typeName: "TIMESTAMP", jdbc: jdbcTimestamp, read: readDateTime},
	mysql.MYSQL_TYPE_TIMESTAMP2: {typeName: "TIMESTAMP", jdbc: jdbcTimestamp, read: readDateTime},
	mysql.MYSQL_TYPE_YEAR:       {typeName: "YEAR", jdbc: jdbcDate, read: readYear},
	mysql.MYSQL_TYPE_BIT:        {typeName: "BIT", jdbc: jdbcBit, read: readBit},
	mysql.MYSQL_TYPE_ENUM:       {typeName: "CHAR", jdbc: jdbcChar, read: readString},
	mysql.MYSQL_TYPE_SET:        {typeName: "CHAR", jdbc: jdbcChar, read: readString},
	mysql.MYSQL_TYPE_JSON:       {typeName: "JSON", jdbc: jdbcLongVarchar, read: readString},
	mysql.MYSQL_TYPE_GEOMETRY:   {typeName: "GEOMETRY", jdbc: jdbcBinary},
	mysql.MYSQL_TYPE_VECTOR:     {typeName: "VECTOR", jdbc: jdbcLongVarbinary},
}

// boolean is TINYINT(1), which the service takes for a BOOLEAN as Connector/J does
// (shogo82148/go-rdsdata).
var boolean = columnType{typeName: "BIT", jdbc: jdbcBit, read: readBoolean}

// typeOf gives the type of a column. One that is not known is refused.
func typeOf(f *mysql.Field) columnType {
	t := sqlType(f)
	t.protocol = f.Type
	return t
}

func sqlType(f *mysql.Field) columnType {
	if f.Type == mysql.MYSQL_TYPE_TINY && f.ColumnLength == 1 {
		return boolean
	}
	if t, ok := fixedTypes[f.Type]; ok {
		if t.number && f.Flag&mysql.UNSIGNED_FLAG != 0 {
			t.typeName += " UNSIGNED"
		}
		return t
	}
	if f.Charset == binaryCharset && f.Flag&(mysql.ENUM_FLAG|mysql.SET_FLAG) == 0 {
		return binaryType(f)
	}
	return textType(f)
}

func binaryType(f *mysql.Field) columnType {
	switch f.Type {
	case mysql.MYSQL_TYPE_STRING:
		return columnType{typeName: "BINARY", jdbc: jdbcBinary, read: readBlob}
	case mysql.MYSQL_TYPE_VAR_STRING, mysql.MYSQL_TYPE_VARCHAR:
		return columnType{typeName: "VARBINARY", jdbc: jdbcVarbinary, read: readBlob}
	case mysql.MYSQL_TYPE_TINY_BLOB, mysql.MYSQL_TYPE_BLOB, mysql.MYSQL_TYPE_MEDIUM_BLOB, mysql.MYSQL_TYPE_LONG_BLOB:
		return sized("BLOB", lengthClass(f, 1), jdbcVarbinary, jdbcLongVarbinary, readBlob)
	}
	return columnType{typeName: "UNKNOWN", jdbc: jdbcBinary}
}

// textType gives a type of characters; the server says CHAR of ENUM and SET, too.
func textType(f *mysql.Field) columnType {
	switch f.Type {
	case mysql.MYSQL_TYPE_STRING:
		return columnType{typeName: "CHAR", jdbc: jdbcChar, read: readString}
	case mysql.MYSQL_TYPE_VAR_STRING, mysql.MYSQL_TYPE_VARCHAR:
		return columnType{typeName: "VARCHAR", jdbc: jdbcVarchar, read: readString}
	case mysql.MYSQL_TYPE_TINY_BLOB, mysql.MYSQL_TYPE_BLOB, mysql.MYSQL_TYPE_MEDIUM_BLOB, mysql.MYSQL_TYPE_LONG_BLOB:
		return sized("TEXT", lengthClass(f, octetsPerCharacter), jdbcVarchar, jdbcLongVarchar, readString)
	}
	return columnType{typeName: "UNKNOWN", jdbc: jdbcChar}
}

// lengthClass gives the class of a BLOB or TEXT, TINY, MEDIUM, LONG or neither, by
// the type that the server gives to expressions, and of a column, all of which it
// calls BLOB, by the greatest length.
func lengthClass(f *mysql.Field, unit uint32) string {
	length := f.ColumnLength / unit
	switch {
	case f.Type == mysql.MYSQL_TYPE_LONG_BLOB:
		return "LONG"
	case f.Type == mysql.MYSQL_TYPE_MEDIUM_BLOB:
		return "MEDIUM"
	case f.Type == mysql.MYSQL_TYPE_TINY_BLOB || length <= 1<<8-1:
		return "TINY"
	case length <= 1<<16-1:
		return ""
	case length <= 1<<24-1:
		return "MEDIUM"
	}
	return "LONG"
}

// sized names a BLOB or TEXT by its class.
func sized(name, class string, tiny, long int, read reader) columnType {
	if class == "TINY" {
		long = tiny
	}
	return columnType{typeName: class + name, jdbc: long, read: read}
}
