package mysqlsession

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/go-mysql-org/go-mysql/mysql"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
)

func TestBind(t *testing.T) {
	set := []dataapi.Parameter{
		{Name: "s", Value: dataapi.StringField("é")},
		{Name: "l", Value: dataapi.LongField(-1)},
		{Name: "d", Value: dataapi.DoubleField(1.5)},
		{Name: "t", Value: dataapi.BooleanField(true)},
		{Name: "b", Value: dataapi.BlobField([]byte{0, 255})},
		{Name: "n", Value: dataapi.Null, Hint: "DATE"},
		{Name: "decimal", Value: dataapi.StringField("-1.50"), Hint: "DECIMAL"},
		{Name: "date", Value: dataapi.StringField("2024-02-29"), Hint: "DATE"},
		{Name: "time", Value: dataapi.StringField("23:59:58.123"), Hint: "TIME"},
		{Name: "timestamp", Value: dataapi.StringField("2024-02-29 01:02:03"), Hint: "TIMESTAMP"},
	}
	want := []any{
		"é", int64(-1), 1.5, true, mysql.TypedBytes{Type: mysql.MYSQL_TYPE_BLOB, Bytes: []byte{0, 255}}, nil,
		mysql.TypedBytes{Type: mysql.MYSQL_TYPE_NEWDECIMAL, Bytes: []byte("-1.50")},
		mysql.TypedBytes{Type: mysql.MYSQL_TYPE_DATE, Bytes: []byte{0xe8, 7, 2, 29}},
		mysql.TypedBytes{Type: mysql.MYSQL_TYPE_TIME, Bytes: []byte{0, 0, 0, 0, 0, 23, 59, 58, 0x78, 0xe0, 1, 0}},
		mysql.TypedBytes{Type: mysql.MYSQL_TYPE_DATETIME, Bytes: []byte{0xe8, 7, 2, 29, 1, 2, 3, 0, 0, 0, 0}},
		"é",
	}
	got, err := bind([]string{"s", "l", "d", "t", "b", "n", "missing", "decimal", "date", "time", "timestamp", "s"}, set)
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %#v, %v\nwant %#v", got, err, want)
	}
}

func TestBindLimit(t *testing.T) {
	names := slices.Repeat([]string{"a"}, maxBinding>>20)
	for extra, fails := range map[string]bool{"": false, "x": true} {
		set := []dataapi.Parameter{{Name: "a", Value: dataapi.StringField(strings.Repeat("x", 1<<20) + extra)}}
		if _, err := bind(names, set); (err != nil) != fails {
			t.Errorf("with %d octets more in each: %v", len(extra), err)
		}
	}
}
