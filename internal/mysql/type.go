package mysql

import (
	"strings"

	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// kind is a type of MySQL as far as it matters for values.
type kind uint8

const (
	other   kind = iota // characters or bytes
	boolean             // TINYINT(1) or BIT(1): the service does not say which
	bits                // BIT(n) of more than one bit
	integer
	decimal
	float
	double
	clock   // TIME
	instant // DATE, DATETIME, TIMESTAMP
	geometry
)

// oneBit is the name that a BIT(1) gets when it is known to be one.
const oneBit = "BIT(1)"

// hasBits reports whether a column is a BIT(n) of more than one bit, and certainly so.
func hasBits(c *wire.Column) bool { return typeOf(c).kind == bits && c.Precision > 1 }

// columnType is the type of a column as the service names it, taken apart.
type columnType struct {
	name     string // in upper case, without UNSIGNED; go-sql-driver/mysql's name but for that
	kind     kind
	unsigned bool
}

// typeOf reads the service's name for a type, which is Connector/J's: BIT for
// TINYINT(1) and BIT(1) both, INT UNSIGNED, TEXT and its three sizes. Which names the
// current generation of the service has is not known; BOOLEAN, and TINYINT with the
// precision 1, are taken for TINYINT(1) as well.
func typeOf(c *wire.Column) columnType {
	name, unsigned := strings.CutSuffix(strings.ToUpper(c.TypeName), " UNSIGNED")
	t := columnType{name: name, unsigned: unsigned}
	switch name {
	case "BIT":
		t.kind = bits
		if c.Precision <= 1 {
			t.name, t.kind = "TINYINT", boolean
		}
	case oneBit:
		t.name, t.kind = "BIT", bits
	case "BOOLEAN", "BOOL":
		t.name, t.kind = "TINYINT", boolean
	case "TINYINT":
		t.kind = integer
		if c.Precision == 1 {
			t.kind = boolean
		}
	case "SMALLINT", "MEDIUMINT", "INT", "BIGINT", "YEAR":
		t.kind = integer
	case "INTEGER":
		t.name, t.kind = "INT", integer
	case "DECIMAL", "NUMERIC":
		t.name, t.kind = "DECIMAL", decimal
	case "FLOAT":
		t.kind = float
	case "DOUBLE", "REAL":
		t.name, t.kind = "DOUBLE", double
	case "TIME":
		t.kind = clock
	case "DATE", "DATETIME", "TIMESTAMP":
		t.kind = instant
	case "TINYTEXT", "MEDIUMTEXT", "LONGTEXT":
		t.name = "TEXT"
	case "TINYBLOB", "MEDIUMBLOB", "LONGBLOB":
		t.name = "BLOB"
	case "GEOMETRY", "POINT", "LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON",
		"GEOMETRYCOLLECTION", "GEOMCOLLECTION":
		t.name, t.kind = "GEOMETRY", geometry
	}
	return t
}

// isOctets reports whether values are bytes, and not the text of something.
func (t columnType) isOctets() bool {
	switch t.name {
	case "BIT", "BLOB", "BINARY", "VARBINARY", "GEOMETRY":
		return true
	}
	return false
}

// decimals returns how many digits of a second a type has. The service tells it by
// the length of the text: 19 for DATETIME, 23 for DATETIME(3).
func (t columnType) decimals(c *wire.Column) int {
	var whole int64
	switch t.name {
	case "DATETIME", "TIMESTAMP":
		whole = int64(len("0000-00-00 00:00:00"))
	case "TIME":
		whole = int64(len("-000:00:00"))
	default:
		return 0
	}
	const most = 6
	return int(min(max(c.Precision-whole-1, 0), most))
}
