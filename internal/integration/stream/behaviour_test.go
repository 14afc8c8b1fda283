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

const wide = "select i, repeat('w', 1000) from generate_series(1, 3000) i"

// TestCalls: what a query costs.
func TestCalls(t *testing.T) {
	db, seen := open(t, nil)
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
	tests := []struct {
		name string
		run  func()
		want string
	}{
		{"first", func() { query(wide) }, "select, BeginTransaction, DECLARE, FETCH, FETCH, FETCH, FETCH"},
		{"known", func() { query(wide) }, "BeginTransaction, DECLARE, FETCH, FETCH, FETCH, FETCH"},
		{"known, one row", func() {
			var n int
			if err := db.QueryRow(wide).Scan(&n, new(any)); err != nil || n != 1 {
				t.Error(n, err)
			}
		}, "BeginTransaction, DECLARE, FETCH"},
		{"known, counted", func() {
			result, err := db.Exec(wide)
			if err != nil {
				t.Fatal(err)
			}
			if n, err := result.RowsAffected(); n != 3000 || err != nil {
				t.Error(n, err)
			}
		}, "WITH"},
		{"always", func() { query(wide+" where i > 0", auroradataapi.StreamingAlways) }, "BeginTransaction, DECLARE, FETCH, FETCH, FETCH, FETCH"},
		{"small", func() {
			if _, err := db.Query("select 1 as n where $1", true); err != nil {
				t.Error(err)
			}
		}, "DO, select"},
	}
	for _, tt := range tests {
		seen.take()
		tt.run()
		if got := seen.take(); got != tt.want {
			t.Errorf("%s: calls are %s, want %s", tt.name, got, tt.want)
		}
	}
}

// TestNever: a large result is an error as it was.
func TestNever(t *testing.T) {
	ctx := within(t)
	db, _ := open(t, func(c *auroradataapi.Config) { c.Streaming = auroradataapi.StreamingNever })
	if _, err := db.QueryContext(ctx, wide); !errors.Is(err, auroradataapi.ErrResultTooLarge) {
		t.Errorf("got %v", err)
	}
	if got := contentOf(ctx, t, db, wide, auroradataapi.StreamingAuto); got.rows != 3000 {
		t.Errorf("got %+v", got)
	}
}

// TestShrunk: a text that was large and is no more is sent as it is again.
func TestShrunk(t *testing.T) {
	ctx := within(t)
	db, seen := open(t, nil)
	const query = "select i, repeat('w', 1000) from generate_series(1, $1) i"
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

// TestPrepared: so does a prepared statement.
func TestPrepared(t *testing.T) {
	ctx := within(t)
	db, _ := open(t, nil)
	statement, err := db.PrepareContext(ctx, "select i, repeat($1, 1000) from generate_series(1, $2) i")
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
		result, err := statement.ExecContext(ctx, "é", 2000)
		if err != nil {
			t.Fatal(err)
		}
		if n, err := result.RowsAffected(); n != 2000 || err != nil {
			t.Error(n, err)
		}
	}
}

