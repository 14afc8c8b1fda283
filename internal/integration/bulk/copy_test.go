package bulk_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi"
)

// numbers yields the rows (0), (1), … in one slice that is used again.
func numbers(n int) iter.Seq[[]any] {
	return func(yield func([]any) bool) {
		row := make([]any, 1)
		for i := range n {
			row[0] = i
			if !yield(row) {
				return
			}
		}
	}
}

func TestChunks(t *testing.T) {
	exec(t, `create schema "S"`, `create table "S"."chunk ""s" (id int8, body text, born timestamptz not null default now(), serial int8 generated always as identity)`)
	body := strings.Repeat(`"\é`, 2000)
	rows := func(yield func([]any) bool) {
		for i := range 400 { // some 6 MB of JSON
			if !yield([]any{i, body}) {
				return
			}
		}
	}
	tests := []struct {
		name    string
		options auroradataapi.BulkOptions
		least   int // requests
	}{
		{name: "as many as have room", least: 2},
		{name: "counted", options: auroradataapi.BulkOptions{MaxRows: 64}, least: 6},
		{name: "each committed", options: auroradataapi.BulkOptions{CommitEachChunk: true}, least: 2},
		{name: "several at once", options: auroradataapi.BulkOptions{CommitEachChunk: true, Concurrency: 4, MaxRows: 50}, least: 8},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			exec(t, `truncate "S"."chunk ""s"`)
			var progress []int64
			tt.options.Progress = func(rows int64) { progress = append(progress, rows) }
			n, err := auroradataapi.CopyFrom(t.Context(), cluster.DataAPI, []string{"S", `chunk "s`}, []string{"id", "body"}, rows, &tt.options)
			if err != nil || n != 400 {
				t.Fatalf("got %d, %v", n, err)
			}
			if len(progress) < tt.least || !slices.IsSorted(progress) || progress[len(progress)-1] != 400 {
				t.Errorf("progress %v, want %d requests or more", progress, tt.least)
			}
			if sum := number(t, `select sum(id) from "S"."chunk ""s" where body = '`+body+`'`); sum != 399*400/2 {
				t.Errorf("sum of the rows: %d", sum)
			}
			if out := number(t, `select count(*) from (select id, lag(id) over (order by serial) before from "S"."chunk ""s") q where before >= id`); out != 0 && tt.options.Concurrency < 2 {
				t.Errorf("%d rows are out of order", out)
			}
		})
	}
}

// TestLargeRows has rows that have no room in the form that many rows travel in.
func TestLargeRows(t *testing.T) {
	exec(t, `create table large (id int8, body bytea)`)
	large := make([]byte, 3_000_000)
	rows := rowsOf([]any{1, []byte("small")}, []any{2, large}, []any{3, []byte("small")})
	if _, err := auroradataapi.CopyFrom(t.Context(), cluster.DataAPI, []string{"large"}, []string{"id", "body"}, rows, nil); err != nil {
		t.Fatal(err)
	}
	if n := number(t, `select sum(length(body)) from large`); n != 3_000_010 {
		t.Errorf("stored %d bytes", n)
	}
	rows = rowsOf([]any{4, []byte("small")}, []any{5, append(large, large...)})
	_, err := auroradataapi.CopyFrom(t.Context(), cluster.DataAPI, []string{"large"}, []string{"id", "body"}, rows, nil)
	var e *auroradataapi.BulkError
	if !errors.Is(err, auroradataapi.ErrRequestTooLarge) || !errors.As(err, &e) || e.First != 1 || e.Last != 1 {
		t.Errorf("a row above the limit: %v", err)
	}
	if n := number(t, `select count(*) from large`); n != 3 {
		t.Errorf("%d rows", n)
	}
}

// TestMaxRows asks for more rows in a request than there may be.
func TestMaxRows(t *testing.T) {
	exec(t, `create table most (id int8)`)
	var progress []int64
	options := &auroradataapi.BulkOptions{MaxRows: 1_000_000, Progress: func(rows int64) { progress = append(progress, rows) }}
	_, err := auroradataapi.CopyFrom(t.Context(), cluster.DataAPI, []string{"most"}, []string{"id"}, numbers(60_000), options)
	if err != nil || !slices.Equal(progress, []int64{50_000, 60_000}) {
		t.Errorf("progress %v, %v", progress, err)
	}
}

