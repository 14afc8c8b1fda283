package conformance_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/lib/pq" // the driver "postgres", which has result sets; pgx has none
)

// TestTextsOfSeveralStatements runs texts as files of migrations have them.
func TestTextsOfSeveralStatements(t *testing.T) {
	const things = "select id, name from thing order by id, name"
	texts := []struct{ name, text string }{
		{"changes", "insert into thing values (1, 'a'); insert into thing values (2, 'b'), (3, 'c');"},
		{"the last counts", "insert into thing values (1, 'a'), (2, 'b'); update thing set name = 'c' where id = 1"},
		{"comments and empty statements", "; /* a; */ insert into thing values (1, 'x;y'); -- ;\n;; insert into thing values (2, 'b') /* end */ ;"},
		{"definitions", "create table later (a int); insert into later values (1); drop table later; insert into thing values (1, 'a')"},
		{"function with a body", "create or replace function pick(i int) returns text language sql begin atomic select name from thing where id = i; end; insert into thing values (1, pick(1)); drop function pick"},
		{"error undoes all", "insert into thing values (1, 'a'); insert into thing values (1, 'b')"},
		{"error in the middle", "insert into thing values (1, 'a'); select 1/0; insert into thing values (2, 'b')"},
		{"syntax error behind a statement", "insert into thing values (1, 'a'); selct 1"},
		{"not in a transaction", "create database never; select 1"},
		{"begin and commit", "begin; insert into thing values (1, 'a'); commit; insert into thing values (2, 'b')"},
		{"work and transaction", "BEGIN WORK; insert into thing values (1, 'a'); END TRANSACTION; Start /* c */ Transaction; insert into thing values (2, 'b'); ABORT"},
		{"rollback", "begin; insert into thing values (1, 'a'); rollback; insert into thing values (2, 'b')"},
		{"error after commit", "begin; insert into thing values (1, 'a'); commit; insert into thing values (1, 'b')"},
		{"rollback of what came before", "insert into thing values (1, 'a'); rollback; insert into thing values (2, 'b')"},
		{"commit of what came before", "insert into thing values (1, 'a'); commit; insert into thing values (1, 'b')"},
		{"begin makes a block of what came before", "insert into thing values (1, 'a'); begin; insert into thing values (2, 'b'); rollback"},
		{"chain", "begin; insert into thing values (1, 'a'); commit and chain; insert into thing values (2, 'b'); rollback and chain; insert into thing values (3, 'c'); commit"},
		{"savepoints", "begin; insert into thing values (1, 'a'); savepoint s; insert into thing values (2, 'b'); rollback to s; insert into thing values (3, 'c'); release s; commit"},
		{"modes", "begin isolation level serializable, read only; insert into thing values (1, 'a')"},
		{"modes of a chain", "begin read only; commit and chain; insert into thing values (1, 'a')"},
		{"bad modes", "begin isolation level sometimes; select 1"},
		{"more behind commit", "begin; commit now"},
		{"settings of the text", "set local time zone 'Asia/Tokyo'; insert into thing values (1, current_setting('TimeZone'))"},
	}
	counts := newTally(t)
	for _, tt := range texts {
		t.Run(tt.name, func(t *testing.T) {
			compareModes(t, counts, tt.text, nil, func(w way) string {
				native(t, "drop table if exists thing", "create table thing (id int primary key, name text)")
				var r transcript
				onConn(t, &r, w, func(ctx context.Context, c *sql.Conn) {
					r.execAt(ctx, c, tt.text)
					r.exec(ctx, c, "rollback") // what the text may have left open
				})
				r.query(t.Context(), w, w.db, things)
				return r.String()
			})
		})
	}
}

// execAt records the number of rows of a text, or its error and where in the text
// it is.
func (r *transcript) execAt(ctx context.Context, x execer, text string) {
	result, err := x.ExecContext(ctx, text)
	var native *pgconn.PgError
	switch {
	case err == nil:
		n, err := result.RowsAffected()
		r.add("%d rows, %v", n, err)
	case errors.As(err, &native):
		r.add("%s at character %d", native.Code, native.Position)
	default:
		r.err("text", err)
	}
}

// onConn does something with a connection of its own.
func onConn(t *testing.T, r *transcript, w way, do func(context.Context, *sql.Conn)) {
	t.Helper()
	c, err := w.db.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	do(t.Context(), c)
	r.err("close", c.Close())
}

