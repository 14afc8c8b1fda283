package stream_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi"
)

// wideMySQL is a query of 3,000,000 octets.
const wideMySQL = "select i, repeat('w', 1000) from numbers where i <= 3000"

// openMySQL is open in the cluster of MySQL.
func openMySQL(t *testing.T, change func(*auroradataapi.Config)) (*sql.DB, *calls) {
	t.Helper()
	return openIn(t, mysqlCluster, assertMySQLIdle, change)
}

func assertMySQLIdle(t *testing.T) {
	t.Helper()
	var n int
	if err := mysqlCluster.Native.QueryRow("select count(*) from information_schema.innodb_trx").Scan(&n); err != nil || n != 0 {
		t.Errorf("%d transactions are open, %v", n, err)
	}
}

// execMySQL runs a statement at the server, past the service.
func execMySQL(ctx context.Context, t *testing.T, query string) {
	t.Helper()
	if _, err := mysqlCluster.Native.ExecContext(ctx, query); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

// TestMySQLCalls: what a query costs.
func TestMySQLCalls(t *testing.T) {
	db, seen := openMySQL(t, nil)
	query := func(query string, args ...any) {
		t.Helper()
		rows, err := db.Query(query, args...)
		if err != nil {
			t.Fatal(err)
		}
		if c := readAll(t, rows); c.rows != 3000 {
			t.Fatalf("%d rows", c.rows)
		}
	}
	const isolation = "SET, START, SET"
	tests := []struct {
		name string
		run  func()
		want string
	}{
		{"first", func() { query(wideMySQL) }, "select, BeginTransaction, SET, " + isolation + ", COPY, SELECT, SELECT, SELECT, SELECT, DROP"},
		{"known", func() { query(wideMySQL) }, "BeginTransaction, " + isolation + ", COPY, SELECT, SELECT, SELECT, SELECT, DROP"},
		{"known, one row", func() {
			var n int
			if err := db.QueryRow(wideMySQL).Scan(&n, new(any)); err != nil || n != 1 {
				t.Error(n, err)
			}
		}, "BeginTransaction, " + isolation + ", COPY, SELECT, DROP"},
		{"known, not asked for", func() {
			if _, err := db.Exec(wideMySQL); err != nil {
				t.Fatal(err)
			}
		}, "select"},
		{"always", func() { query(wideMySQL+" and i > 0", auroradataapi.StreamingAlways) }, "BeginTransaction, " + isolation + ", COPY, SELECT, SELECT, SELECT, SELECT, DROP"},
		{"small", func() { query("select i from numbers where i <= 3000") }, "select"},
	}
	for _, tt := range tests {
		seen.take()
		tt.run()
		got := strings.Replace(seen.take(), "select, CREATE, SET, REPLACE, SET", "COPY", 1)
		if got != tt.want {
			t.Errorf("%s: calls are %s, want %s", tt.name, got, tt.want)
		}
	}
}

// TestMySQLNever: a large result is an error.
func TestMySQLNever(t *testing.T) {
	ctx := within(t)
	db, _ := openMySQL(t, func(c *auroradataapi.Config) { c.Streaming = auroradataapi.StreamingNever })
	if _, err := db.QueryContext(ctx, wideMySQL); !errors.Is(err, auroradataapi.ErrResultTooLarge) {
		t.Errorf("got %v", err)
	}
	if got := contentOf(ctx, t, db, wideMySQL, auroradataapi.StreamingAuto); got.rows != 3000 {
		t.Errorf("got %+v", got)
	}
}

// TestMySQLShrunk: a text that was large and is no more is sent as it is again.
func TestMySQLShrunk(t *testing.T) {
	ctx := within(t)
	db, seen := openMySQL(t, nil)
	const query = "select i, repeat('w', 1000) from numbers where i <= ?"
	for _, rows := range []int{3000, 10, 10} {
		seen.take()
		if got := contentOf(ctx, t, db, query, rows); got.rows != rows {
			t.Errorf("got %d rows of %d", got.rows, rows)
		}
	}
	if got := seen.take(); got != "select" {
		t.Errorf("calls are %s", got)
	}
}

// TestMySQLPrepared: a prepared statement may have a large result as well.
func TestMySQLPrepared(t *testing.T) {
	ctx := within(t)
	db, _ := openMySQL(t, nil)
	statement, err := db.PrepareContext(ctx, "select i, repeat(?, 1000) from numbers where i <= ?")
	if err != nil {
		t.Fatal(err)
	}
	defer statement.Close()
	for range 2 {
		rows, err := statement.QueryContext(ctx, "é", 2000)
		if err != nil {
			t.Fatal(err)
		}
		if c := readAll(t, rows); c.rows != 2000 {
			t.Errorf("got %d rows", c.rows)
		}
		if _, err := statement.ExecContext(ctx, "é", 2000); err != nil {
			t.Error(err)
		}
	}
}

// TestMySQLSnapshot: a result is what the table was when the query ran, and what a
// transaction that keeps its snapshot saw before is what it sees, if the query has no
// order.
func TestMySQLSnapshot(t *testing.T) {
	ctx := within(t)
	db, _ := openMySQL(t, nil)
	execMySQL(ctx, t, "create table changing (i int primary key, s varchar(2000))")
	execMySQL(ctx, t, "insert into changing select i, repeat('w', 1000) from numbers where i <= 3000")
	const query = "select i, s from changing"
	tests := []struct {
		name  string
		query string
		level sql.IsolationLevel // of a transaction
		in    bool               // one
		want  int
	}{
		{name: "outside of a transaction", query: query + " order by i", want: 2999},
		{name: "in a transaction", query: query, in: true, want: 3000},
		{name: "in a transaction that takes no snapshot", query: query, in: true, level: sql.LevelReadCommitted, want: 2999},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			execMySQL(ctx, t, "replace into changing values (1, repeat('w', 1000))")
			var q querier = db
			if tt.in {
				tx, err := db.BeginTx(ctx, &sql.TxOptions{Isolation: tt.level})
				if err != nil {
					t.Fatal(err)
				}
				defer tx.Rollback()
				q = tx
				if err := tx.QueryRowContext(ctx, "select count(*) from changing").Scan(new(int)); err != nil {
					t.Fatal(err)
				}
			}
			execMySQL(ctx, t, "delete from changing where i = 1")
			rows, err := q.QueryContext(ctx, tt.query)
			if err != nil {
				t.Fatal(err)
			}
			execMySQL(ctx, t, "update changing set s = ''")
			defer execMySQL(ctx, t, "update changing set s = repeat('w', 1000)")
			n := 0
			for ; rows.Next(); n++ {
				var i int
				var s string
				if err := rows.Scan(&i, &s); err != nil || len(s) != 1000 {
					t.Fatalf("row %d: %d octets, %v", i, len(s), err)
				}
			}
			if rows.Err() != nil || n != tt.want {
				t.Errorf("%d rows, want %d: %v", n, tt.want, rows.Err())
			}
		})
	}
}