func TestErrorsNameTheRow(t *testing.T) {
	exec(t, `create function refuse() returns trigger language plpgsql as $$ begin if new.id = 77 then raise exception 'not seventy-seven'; end if; return new; end $$`)
	bad := map[string]struct {
		row   []any
		state string
	}{
		"duplicate of a row before": {row: []any{3, "x"}, state: "23505"},
		"not a number":              {row: []any{"x", "x"}, state: "22P02"},
		"too long":                  {row: []any{1000, "too long"}, state: "22001"},
		"check":                     {row: []any{-1, "x"}, state: "23514"},
		"trigger":                   {row: []any{77, "x"}, state: "P0001"},
		"null":                      {row: []any{1000, nil}, state: "23502"},
	}
	ways := []struct {
		name    string
		options auroradataapi.BulkOptions
		kept    int64 // rows that stay
	}{
		{name: "one request"},
		{name: "several requests", options: auroradataapi.BulkOptions{MaxRows: 10}},
		{name: "each committed", options: auroradataapi.BulkOptions{MaxRows: 10, CommitEachChunk: true}, kept: 30},
		{name: "in a loop", options: auroradataapi.BulkOptions{Affected: func(int64, int64) {}}},
		{name: "in several loops", options: auroradataapi.BulkOptions{MaxRows: 10, Affected: func(int64, int64) {}}},
		{name: "in loops, each committed", options: auroradataapi.BulkOptions{MaxRows: 10, CommitEachChunk: true, Affected: func(int64, int64) {}}, kept: 30},
	}
	for what, b := range bad {
		for i, way := range ways {
			t.Run(what+"/"+way.name, func(t *testing.T) {
				exec(t, `drop table if exists named`, `create table named (id int8 primary key check (id >= 0), name varchar(3) not null)`,
					`create trigger refuse before insert on named for each row execute function refuse()`)
				rows := func(yield func([]any) bool) {
					for i := range 40 {
						row := []any{i, "abc"}
						if i == 33 {
							row = b.row
						}
						if !yield(row) {
							return
						}
					}
				}
				var n int64
				var err error
				if i < 3 {
					n, err = auroradataapi.CopyFrom(t.Context(), cluster.DataAPI, []string{"named"}, []string{"id", "name"}, rows, &way.options)
				} else {
					n, err = auroradataapi.ExecBatch(t.Context(), cluster.DataAPI, `insert into named values ($1, $2)`, rows, &way.options)
				}
				var e *auroradataapi.BulkError
				var reason *auroradataapi.Error
				if !errors.As(err, &e) || !errors.As(err, &reason) || e.First != 33 || e.Last != 33 || reason.Code != b.state || e.Committed != way.kept || n != way.kept {
					t.Errorf("got %d, %v (%+v)", n, err, e)
				}
				if strings.Contains(reason.Message, "auroradataapi") {
					t.Errorf("message %q", reason.Message)
				}
				if kept := number(t, `select count(*) from named`); kept != way.kept {
					t.Errorf("%d rows are there, want %d", kept, way.kept)
				}
			})
		}
	}
	openTransactions(t)
}

// openTransactions fails the test if there is one.
func openTransactions(t *testing.T) {
	t.Helper()
	if n := number(t, `select count(*) from pg_stat_activity where state like 'idle in transaction%'`); n != 0 {
		t.Errorf("%d transactions are open", n)
	}
}

// TestTransactionOfTheCaller writes in transactions that begin and end in different
// ways.
func TestTransactionOfTheCaller(t *testing.T) {
	exec(t, `create table mine (id int8 primary key)`)
	copyTo := func(on auroradataapi.Execer, n int) error {
		_, err := auroradataapi.CopyFrom(t.Context(), on, []string{"mine"}, []string{"id"}, numbers(n), &auroradataapi.BulkOptions{MaxRows: 7})
		return err
	}
	tx, err := cluster.DataAPI.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := copyTo(tx, 20); err != nil {
		t.Error(err)
	}
	if err := tx.Rollback(); err != nil || number(t, `select count(*) from mine`) != 0 {
		t.Errorf("rolled back: %v", err)
	}
	conn, err := cluster.DataAPI.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	for _, step := range []func() error{
		func() error { _, err := conn.ExecContext(t.Context(), `begin`); return err },
		func() error { return copyTo(conn, 20) },
		func() error { _, err := conn.ExecContext(t.Context(), `rollback`); return err },
		func() error { return copyTo(conn, 20) },
	} {
		if err := step(); err != nil {
			t.Fatal(err)
		}
	}
	if n := number(t, `select count(*) from mine`); n != 20 {
		t.Errorf("%d rows", n)
	}
	tx, err = cluster.DataAPI.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	err = copyTo(tx, 20)
	var e *auroradataapi.BulkError
	if !errors.As(err, &e) || e.First != 0 || e.Last != 6 {
		t.Errorf("duplicates: %v", err)
	}
	if err := tx.Commit(); !errors.Is(err, auroradataapi.ErrTxCommitRollback) {
		t.Errorf("commit: %v", err)
	}
}