// TestResultSets holds the result sets of a text against lib/pq.
func TestResultSets(t *testing.T) {
	pq, err := sql.Open("postgres", cluster.Server.BackendDSN("local"))
	if err != nil {
		t.Fatal(err)
	}
	defer pq.Close()
	create(t, "table results (id int)")
	counts := newTally(t)
	for _, text := range []string{
		"select 1; select 2, 3",
		"select 1 where false; select 2",
		"insert into results values (1); select id from results; delete from results",
		"insert into results values (1) returning id; select 2; select 3; delete from results",
		"select 1; select 1/0",
		"set local time zone 'UTC'; select 1",
		"insert into results values (1); delete from results",
		"begin; select 1; commit; select 2",
	} {
		t.Run(text, func(t *testing.T) {
			want := resultSets(t, pq, text)
			for _, mode := range modes() {
				compare(t, counts.in(mode), text, want, resultSets(t, mode.db, text))
			}
		})
	}
}

// resultSets returns all rows of all result sets. An error may come with the
// first of them or, from lib/pq, later.
func resultSets(t *testing.T, db *sql.DB, text string) string {
	t.Helper()
	rows, err := db.QueryContext(t.Context(), text)
	if err != nil {
		return describeError(err)
	}
	defer rows.Close()
	var b strings.Builder
	for more := true; more; more = rows.NextResultSet() {
		names, err := rows.Columns()
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%q\n", names)
		for rows.Next() {
			values := make([]int, len(names))
			pointers := make([]any, len(names))
			for i := range values {
				pointers[i] = &values[i]
			}
			if err := rows.Scan(pointers...); err != nil {
				t.Fatal(err)
			}
			fmt.Fprintln(&b, values)
		}
	}
	if err := rows.Err(); err != nil {
		return describeError(err)
	}
	return b.String()
}

