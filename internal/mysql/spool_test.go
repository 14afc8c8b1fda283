package mysql_test

import (
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/mysql"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

func TestSpool(t *testing.T) {
	columns := []wire.Column{{TypeName: "INT"}, {TypeName: "DATE"}, {TypeName: "TEXT"}, {TypeName: "BLOB"}}
	s := mysql.NewSpool(2, columns, mysql.Form{})
	row := "CONCAT_WS(',', IFNULL(CAST(c1 AS CHAR), ''), IFNULL(CAST(c2 AS CHAR), ''), QUOTE(CONVERT(c3 USING utf8mb4)), " +
		"TO_BASE64(IFNULL(CONCAT('x', c4), '')), '')"
	tests := []struct {
		name string
		got  string
		want string
	}{
		{
			name: "create", got: s.Create(),
			want: "CREATE TEMPORARY TABLE auroradataapi_2 (n BIGINT UNSIGNED NOT NULL AUTO_INCREMENT PRIMARY KEY, c1 BIGINT, c2 VARCHAR(80), c3 LONGTEXT, " +
				"c4 LONGBLOB) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin",
		},
		{name: "fill", got: s.Fill("TABLE t"), want: "REPLACE INTO auroradataapi_2 (c1, c2, c3, c4) TABLE t"},
		{name: "page", got: s.Page(7, 100), want: "SELECT n, " + row + " FROM auroradataapi_2 WHERE n > 7 ORDER BY n LIMIT 100"},
		{
			name: "row", got: s.Row(7, 5),
			want: "SELECT n, LENGTH(r), CHAR_LENGTH(r), LEFT(r, 5) FROM (SELECT n, " + row + " AS r FROM auroradataapi_2 WHERE n > 7 ORDER BY n LIMIT 1) auroradataapi_row",
		},
		{name: "piece", got: s.Piece(8, 5, 10), want: "SELECT SUBSTRING(" + row + ", 6, 10) FROM auroradataapi_2 WHERE n = 8"},
		{name: "drop", got: s.Drop(), want: "DROP TEMPORARY TABLE IF EXISTS auroradataapi_2"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.got != tt.want {
				t.Errorf("got  %s\nwant %s", tt.got, tt.want)
			}
		})
	}
}

func TestSpooledTypes(t *testing.T) {
	tests := []struct {
		name   string
		column wire.Column
		form   mysql.Form
		want   string
	}{
		{name: "year", column: wire.Column{TypeName: "YEAR"}, want: "BIGINT"},
		{name: "unsigned", column: wire.Column{TypeName: "BIGINT UNSIGNED"}, want: "BIGINT UNSIGNED"},
		{name: "decimal", column: wire.Column{TypeName: "DECIMAL", Scale: 4}, want: "DECIMAL(65, 4)"},
		{name: "double", column: wire.Column{TypeName: "DOUBLE", Scale: 31}, want: "DOUBLE"},
		{name: "double with a scale", column: wire.Column{TypeName: "DOUBLE", Scale: 2}, want: "DOUBLE(255, 2)"},
		{name: "double with a scale in the binary form", column: wire.Column{TypeName: "DOUBLE", Scale: 2}, form: mysql.Form{Binary: true}, want: "DOUBLE"},
		{name: "float with a scale", column: wire.Column{TypeName: "FLOAT", Scale: 3}, want: "FLOAT(255, 3)"},
		{name: "time", column: wire.Column{TypeName: "TIME"}, want: "VARCHAR(80)"},
		{name: "json", column: wire.Column{TypeName: "JSON"}, want: "LONGTEXT"},
		{name: "bits", column: wire.Column{TypeName: "BIT", Precision: 64}, want: "BIGINT UNSIGNED"},
		{name: "bit or boolean", column: wire.Column{TypeName: "BIT", Precision: 1}, want: "LONGBLOB"},
		{name: "geometry", column: wire.Column{TypeName: "GEOMETRY"}, want: "LONGBLOB"},
		{name: "unknown", column: wire.Column{TypeName: "VECTOR"}, want: "LONGBLOB"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := mysql.NewSpool(1, []wire.Column{tt.column}, tt.form).Create()
			if !strings.Contains(got, "PRIMARY KEY, c1 "+tt.want+") ENGINE") {
				t.Error(got)
			}
		})
	}
}

func TestWideSpool(t *testing.T) {
	tests := []struct {
		name    string
		column  wire.Column
		columns int
		packs   bool
	}{
		{name: "numbers", column: wire.Column{TypeName: "BIGINT"}, columns: 800},
		{name: "many numbers", column: wire.Column{TypeName: "BIGINT"}, columns: 900, packs: true},
		{name: "texts", column: wire.Column{TypeName: "VARCHAR"}, columns: 180},
		{name: "many texts", column: wire.Column{TypeName: "VARCHAR"}, columns: 200, packs: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			columns := make([]wire.Column, tt.columns)
			for i := range columns {
				columns[i] = tt.column
			}
			s := mysql.NewSpool(1, columns, mysql.Form{})
			const page = "SELECT n, r FROM auroradataapi_1 WHERE n > 0 ORDER BY n LIMIT 1"
			if s.Packs() != tt.packs || (s.Page(0, 1) == page) != tt.packs {
				t.Errorf("packs: %v; %.80s", s.Packs(), s.Page(0, 1))
			}
		})
	}
}

func TestHasNoTables(t *testing.T) {
	tests := []struct {
		name   string
		number int
		want   bool
	}{
		{name: "none", number: 0},
		{name: "no database", number: 1046, want: true},
		{name: "transaction that is read only", number: 1792, want: true},
		{name: "access to the table denied", number: 1142, want: true},
		{name: "binary log of statements", number: 1665, want: true},
		{name: "syntax", number: 1064},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := mysql.HasNoTables(tt.number); got != tt.want {
				t.Errorf("got %v", got)
			}
		})
	}
}
