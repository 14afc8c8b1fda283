package conformance_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/lib/pq"
	"github.com/shopspring/decimal"
)

// mySQLTargets are columns to insert arguments into.
var mySQLTargets = []target{
	{name: "tinyint", expr: "tinyint(1)"},
	{name: "int", expr: "int"},
	{name: "unsigned", expr: "bigint unsigned"},
	{name: "float", expr: "float"},
	{name: "double", expr: "double"},
	{name: "decimal", expr: "decimal(20,4)"},
	{name: "char", expr: "char(40)"},
	{name: "varchar", expr: "varchar(64)"},
	{name: "latin", expr: "varchar(64) character set latin1"},
	{name: "text", expr: "text"},
	{name: "varbinary", expr: "varbinary(64)"},
	{name: "blob", expr: "blob"},
	{name: "json", expr: "json"},
	{name: "date", expr: "date"},
	{name: "datetime", expr: "datetime(6)"},
	{name: "timestamp", expr: "timestamp(3) null"},
	{name: "time", expr: "time(6)"},
	{name: "year", expr: "year"},
	{name: "enum", expr: "enum('ok','1')"},
	{name: "bit", expr: "bit(8)"},
}

// mySQLArguments are those of PostgreSQL, and what is MySQL's own.
func mySQLArguments() []argument {
	return append(arguments[:len(arguments):len(arguments)],
		argument{"uint64 beyond int64", uint64(math.MaxInt64 + 1)},
		argument{"int64 min", int64(math.MinInt64)},
		argument{"float64 large", 1e300},
		argument{"float32 third", float32(1) / 3},
		argument{"[]byte bin", []byte{0, 1, 255}},
		argument{"[]byte empty", []byte{}},
		argument{"string date", "2024-02-29"},
		argument{"string timestamp", "2024-02-29 13:14:15"},
		argument{"string negative time", "-100:00:00.5"},
		argument{"string enum", "ok"},
		argument{"string backslash", `a\'b`},
		argument{"string NUL", "a\x00b"},
		argument{"string not UTF-8", "a\xff"},
		argument{"decimal.Decimal", decimal.RequireFromString("1.5")},
		argument{"pq.Array", pq.Array([]string{"a", "b"})},
		argument{"pq.Array of int64", pq.Array([]int64{1, 2})},
		argument{"string inet", "10.1.2.3"},
		argument{"string interval", "1 day"},
		argument{"string array", "{1,2}"},
		argument{"*float64", pointerTo(1.5)},
		argument{"func", (func())(nil)},
		argument{"chan", (chan int)(nil)},
		argument{"complex128", 1i},
	)
}

func pointerTo[T any](v T) *T { return &v }

// TestMySQLArguments inserts every argument into a column of every type, and
// reads the value back as the server's bytes, past the Data API.
func TestMySQLArguments(t *testing.T) {
	for _, to := range mySQLTargets {
		createOnMySQL(t, "argument_"+to.name, fmt.Sprintf("(id int primary key, v %s)", to.expr))
	}
	counts := newMySQLTally(t)
	for i, from := range mySQLArguments() {
		t.Run(from.name, func(t *testing.T) {
			t.Parallel()
			for _, to := range mySQLTargets {
				what := from.name + " into " + to.name
				differs, why := mySQLArgumentDifference(from.name, to.name)
				compareMySQL(t, counts, what, differs, why, func(w way) string { return w.insertIntoMySQL(t, i, from, to) })
			}
		})
	}
}

// insertIntoMySQL returns the value that an insertion has stored, or how it
// fails: which of driver and server refuses an argument, and with which words, is
// not a difference.
func (w way) insertIntoMySQL(t *testing.T, row int, from argument, to target) string {
	t.Helper()
	if !w.native {
		row += 10000
	}
	if _, err := w.db.ExecContext(t.Context(), fmt.Sprintf("insert into argument_%s values (%d, ?)", to.name, row), from.value); err != nil {
		return "refused\n"
	}
	native, _ := mySQLWays()
	seen := native.observe(t.Context(), native.db, fmt.Sprintf("select cast(v as binary), v is null from argument_%s where id = %d", to.name, row))
	_, value, _ := strings.Cut(seen, "column \"v is null\"")
	_, value, _ = strings.Cut(value, "\n")
	return value
}

// TestMySQLReturnedArguments selects every argument, which has no column's type.
func TestMySQLReturnedArguments(t *testing.T) {
	counts := newMySQLTally(t)
	for _, from := range mySQLArguments() {
		t.Run(from.name, func(t *testing.T) {
			for _, query := range list("select ?", "select concat(?, '!')", "select ? + 1", "select ? is null") {
				differs, why := mySQLArgumentDifference(from.name, query)
				compareMySQL(t, counts, query+" "+from.name, differs, why, func(w way) string {
					seen := w.observe(t.Context(), w.db, query, from.value)
					if strings.Contains(seen, "error ") { // which natively may come with the rows
						return "refused\n"
					}
					return seen
				})
			}
		})
	}
}