// TestMySQLTransaction: while rows are read in a transaction it can be used for other
// things, and nothing is left of them when they are closed.
func TestMySQLTransaction(t *testing.T) {
	ctx := within(t)
	db, _ := openMySQL(t, nil)
	execMySQL(ctx, t, "create table log (i int)")
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	first, err := tx.QueryContext(ctx, wideMySQL+" order by i")
	if err != nil {
		t.Fatal(err)
	}
	second, err := tx.QueryContext(ctx, wideMySQL)
	if err != nil {
		t.Fatal(err)
	}
	for n := 1; n <= 3000; n++ {
		for _, rows := range []*sql.Rows{first, second} {
			var i int
			if !rows.Next() || rows.Scan(&i, new(any)) != nil || i != n {
				t.Fatalf("row %d: %d, %v", n, i, rows.Err())
			}
		}
		if n%1000 == 0 {
			if _, err := tx.ExecContext(ctx, "insert into log values (?)", n); err != nil {
				t.Fatal(err)
			}
		}
	}
	if first.Next() || second.Next() || first.Err() != nil || second.Err() != nil {
		t.Error(first.Err(), second.Err())
	}
	if err := tx.QueryRowContext(ctx, wideMySQL+" order by i").Scan(new(int), new(any)); err != nil {
		t.Error(err)
	}
	for n := 1; n <= 4; n++ {
		if _, err := tx.ExecContext(ctx, fmt.Sprintf("select * from auroradataapi_%d", n)); err == nil {
			t.Errorf("table %d is still there", n)
		}
	}
	if err := tx.Commit(); err != nil {
		t.Error(err)
	}
	var n int
	if err := mysqlCluster.Native.QueryRowContext(ctx, "select count(*) from log").Scan(&n); err != nil || n != 3 {
		t.Errorf("%d rows were inserted, %v", n, err)
	}
}

