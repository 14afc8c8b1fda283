package mysql_test

import (
	"database/sql"
	"math"
	"reflect"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/mysql"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// TestColumn: what database/sql asks about columns that may be NULL.
func TestColumn(t *testing.T) {
	var (
		nullInt    = reflect.TypeFor[sql.NullInt64]()
		nullUint   = reflect.TypeFor[sql.Null[uint64]]()
		nullFloat  = reflect.TypeFor[sql.NullFloat64]()
		nullString = reflect.TypeFor[sql.NullString]()
		nullTime   = reflect.TypeFor[sql.NullTime]()
		bytes      = reflect.TypeFor[[]byte]()
	)
	type digits struct{ precision, scale int64 }
	tests := []struct {
		column wire.Column
		name   string
		scan   reflect.Type
		digits *digits
	}{
		{wire.Column{TypeName: "BIT", Precision: 1}, "TINYINT", nullInt, nil},
		{wire.Column{TypeName: "BIT(1)", Precision: 1}, "BIT", bytes, nil},
		{wire.Column{TypeName: "BIT", Precision: 10}, "BIT", bytes, nil},
		{wire.Column{TypeName: "TINYINT UNSIGNED"}, "UNSIGNED TINYINT", nullInt, nil},
		{wire.Column{TypeName: "SMALLINT"}, "SMALLINT", nullInt, nil},
		{wire.Column{TypeName: "MEDIUMINT UNSIGNED"}, "UNSIGNED MEDIUMINT", nullInt, nil},
		{wire.Column{TypeName: "INT"}, "INT", nullInt, nil},
		{wire.Column{TypeName: "INTEGER UNSIGNED"}, "UNSIGNED INT", nullInt, nil},
		{wire.Column{TypeName: "BIGINT"}, "BIGINT", nullInt, nil},
		{wire.Column{TypeName: "BIGINT UNSIGNED"}, "UNSIGNED BIGINT", nullUint, nil},
		{wire.Column{TypeName: "DECIMAL", Precision: 10, Scale: 2}, "DECIMAL", nullString, &digits{10, 2}},
		{wire.Column{TypeName: "DECIMAL UNSIGNED", Precision: 10, Scale: 2}, "DECIMAL", nullString, &digits{9, 2}},
		{wire.Column{TypeName: "FLOAT", Scale: 31}, "FLOAT", nullFloat, &digits{math.MaxInt64, math.MaxInt64}},
		{wire.Column{TypeName: "DOUBLE", Scale: 4}, "DOUBLE", nullFloat, &digits{math.MaxInt64, 4}},
		{wire.Column{TypeName: "CHAR"}, "CHAR", nullString, nil},
		{wire.Column{TypeName: "VARCHAR"}, "VARCHAR", nullString, nil},
		{wire.Column{TypeName: "LONGTEXT"}, "TEXT", nullString, nil},
		{wire.Column{TypeName: "JSON"}, "JSON", nullString, nil},
		{wire.Column{TypeName: "TINYBLOB"}, "BLOB", bytes, nil},
		{wire.Column{TypeName: "VARBINARY"}, "VARBINARY", bytes, nil},
		{wire.Column{TypeName: "DATE", Precision: 10}, "DATE", nullTime, nil},
		{wire.Column{TypeName: "DATETIME", Precision: 19}, "DATETIME", nullTime, &digits{0, 0}},
		{wire.Column{TypeName: "TIMESTAMP", Precision: 23}, "TIMESTAMP", nullTime, &digits{3, 3}},
		{wire.Column{TypeName: "TIME", Precision: 17}, "TIME", nullString, &digits{6, 6}},
		{wire.Column{TypeName: "YEAR"}, "YEAR", nullInt, nil},
		{wire.Column{TypeName: "POINT"}, "GEOMETRY", bytes, nil},
		{wire.Column{TypeName: "NULL"}, "NULL", reflect.TypeFor[*any](), nil},
		{wire.Column{TypeName: "vector"}, "VECTOR", nullString, nil},
	}
	for _, tt := range tests {
		t.Run(tt.column.TypeName, func(t *testing.T) {
			tt.column.Nullable = 1
			c := mysql.NewColumn(&tt.column, mysql.Form{})
			if c.DatabaseTypeName() != tt.name || c.ScanType() != tt.scan {
				t.Errorf("got %s, %v, want %s, %v", c.DatabaseTypeName(), c.ScanType(), tt.name, tt.scan)
			}
			precision, scale, ok := c.PrecisionScale()
			if ok != (tt.digits != nil) || ok && (digits{precision, scale}) != *tt.digits {
				t.Errorf("got digits %d, %d, %t, want %v", precision, scale, ok, tt.digits)
			}
			if nullable, ok := c.Nullable(); !nullable || !ok {
				t.Errorf("nullable %t, %t", nullable, ok)
			}
		})
	}
}

// TestNotNull are the types of values that are never NULL.
func TestNotNull(t *testing.T) {
	tests := []struct {
		typeName string
		want     reflect.Type
	}{
		{"BIT", reflect.TypeFor[int8]()},
		{"TINYINT UNSIGNED", reflect.TypeFor[uint8]()},
		{"SMALLINT", reflect.TypeFor[int16]()},
		{"MEDIUMINT", reflect.TypeFor[int32]()},
		{"INT UNSIGNED", reflect.TypeFor[uint32]()},
		{"BIGINT", reflect.TypeFor[int64]()},
		{"BIGINT UNSIGNED", reflect.TypeFor[uint64]()},
		{"YEAR", reflect.TypeFor[uint16]()},
		{"FLOAT", reflect.TypeFor[float32]()},
		{"DOUBLE", reflect.TypeFor[float64]()},
		{"VARCHAR", reflect.TypeFor[string]()},
		{"DECIMAL", reflect.TypeFor[string]()},
		{"BLOB", reflect.TypeFor[[]byte]()},
		{"DATETIME", reflect.TypeFor[sql.NullTime]()},
	}
	for _, tt := range tests {
		c := mysql.NewColumn(&wire.Column{TypeName: tt.typeName}, mysql.Form{})
		nullable, _ := c.Nullable()
		if c.ScanType() != tt.want || nullable {
			t.Errorf("%s: got %v, nullable %t, want %v", tt.typeName, c.ScanType(), nullable, tt.want)
		}
	}
}
