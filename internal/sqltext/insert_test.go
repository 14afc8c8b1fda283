package sqltext_test

import (
	"fmt"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/sqltext"
)

var insertions = []struct {
	name string
	sql  string
	want string // the rows and what is behind them; empty if it is no such statement
}{
	{name: "plain", sql: `insert into t values ($1, $2)`, want: "VALUES [[1 2]]"},
	{name: "rows", sql: `INSERT INTO a."b c" AS x (a, "b") OVERRIDING SYSTEM VALUE VALUES ($2,$1),($3 , $4)`, want: "VALUES [[2 1] [3 4]]"},
	{name: "comments", sql: `insert /* ( */ into t -- values
		(a) values /**/ ($1)`, want: "VALUES [[1]]"},
	{name: "ignores", sql: `insert into t values ($1) on conflict (a) do nothing returning *`, want: "VALUES [[1]] ignores returns"},
	{name: "updates", sql: `insert into t values ($1) on conflict do update set a = excluded.a`, want: "VALUES [[1]] updates"},
	{name: "expression", sql: `insert into t values ($1 + 1)`},
	{name: "cast", sql: `insert into t values ($1::int)`},
	{name: "constant", sql: `insert into t values ($1, 1)`},
	{name: "default", sql: `insert into t values ($1, default)`},
	{name: "default values", sql: `insert into t default values`},
	{name: "query", sql: `insert into t select $1`},
	{name: "query in parentheses", sql: `insert into t (select $1)`},
	{name: "values of a query", sql: `insert into t (values ($1) order by 1)`},
	{name: "values and more", sql: `insert into t values ($1) order by 1`},
	{name: "union", sql: `insert into t values ($1) union values ($2)`},
	{name: "parts of columns", sql: `insert into t (a[1], b.c) values ($1, $2)`},
	{name: "different lengths", sql: `insert into t values ($1, $2), ($3)`},
	{name: "no value", sql: `insert into t values ()`},
	{name: "names", sql: `insert into t values (:a)`},
	{name: "with", sql: `with x as (select 1) insert into t values ($1)`},
	{name: "placeholder behind", sql: `insert into t values ($1) returning $2`},
	{name: "update", sql: `update t set a = $1`},
}

func TestInsertion(t *testing.T) {
	for _, tt := range insertions {
		t.Run(tt.name, func(t *testing.T) {
			got := ""
			if outline, ok := sqltext.ReadOutline(sqltext.PostgreSQL, tt.sql); ok {
				if in, ok := outline.Insertion(); ok {
					got = describe(tt.sql, in)
				}
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func describe(sql string, in sqltext.Insertion) string {
	got := fmt.Sprint("VALUES ", in.Rows)
	for text, is := range map[string]bool{" ignores": in.IgnoresConflicts, " updates": in.Updates} {
		if is {
			got += text
		}
	}
	if in.Returns {
		got += " returns"
	}
	return got
}

// FuzzInsertion: the rows are where the insertion says, and with one row in their
// place it is an insertion of that.
func FuzzInsertion(f *testing.F) {
	for _, tt := range insertions {
		f.Add(tt.sql)
	}
	f.Fuzz(func(t *testing.T, sql string) {
		outline, ok := sqltext.ReadOutline(sqltext.PostgreSQL, sql)
		if !ok {
			return
		}
		in, ok := outline.Insertion()
		if !ok {
			return
		}
		if in.Start < 0 || in.End < in.Start || in.End > len(sql) || len(in.Rows) == 0 {
			t.Fatalf("%q: %+v", sql, in)
		}
		again, ok := sqltext.ReadOutline(sqltext.PostgreSQL, sql[:in.Start]+"VALUES ($7)"+sql[in.End:])
		if !ok {
			t.Fatalf("%q cannot be read with one row", sql)
		}
		one, ok := again.Insertion()
		if !ok || len(one.Rows) != 1 || one.Rows[0][0] != 7 || one.Returns != in.Returns {
			t.Errorf("%q with one row: %+v", sql, one)
		}
	})
}