// TestMySQLSavepoint: a rollback to a savepoint before the query ends its rows with an
// error, and others go on.
func TestMySQLSavepoint(t *testing.T) {
	ctx := within(t)
	db, _ := openMySQL(t, nil)
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	var both [2]*sql.Rows
	for i := range both {
		if both[i], err = tx.QueryContext(ctx, "select i, repeat('w', 1000) from numbers where i <= 3000 order by i"); err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			if _, err := tx.ExecContext(ctx, "savepoint s"); err != nil {
				t.Fatal(err)
			}
		}
	}
	if _, err := tx.ExecContext(ctx, "rollback to savepoint s"); err != nil {
		t.Fatal(err)
	}
	for i, want := range []bool{true, false} {
		n := 0
		for both[i].Next() {
			n++
		}
		if (n == 3000 && both[i].Err() == nil) != want {
			t.Errorf("query %d: %d rows, %v", i+1, n, both[i].Err())
		}
	}
}

// TestMySQLReadOnly: in a transaction that only reads there are no temporary tables.
// What has no order is read all the same.
func TestMySQLReadOnly(t *testing.T) {
	ctx := within(t)
	db, _ := openMySQL(t, nil)
	tx, err := db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true, Isolation: sql.LevelReadCommitted})
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	if got := contentOf(ctx, t, tx, wideMySQL); got.rows != 3000 {
		t.Errorf("%d rows", got.rows)
	}
	_, err = tx.QueryContext(ctx, wideMySQL+" order by i")
	var e *auroradataapi.Error
	if !errors.As(err, &e) || e.Number != 1792 || !strings.Contains(e.Hint, "temporary table") {
		t.Errorf("got %v", err)
	}
	if err := tx.QueryRowContext(ctx, "select 1").Scan(new(int)); err != nil {
		t.Errorf("the transaction is of no use any more: %v", err)
	}
}

// TestMySQLEffects: a query that may have effects is never run twice: it is an error
// that says so, and from then on it is copied, and committed.
func TestMySQLEffects(t *testing.T) {
	ctx := within(t)
	db, _ := openMySQL(t, nil)
	execMySQL(ctx, t, "create table effects (i int)")
	execMySQL(ctx, t, "create function noted(n int) returns int modifies sql data begin insert into effects values (n); return n; end")
	const query = "select noted(i), repeat('w', 10000) from numbers where i <= 300"
	effects := func() (n int) {
		if err := mysqlCluster.Native.QueryRowContext(ctx, "select count(*) from effects").Scan(&n); err != nil {
			t.Error(err)
		}
		return n
	}
	_, err := db.QueryContext(ctx, query)
	var e *auroradataapi.Error
	if !errors.As(err, &e) || !errors.Is(err, auroradataapi.ErrResultTooLarge) || e.Hint == "" {
		t.Errorf("the first time: %v", err)
	}
	first := effects()
	if got := contentOf(ctx, t, db, query); got.rows != 300 {
		t.Errorf("the second time: %d rows", got.rows)
	}
	if second := effects(); second != first+300 {
		t.Errorf("the second time has %d effects", second-first)
	}
}

// TestMySQLLostPages: a page whose answer is lost is asked for again.
func TestMySQLLostPages(t *testing.T) {
	ctx := within(t)
	db, seen := openMySQL(t, nil)
	want := contentOf(ctx, t, mysqlCluster.Native, wideMySQL)
	lost := map[string]bool{}
	seen.lose(func(call string) bool {
		again := lost[call]
		lost[call] = true
		return strings.HasPrefix(call, "SELECT n") && !again
	})
	if got := contentOf(ctx, t, db, wideMySQL); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

// TestMySQLWideOrdered: what cannot be copied in its order is an error that says so.
func TestMySQLWideOrdered(t *testing.T) {
	ctx := within(t)
	db, _ := openMySQL(t, nil)
	rows := "select " + mysqlColumns(1000) + " from numbers where i <= 500"
	if got := contentOf(ctx, t, db, rows); got.rows != 500 {
		t.Errorf("%d rows", got.rows)
	}
	if _, err := db.QueryContext(ctx, rows+" order by i"); !errors.Is(err, auroradataapi.ErrResultTooLarge) {
		t.Errorf("got %v", err)
	}
}

// TestMySQLNoDatabase: without a database there are no temporary tables, and what has
// no order is read all the same.
func TestMySQLNoDatabase(t *testing.T) {
	ctx := within(t)
	db, _ := openMySQL(t, func(c *auroradataapi.Config) { c.Database = "" })
	query := strings.Replace(wideMySQL, "numbers", mysqlCluster.Config().Database+".numbers", 1)
	if got := contentOf(ctx, t, db, query); got.rows != 3000 {
		t.Errorf("%d rows", got.rows)
	}
	_, err := db.QueryContext(ctx, query+" order by i")
	var e *auroradataapi.Error
	if !errors.As(err, &e) || e.Number != 1046 || !strings.Contains(e.Hint, "temporary table") {
		t.Errorf("got %v", err)
	}
}