// TestExplain: EXPLAIN and SHOW have no cursor of their own.
func TestExplain(t *testing.T) {
	ctx := within(t)
	db, _ := open(t, nil)
	query := "explain (verbose) select repeat('a', 700000)" + strings.Repeat(" union all select repeat('b', 700000)", 3) // which are folded
	want := contentOf(ctx, t, cluster.Native, query)
	for _, run := range []string{"first", "known"} {
		if got := contentOf(ctx, t, db, query); got != want {
			t.Errorf("%s: got %+v, want %+v", run, got, want)
		}
	}
	if _, err := db.ExecContext(ctx, query); err != nil {
		t.Error(err)
	}
	if _, err := db.QueryContext(ctx, strings.Replace(query, "verbose", "verbose, analyze", 1)); !errors.Is(err, auroradataapi.ErrResultTooLarge) {
		t.Errorf("explain analyze: %v", err)
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	var shown string
	if _, err := tx.ExecContext(ctx, "do $$ begin perform set_config('stream.test', repeat('w', 1500000), true); end $$"); err != nil {
		t.Fatal(err)
	}
	if err := tx.QueryRowContext(ctx, "show stream.test").Scan(&shown); err != nil || len(shown) != 1_500_000 {
		t.Errorf("show: %v, %d characters", err, len(shown))
	}
}

// TestInterleaved: rows of one transaction are read in turns, with statements
// between them that change what they are about.
func TestInterleaved(t *testing.T) {
	ctx := within(t)
	db, _ := open(t, nil)
	exec(ctx, t, "create table interleaved as select i as id, repeat('w', 800) as w from generate_series(1, 4000) i")
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	var all []*sql.Rows
	for _, order := range []string{"id", "-id", "id % 7, id"} {
		rows, err := tx.QueryContext(ctx, "select id, w from interleaved order by "+order)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		all = append(all, rows)
	}
	sums, n := make([]int, len(all)), 0
	for ; all[0].Next(); n++ {
		if n%500 == 100 {
			if _, err := tx.ExecContext(ctx, "update interleaved set w = 'x', id = -id where id % 500 = $1", n/500); err != nil {
				t.Fatal(err)
			}
		}
		for i, rows := range all {
			var id int
			var w string
			if i > 0 && !rows.Next() {
				t.Fatalf("rows %d: %v", i, rows.Err())
			}
			if err := rows.Scan(&id, &w); err != nil || len(w) != 800 {
				t.Fatalf("rows %d: row %d: %v, %d", i, n, err, len(w))
			}
			sums[i] += id
		}
	}
	if want := 4000 * 4001 / 2; n != 4000 || sums[0] != want || sums[1] != want || sums[2] != want {
		t.Errorf("%d rows, sums %v", n, sums)
	}
	for _, rows := range all {
		if rows.Next() || rows.Err() != nil {
			t.Error(rows.Err())
		}
	}
	if _, err := tx.ExecContext(ctx, "alter table interleaved add column more int"); err != nil {
		t.Errorf("the cursors are still open: %v", err)
	}
	if err := tx.Commit(); err != nil {
		t.Error(err)
	}
}

// TestErrorInTheMiddle: the rows before an error come, and the error once.
func TestErrorInTheMiddle(t *testing.T) {
	ctx := within(t)
	db, _ := open(t, nil)
	const query = "select i, repeat('w', 1000), 1 / (2500 - i) from generate_series(1, 5000) i"
	read := func(t *testing.T, rows *sql.Rows, err error) {
		t.Helper()
		n := 0
		for err == nil && rows.Next() {
			n++
		}
		if err == nil {
			err = errors.Join(rows.Err(), rows.Close())
		}
		var e *auroradataapi.Error
		if !errors.As(err, &e) || e.Code != "22012" || n == 0 || n >= 2500 {
			t.Errorf("got %d rows, %v", n, err)
		}
	}
	rows, err := db.QueryContext(ctx, query)
	read(t, rows, err)
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	rows, err = tx.QueryContext(ctx, query)
	read(t, rows, err)
	if err := tx.Commit(); !errors.Is(err, auroradataapi.ErrTxCommitRollback) {
		t.Errorf("commit: %v", err)
	}
}

// TestCanceled: a context that ends between two pages ends the rows and their
// transaction.
func TestCanceled(t *testing.T) {
	db, _ := open(t, nil)
	ctx, cancel := context.WithCancel(within(t))
	defer cancel()
	rows, err := db.QueryContext(ctx, wide)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	n := 0
	for rows.Next() {
		if n++; n == 300 {
			cancel()
		}
	}
	if err := rows.Err(); !errors.Is(err, context.Canceled) || n < 300 || n == 3000 {
		t.Errorf("got %d rows, %v", n, err)
	}
}

// TestEarlyClose: rows that are closed early leave nothing behind.
func TestEarlyClose(t *testing.T) {
	ctx := within(t)
	db, _ := open(t, nil)
	exec(ctx, t, "create table closed as select i as id, repeat('w', 1000) as w from generate_series(1, 4000) i")
	for _, reads := range []int{0, 1, 2, 300, 1500} {
		t.Run(fmt.Sprint(reads), func(t *testing.T) {
			tx, err := db.BeginTx(ctx, nil)
			if err != nil {
				t.Fatal(err)
			}
			defer tx.Rollback()
			for _, q := range []querier{db, tx} {
				rows, err := q.QueryContext(ctx, "select * from closed order by id")
				if err != nil {
					t.Fatal(err)
				}
				for range reads {
					rows.Next()
				}
				if err := rows.Close(); err != nil {
					t.Error(err)
				}
			}
			if _, err := tx.ExecContext(ctx, "alter table closed add column more int"); err != nil {
				t.Errorf("the cursor is still open: %v", err)
			}
		})
	}
}

// TestForUpdate: rows are locked as natively, all of them, though most are not read.
func TestForUpdate(t *testing.T) {
	ctx := within(t)
	db, _ := open(t, nil)
	exec(ctx, t, "create table locked as select i as id, repeat('w', 1000) as w from generate_series(1, 3000) i")
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	const query = "select * from locked where id > 10 order by id for update"
	if got := contentOf(ctx, t, tx, query); got.rows != 2990 {
		t.Errorf("got %d rows", got.rows)
	}
	if _, err := tx.Exec("rollback to savepoint none"); err == nil {
		t.Error("no savepoint and no error")
	}
	_ = tx.Rollback()
	if tx, err = db.BeginTx(ctx, nil); err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	if err := tx.QueryRowContext(ctx, query).Scan(new(int), new(any)); err != nil {
		t.Fatal(err)
	}
	var free int
	if err := cluster.Native.QueryRowContext(ctx, "select count(*) from (select from locked for update skip locked) l").Scan(&free); err != nil || free != 10 {
		t.Errorf("%d rows are not locked, %v", free, err)
	}
}

// TestScript: the rows of a text of several statements, which is committed when they
// have been read.
func TestScript(t *testing.T) {
	ctx := within(t)
	db, _ := open(t, nil)
	exec(ctx, t, "create table scripted (n int)")
	rows, err := db.QueryContext(ctx, "insert into scripted values (1); "+wide+"; insert into scripted values (2); select count(*) from scripted; "+wide)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	count := func() (n int) {
		if err := cluster.Native.QueryRowContext(ctx, "select count(*) from scripted").Scan(&n); err != nil {
			t.Error(err)
		}
		return n
	}
	for i, want := range []int{3000, 1, 3000} {
		n := 0
		for rows.Next() {
			n++
		}
		if n != want || rows.Err() != nil {
			t.Errorf("set %d: %d rows, %v", i, n, rows.Err())
		}
		if more := rows.NextResultSet(); more != (i < 2) {
			t.Errorf("set %d: another is %v", i, more)
		}
	}
	if n := count(); n != 2 {
		t.Errorf("%d rows are committed", n)
	}
	result, err := db.ExecContext(ctx, "insert into scripted values (3); "+wide)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := result.RowsAffected(); n != 3000 || err != nil || count() != 3 {
		t.Error(n, err)
	}
}

// TestScriptEnds: how the reading of a large result ends decides what becomes of the
// text that it is in.
func TestScriptEnds(t *testing.T) {
	ctx := within(t)
	db, _ := open(t, nil)
	exec(ctx, t, "create table ends (n int primary key, other int references ends deferrable initially deferred)")
	tests := []struct {
		name, query string
		read        int // rows
		want        string
	}{
		{name: "closed early", query: "insert into ends values (1); " + wide, read: 300},
		{name: "not read", query: "insert into ends values (2); " + wide},
		{name: "error in the rows", query: "insert into ends values (3); select 1 / (2500 - i), repeat('w', 1000) from generate_series(1, 3000) i", read: 3000, want: "22012"},
		{name: "error in the commit", query: "insert into ends values (4, 5); " + wide, read: 3001, want: "23503"},
		{name: "error in the commit, closed early", query: "insert into ends values (6, 7); " + wide, read: 10, want: "23503"},
	}
	for _, tt := range tests {
		rows, err := db.QueryContext(ctx, tt.query)
		for i := 0; err == nil && i < tt.read && rows.Next(); i++ {
		}
		if err == nil {
			err = errors.Join(rows.Err(), rows.Close())
		}
		var e *auroradataapi.Error
		if code := ""; errors.As(err, &e) && e.Code != tt.want || e == nil && (tt.want != code || err != nil) {
			t.Errorf("%s: got %v, want %q", tt.name, err, tt.want)
		}
	}
	var committed string
	if err := cluster.Native.QueryRowContext(ctx, "select string_agg(n::text, ' ' order by n) from ends").Scan(&committed); err != nil || committed != "1 2" {
		t.Errorf("committed are %s, %v", committed, err)
	}
}

// TestEndedTransaction: rows whose transaction ends before they are read say so.
func TestEndedTransaction(t *testing.T) {
	ctx := within(t)
	db, _ := open(t, nil)
	for _, end := range []string{"commit", "rollback", "rollback to savepoint s"} {
		t.Run(end, func(t *testing.T) {
			conn, err := db.Conn(ctx)
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			if _, err := conn.ExecContext(ctx, "begin; savepoint s"); err != nil {
				t.Fatal(err)
			}
			rows, err := conn.QueryContext(ctx, wide)
			if err != nil {
				t.Fatal(err)
			}
			defer rows.Close()
			for range 300 {
				rows.Next()
			}
			if _, err := conn.ExecContext(ctx, end); err != nil {
				t.Fatal(err)
			}
			n := 300
			for rows.Next() {
				n++
			}
			if err := rows.Err(); err == nil || !strings.Contains(err.Error(), "transaction has ended") || n >= 3000 {
				t.Errorf("%d rows, %v", n, err)
			}
			if _, err := conn.ExecContext(ctx, "select 1; commit"); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestSettings: a large result is read with the connection's settings.
func TestSettings(t *testing.T) {
	ctx := within(t)
	db, _ := open(t, nil)
	native, err := cluster.Native.Conn(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer native.Close()
	conn, err := db.Conn(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	const settings = "set timezone = 'Asia/Tokyo'; set datestyle = 'SQL, DMY'; set bytea_output = 'escape'; set extra_float_digits = -3"
	for _, c := range []*sql.Conn{native, conn} {
		if _, err := c.ExecContext(ctx, settings); err != nil {
			t.Fatal(err)
		}
	}
	for _, query := range []string{
		"select i, to_char(timestamptz '2024-02-29 12:00Z' + i * interval '1 s', 'HH24:MI:SS TZ'), repeat('w', 1000) from generate_series(1, 3000) i",
		"select timestamptz '2024-02-29 12:00Z' + i * interval '1 s', timestamp '2024-02-29 12:00', date '2024-02-28', (i / 7.0)::float8, '\\x00ff'::bytea, " +
			"(timestamptz '2024-02-29 12:00Z')::text, repeat('w', 1500000) from generate_series(1, 2) i",
	} {
		want := contentOf(ctx, t, native, query)
		if got := contentOf(ctx, t, conn, query); got != want {
			t.Errorf("%.60s: got %+v, want %+v", query, got, want)
		}
	}
	if _, err := native.ExecContext(ctx, "reset all"); err != nil {
		t.Error(err)
	}
}

// TestLostAnswers: no row is lost or comes twice when answers are lost.
func TestLostAnswers(t *testing.T) {
	ctx := within(t)
	db, seen := open(t, nil)
	queries := []string{wide, "select i, repeat('w', 1500000) from generate_series(1, 3) i"}
	for _, query := range queries {
		want := contentOf(ctx, t, cluster.Native, query)
		_ = contentOf(ctx, t, db, query)
		n := 0
		seen.lose(func(call string) bool {
			if strings.HasPrefix(call, "DECLARE") || strings.HasPrefix(call, "CLOSE") {
				return false
			}
			n++
			return n%3 == 0
		})
		if got := contentOf(ctx, t, db, query); got != want {
			t.Errorf("%.40s: got %+v, want %+v", query, got, want)
		}
		seen.lose(nil)
	}
}
