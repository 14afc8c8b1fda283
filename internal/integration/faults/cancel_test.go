package faults_test

import (
	"context"
	"database/sql"
	"errors"
	"testing"

	"github.com/auroradataapi/auroradataapi"
)

// openCanceling opens the cluster's database so that statements are canceled.
func openCanceling(t *testing.T) *sql.DB {
	t.Helper()
	return newProxy(t, "/none").openWith(t, cancelsStatements)
}

func cancelsStatements(c *auroradataapi.Config) { c.CancelStatements = true }

// waitForEnd returns when no process of PostgreSQL runs a statement with a word in
// its text.
func waitForEnd(ctx context.Context, t *testing.T, word string) {
	t.Helper()
	const running = "select count(*) from pg_stat_activity where state = 'active' and pid <> pg_backend_pid() and query like '%' || $1 || '%'"
	for n := 1; n > 0; {
		if err := cluster.Native.QueryRowContext(ctx, running, word).Scan(&n); err != nil {
			t.Fatal(err)
		}
	}
}

// TestCanceledStatement stops at the server, and leaves another one alone that
// does the same.
func TestCanceledStatement(t *testing.T) {
	ctx := within(t)
	table(t, cluster, "canceledsleep")
	db := openCanceling(t)
	other := start(ctx, db, "select pg_sleep(60) as othersleep")
	pid := waitForStatement(ctx, t, cluster, "othersleep")
	inner, cancel := context.WithCancel(ctx)
	done := start(inner, db, "with s as materialized (select pg_sleep($1)) insert into canceledsleep select 1 from s", 60)
	waitForStatement(ctx, t, cluster, "into canceledsleep")
	cancel()
	if err := wait(ctx, t, done); !errors.Is(err, context.Canceled) || !errors.Is(err, auroradataapi.ErrOutcomeUnknown) {
		t.Errorf("got %v, want context.Canceled and ErrOutcomeUnknown", err)
	}
	waitForEnd(ctx, t, "into canceledsleep")
	if n := count(t, cluster, "canceledsleep"); n != 0 {
		t.Errorf("got %d rows, want none", n)
	}
	if still := waitForStatement(ctx, t, cluster, "othersleep"); still != pid {
		t.Errorf("the other statement is run by process %d, and was by %d", still, pid)
	}
	usable(ctx, t, db)
	terminate(ctx, t, cluster, pid)
	wantCode(t, wait(ctx, t, other), "57P01")
}

// TestLateCancel gives a statement up that has come to its end: what its process
// runs by then goes on.
func TestLateCancel(t *testing.T) {
	ctx := within(t)
	p := newProxy(t, executePath, hold)
	db := p.openWith(t, cancelsStatements)
	inner, cancel := context.WithCancel(ctx)
	done := start(inner, db, "select 1")
	<-p.held
	next := start(ctx, db, "select pg_sleep(60) as latecancel")
	pid := waitForStatement(ctx, t, cluster, "latecancel")
	cancel()
	if err := wait(ctx, t, done); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
	for p.requests() < 2+3 && ctx.Err() == nil { // the driver looks for it three times
	}
	if still := waitForStatement(ctx, t, cluster, "latecancel"); still != pid {
		t.Errorf("the statement is run by process %d, and was by %d", still, pid)
	}
	terminate(ctx, t, cluster, pid)
	wantCode(t, wait(ctx, t, next), "57P01")
}

// TestCanceledStatementInTransaction: its rollback need not wait until the
// statement would have come to its end.
func TestCanceledStatementInTransaction(t *testing.T) {
	ctx := within(t)
	db := openCanceling(t)
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	inner, cancel := context.WithCancel(ctx)
	done := start(inner, tx, "select pg_sleep(60) as canceledintransaction")
	waitForStatement(ctx, t, cluster, "canceledintransaction")
	cancel()
	if err := wait(ctx, t, done); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
	if err := tx.Rollback(); err != nil {
		t.Errorf("rollback: %v", err)
	}
	waitForEnd(ctx, t, "canceledintransaction")
	usable(ctx, t, db)
}

// TestCanceledTransactionStops ends the context of the transaction, for which
// database/sql rolls back. It does so in the background, and the end of the
// database waits for it.
func TestCanceledTransactionStops(t *testing.T) {
	ctx := within(t)
	p := newProxy(t, "/none")
	db := p.openWith(t, cancelsStatements)
	inner, cancel := context.WithCancel(ctx)
	err := auroradataapi.RunTx(inner, db, nil, func(tx *sql.Tx) error {
		done := start(inner, tx, "select pg_sleep(60) as canceledrun")
		waitForStatement(ctx, t, cluster, "canceledrun")
		cancel()
		return wait(ctx, t, done)
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
	waitForEnd(ctx, t, "canceledrun")
	usable(ctx, t, db)
	if err := db.Close(); err != nil {
		t.Error(err)
	}
	p.Close()
	waitForNoTransaction(ctx, t)
}

// TestCanceledPage ends the context while the rows of a cursor are fetched.
func TestCanceledPage(t *testing.T) {
	ctx := within(t)
	db := newProxy(t, "/none").openWith(t, func(c *auroradataapi.Config) {
		c.CancelStatements, c.Streaming = true, auroradataapi.StreamingAlways
	})
	inner, cancel := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() {
		done <- db.QueryRowContext(inner, "select sum(a) from generate_series(1, 1e6) a, generate_series(1, 1e6) b").Scan(new(string))
	}()
	for n := 0; n == 0; {
		const fetching = "select count(*) from pg_stat_activity where state = 'active' and query like '%FETCH %' and pid <> pg_backend_pid()"
		if err := cluster.Native.QueryRowContext(ctx, fetching).Scan(&n); err != nil {
			t.Fatal(err)
		}
	}
	cancel()
	if err := wait(ctx, t, done); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
	waitForEnd(ctx, t, "FETCH ")
	waitForNoTransaction(ctx, t)
	usable(ctx, t, db)
}
