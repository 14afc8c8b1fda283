package bulk_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/internal/integration/testcluster"
)

func TestMySQLChunks(t *testing.T) {
	execOn(t, mySQL, "create database `S`", "create table `S`.`chunk ``s` (n int auto_increment primary key, id bigint, body text, born datetime not null default now())")
	body := strings.Repeat(`"\é`, 2000)
	rows := func(yield func([]any) bool) {
		for i := range 400 { // some 8 MB of JSON
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
			execOn(t, mySQL, "truncate `S`.`chunk ``s`")
			var progress []int64
			tt.options.Progress = func(rows int64) { progress = append(progress, rows) }
			n, err := auroradataapi.CopyFrom(t.Context(), mySQL.DataAPI, []string{"S", "chunk `s"}, []string{"id", "body"}, rows, &tt.options)
			if err != nil || n != 400 {
				t.Fatalf("got %d, %v", n, err)
			}
			if len(progress) < tt.least || !slices.IsSorted(progress) || progress[len(progress)-1] != 400 {
				t.Errorf("progress %v, want %d requests or more", progress, tt.least)
			}
			if sum := numberOn(t, mySQL, "select sum(id) from `S`.`chunk ``s` where body = '"+strings.ReplaceAll(body, `\`, `\\`)+"'"); sum != 399*400/2 {
				t.Errorf("sum of the rows: %d", sum)
			}
			if out := numberOn(t, mySQL, "select count(*) from (select id, lag(id) over (order by n) as before_it from `S`.`chunk ``s`) q where before_it >= id"); out != 0 && tt.options.Concurrency < 2 {
				t.Errorf("%d rows are out of order", out)
			}
		})
	}
}

// TestMySQLLargeRows has rows that have no room in the form that many rows travel in.
func TestMySQLLargeRows(t *testing.T) {
	execOn(t, mySQL, `create table large (id bigint, body longblob)`)
	large := make([]byte, 2_900_000)
	for i := range large {
		large[i] = 0xff
	}
	quotes := strings.Repeat(`"`, 1_500_000)
	rows := rowsOf([]any{1, []byte("small")}, []any{2, large}, []any{3, quotes}, []any{4, []byte("small")})
	if _, err := auroradataapi.CopyFrom(t.Context(), mySQL.DataAPI, []string{"large"}, []string{"id", "body"}, rows, nil); err != nil {
		t.Fatal(err)
	}
	if n := numberOn(t, mySQL, `select sum(length(body)) from large`); n != 4_400_010 {
		t.Errorf("stored %d bytes", n)
	}
	rows = rowsOf([]any{4, []byte("small")}, []any{5, append(large, large...)})
	_, err := auroradataapi.CopyFrom(t.Context(), mySQL.DataAPI, []string{"large"}, []string{"id", "body"}, rows, nil)
	var e *auroradataapi.BulkError
	if !errors.Is(err, auroradataapi.ErrRequestTooLarge) || !errors.As(err, &e) || e.First != 1 || e.Last != 1 {
		t.Errorf("a row above the limit: %v", err)
	}
	if n := numberOn(t, mySQL, `select count(*) from large`); n != 4 {
		t.Errorf("%d rows", n)
	}
}

func TestMySQLErrorsNameTheRow(t *testing.T) {
	execOn(t, mySQL, `create table named (id bigint primary key check (id >= 0), name varchar(3) not null)`,
		`create table noted (name varchar(3))`,
		`create trigger refuse before insert on named for each row begin
			if new.id = 77 then signal sqlstate '45000' set message_text = 'not seventy-seven'; end if;
			if new.id = 78 then insert into noted values ('too long'); end if; end`)
	bad := map[string]struct {
		row    []any
		number int
	}{
		"duplicate of a row before": {row: []any{3, "x"}, number: 1062},
		"not a number":              {row: []any{"x", "x"}, number: 1366},
		"too long":                  {row: []any{1000, "too long"}, number: 1406},
		"check":                     {row: []any{-1, "x"}, number: 4025},
		"trigger":                   {row: []any{77, "x"}, number: 1644},
		"trigger's own statement":   {row: []any{78, "x"}, number: 1406},
		"null":                      {row: []any{1000, nil}, number: 1048},
	}
	each := func(int64, int64) {}
	ways := []struct {
		name    string
		query   string // of ExecBatch
		options auroradataapi.BulkOptions
		kept    int64 // rows that stay
	}{
		{name: "one request"},
		{name: "several requests", options: auroradataapi.BulkOptions{MaxRows: 10}},
		{name: "each committed", options: auroradataapi.BulkOptions{MaxRows: 10, CommitEachChunk: true}, kept: 30},
		{name: "in a batch", query: `insert into named set id = ?, name = ?`},
		{name: "in several batches", query: `insert into named set id = ?, name = ?`, options: auroradataapi.BulkOptions{MaxRows: 10}},
		{name: "in batches, each committed", query: `insert into named set id = ?, name = ?`, options: auroradataapi.BulkOptions{MaxRows: 10, CommitEachChunk: true}, kept: 30},
		{name: "one by one", query: `replace into named values (?, ?)`, options: auroradataapi.BulkOptions{Affected: each}},
	}
	for what, b := range bad {
		for _, way := range ways {
			if b.number == 1062 && strings.HasPrefix(way.query, "replace") {
				continue
			}
			t.Run(what+"/"+way.name, func(t *testing.T) {
				execOn(t, mySQL, `delete from named`)
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
				kept := way.kept
				if b.number == 1366 && kept > 0 && way.query == "" {
					kept = 33 // a text among numbers begins another request
				}
				for _, inTransaction := range []bool{false, true} {
					if inTransaction && way.options.CommitEachChunk {
						continue
					}
					var on auroradataapi.Execer = mySQL.DataAPI
					if inTransaction {
						tx, err := mySQL.DataAPI.BeginTx(t.Context(), nil)
						if err != nil {
							t.Fatal(err)
						}
						defer tx.Rollback()
						on = tx
					}
					var n int64
					var err error
					if way.query == "" {
						n, err = auroradataapi.CopyFrom(t.Context(), on, []string{"named"}, []string{"id", "name"}, rows, &way.options)
					} else {
						n, err = auroradataapi.ExecBatch(t.Context(), on, way.query, rows, &way.options)
					}
					if n == -1 && way.query != "" {
						n = kept // is not known of a batch
					}
					var e *auroradataapi.BulkError
					var reason *auroradataapi.Error
					if !errors.As(err, &e) || !errors.As(err, &reason) || e.First != 33 || e.Last != 33 || reason.Number != b.number || e.Committed != kept || n != kept {
						t.Errorf("in a transaction: %v: got %d, %v (%+v)", inTransaction, n, err, e)
					}
				}
				if got := numberOn(t, mySQL, `select count(*) from named`); got != kept {
					t.Errorf("%d rows are there, want %d", got, kept)
				}
			})
		}
	}
	openMySQLTransactions(t)
}

// openMySQLTransactions fails the test if there is one.
func openMySQLTransactions(t *testing.T) {
	t.Helper()
	if n := numberOn(t, mySQL, `select count(*) from information_schema.innodb_trx`); n != 0 {
		t.Errorf("%d transactions are open", n)
	}
}

// TestMySQLTransactionOfTheCaller writes in transactions that begin and end in
// different ways. One in which a write has failed goes on without its rows.
func TestMySQLTransactionOfTheCaller(t *testing.T) {
	execOn(t, mySQL, `create table mine (id bigint primary key)`)
	copyTo := func(on auroradataapi.Execer, n int) error {
		_, err := auroradataapi.CopyFrom(t.Context(), on, []string{"mine"}, []string{"id"}, numbers(n), &auroradataapi.BulkOptions{MaxRows: 7})
		return err
	}
	tx, err := mySQL.DataAPI.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := copyTo(tx, 20); err != nil {
		t.Error(err)
	}
	if err := tx.Rollback(); err != nil || numberOn(t, mySQL, `select count(*) from mine`) != 0 {
		t.Errorf("rolled back: %v", err)
	}
	conn, err := mySQL.DataAPI.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	for _, step := range []func() error{
		func() error { _, err := conn.ExecContext(t.Context(), `start transaction`); return err },
		func() error { return copyTo(conn, 20) },
		func() error { _, err := conn.ExecContext(t.Context(), `rollback`); return err },
		func() error { return copyTo(conn, 20) },
	} {
		if err := step(); err != nil {
			t.Fatal(err)
		}
	}
	tx, err = mySQL.DataAPI.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec(`insert into mine values (100)`); err != nil {
		t.Fatal(err)
	}
	for _, way := range []func() error{
		func() error {
			options := &auroradataapi.BulkOptions{MaxRows: 7}
			_, err := auroradataapi.CopyFrom(t.Context(), tx, []string{"mine"}, []string{"id"}, rowsOf([]any{200}, []any{201}, []any{19}), options)
			return err
		},
		func() error {
			options := &auroradataapi.BulkOptions{MaxRows: 2}
			_, err := auroradataapi.ExecBatch(t.Context(), tx, `insert into mine set id = ?`, rowsOf([]any{200}, []any{201}, []any{202}, []any{19}), options)
			return err
		},
	} {
		var e *auroradataapi.BulkError
		if err := way(); !errors.As(err, &e) || e.First != e.Last || e.First != e.End-1 {
			t.Errorf("duplicates: %v (%+v)", err, e)
		}
	}
	if err := tx.Commit(); err != nil {
		t.Errorf("commit: %v", err)
	}
	if sum := numberOn(t, mySQL, `select sum(id) from mine`); sum != 19*20/2+100 {
		t.Errorf("sum of the rows: %d", sum)
	}
}

func TestMySQLReturned(t *testing.T) {
	execOn(t, mySQL, `create table keyed (id bigint auto_increment primary key, name text) auto_increment = 100`)
	var got []string
	options := &auroradataapi.BulkOptions{MaxRows: 2, Returning: []string{"ID"}, Returned: func(row int64, values []any) error {
		got = append(got, fmt.Sprint(row, values))
		return nil
	}}
	if _, err := auroradataapi.CopyFrom(t.Context(), mySQL.DataAPI, []string{"keyed"}, []string{"name"}, rowsOf([]any{"a"}, []any{1}, []any{"c"}), options); err != nil {
		t.Fatal(err)
	}
	options.Returning, options.MaxRows = nil, 0
	if _, err := auroradataapi.ExecBatch(t.Context(), mySQL.DataAPI, `insert into keyed (name) values (?)`, rowsOf([]any{"d"}, []any{"e"}), options); err != nil {
		t.Fatal(err)
	}
	want := []string{"0 [100]", "1 [101]", "2 [102]", "0 [103]", "1 [104]"}
	if !slices.Equal(got, want) {
		t.Errorf("returned %q, want %q", got, want)
	}
	if n := numberOn(t, mySQL, `select count(*) from keyed where (id, name) in ((100, 'a'), (101, '1'), (102, 'c'), (103, 'd'), (104, 'e'))`); n != 5 {
		t.Errorf("%d rows have the keys that were returned", n)
	}
	broken := errors.New("broken")
	options.Returned = func(int64, []any) error { return broken }
	if n, err := auroradataapi.ExecBatch(t.Context(), mySQL.DataAPI, `insert into keyed (name) values (?)`, rowsOf([]any{"d"}), options); n != 0 || !errors.Is(err, broken) {
		t.Errorf("got %d, %v", n, err)
	}
	if n := numberOn(t, mySQL, `select count(*) from keyed`); n != 5 {
		t.Errorf("%d rows", n)
	}
	for _, query := range []string{"insert into keyed (`ID`, name) values (?, ?)", `insert into keyed values (?, ?)`, `update keyed set name = ?`, `insert ignore into keyed (name) values (?)`, `insert into keyed (name) values (?) on duplicate key update name = ''`} {
		_, err := auroradataapi.ExecBatch(t.Context(), mySQL.DataAPI, query, rowsOf([]any{"d"}), options)
		if err == nil || !strings.Contains(err.Error(), "leave BulkOptions.Returned out") {
			t.Errorf("%s: %v", query, err)
		}
	}
	for _, returning := range [][]string{{"name"}, {"id", "name"}, {"nothing"}} {
		options.Returning = returning
		_, err := auroradataapi.CopyFrom(t.Context(), mySQL.DataAPI, []string{"keyed"}, []string{"name"}, rowsOf([]any{"a"}), options)
		if err == nil || !strings.Contains(err.Error(), "AUTO_INCREMENT") {
			t.Errorf("returning %q: %v", returning, err)
		}
	}
}

// TestMySQLReturnedOfMany has more rows than one statement may have, and rows that
// others insert meanwhile.
func TestMySQLReturnedOfMany(t *testing.T) {
	execOn(t, mySQL, `create table many_keyed (id bigint auto_increment primary key, name int, by_others bool default false)`)
	keys := map[int64]int64{}
	options := &auroradataapi.BulkOptions{Returning: []string{"id"}, Returned: func(row int64, values []any) error {
		keys[row] = values[0].(int64)
		execOn(t, mySQL, `insert into many_keyed (name, by_others) values (1, true)`)
		return nil
	}}
	n, err := auroradataapi.CopyFrom(t.Context(), mySQL.DataAPI, []string{"many_keyed"}, []string{"name"}, numbers(12_000), options)
	if n != 12_000 || err != nil || len(keys) != 12_000 {
		t.Fatalf("got %d, %v, %d keys", n, err, len(keys))
	}
	for _, row := range []int64{0, 5000, 9362, 11_999} {
		if name := numberOn(t, mySQL, fmt.Sprintf(`select name from many_keyed where id = %d and not by_others`, keys[row])); name != row {
			t.Errorf("key %d is that of row %d, and not of %d", keys[row], name, row)
		}
	}
}

// TestMySQLSessions writes on connections that have been told something before.
func TestMySQLSessions(t *testing.T) {
	execOn(t, mySQL, `create table told (id bigint auto_increment primary key, at timestamp, name varchar(3))`, `create database other`, `create table other.told (name varchar(3))`)
	db, err := testcluster.Open(mySQL.Config())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	conn, err := db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	tell := func(statement string) {
		t.Helper()
		if _, err := conn.ExecContext(t.Context(), statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	write := func(columns []string, row ...any) {
		t.Helper()
		if n, err := auroradataapi.CopyFrom(t.Context(), conn, []string{"told"}, columns, rowsOf(row), nil); n != 1 || err != nil {
			t.Fatalf("got %d, %v", n, err)
		}
	}
	tell(`set time_zone = '+02:00'`)
	write([]string{"at"}, "2024-02-29 13:00:00")
	var id int64
	if err := conn.QueryRowContext(t.Context(), `select last_insert_id()`).Scan(&id); err != nil || id != 1 {
		t.Errorf("last key is %d, %v", id, err)
	}
	tell(`set sql_mode = ''`)
	write([]string{"name"}, "too long")
	tell(`set autocommit = 0`)
	write([]string{"name"}, "a")
	tell(`rollback`)
	write([]string{"name"}, "b")
	tell(`commit`)
	tell(`set autocommit = 1`)
	tell(`use other`)
	write([]string{"name"}, "c")
	if got := textsOn(t, mySQL, `select coalesce(name, date_format(at, '%H:%i')) from told order by id`); !slices.Equal(got, []string{"11:00", "too", "b"}) {
		t.Errorf("stored %q", got)
	}
	if n := numberOn(t, mySQL, `select count(*) from other.told`); n != 1 {
		t.Errorf("%d rows in the other database", n)
	}
	openMySQLTransactions(t)
}

// TestMySQLTransactionThatHasEnded: a statement in it has committed it.
func TestMySQLTransactionThatHasEnded(t *testing.T) {
	tx, err := mySQL.DataAPI.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	if _, err := tx.Exec(`create table ended (id int)`); err != nil {
		t.Fatal(err)
	}
	_, err = auroradataapi.CopyFrom(t.Context(), tx, []string{"ended"}, []string{"id"}, numbers(1), nil)
	if err == nil || !strings.Contains(err.Error(), "the transaction has ended") {
		t.Errorf("got %v", err)
	}
}
