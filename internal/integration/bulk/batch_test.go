package bulk_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi"
)

// TestExecBatch runs each statement for each set of arguments, natively and as a
// batch. What is there, and what each has affected, must be the same.
func TestExecBatch(t *testing.T) {
	tests := []struct {
		name  string
		query string
		sets  [][]any
	}{
		{name: "update", query: `update batch set name = $2 where id >= $1`, sets: [][]any{{1, "a"}, {3, "b"}, {99, "c"}}},
		{name: "update with a query", query: `update batch set name = (select max(name) from batch b where b.id < $1) where id = $1`, sets: [][]any{{2}, {3}}},
		{name: "delete", query: `delete from batch where id = $1`, sets: [][]any{{1}, {1}, {2}}},
		{name: "insert", query: `insert into batch (id, name) values ($1, $2)`, sets: [][]any{{11, "a"}, {12, nil}}},
		{name: "insert in another order", query: `insert into batch as b (name, id) values ($2, $1);`, sets: [][]any{{11, "a"}, {12, nil}}},
		{name: "insert with one twice", query: `insert into batch (id, n) values ($1, $1)`, sets: [][]any{{11}, {12}}},
		{name: "insert with more", query: `insert into batch (id, name) values ($1, upper($2)) returning id`, sets: [][]any{{11, "a"}, {12, "b"}}},
		{name: "ignored", query: `insert into batch (id) values ($1) on conflict do nothing`, sets: [][]any{{1}, {11}, {11}}},
		{name: "upsert", query: `insert into batch (id, name) values ($1, $2) on conflict (id) do update set name = batch.name || excluded.name`, sets: [][]any{{1, "x"}, {11, "y"}, {11, "z"}}},
		{name: "with", query: `with old as (delete from batch where id = $1 returning *) insert into batch select id + 100, name, n from old`, sets: [][]any{{1}, {2}, {50}}},
		{name: "select", query: `select set_config('x.y', $1, true), id from batch where id < 3`, sets: [][]any{{"a"}, {"b"}}},
		{name: "merge", query: `merge into batch b using (select $1::int8 as id) s on b.id = s.id when matched then delete when not matched then insert (id) values (s.id)`, sets: [][]any{{1}, {20}}},
		{name: "cast and array", query: `update batch set name = ($1::text[])[1] || $2::int where id = any($3)`, sets: [][]any{{"{a,b}", 1, []int64{1, 2}}}},
		{name: "names as the block has them", query: `update batch set name = auroradataapi_n.name from (select $1 as name, 1 as auroradataapi_1) auroradataapi_n where id = auroradataapi_1`, sets: [][]any{{"a"}}},
		{name: "quotes and dollars", query: `update batch set name = $$it's :x \ $$ || $1 || E'\'' where id = 1 -- it's`, sets: [][]any{{"a"}}},
		{name: "interval and fetch", query: `update batch set name = (select name from batch order by id fetch first $1 rows only) || $2::interval where id = 3`, sets: [][]any{{1, "1 day"}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			fill := func() {
				exec(t, `drop table if exists batch`, `create table batch (id int8 primary key, name text, n int8 default 7)`,
					`insert into batch select i, 'row ' || i from generate_series(1, 5) i`)
			}
			content := func() []string { return texts(t, `select batch::text from batch order by id`) }
			fill()
			var counts []int64
			tx, err := cluster.Native.BeginTx(t.Context(), nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, set := range tt.sets {
				result, err := tx.ExecContext(t.Context(), tt.query, set...)
				if err != nil {
					t.Fatal(err)
				}
				n, _ := result.RowsAffected()
				counts = append(counts, n)
			}
			if err := tx.Commit(); err != nil {
				t.Fatal(err)
			}
			want := content()
			var sum int64
			for _, n := range counts {
				sum += n
			}
			for _, each := range []bool{false, true} {
				for _, maxRows := range []int{0, 1} {
					fill()
					var got []int64
					options := &auroradataapi.BulkOptions{MaxRows: maxRows}
					if each {
						options.Affected = func(_, n int64) { got = append(got, n) }
					}
					n, err := auroradataapi.ExecBatch(t.Context(), cluster.DataAPI, tt.query, slices.Values(tt.sets), options)
					if err != nil {
						t.Fatal(err)
					}
					if n != sum || each && !slices.Equal(got, counts) {
						t.Errorf("affected %d, %v, natively %d, %v", n, got, sum, counts)
					}
					if got := content(); !slices.Equal(got, want) {
						t.Errorf("content %q, natively %q", got, want)
					}
				}
			}
		})
	}
}

// TestAffectedOfLargeRow has a row that has no room in the form that many rows
// travel in.
func TestAffectedOfLargeRow(t *testing.T) {
	exec(t, `create table affected (id int8, body text)`)
	var got []string
	options := &auroradataapi.BulkOptions{Affected: func(row, n int64) { got = append(got, fmt.Sprint(row, ":", n)) }}
	rows := rowsOf([]any{1, "small"}, []any{2, strings.Repeat(`"`, 1_500_000)}, []any{3, "small"})
	n, err := auroradataapi.ExecBatch(t.Context(), cluster.DataAPI, `insert into affected values ($1, $2)`, rows, options)
	if want := []string{"0:1", "1:1", "2:1"}; n != 3 || err != nil || !slices.Equal(got, want) {
		t.Errorf("got %d, %v, %q, want %q", n, err, got, want)
	}
}

func TestExecBatchRefuses(t *testing.T) {
	for name, query := range map[string]string{
		"no placeholder":       `select 1`,
		"named placeholder":    `select :name`,
		"several statements":   `select $1; select $1`,
		"call":                 `call p($1)`,
		"definition of tables": `create table x as select $1`,
	} {
		t.Run(name, func(t *testing.T) {
			_, err := auroradataapi.ExecBatch(t.Context(), cluster.DataAPI, query, rowsOf([]any{1}), nil)
			if err == nil {
				t.Error("no error")
			}
		})
	}
	_, err := auroradataapi.ExecBatch(t.Context(), cluster.DataAPI, `update no_such_table set a = $1`, rowsOf([]any{1}), nil)
	var e *auroradataapi.Error
	if !errors.As(err, &e) || e.Code != "42P01" || e.Position != 8 {
		t.Errorf("got %v", err)
	}
}