func TestReturned(t *testing.T) {
	exec(t, `create table keyed (id int8 generated always as identity (start 100), name text, age interval default '90 days')`)
	var got []string
	options := &auroradataapi.BulkOptions{MaxRows: 2, Returning: []string{"id", "name", "age"}, Returned: func(row int64, values []any) error {
		got = append(got, fmt.Sprint(row, values))
		return nil
	}}
	if _, err := auroradataapi.CopyFrom(t.Context(), cluster.DataAPI, []string{"keyed"}, []string{"name"}, rowsOf([]any{"a"}, []any{"b"}, []any{"c"}), options); err != nil {
		t.Fatal(err)
	}
	options.Returning = nil
	if _, err := auroradataapi.ExecBatch(t.Context(), cluster.DataAPI, `insert into keyed (name) values ($1) returning id`, rowsOf([]any{"d"}), options); err != nil {
		t.Fatal(err)
	}
	want := []string{"0 [100 a 90 days]", "1 [101 b 90 days]", "2 [102 c 90 days]", "0 [103]"}
	if !slices.Equal(got, want) {
		t.Errorf("returned %q, want %q", got, want)
	}
	broken := errors.New("broken")
	options.Returned = func(int64, []any) error { return broken }
	if _, err := auroradataapi.ExecBatch(t.Context(), cluster.DataAPI, `insert into keyed (name) values ($1) returning id`, rowsOf([]any{"d"}, []any{"e"}, []any{"f"}), options); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	if n := number(t, `select count(*) from keyed`); n != 4 {
		t.Errorf("%d rows", n)
	}
	options.MaxRows = 0
	if n, err := auroradataapi.ExecBatch(t.Context(), cluster.DataAPI, `insert into keyed (name) values ($1) returning id`, rowsOf([]any{"d"}), options); n != 0 || !errors.Is(err, broken) {
		t.Errorf("one request: got %d, %v", n, err)
	}
	if n := number(t, `select count(*) from keyed`); n != 4 {
		t.Errorf("one request: %d rows", n)
	}
	_, err := auroradataapi.ExecBatch(t.Context(), cluster.DataAPI, `update keyed set name = $1 returning id`, rowsOf([]any{"d"}), options)
	if err == nil || !strings.Contains(err.Error(), "leave BulkOptions.Returned out") {
		t.Errorf("update: %v", err)
	}
}

// TestReturnedOfHiddenRows has a trigger that drops a row, so that nobody knows
// which rows have returned what.
func TestReturnedOfHiddenRows(t *testing.T) {
	exec(t, `create table hidden (id int8 generated always as identity, name text)`,
		`create function hide() returns trigger language plpgsql as $$ begin if new.name = 'hide' then return null; end if; return new; end $$`,
		`create trigger hide before insert on hidden for each row execute function hide()`)
	for _, each := range []bool{false, true} {
		options := &auroradataapi.BulkOptions{MaxRows: 2, CommitEachChunk: each, Returning: []string{"id"}, Returned: func(int64, []any) error { return nil }}
		n, err := auroradataapi.CopyFrom(t.Context(), cluster.DataAPI, []string{"hidden"}, []string{"name"}, rowsOf([]any{"a"}, []any{"hide"}), options)
		var e *auroradataapi.BulkError
		if n != 0 || !errors.As(err, &e) || e.Last != 1 || e.Committed != 0 {
			t.Errorf("got %d, %v", n, err)
		}
	}
	if n := number(t, `select count(*) from hidden`); n != 0 {
		t.Errorf("%d rows are there after an error", n)
	}
}