// TestTransactionsAsText begins and ends transactions by statements.
func TestTransactionsAsText(t *testing.T) {
	const insert = "insert into thing values ($1, 'a')"
	compareBehaviours(t, []behaviour{
		{name: "on a connection", do: onOneConn(func(ctx context.Context, r *transcript, w way, c *sql.Conn) {
			r.exec(ctx, c, "/* c */ begin transaction isolation level repeatable read")
			r.query(ctx, w, c, "show transaction_isolation")
			r.exec(ctx, c, insert, 1)
			r.query(ctx, w, w.db, countThings)
			r.exec(ctx, c, "-- c\n commit")
			r.query(ctx, w, w.db, countThings)
		})},
		{name: "begin twice, end twice", do: onOneConn(func(ctx context.Context, r *transcript, w way, c *sql.Conn) {
			for _, text := range []string{"begin", "begin", "rollback", "rollback", "commit", "end"} {
				r.exec(ctx, c, text)
			}
		})},
		{name: "begin by text in a Tx", do: func(ctx context.Context, r *transcript, w way) {
			tx := r.begin(ctx, w, nil)
			r.exec(ctx, tx, "begin")
			r.exec(ctx, tx, insert, 1)
			r.err("commit", tx.Commit())
			r.query(ctx, w, w.db, countThings)
		}},
		{name: "commit by text in a Tx", do: func(ctx context.Context, r *transcript, w way) {
			tx := r.begin(ctx, w, nil)
			r.exec(ctx, tx, insert, 1)
			r.exec(ctx, tx, "commit")
			r.exec(ctx, tx, insert, 2)
			r.err("rollback", tx.Rollback())
			r.query(ctx, w, w.db, countThings)
		}},
		{name: "commit and begin by text in a Tx", do: func(ctx context.Context, r *transcript, w way) {
			tx := r.begin(ctx, w, nil)
			r.exec(ctx, tx, insert, 1)
			r.exec(ctx, tx, "commit")
			r.exec(ctx, tx, "begin")
			r.exec(ctx, tx, insert, 2)
			r.err("rollback", tx.Rollback())
			r.query(ctx, w, w.db, countThings)
		}},
		{name: "prepared", do: onOneConn(func(ctx context.Context, r *transcript, w way, c *sql.Conn) {
			begin, err := c.PrepareContext(ctx, "begin")
			r.err("prepare begin", err)
			rollback, err := c.PrepareContext(ctx, "rollback")
			r.err("prepare rollback", err)
			_, err = begin.ExecContext(ctx)
			r.err("begin", err)
			r.exec(ctx, c, insert, 1)
			_, err = rollback.ExecContext(ctx)
			r.err("rollback", err)
			r.err("close", begin.Close())
			r.err("close", rollback.Close())
			r.query(ctx, w, w.db, countThings)
		})},
		{name: "query", do: onOneConn(func(ctx context.Context, r *transcript, w way, c *sql.Conn) {
			r.query(ctx, w, c, "begin")
			r.exec(ctx, c, insert, 1)
			r.query(ctx, w, c, "rollback")
			r.query(ctx, w, w.db, countThings)
		})},
		{name: "with arguments", do: onOneConn(func(ctx context.Context, r *transcript, w way, c *sql.Conn) {
			r.exec(ctx, c, "begin", 1)
			r.exec(ctx, c, "select 1; select 2", 1)
			r.exec(ctx, c, "select $1::int; select $1::int", 1)
		})},
		{name: "prepare several", do: func(ctx context.Context, r *transcript, w way) {
			_, err := w.db.PrepareContext(ctx, "select 1; select 2")
			r.err("prepare", err)
		}},
		{name: "several in a Tx", do: func(ctx context.Context, r *transcript, w way) {
			tx := r.begin(ctx, w, nil)
			r.exec(ctx, tx, "insert into thing values (1, 'a'); insert into thing values (2, 'b')")
			r.exec(ctx, tx, "savepoint s; insert into thing values (3, 'c'); rollback to s")
			r.exec(ctx, tx, "insert into thing values (4, 'd'); insert into thing values (4, 'd')")
			r.query(ctx, w, tx, countThings)
			r.err("rollback", tx.Rollback())
			r.query(ctx, w, w.db, countThings)
		}},
		{name: "text that ends too early aborts", do: abortedBy("select 'a")},
		{name: "several with arguments abort", do: abortedBy("select $1::int; select 2", 1)},
		{name: "argument that is not UTF-8 aborts", do: abortedBy("select $1::text", "\xff")},
		{name: "left open on the pool", do: func(ctx context.Context, r *transcript, w way) {
			r.exec(ctx, w.db, "begin; insert into thing values (1, 'a')")
			r.query(ctx, w, w.db, countThings)
		}},
		{name: "commit after an error", differs: instead("commit: 0 rows, <nil>", "commit: without SQLSTATE"),
			why: commitOfAborted,
			do: onOneConn(func(ctx context.Context, r *transcript, w way, c *sql.Conn) {
				r.exec(ctx, c, "begin")
				r.exec(ctx, c, insert, 1)
				r.exec(ctx, c, "select 1/0")
				r.exec(ctx, c, "commit")
				r.query(ctx, w, w.db, countThings)
			})},
		{name: "BeginTx behind begin", differs: instead("begin: <nil>", "begin: without SQLSTATE"),
			why: "the transaction that BeginTx would give is one already, and its isolation level another's",
			do: onOneConn(func(ctx context.Context, r *transcript, w way, c *sql.Conn) {
				r.exec(ctx, c, "begin")
				tx, err := c.BeginTx(ctx, nil)
				r.err("begin", err)
				if err == nil {
					_ = tx.Rollback() // there is nothing to see of it
				}
				r.exec(ctx, c, "rollback")
			})},
	})
}

// onOneConn returns something to be done with a connection of its own.
func onOneConn(do func(context.Context, *transcript, way, *sql.Conn)) func(context.Context, *transcript, way) {
	return func(ctx context.Context, r *transcript, w way) {
		c, err := w.db.Conn(ctx)
		if err != nil {
			r.err("connect", err)
			return
		}
		do(ctx, r, w, c)
		r.err("close", c.Close())
	}
}

// abortedBy returns a transaction with a statement that PostgreSQL would refuse, and
// that the driver may not have sent.
func abortedBy(query string, args ...any) func(context.Context, *transcript, way) {
	return func(ctx context.Context, r *transcript, w way) {
		tx := r.begin(ctx, w, nil)
		r.exec(ctx, tx, "insert into thing values (1, 'a')")
		r.exec(ctx, tx, query, args...)
		r.exec(ctx, tx, "insert into thing values (2, 'b')")
		r.err("rollback", tx.Rollback())
		r.query(ctx, w, w.db, countThings)
	}
}
