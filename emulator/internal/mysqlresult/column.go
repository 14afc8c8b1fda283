package mysqlresult

import (
	"math"

	"github.com/go-mysql-org/go-mysql/mysql"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
)

// Columns describes the columns of a result. It does not change once made;
// goroutines may share it.
type Columns struct {
	columns []column
}

type column struct {
	columnType
	label, name, table string
	length             int64 // in octets, as the server gives it
	decimals           int
	charset            uint16
	flags              uint16
}

const (
	// binaryCharset is the number of the character set of what is not text.
	binaryCharset = 63
	// octetsPerCharacter is what a character of utf8mb4, the character set of
	// every session, takes at most.
	octetsPerCharacter = 4
)

// NewColumns reads the descriptions of a result's columns, and keeps none of them.
func NewColumns(fields []*mysql.Field) *Columns {
	columns := make([]column, len(fields))
	for i, f := range fields {
		columns[i] = newColumn(f)
	}
	return &Columns{columns}
}

// newColumn names a column as Connector/J does: the label is the alias, the name
// the column's own in its table, if it comes from one.
func newColumn(f *mysql.Field) column {
	c := column{
		columnType: typeOf(f), label: string(f.Name), name: string(f.OrgName), table: string(f.OrgTable),
		length: int64(f.ColumnLength), decimals: int(f.Decimal), charset: f.Charset, flags: f.Flag,
	}
	if c.name == "" {
		c.name = c.label
	}
	return c
}

func (c column) has(flag uint16) bool { return c.flags&flag != 0 }

// Metadata gives columnMetadata, one entry per column. Its rules are those of
// Connector/J's ResultSetMetaData, which samples of the older generation agree
// with (fixtures of jeremydaly/data-api-client). Of the current one only type
// names are known.
func (c *Columns) Metadata() []dataapi.ColumnMetadata {
	all := make([]dataapi.ColumnMetadata, len(c.columns))
	for i, column := range c.columns {
		all[i] = column.metadata()
	}
	return all
}

func (c column) metadata() dataapi.ColumnMetadata {
	m := dataapi.ColumnMetadata{
		Label: c.label, Name: c.name, TableName: c.table, Type: c.jdbc, TypeName: c.typeName, Nullable: 1,
		IsAutoIncrement: c.has(mysql.AUTO_INCREMENT_FLAG),
		IsSigned:        c.number && !c.has(mysql.UNSIGNED_FLAG),
		IsCaseSensitive: c.caseSensitive(),
		Precision:       c.precision(),
	}
	if c.has(mysql.NOT_NULL_FLAG) {
		m.Nullable = 0
	}
	if c.number {
		m.Scale = c.decimals
	}
	return m
}

// caseSensitive is true for texts whose collation is binary, and, oddly, for
// decimals and for what is neither text, number nor date.
func (c column) caseSensitive() bool {
	switch c.jdbc {
	case jdbcBit, jdbcTinyInt, jdbcSmallInt, jdbcInteger, jdbcBigInt, jdbcReal, jdbcDouble, jdbcDate, jdbcTime, jdbcTimestamp:
		return false
	case jdbcChar, jdbcVarchar, jdbcLongVarchar:
		return c.has(mysql.BINARY_FLAG) || c.charset == binaryCharset
	}
	return true
}

// precision is the length of a column in characters; of decimals it is the
// number of digits.
func (c column) precision() int {
	length := min(c.length, math.MaxInt32)
	switch {
	case c.jdbc == jdbcDecimal:
		return int(c.digits(length))
	case c.charset == binaryCharset || c.number:
		return int(length)
	}
	return int(length / octetsPerCharacter)
}

// digits takes the sign and the point from the length of a decimal.
func (c column) digits(length int64) int64 {
	if !c.has(mysql.UNSIGNED_FLAG) {
		length--
	}
	if c.decimals > 0 {
		length--
	}
	return length
}