// TestRowsReferToRows has rows that refer to others behind them: a part of them
// lacks what all of them do not, and no row can be told to be the one.
func TestRowsReferToRows(t *testing.T) {
	exec(t, `create table root (id int8 primary key)`, `insert into root values (30)`,
		`create table tree (id int8 primary key, parent int8 references tree)`,
		`create table leaf (id int8 primary key, parent int8 references root)`)
	tests := []struct {
		table       string
		first, last int64
	}{
		{table: "tree", first: 0, last: 39},
		{table: "leaf", first: 33, last: 33},
	}
	parents := [40]any{0: 30, 33: 999}
	for _, tt := range tests {
		t.Run(tt.table, func(t *testing.T) {
			rows := func(yield func([]any) bool) {
				for i, parent := range parents {
					if !yield([]any{i, parent}) {
						return
					}
				}
			}
			_, err := auroradataapi.CopyFrom(t.Context(), cluster.DataAPI, []string{tt.table}, []string{"id", "parent"}, rows, nil)
			var e *auroradataapi.BulkError
			var reason *auroradataapi.Error
			if !errors.As(err, &e) || !errors.As(err, &reason) || e.First != tt.first || e.Last != tt.last || reason.Code != "23503" {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestEndOfTheSequence(t *testing.T) {
	exec(t, `create table ended (id int8)`)
	broken := errors.New("broken")
	write := func(options auroradataapi.BulkOptions, n int) (int64, error) {
		return auroradataapi.CopyFrom(t.Context(), cluster.DataAPI, []string{"ended"}, []string{"id"}, numbers(n), &options)
	}
	fails := func() error { return broken }
	tests := []struct {
		name    string
		options auroradataapi.BulkOptions
		rows    int
		kept    int64
		err     error
	}{
		{name: "no row", options: auroradataapi.BulkOptions{SourceErr: func() error { return nil }}},
		{name: "error without rows", options: auroradataapi.BulkOptions{SourceErr: fails}, err: broken},
		{name: "error of a request", options: auroradataapi.BulkOptions{SourceErr: fails}, rows: 10, err: broken},
		{name: "error of several", options: auroradataapi.BulkOptions{SourceErr: fails, MaxRows: 4}, rows: 10, err: broken},
		{name: "error, each committed", options: auroradataapi.BulkOptions{SourceErr: fails, MaxRows: 4, CommitEachChunk: true}, rows: 10, kept: 8, err: broken},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			exec(t, `truncate ended`)
			n, err := write(tt.options, tt.rows)
			if n != tt.kept || !errors.Is(err, tt.err) || number(t, `select count(*) from ended`) != tt.kept {
				t.Errorf("got %d, %v", n, err)
			}
		})
	}
	openTransactions(t)
}

// TestPanics panics in each function of the caller's. What is under way ends, and
// nothing is written.
func TestPanics(t *testing.T) {
	exec(t, `create table panicked (id int8)`)
	panics := func() { panic("of the caller") }
	many := func(yield func([]any) bool) {
		for i := range 20 {
			if i == 15 {
				panics()
			}
			if !yield([]any{i}) {
				return
			}
		}
	}
	tests := []struct {
		name    string
		rows    iter.Seq[[]any]
		options auroradataapi.BulkOptions
	}{
		{name: "sequence", rows: many},
		{name: "progress", rows: numbers(20), options: auroradataapi.BulkOptions{Progress: func(int64) { panics() }}},
		{name: "source error", rows: numbers(20), options: auroradataapi.BulkOptions{SourceErr: func() error { panics(); return nil }}},
		{name: "returned", rows: numbers(20), options: auroradataapi.BulkOptions{Returning: []string{"id"}, Returned: func(int64, []any) error { panics(); return nil }}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.options.MaxRows = 4
			func() {
				defer func() {
					if recover() != "of the caller" {
						t.Error("no panic")
					}
				}()
				_, _ = auroradataapi.CopyFrom(t.Context(), cluster.DataAPI, []string{"panicked"}, []string{"id"}, tt.rows, &tt.options)
			}()
			openTransactions(t)
			if n := number(t, `select count(*) from panicked`); n != 0 {
				t.Errorf("%d rows", n)
			}
		})
	}
}

func TestContextEnds(t *testing.T) {
	exec(t, `create table canceled (id int8)`)
	ctx, cancel := context.WithCancel(t.Context())
	rows := func(yield func([]any) bool) {
		for i := range 20 {
			if i == 15 {
				cancel()
			}
			if !yield([]any{i}) {
				return
			}
		}
	}
	n, err := auroradataapi.CopyFrom(ctx, cluster.DataAPI, []string{"canceled"}, []string{"id"}, rows, &auroradataapi.BulkOptions{MaxRows: 4})
	if !errors.Is(err, context.Canceled) || n != 0 || number(t, `select count(*) from canceled`) != 0 {
		t.Errorf("got %d, %v", n, err)
	}
}

func TestCannotBe(t *testing.T) {
	exec(t, `create table refused (id int8)`)
	tx, err := cluster.DataAPI.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	conn, err := cluster.DataAPI.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	tests := []struct {
		name    string
		on      auroradataapi.Execer
		columns []string
		rows    iter.Seq[[]any]
		options auroradataapi.BulkOptions
		want    string
	}{
		{name: "another driver", on: cluster.Native, want: "this is not a connection of package auroradataapi"},
		{name: "no column", on: cluster.DataAPI, columns: []string{}, want: "no table or no columns"},
		{name: "no such column", on: cluster.DataAPI, columns: []string{"no"}, want: "42703"},
		{name: "too many values", on: cluster.DataAPI, rows: rowsOf([]any{1}, []any{1, 2}), want: "row 1: row has 2 values, not 1"},
		{name: "unfit value", on: cluster.DataAPI, rows: rowsOf([]any{struct{}{}}), want: "row 0: column 1: the server wants int8"},
		{name: "not UTF-8", on: cluster.DataAPI, rows: rowsOf([]any{"\xff"}), want: "22021"},
		{name: "several at once in a transaction", on: cluster.DataAPI, options: auroradataapi.BulkOptions{Concurrency: 2}, want: "set BulkOptions.CommitEachChunk"},
		{name: "several at once on a connection", on: conn, options: auroradataapi.BulkOptions{Concurrency: 2, CommitEachChunk: true}, want: "pass a *sql.DB"},
		{name: "commits in the caller's transaction", on: tx, options: auroradataapi.BulkOptions{CommitEachChunk: true}, want: "leave BulkOptions.CommitEachChunk out"},
		{name: "begins in its own way", on: struct{ auroradataapi.Execer }{cluster.DataAPI}, want: "pass the *sql.DB, *sql.Conn or *sql.Tx in it"},
		{name: "returning to nobody", on: cluster.DataAPI, options: auroradataapi.BulkOptions{Returning: []string{"id"}}, want: "no BulkOptions.Returned"},
		{name: "negative", on: cluster.DataAPI, options: auroradataapi.BulkOptions{MaxRows: -1}, want: "negative"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if tt.columns == nil {
				tt.columns = []string{"id"}
			}
			if tt.rows == nil {
				tt.rows = numbers(3)
			}
			n, err := auroradataapi.CopyFrom(t.Context(), tt.on, []string{"refused"}, tt.columns, tt.rows, &tt.options)
			if n != 0 || err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %d, %v, want %s", n, err, tt.want)
			}
		})
	}
	if n := number(t, `select count(*) from refused`); n != 0 {
		t.Errorf("%d rows", n)
	}
}

