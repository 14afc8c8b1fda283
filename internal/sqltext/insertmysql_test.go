package sqltext_test

import (
	"fmt"
	"reflect"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/sqltext"
)

var insertionsOfMySQL = []struct {
	name    string
	sql     string
	want    string // as for PostgreSQL
	table   string
	columns []string
}{
	{name: "plain", sql: `insert into t values (?, ?)`, want: "VALUES [[1 2]]", table: "t"},
	{name: "rows", sql: "INSERT INTO a . `b c` (a, `b`) VALUES (?,?),(? , ?)", want: "VALUES [[1 2] [3 4]]", table: "a . `b c`", columns: []string{"a", "`b`"}},
	{name: "value", sql: "insert t (value) value (?)", want: "VALUES [[1]]", table: "t", columns: []string{"value"}},
	{name: "table named value", sql: "insert into value (a) values (?)", want: "VALUES [[1]]", table: "value", columns: []string{"a"}},
	{name: "words", sql: "insert low_priority ignore into t partition (p0, p1) (a) values (?)", want: "VALUES [[1]] ignores", table: "t", columns: []string{"a"}},
	{name: "ignore without into", sql: "insert ignore t values (?)", want: "VALUES [[1]] ignores", table: "t"},
	{name: "replaces", sql: "replace into t (a) values (?)", want: "VALUES [[1]] updates", table: "t", columns: []string{"a"}},
	{name: "updates", sql: "insert into t (a) values (?) as new(b) on duplicate key update a = new.b", want: "VALUES [[1]] updates", table: "t", columns: []string{"a"}},
	{name: "returns", sql: "insert into t (a) values (?) returning a", want: "VALUES [[1]] returns", table: "t", columns: []string{"a"}},
	{name: "comments", sql: "insert /* ( */ into t # values\n values -- x\n (?)", want: "VALUES [[1]]", table: "t"},
	{name: "expression", sql: `insert into t values (? + 1)`, table: "t"},
	{name: "rows in other words", sql: `insert into t values row(?)`, table: "t"},
	{name: "set", sql: `insert into t set a = ?`, table: "t"},
	{name: "query", sql: `insert into t (a) select ?`, table: "t", columns: []string{"a"}},
	{name: "placeholder behind", sql: `insert into t values (?) on duplicate key update a = ?`, table: "t"},
	{name: "values and more", sql: `insert into t values (?) order by 1`, table: "t"},
	{name: "names", sql: `insert into t values (:a)`, table: "t"},
	{name: "no columns", sql: `insert into t () values ()`, table: "t"},
	{name: "update", sql: `update t set a = ?`},
}

func TestInsertionOfMySQL(t *testing.T) {
	for _, tt := range insertionsOfMySQL {
		t.Run(tt.name, func(t *testing.T) {
			o, got := outlineMySQL(t, tt.sql), ""
			if in, ok := o.Insertion(); ok {
				got = describe(tt.sql, in)
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			table, columns, ok := o.Target()
			if table != tt.table || !reflect.DeepEqual(columns, tt.columns) || ok != (table != "") {
				t.Errorf("target is %q %q, %t, want %q %q", table, columns, ok, tt.table, tt.columns)
			}
		})
	}
}

// FuzzInsertionOfMySQL: the rows are where the insertion says, and with one row in
// their place it is an insertion of that.
func FuzzInsertionOfMySQL(f *testing.F) {
	for _, tt := range insertionsOfMySQL {
		f.Add(tt.sql)
	}
	f.Fuzz(func(t *testing.T, sql string) {
		outline, ok := sqltext.ReadOutline(sqltext.MySQL, sql)
		if !ok {
			return
		}
		in, ok := outline.Insertion()
		if !ok {
			return
		}
		again, ok := sqltext.ReadOutline(sqltext.MySQL, sql[:in.Start]+"VALUES (?)"+sql[in.End:])
		if !ok {
			t.Fatalf("%q cannot be read with one row", sql)
		}
		one, ok := again.Insertion()
		if want := fmt.Sprint([][]int{{1}}); !ok || fmt.Sprint(one.Rows) != want || one.Updates != in.Updates {
			t.Errorf("%q with one row: %+v", sql, one)
		}
	})
}
