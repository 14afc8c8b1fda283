package mysqlresult_test

import (
	"testing"

	"github.com/go-mysql-org/go-mysql/mysql"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
	"github.com/auroradataapi/auroradataapi/emulator/internal/mysqlresult"
)

// field describes a column as a server does.
func field(typ uint8, length uint32, charset uint16, flags uint16) *mysql.Field {
	return &mysql.Field{Name: []byte("label"), OrgName: []byte("name"), OrgTable: []byte("t"), Type: typ, ColumnLength: length, Charset: charset, Flag: flags}
}

const (
	binary = 63
	utf8   = 45
)

// TestMetadata is about what the server of the other tests may not have; they
// show the rest.
func TestMetadata(t *testing.T) {
	tests := []struct {
		name  string
		field *mysql.Field
		want  dataapi.ColumnMetadata
	}{
		{
			name: "json of MySQL", field: field(mysql.MYSQL_TYPE_JSON, 4294967295, binary, 0),
			want: dataapi.ColumnMetadata{TypeName: "JSON", Type: -1, Precision: 2147483647, Nullable: 1, IsCaseSensitive: true},
		},
		{
			name: "geometry", field: field(mysql.MYSQL_TYPE_GEOMETRY, 4294967295, binary, 0),
			want: dataapi.ColumnMetadata{TypeName: "GEOMETRY", Type: -2, Precision: 2147483647, Nullable: 1, IsCaseSensitive: true},
		},
		{
			name: "enum by its type", field: field(mysql.MYSQL_TYPE_ENUM, 20, utf8, mysql.NOT_NULL_FLAG),
			want: dataapi.ColumnMetadata{TypeName: "CHAR", Type: 1, Precision: 5},
		},
		{
			name: "unsigned decimal", field: &mysql.Field{Name: []byte("label"), Type: mysql.MYSQL_TYPE_NEWDECIMAL, ColumnLength: 6, Decimal: 2, Flag: mysql.UNSIGNED_FLAG},
			want: dataapi.ColumnMetadata{Label: "label", Name: "label", TypeName: "DECIMAL UNSIGNED", Type: 3, Precision: 5, Scale: 2, Nullable: 1, IsCaseSensitive: true},
		},
		{
			name: "year", field: field(mysql.MYSQL_TYPE_YEAR, 4, binary, mysql.UNSIGNED_FLAG),
			want: dataapi.ColumnMetadata{TypeName: "YEAR", Type: 91, Precision: 4, Nullable: 1},
		},
		{
			name: "longtext", field: field(mysql.MYSQL_TYPE_BLOB, 4294967295, utf8, 0),
			want: dataapi.ColumnMetadata{TypeName: "LONGTEXT", Type: -1, Precision: 536870911, Nullable: 1},
		},
		{
			name: "tinytext", field: field(mysql.MYSQL_TYPE_BLOB, 1020, utf8, 0),
			want: dataapi.ColumnMetadata{TypeName: "TINYTEXT", Type: 12, Precision: 255, Nullable: 1},
		},
		{
			name: "long of an expression", field: field(mysql.MYSQL_TYPE_LONG_BLOB, 1020, utf8, 0),
			want: dataapi.ColumnMetadata{TypeName: "LONGTEXT", Type: -1, Precision: 255, Nullable: 1},
		},
		{
			name: "null", field: field(mysql.MYSQL_TYPE_NULL, 0, binary, 0),
			want: dataapi.ColumnMetadata{TypeName: "NULL", Nullable: 1, IsCaseSensitive: true},
		},
		{
			name: "unheard of", field: field(200, 1, binary, 0),
			want: dataapi.ColumnMetadata{TypeName: "UNKNOWN", Type: -2, Precision: 1, Nullable: 1, IsCaseSensitive: true},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			want := test.want
			if want.Label == "" {
				want.Label, want.Name, want.TableName = "label", "name", "t"
			}
			if got := mysqlresult.NewColumns([]*mysql.Field{test.field}).Metadata(); len(got) != 1 || got[0] != want {
				t.Errorf("got %+v\nwant %+v", got, want)
			}
		})
	}
}
