package bulk_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"

	"github.com/auroradataapi/auroradataapi"
)

// TestMySQLStoresWhatTheNativeDriverStores inserts each value as go-sql-driver/mysql
// does, as CopyFrom does, and by BatchExecuteStatement. What is stored, or the number
// of the error, must be the same.
func TestMySQLStoresWhatTheNativeDriverStores(t *testing.T) {
	instant := time.Date(2024, 2, 29, 12, 14, 15, 123456789, time.FixedZone("", 3600))
	common := []any{nil, 1, "1", true, 1.5, "abc", instant, []byte("1"), uint64(math.MaxUint64), json.RawMessage(`{"a": 1}`), time.Minute, ""}
	tests := []struct {
		typeName string
		values   []any
	}{
		{typeName: "tinyint(1)"},
		{typeName: "int", values: []any{math.MaxInt32 + 1, "2.5", 2.5, -1}},
		{typeName: "bigint", values: []any{int64(math.MinInt64), int64(math.MaxInt64), 1<<53 + 1}},
		{typeName: "bigint unsigned", values: []any{-1, int64(math.MaxInt64)}},
		{typeName: "double", values: []any{math.Copysign(0, -1), 5e-324, math.MaxFloat64, 0.1, "1e400"}},
		{typeName: "float", values: []any{0.1, float32(0.1), 1e300}},
		{typeName: "decimal(30,10)", values: []any{"12345678901234567890.0123456789", 0.1, "1e5", "1.00000000001"}},
		{typeName: "varchar(4)", values: []any{"abcd", "abcde", "äöü€", "\x00\"\\\n", "😀", "ab   ", "\u2028</script>"}},
		{typeName: "varchar(20) character set latin1", values: []any{"é", "😀"}},
		{typeName: "char(4)", values: []any{"a ", "abcde"}},
		{typeName: "longtext", values: []any{strings.Repeat("é\"\\", 100_000)}},
		{typeName: "binary(4)", values: []any{[]byte{1}, []byte("abcde")}},
		{typeName: "varbinary(64)", values: []any{"é"}},
		{typeName: "longblob", values: []any{[]byte{}, []byte("\x00\x01")}},
		{typeName: "json", values: []any{`{"b":1.0,"a":[null,"é"]}`, "{", "null", `"te\"xt"`}},
		{typeName: "date", values: []any{"2024-02-29", "2024-02-30", "0000-00-00", time.Time{}}},
		{typeName: "datetime(6)", values: []any{"2024-02-29 13:14:15.1234567", "9999-12-31 23:59:59.999999", time.Time{}}},
		{typeName: "datetime", values: []any{"2024-02-29 13:14:15.6"}},
		{typeName: "timestamp(3)", values: []any{"2024-02-29 13:14:15.123", "1960-01-01"}},
		{typeName: "time(6)", values: []any{"-838:59:59", "839:00:00", "13:14:15.123456"}},
		{typeName: "year", values: []any{2024, "24", 1800}},
		{typeName: "enum('1','abc','ok')", values: []any{"ok", 3, 4, "0"}},
		{typeName: "set('1','abc','ok')", values: []any{"1,ok", 5, 8}},
		{typeName: "bit(8)", values: []any{"a", 200, 256, []byte{7}}},
		{typeName: "int not null"},
		{typeName: "int check (v < 3)", values: []any{2, 3}},
		{typeName: "varchar(10) default 'x' not null"},
	}
	for i, tt := range tests {
		t.Run(tt.typeName, func(t *testing.T) {
			table := fmt.Sprintf("Exact %d", i)
			execOn(t, mySQL, "create table `"+table+"` (v "+tt.typeName+")")
			for _, v := range slices.Concat(common, tt.values) {
				want := storedOnMySQL(t, table, func() error {
					_, err := mySQL.Native.ExecContext(t.Context(), "insert into `"+table+"` (v) values (?)", v)
					return err
				})
				for name, write := range mysqlWays {
					got := storedOnMySQL(t, table, func() error { return write(t.Context(), table, v) })
					if got != want {
						t.Errorf("%T %.40v: %s has stored %.200s, go-sql-driver %.200s", v, v, name, got, want)
					}
				}
			}
		})
	}
}

