package faults_test

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/emulator"
	"github.com/auroradataapi/auroradataapi/internal/integration/testcluster"
)

// execer is a sql.DB, Conn or Tx.
type execer interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// start runs a statement and returns where its error will come.
func start(ctx context.Context, q execer, statement string, args ...any) <-chan error {
	done := make(chan error, 1)
	go func() {
		_, err := q.ExecContext(ctx, statement, args...)
		done <- err
	}()
	return done
}

// wait returns the error of a started statement.
func wait(ctx context.Context, t *testing.T, done <-chan error) error {
	t.Helper()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		t.Fatal("the statement hangs")
		return nil
	}
}

// TestCancel gives a statement up. The service goes on with it; the driver
// cannot say what became of it.
func TestCancel(t *testing.T) {
	ctx := within(t)
	table(t, cluster, "cancelled")
	inner, cancel := context.WithCancel(ctx)
	done := start(inner, cluster.DataAPI, "with s as materialized (select pg_sleep(60)) insert into cancelled select 1 from s")
	pid := waitForStatement(ctx, t, cluster, "insert into cancelled")
	cancel()
	err := wait(ctx, t, done)
	if !errors.Is(err, context.Canceled) || !errors.Is(err, auroradataapi.ErrOutcomeUnknown) {
		t.Errorf("got %v, want context.Canceled and ErrOutcomeUnknown", err)
	}
	usable(ctx, t, cluster.DataAPI)
	terminate(ctx, t, cluster, pid)
}

// TestDeadline is the same with a deadline, inside a transaction: its rollback
// waits for the statement that still runs.
func TestDeadline(t *testing.T) {
	ctx := within(t)
	tx, err := cluster.DataAPI.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	inner, cancel := context.WithTimeout(ctx, 100*time.Millisecond)
	defer cancel()
	err = wait(ctx, t, start(inner, tx, "select pg_sleep(1) as deadline"))
	if !errors.Is(err, context.DeadlineExceeded) || !errors.Is(err, auroradataapi.ErrOutcomeUnknown) {
		t.Errorf("got %v, want context.DeadlineExceeded and ErrOutcomeUnknown", err)
	}
	if err := tx.Rollback(); err != nil {
		t.Errorf("rollback: %v", err)
	}
	usable(ctx, t, cluster.DataAPI)
}

// TestCancelledTransaction ends the context of a transaction while a statement
// runs in it.
func TestCancelledTransaction(t *testing.T) {
	ctx := within(t)
	inner, cancel := context.WithCancel(ctx)
	tx, err := cluster.DataAPI.BeginTx(inner, nil)
	if err != nil {
		t.Fatal(err)
	}
	done := start(inner, tx, "select pg_sleep(1) as cancelledtransaction")
	waitForStatement(ctx, t, cluster, "cancelledtransaction")
	cancel()
	if err := wait(ctx, t, done); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
	if err := tx.Commit(); err == nil {
		t.Error("commit: got no error")
	}
	usable(ctx, t, cluster.DataAPI)
}

// TestBackendKilled ends the process of PostgreSQL that runs a statement.
func TestBackendKilled(t *testing.T) {
	ctx := within(t)
	done := start(ctx, cluster.DataAPI, "select pg_sleep(60) as backendkilled")
	terminate(ctx, t, cluster, waitForStatement(ctx, t, cluster, "backendkilled"))
	wantCode(t, wait(ctx, t, done), "57P01")
	usable(ctx, t, cluster.DataAPI)
}

// TestBackendKilledInTransaction does so in a transaction, which is gone then.
func TestBackendKilledInTransaction(t *testing.T) {
	ctx := within(t)
	table(t, cluster, "killed")
	tx, err := cluster.DataAPI.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.ExecContext(ctx, "insert into killed values (1)"); err != nil {
		t.Fatal(err)
	}
	done := start(ctx, tx, "select pg_sleep(60) as backendkilledintransaction")
	terminate(ctx, t, cluster, waitForStatement(ctx, t, cluster, "backendkilledintransaction"))
	wantCode(t, wait(ctx, t, done), "57P01")
	if err := tx.Commit(); err == nil {
		t.Error("commit: got no error")
	}
	if n := count(t, cluster, "killed"); n != 0 {
		t.Errorf("got %d rows, want none", n)
	}
	usable(ctx, t, cluster.DataAPI)
}

