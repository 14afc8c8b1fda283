package faults_test

import (
	"context"
	"database/sql"
	"errors"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi"
)

// runInsert inserts in a transaction that is run until it is committed.
func runInsert(ctx context.Context, db *sql.DB) error {
	return auroradataapi.RunTx(ctx, db, nil, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, "insert into resolved values (1)")
		return err
	})
}

func insertAndCommit(ctx context.Context, db *sql.DB) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, "insert into resolved values (1)"); err != nil {
		return err
	}
	return tx.Commit()
}

// TestResolvedCommits loses commits and their answers, and asks the server what
// became of them.
func TestResolvedCommits(t *testing.T) {
	table(t, cluster, "resolved")
	for _, c := range []retryCase{
		{name: "no fault", do: insertAndCommit, requests: 1, rows: 1},
		{name: "it ran, dropped", faults: []fault{dropAfter}, do: insertAndCommit, requests: 2, rows: 1},
		{name: "it ran, answer cut off", faults: []fault{truncate}, do: insertAndCommit, requests: 2, rows: 1},
		{name: "it ran, 500", faults: []fault{internalLate}, do: insertAndCommit, requests: 2, rows: 1},
		{name: "it did not run, and then it did", faults: []fault{dropBefore, dropBefore, internal}, do: insertAndCommit, requests: 4, rows: 1},
		{name: "it did not run", faults: []fault{undo}, do: insertAndCommit, requests: 2, is: auroradataapi.ErrTxCommitRollback},
		{name: "all of it runs again", faults: []fault{undo}, do: runInsert, requests: 3, rows: 1},
		{name: "nothing runs again", faults: []fault{dropAfter}, do: runInsert, requests: 2, rows: 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			ctx := within(t)
			if _, err := cluster.Native.ExecContext(ctx, "delete from resolved"); err != nil {
				t.Fatal(err)
			}
			p := newProxy(t, commitPath, c.faults...)
			db := p.openWith(t, func(config *auroradataapi.Config) { config.ResolveCommits = true })
			if err := c.do(ctx, db); !errors.Is(err, c.is) || errors.Is(err, auroradataapi.ErrOutcomeUnknown) {
				t.Errorf("got %v, want %v", err, c.is)
			}
			if n := p.requests(); n != c.requests {
				t.Errorf("got %d requests, want %d", n, c.requests)
			}
			if n := count(t, cluster, "resolved"); n != c.rows {
				t.Errorf("got %d rows, want %d", n, c.rows)
			}
			usable(ctx, t, db)
		})
	}
}

// TestRunTxOverFaults runs a transaction while calls of one kind fail once.
func TestRunTxOverFaults(t *testing.T) {
	table(t, cluster, "resolved")
	t.Cleanup(func() { clock.Advance(3*time.Minute + time.Second) }) // ends the transactions whose ids were lost
	for _, c := range []struct {
		name   string
		path   string
		faults []fault
	}{
		{"statement, dropped before", executePath, []fault{dropBefore}},
		{"statement, dropped after", executePath, []fault{dropAfter}},
		{"statement, 500 after it ran", executePath, []fault{internalLate}},
		{"statement, answer cut off", executePath, []fault{truncate}},
		{"begin, dropped often", beginPath, []fault{dropAfter, dropBefore, dropAfter, dropAfter}},
	} {
		t.Run(c.name, func(t *testing.T) {
			ctx := within(t)
			if _, err := cluster.Native.ExecContext(ctx, "delete from resolved"); err != nil {
				t.Fatal(err)
			}
			if err := runInsert(ctx, newProxy(t, c.path, c.faults...).open(t)); err != nil {
				t.Error(err)
			}
			if n := count(t, cluster, "resolved"); n != 1 {
				t.Errorf("got %d rows, want 1", n)
			}
		})
	}
}

// TestBackendKilledBeforeCommit: the transaction is gone with its process, and all
// of it is run again.
func TestBackendKilledBeforeCommit(t *testing.T) {
	ctx := within(t)
	table(t, cluster, "resolved")
	db := newProxy(t, "/none").openWith(t, func(config *auroradataapi.Config) { config.ResolveCommits = true })
	runs := 0
	err := auroradataapi.RunTx(ctx, db, nil, func(tx *sql.Tx) error {
		runs++
		var pid int
		if err := tx.QueryRowContext(ctx, "insert into resolved values (1) returning pg_backend_pid()").Scan(&pid); err != nil {
			return err
		}
		if runs == 1 {
			terminate(ctx, t, cluster, pid)
		}
		return nil
	})
	if n := count(t, cluster, "resolved"); err != nil || n != 1 || runs != 2 {
		t.Errorf("got %d rows by %d runs, want 1 by 2: %v", n, runs, err)
	}
}
