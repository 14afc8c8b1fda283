package faults_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi"
)

// TestStatementTimeout has the service's clock move on while a statement runs.
func TestStatementTimeout(t *testing.T) {
	ctx := within(t)
	done := start(ctx, cluster.DataAPI, "select pg_sleep(60) as statementtimeout")
	waitForStatement(ctx, t, cluster, "statementtimeout")
	clock.Advance(46 * time.Second)
	err := wait(ctx, t, done)
	var e *auroradataapi.Error
	if !errors.Is(err, auroradataapi.ErrStatementTimeout) || !errors.As(err, &e) || e.Exception != "StatementTimeoutException" {
		t.Errorf("got %v, want ErrStatementTimeout", err)
	}
	usable(ctx, t, cluster.DataAPI)
}

// TestStatementTimeoutInTransaction does so in a transaction, which is aborted by
// it.
func TestStatementTimeoutInTransaction(t *testing.T) {
	ctx := within(t)
	tx, err := cluster.DataAPI.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	done := start(ctx, tx, "select pg_sleep(60) as slowtransaction")
	waitForStatement(ctx, t, cluster, "slowtransaction")
	clock.Advance(46 * time.Second)
	if err := wait(ctx, t, done); !errors.Is(err, auroradataapi.ErrStatementTimeout) {
		t.Errorf("got %v, want ErrStatementTimeout", err)
	}
	_, err = tx.ExecContext(ctx, "select 1")
	wantCode(t, err, "25P02")
	if err := tx.Commit(); !errors.Is(err, auroradataapi.ErrTxCommitRollback) {
		t.Errorf("commit: got %v, want ErrTxCommitRollback", err)
	}
	usable(ctx, t, cluster.DataAPI)
}

// TestTransactionExpires has the service's clock move on between statements.
func TestTransactionExpires(t *testing.T) {
	for _, c := range []struct {
		name string
		wait func(t *testing.T, tx execer)
	}{
		{"unused for three minutes", func(*testing.T, execer) { clock.Advance(3*time.Minute + time.Second) }},
		{"used for a day", func(t *testing.T, tx execer) {
			for range 24 * 60 / 2 {
				if _, err := tx.ExecContext(context.Background(), "select 1"); err != nil {
					t.Fatal(err)
				}
				clock.Advance(2 * time.Minute)
			}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			ctx := within(t)
			tx, err := cluster.DataAPI.BeginTx(ctx, nil)
			if err != nil {
				t.Fatal(err)
			}
			c.wait(t, tx)
			_, err = tx.ExecContext(ctx, "select 1")
			if !errors.Is(err, auroradataapi.ErrTransactionNotFound) || errors.Is(err, auroradataapi.ErrOutcomeUnknown) {
				t.Errorf("statement: got %v, want ErrTransactionNotFound", err)
			}
			if err := tx.Commit(); !errors.Is(err, auroradataapi.ErrTransactionNotFound) {
				t.Errorf("commit: got %v, want ErrTransactionNotFound", err)
			}
			usable(ctx, t, cluster.DataAPI)
		})
	}
}

// TestCommitOfExpired finds out at the commit.
func TestCommitOfExpired(t *testing.T) {
	ctx := within(t)
	table(t, cluster, "expired")
	tx, err := cluster.DataAPI.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.ExecContext(ctx, "insert into expired values (1)"); err != nil {
		t.Fatal(err)
	}
	clock.Advance(4 * time.Minute)
	if err := tx.Commit(); !errors.Is(err, auroradataapi.ErrTransactionNotFound) {
		t.Errorf("commit: got %v, want ErrTransactionNotFound", err)
	}
	if n := count(t, cluster, "expired"); n != 0 {
		t.Errorf("got %d rows, want none", n)
	}
	usable(ctx, t, cluster.DataAPI)
}

// TestRollbackOfExpired is no error: what is gone has been rolled back.
func TestRollbackOfExpired(t *testing.T) {
	ctx := within(t)
	tx, err := cluster.DataAPI.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	clock.Advance(4 * time.Minute)
	if err := tx.Rollback(); err != nil {
		t.Errorf("rollback: %v", err)
	}
	usable(ctx, t, cluster.DataAPI)
}