// TestIdleBackendsKilled ends the processes that wait for the next statement.
func TestIdleBackendsKilled(t *testing.T) {
	ctx := within(t)
	usable(ctx, t, cluster.DataAPI)
	const idle = `select count(pg_terminate_backend(pid, 5000)) from pg_stat_activity
		where state = 'idle' and pid <> pg_backend_pid() and backend_type = 'client backend'`
	var n int
	if err := cluster.Native.QueryRowContext(ctx, idle).Scan(&n); err != nil || n == 0 {
		t.Fatalf("ended %d processes, %v", n, err)
	}
	usable(ctx, t, cluster.DataAPI)
}

// TestCommitOfRunning commits while a statement that was given up still runs:
// that cannot work, and leaves nothing locked.
func TestCommitOfRunning(t *testing.T) {
	ctx := within(t)
	table(t, cluster, "running")
	tx, err := cluster.DataAPI.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.ExecContext(ctx, "lock table running"); err != nil {
		t.Fatal(err)
	}
	inner, cancel := context.WithCancel(ctx)
	done := start(inner, tx, "select pg_sleep(1) as commitofrunning")
	waitForStatement(ctx, t, cluster, "commitofrunning")
	cancel()
	if err := wait(ctx, t, done); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
	if err := tx.Commit(); err == nil {
		t.Error("commit: got no error")
	}
	if _, err := cluster.DataAPI.ExecContext(ctx, "insert into running values (1)"); err != nil {
		t.Errorf("the table is still locked: %v", err)
	}
}

// TestServerGone closes the emulator under a statement and a transaction.
func TestServerGone(t *testing.T) {
	ctx := within(t)
	c, err := testcluster.Start(ctx, newServer())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	tx, err := c.DataAPI.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	done := start(ctx, c.DataAPI, "select pg_sleep(60) as servergone")
	waitForStatement(ctx, t, c, "servergone")
	if err := c.Server.Close(); err != nil {
		t.Errorf("close: %v", err)
	}
	if err := wait(ctx, t, done); !errors.Is(err, auroradataapi.ErrOutcomeUnknown) {
		t.Errorf("statement under way: got %v, want ErrOutcomeUnknown", err)
	}
	if _, err := tx.ExecContext(ctx, "select 1"); err == nil || errors.Is(err, auroradataapi.ErrOutcomeUnknown) {
		t.Errorf("statement in the transaction: got %v, want an error of a statement that has not run", err)
	}
	if err := tx.Commit(); err == nil {
		t.Error("commit: got no error")
	}
	if err := c.DataAPI.PingContext(ctx); err == nil || errors.Is(err, auroradataapi.ErrOutcomeUnknown) {
		t.Errorf("ping: got %v, want an error of a statement that has not run", err)
	}
}

// TestServerComesBack closes the emulator and starts another on the same port.
func TestServerComesBack(t *testing.T) {
	ctx := within(t)
	first, err := testcluster.Start(ctx, newServer())
	if err != nil {
		t.Fatal(err)
	}
	defer first.Close()
	usable(ctx, t, first.DataAPI)
	if err := first.Server.Close(); err != nil {
		t.Fatal(err)
	}
	second := newServer()
	second.Addr = strings.TrimPrefix(first.Server.URL(), "http://")
	emulator.StartT(t, second)
	usable(ctx, t, first.DataAPI)
}

func terminate(ctx context.Context, t *testing.T, c *testcluster.Cluster, pid int) {
	t.Helper()
	if _, err := c.Native.ExecContext(ctx, "select pg_terminate_backend($1, 5000)", pid); err != nil {
		t.Error(err)
	}
}

func wantCode(t *testing.T, err error, code string) {
	t.Helper()
	var e *auroradataapi.Error
	if !errors.As(err, &e) || e.Code != code {
		t.Errorf("got %v, want SQLSTATE %s", err, code)
	}
}