// TestMySQLStoresBytes has bytes that are no text, which go-sql-driver/mysql sends as
// text all the same: they are stored as they are.
func TestMySQLStoresBytes(t *testing.T) {
	execOn(t, mySQL, "create table octets (n int primary key, v longblob)")
	values := [][]byte{{}, []byte("é"), {0, 255, '"', '\\'}, nil, []byte("text")}
	var rows [][]any
	for i, v := range values {
		rows = append(rows, []any{i, v})
	}
	if _, err := auroradataapi.CopyFrom(t.Context(), mySQL.DataAPI, []string{"octets"}, []string{"n", "v"}, slices.Values(rows), nil); err != nil {
		t.Fatal(err)
	}
	got := textsOn(t, mySQL, "select coalesce(hex(v), 'NULL') from octets order by n")
	if want := []string{"", "C3A9", "00FF225C", "NULL", "74657874"}; !slices.Equal(got, want) {
		t.Errorf("stored %q, want %q", got, want)
	}
}

// TestMySQLMixesValues has columns of which each row is of another Go type. MySQL tells
// the member of an ENUM from its number by that.
func TestMySQLMixesValues(t *testing.T) {
	execOn(t, mySQL, "create table mixed (n int auto_increment primary key, e enum('2','1'), v varchar(20))")
	var rows [][]any
	for i := range 1000 {
		rows = append(rows, [][]any{{"1", 1}, {1, "x"}, {uint64(2), 1.5}, {nil, []byte("y")}}[i%4])
	}
	n, err := auroradataapi.CopyFrom(t.Context(), mySQL.DataAPI, []string{"mixed"}, []string{"e", "v"}, slices.Values(rows), nil)
	if n != 1000 || err != nil {
		t.Fatalf("got %d, %v", n, err)
	}
	got := textsOn(t, mySQL, "select concat_ws(',', e, v, count(*)) from mixed group by n % 4, e, v order by n % 4")
	if want := []string{"y,250", "1,1,250", "2,x,250", "1,1.5,250"}; !slices.Equal(got, want) {
		t.Errorf("stored %q, want %q", got, want)
	}
}

// mysqlWays are the ways to write a value into the column v.
var mysqlWays = map[string]func(ctx context.Context, table string, v any) error{
	"CopyFrom": func(ctx context.Context, table string, v any) error {
		_, err := auroradataapi.CopyFrom(ctx, mySQL.DataAPI, []string{table}, []string{"v"}, rowsOf([]any{v}), nil)
		return err
	},
	"ExecBatch in a batch": func(ctx context.Context, table string, v any) error {
		_, err := auroradataapi.ExecBatch(ctx, mySQL.DataAPI, "insert into `"+table+"` set v = ?", rowsOf([]any{v}), nil)
		return err
	},
	"ExecBatch one by one": func(ctx context.Context, table string, v any) error {
		options := &auroradataapi.BulkOptions{Affected: func(int64, int64) {}}
		_, err := auroradataapi.ExecBatch(ctx, mySQL.DataAPI, "insert into `"+table+"` set v = ?", rowsOf([]any{v}), options)
		return err
	},
}

// storedOnMySQL returns what an insertion stores, or the number of its error.
func storedOnMySQL(t *testing.T, table string, insert func() error) string {
	t.Helper()
	execOn(t, mySQL, "delete from `"+table+"`")
	if err := insert(); err != nil {
		var native *mysql.MySQLError
		if errors.As(err, &native) {
			return fmt.Sprint("error ", native.Number, " ", native.Message)
		}
		return "an error of the driver"
	}
	return strings.Join(textsOn(t, mySQL, "select coalesce(concat('=', hex(v), '=', v), 'NULL') from `"+table+"`"), " and ")
}
