package faults_test

import (
	"context"
	"database/sql"
	"errors"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/internal/integration/testcluster"
)

// ownConn returns a connection of a DB that is the test's own, so that what is left
// of it ends with the test.
func ownConn(ctx context.Context, t *testing.T, c *testcluster.Cluster) *sql.Conn {
	t.Helper()
	db, err := testcluster.Open(c.Config())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	conn, err := db.Conn(ctx)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}

func mustExec(ctx context.Context, t *testing.T, q execer, statement string, args ...any) {
	t.Helper()
	if _, err := q.ExecContext(ctx, statement, args...); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// waitForWaiter returns when somebody waits for an advisory lock.
func waitForWaiter(ctx context.Context, t *testing.T) {
	t.Helper()
	const waiting = "select count(*) from pg_locks where locktype = 'advisory' and not granted"
	for n := 0; n == 0; {
		if err := cluster.Native.QueryRowContext(ctx, waiting).Scan(&n); err != nil {
			t.Fatal(err)
		}
	}
}

// holders counts the sessions that hold an advisory lock.
func holders(ctx context.Context, t *testing.T, key int) (n int) {
	t.Helper()
	const held = "select count(*) from pg_locks where locktype = 'advisory' and granted and objid = $1"
	if err := cluster.Native.QueryRowContext(ctx, held, key).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// TestLockOutlastsTimeout: who waits for a lock waits longer than the service lets
// a statement run, and keeps the locks that it has.
func TestLockOutlastsTimeout(t *testing.T) {
	for name, held := range map[string][]int{"first lock": nil, "second lock": {2}} {
		t.Run(name, func(t *testing.T) {
			ctx := within(t)
			owner, waiter := ownConn(ctx, t, cluster), ownConn(ctx, t, cluster)
			mustExec(ctx, t, owner, "select pg_advisory_lock(1)")
			for _, key := range held {
				mustExec(ctx, t, waiter, "select pg_advisory_lock($1)", key)
			}
			done := start(ctx, waiter, "select pg_advisory_lock($1)", 1)
			for range 3 {
				waitForWaiter(ctx, t)
				clock.Advance(46 * time.Second)
			}
			waitForWaiter(ctx, t)
			mustExec(ctx, t, owner, "select pg_advisory_unlock(1)")
			if err := wait(ctx, t, done); err != nil {
				t.Errorf("got %v", err)
			}
			for _, key := range append(held, 1) {
				if n := holders(ctx, t, key); n != 1 {
					t.Errorf("lock %d is held by %d sessions", key, n)
				}
			}
		})
	}
}

// TestLockDeadline: the wait ends with its context, and then nobody holds or awaits
// the lock.
func TestLockDeadline(t *testing.T) {
	ctx := within(t)
	owner, waiter := ownConn(ctx, t, cluster), ownConn(ctx, t, cluster)
	mustExec(ctx, t, owner, "select pg_advisory_lock(3)")
	inner, cancel := context.WithCancel(ctx)
	done := start(inner, waiter, "select pg_advisory_lock(3)")
	waitForWaiter(ctx, t)
	cancel()
	if err := wait(ctx, t, done); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	mustExec(ctx, t, waiter, "select 1") // it held none
	mustExec(ctx, t, owner, "select pg_advisory_unlock(3)")
	for holders(ctx, t, 3) != 0 && ctx.Err() == nil {
	}
}

// TestLockLost ends the transaction of the locks in several ways.
func TestLockLost(t *testing.T) {
	for name, lose := range map[string]func(context.Context, *testing.T){
		"expired":        func(context.Context, *testing.T) { clock.Advance(3*time.Minute + time.Second) },
		"backend killed": func(ctx context.Context, t *testing.T) { terminate(ctx, t, cluster, holder(ctx, t, 4)) },
	} {
		t.Run(name, func(t *testing.T) {
			ctx := within(t)
			table(t, cluster, "unguarded")
			conn := ownConn(ctx, t, cluster)
			mustExec(ctx, t, conn, "select pg_advisory_lock(4)")
			lose(ctx, t)
			if _, err := conn.ExecContext(ctx, "insert into unguarded values (1)"); !errors.Is(err, auroradataapi.ErrSessionLockLost) {
				t.Errorf("got %v", err)
			}
			if n := count(t, cluster, "unguarded"); n != 0 {
				t.Errorf("%d rows were written without the lock", n)
			}
		})
	}
}

// holder returns the process that holds an advisory lock.
func holder(ctx context.Context, t *testing.T, key int) (pid int) {
	t.Helper()
	if err := cluster.Native.QueryRowContext(ctx, "select pid from pg_locks where locktype = 'advisory' and granted and objid = $1", key).Scan(&pid); err != nil {
		t.Fatal(err)
	}
	return pid
}

// TestLockLostBeforeCommit: what was done under a lock that is gone is not committed.
func TestLockLostBeforeCommit(t *testing.T) {
	ctx := within(t)
	table(t, cluster, "unguarded")
	conn := ownConn(ctx, t, cluster)
	mustExec(ctx, t, conn, "select pg_advisory_lock(5)")
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	mustExec(ctx, t, tx, "insert into unguarded values (1)")
	terminate(ctx, t, cluster, holder(ctx, t, 5))
	if err := tx.Commit(); !errors.Is(err, auroradataapi.ErrSessionLockLost) {
		t.Errorf("commit: %v", err)
	}
	if n := count(t, cluster, "unguarded"); n != 0 {
		t.Errorf("%d rows were written without the lock", n)
	}
}

// TestCancelledBegin: a transaction that is begun when nobody waits for it any
// more ends by itself.
func TestCancelledBegin(t *testing.T) {
	ctx := within(t)
	db, err := testcluster.Open(cluster.Config())
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for range 20 {
		inner, cancel := context.WithCancel(ctx)
		go cancel()
		if tx, err := db.BeginTx(inner, nil); err == nil {
			_ = tx.Rollback() // database/sql may have done so
		}
		cancel()
	}
	if err := db.Close(); err != nil {
		t.Error(err)
	}
	waitForNoTransaction(ctx, t)
}

// waitForNoTransaction returns when no transaction is open.
func waitForNoTransaction(ctx context.Context, t *testing.T) {
	t.Helper()
	const open = "select count(*) from pg_stat_activity where state like 'idle in transaction%'"
	for n := -1; n != 0 && ctx.Err() == nil; {
		if err := cluster.Native.QueryRowContext(ctx, open).Scan(&n); err != nil {
			t.Fatal(err)
		}
	}
}
