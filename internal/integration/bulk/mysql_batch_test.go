package bulk_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi"
)

// TestMySQLExecBatch runs each statement for each set of arguments, natively and as a
// batch. What is there, and what each has affected, must be the same.
func TestMySQLExecBatch(t *testing.T) {
	tests := []struct {
		name      string
		query     string
		sets      [][]any
		uncounted bool // unless each is counted
	}{
		{name: "update", query: `update batch set name = ? where id >= ?`, sets: [][]any{{"a", 1}, {"b", 3}, {"c", 99}}, uncounted: true},
		{name: "update with a query", query: `update batch set name = (select max(x.name) from (select * from batch) x where x.id < ?) where id = ?`, sets: [][]any{{2, 2}, {3, 3}}, uncounted: true},
		{name: "delete", query: `delete from batch where id = ?`, sets: [][]any{{1}, {1}, {2}}, uncounted: true},
		{name: "delete of some", query: `delete from batch order by id limit ?`, sets: [][]any{{1}, {2}}, uncounted: true},
		{name: "insert", query: `insert into batch (id, name) values (?, ?)`, sets: [][]any{{11, "a"}, {12, nil}}},
		{name: "insert without names", query: "INSERT batch VALUE (?,?,?) # all", sets: [][]any{{11, "a", 1}, {12, nil, 2}}},
		{name: "insert with set", query: `insert into batch set id = ?, name = ?`, sets: [][]any{{11, "a"}, {12, nil}}, uncounted: true},
		{name: "insert with more", query: `insert into batch (id, name) values (?, upper(?))`, sets: [][]any{{11, "a"}, {12, "b"}}, uncounted: true},
		{name: "insert of several rows", query: `insert into batch (id) values (?), (?)`, sets: [][]any{{11, 12}, {13, 14}}, uncounted: true},
		{name: "ignored", query: `insert ignore into batch (id) values (?)`, sets: [][]any{{1}, {11}, {11}}},
		{name: "replace", query: `replace into batch (id, name) values (?, ?)`, sets: [][]any{{1, "x"}, {11, "y"}, {11, "z"}}},
		{name: "upsert", query: "insert into batch (id, name) values (?, ?) on duplicate key update name = concat(coalesce(name, ''), values(name)), n = n + 1", sets: [][]any{{1, "x"}, {11, "y"}, {11, "z"}, {11, "z"}}},
		{name: "upsert with an argument", query: "insert into batch (id) values (?) on duplicate key update name = ?", sets: [][]any{{1, "x"}, {11, "y"}, {11, "z"}}, uncounted: true},
		{name: "quotes and comments", query: "update batch set name = concat('it''s :x \\' ? ', ?, \"\\\"\") where id = 1 -- it's ?", sets: [][]any{{"a"}}, uncounted: true},
		{name: "unsigned", query: "update batch set name = ? where id = ?", sets: [][]any{{uint64(1<<64 - 1), 1}, {"b", 2}, {3, 3}}, uncounted: true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			fill := func() {
				execOn(t, mySQL, `drop table if exists batch`, `create table batch (id bigint primary key, name text, n bigint default 7)`,
					`insert into batch (id, name) values (1, 'row 1'), (2, 'row 2'), (3, 'row 3'), (4, 'row 4'), (5, 'row 5')`)
			}
			content := func() []string {
				return textsOn(t, mySQL, `select concat_ws(',', id, coalesce(name, 'NULL'), n) from batch order by id`)
			}
			fill()
			var counts []int64
			tx, err := mySQL.Native.BeginTx(t.Context(), nil)
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
					wantSum := sum
					if each {
						options.Affected = func(_, n int64) { got = append(got, n) }
					} else if tt.uncounted {
						wantSum = -1
					}
					n, err := auroradataapi.ExecBatch(t.Context(), mySQL.DataAPI, tt.query, slices.Values(tt.sets), options)
					if err != nil {
						t.Fatal(err)
					}
					if n != wantSum || each && !slices.Equal(got, counts) {
						t.Errorf("affected %d, %v, natively %d, %v", n, got, sum, counts)
					}
					if got := content(); !slices.Equal(got, want) {
						t.Errorf("content %q, natively %q", got, want)
					}
				}
			}
		})
	}
	openMySQLTransactions(t)
}

func TestMySQLExecBatchRefuses(t *testing.T) {
	for query, want := range map[string]string{
		"update t set a = 1":                     "the statement has no placeholders for sets of arguments: write ?, ?, …",
		"update t set a = :name":                 "sets of arguments have no names: write placeholders ?, ?, …",
		"select ?":                               "SELECT takes no sets of arguments: write an INSERT, REPLACE, UPDATE or DELETE",
		"with q as (select ?) select * from q":   "a query takes no sets of arguments: write an INSERT, REPLACE, UPDATE or DELETE",
		"call p(?)":                              "CALL takes no sets of arguments: write an INSERT, REPLACE, UPDATE or DELETE",
		"insert into t values (?) returning *":   "BatchExecuteStatement returns no rows: leave RETURNING out",
		"update t set a = ?; update t set a = ?": "",
	} {
		t.Run(query, func(t *testing.T) {
			_, err := auroradataapi.ExecBatch(t.Context(), mySQL.DataAPI, query, rowsOf([]any{1}), nil)
			if err == nil || !strings.HasSuffix(err.Error(), want) {
				t.Errorf("got %v, want %s", err, want)
			}
		})
	}
	_, err := auroradataapi.ExecBatch(t.Context(), mySQL.DataAPI, `update no_such_table set a = ?`, rowsOf([]any{1}), nil)
	var e *auroradataapi.Error
	if !errors.As(err, &e) || e.Number != 1146 {
		t.Errorf("got %v", err)
	}
	_, err = auroradataapi.CopyFrom(t.Context(), mySQL.DataAPI, []string{"t"}, []string{"a"}, rowsOf([]any{[]int{1}}), nil)
	if err == nil || !strings.Contains(err.Error(), "row 0") {
		t.Errorf("a slice: %v", err)
	}
}

// TestMySQLManyBatches has an error behind more requests than there are savepoints on
// PostgreSQL.
func TestMySQLManyBatches(t *testing.T) {
	execOn(t, mySQL, `create table batches (id bigint primary key)`)
	sets := func(yield func([]any) bool) {
		for i := range 400 {
			if !yield([]any{[]int{i, 2}[i/399]}) {
				return
			}
		}
	}
	options := &auroradataapi.BulkOptions{MaxRows: 5}
	_, err := auroradataapi.ExecBatch(t.Context(), mySQL.DataAPI, `insert into batches set id = ?`, sets, options)
	var e *auroradataapi.BulkError
	if !errors.As(err, &e) || e.First != 399 || e.Last != 399 {
		t.Errorf("got %v", err)
	}
	if n := numberOn(t, mySQL, `select count(*) from batches`); n != 0 {
		t.Errorf("%d rows", n)
	}
}
