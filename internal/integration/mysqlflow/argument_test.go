package mysqlflow

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"math"
	"net"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/shopspring/decimal"
)

type (
	namedString string
	namedInt    int
	structure   struct{ A int }
)

// arguments are Go values of all kinds, those that a driver refuses among them.
var arguments = []struct {
	name  string
	value any
}{
	{"nil", nil},
	{"nil *string", (*string)(nil)},
	{"*string", new(string)},
	{"true", true},
	{"false", false},
	{"int", 1},
	{"int8", int8(-1)},
	{"uint32", uint32(4000000000)},
	{"int64", int64(math.MinInt64)},
	{"uint64", uint64(7)},
	{"greatest uint64", uint64(math.MaxUint64)},
	{"float32", float32(1.5)},
	{"float64", 0.1},
	{"string of a number", "1"},
	{"string", "abc"},
	{"empty string", ""},
	{"string that is not UTF-8", "a\xff"},
	{"string with quotes", `a'b"c\d` + "`e"},
	{"string beyond the BMP", "😀"},
	{"named string", namedString("1")},
	{"named int", namedInt(1)},
	{"bytes of a number", []byte("1")},
	{"nil bytes", []byte(nil)},
	{"empty bytes", []byte{}},
	{"bytes", []byte{0, 1, 2}},
	{"json.RawMessage", json.RawMessage(`{"a":1}`)},
	{"nil json.RawMessage", json.RawMessage(nil)},
	{"time", time.Date(2024, 2, 29, 13, 14, 15, 123456789, time.FixedZone("", 7200))},
	{"midnight", time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC)},
	{"whole second", time.Date(2024, 2, 29, 13, 14, 15, 0, time.UTC)},
	{"zero time", time.Time{}},
	{"year 10000", time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)},
	{"duration", time.Second},
	{"sql.NullString", sql.NullString{String: "1", Valid: true}},
	{"null sql.NullInt64", sql.NullInt64{}},
	{"uuid", uuid.MustParse("6ba7b810-9dad-11d1-80b4-00c04fd430c8")},
	{"decimal", decimal.RequireFromString("1.50")},
	{"string of a date", "2024-02-29"},
	{"string of a time", "13:14:15"},
	{"array", [2]byte{1, 2}},
	{"netip.Addr", netip.MustParseAddr("10.1.2.3")},
	{"net.IP", net.IP{10, 1, 2, 3}},
	{"slice", []string{"a"}},
	{"map", map[string]any{"a": 1}},
	{"struct", structure{1}},
	{"option of pgx that is a number", pgx.QueryExecModeSimpleProtocol},
	{"option of pgx that is a map", pgx.NamedArgs{"a": 1}},
}

// columns are what the arguments are stored in.
var columns = []string{
	"tinyint(1)", "int", "bigint unsigned", "double", "decimal(20,4)", "varchar(64)", "text", "varbinary(64)", "blob", "json",
	"date", "datetime(6)", "time(6)", "enum('ok','1')", "bit(8)",
}

// TestArguments stores each argument in each column by both drivers.
func TestArguments(t *testing.T) {
	create := "create table arguments (id int primary key auto_increment"
	for i, c := range columns {
		create += fmt.Sprintf(", c%d %s", i, c)
	}
	if _, err := shared.Native.Exec(create + ")"); err != nil {
		t.Fatal(err)
	}
	for _, a := range arguments {
		for i, column := range columns {
			if unequal[a.name+" "+column] {
				continue
			}
			want, got := store(shared.Native, i, a.value), store(shared.DataAPI, i, a.value)
			if strip(got) != strip(want) {
				t.Errorf("%s in %s:\ngot  %s\nwant %s", a.name, column, got, want)
			}
		}
	}
}

// unequal are the arguments that MariaDB refuses from go-sql-driver/mysql, which sends
// bytes as characters, and that it takes from this one, which sends what is no UTF-8
// as bytes, as MySQL takes both.
var unequal = map[string]bool{
	"string that is not UTF-8 varbinary(64)": true,
	"string that is not UTF-8 blob":          true,
}

// strip takes from an error where the driver says which argument it is about, and how
// MariaDB spells bytes that are no UTF-8, of which it knows more in bytes than in
// characters.
func strip(outcome string) string {
	return strings.ReplaceAll(strings.TrimPrefix(outcome, "auroradataapi: bind argument $1: "), `a\xFF`, "a?")
}

// store stores an argument and returns what is there then, or the error.
func store(db *sql.DB, column int, value any) string {
	result, err := db.Exec(fmt.Sprintf("insert into arguments (c%d) values (?)", column), value)
	if err != nil {
		return err.Error()
	}
	id, err := result.LastInsertId()
	if err != nil {
		return err.Error()
	}
	var stored sql.NullString
	if err := shared.Native.QueryRow(fmt.Sprintf("select hex(c%d + 0), hex(c%[1]d) from arguments where id = ?", column), id).Scan(new(sql.NullString), &stored); err != nil {
		return err.Error()
	}
	return fmt.Sprint(stored)
}