// TestSettings has SET of the connection in force.
func TestSettings(t *testing.T) {
	exec(t, `create schema elsewhere`, `create table elsewhere.there (id int8)`)
	conn, err := cluster.DataAPI.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	defer conn.ExecContext(context.WithoutCancel(t.Context()), `reset all`)
	if _, err := conn.ExecContext(t.Context(), `set search_path = elsewhere`); err != nil {
		t.Fatal(err)
	}
	for _, options := range []auroradataapi.BulkOptions{{}, {MaxRows: 4}, {MaxRows: 4, CommitEachChunk: true}} {
		if _, err := auroradataapi.CopyFrom(t.Context(), conn, []string{"there"}, []string{"id"}, numbers(10), &options); err != nil {
			t.Error(err)
		}
		if n, err := auroradataapi.ExecBatch(t.Context(), conn, `update there set id = -$1 where id = $1`, numbers(10), &options); err != nil || n < 10 {
			t.Errorf("got %d, %v", n, err)
		}
	}
}

// TestTypesChange: what is remembered of a table is forgotten when it does not fit.
func TestTypesChange(t *testing.T) {
	write := func() error {
		_, err := auroradataapi.CopyFrom(t.Context(), cluster.DataAPI, []string{"changing"}, []string{"value"}, rowsOf([]any{"true"}), nil)
		return err
	}
	exec(t, `create table changing (value text)`)
	if err := write(); err != nil {
		t.Fatal(err)
	}
	exec(t, `drop table changing`, `create table changing (value bool)`)
	var e *auroradataapi.Error
	if err := write(); !errors.As(err, &e) || e.Code != "42804" || e.Position != 0 {
		t.Errorf("out of date: %v", err)
	}
	if err := write(); err != nil {
		t.Error(err)
	}
}
