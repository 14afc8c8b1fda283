package mysql_test

import (
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/mysql"
)

func TestSpool(t *testing.T) {
	s := mysql.SpoolName(2)
	tests := []struct {
		name string
		got  string
		want string
	}{
		{name: "fill", got: s.Fill("SELECT 'x,' AS r"), want: "INSERT INTO auroradataapi_2 (r) SELECT 'x,' AS r"},
		{name: "page", got: s.Page(7, 100), want: "SELECT n, r FROM auroradataapi_2 WHERE n > 7 ORDER BY n LIMIT 100"},
		{
			name: "row", got: s.Row(7, 5),
			want: "SELECT n, LENGTH(r), CHAR_LENGTH(r), LEFT(r, 5) FROM auroradataapi_2 WHERE n > 7 ORDER BY n LIMIT 1",
		},
		{name: "piece", got: s.Piece(8, 5, 10), want: "SELECT SUBSTRING(r, 6, 10) FROM auroradataapi_2 WHERE n = 8"},
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
