package mysqlsession

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi"
)

// deadlock has two transactions wait for each other's rows, and returns the one that
// the database has rolled back, with its error. The other is rolled back too.
func deadlock(ctx context.Context, t *testing.T, db *sql.DB) (victim *sql.Tx, err error) {
	t.Helper()
	txs, errs := make([]*sql.Tx, 2), make([]error, 2)
	for i := range txs {
		if txs[i], err = db.BeginTx(ctx, nil); err != nil {
			t.Fatal(err)
		}
		touch(ctx, t, txs[i], i)
	}
	var waiting sync.WaitGroup
	for i, tx := range txs {
		waiting.Go(func() {
			_, errs[i] = tx.ExecContext(ctx, "update thing set name = concat(name, 'x') where id = ?", 2-i)
			if errs[i] == nil {
				_ = tx.Rollback()
			}
		})
	}
	waiting.Wait()
	for i := range txs {
		if errs[i] != nil {
			victim, err = txs[i], errs[i]
		}
	}
	if victim == nil {
		t.Fatal("none of two transactions in a deadlock has failed")
	}
	return victim, err
}

func touch(ctx context.Context, t *testing.T, tx *sql.Tx, i int) {
	t.Helper()
	if _, err := tx.ExecContext(ctx, "update thing set name = concat(name, 'x') where id = ?", i+1); err != nil {
		t.Fatal(err)
	}
}

// prepare makes the tables, with two rows in thing.
func prepare(ctx context.Context, t *testing.T) {
	t.Helper()
	for _, text := range append(things, "insert into thing values (1, 'a'), (2, 'b')") {
		if _, err := cluster.Native.ExecContext(ctx, text); err != nil {
			t.Fatal(err)
		}
	}
}

// TestDeadlock: a transaction that the database has rolled back is over. Natively what
// follows runs outside of it, which nobody wants.
func TestDeadlock(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	prepare(ctx, t)
	victim, err := deadlock(ctx, t, cluster.DataAPI)
	if got := describe(err); got != "error 1213" {
		t.Errorf("got %s: %v", got, err)
	}
	if _, err := victim.ExecContext(ctx, "insert into thing (name) values ('lost')"); err == nil || !strings.Contains(err.Error(), "begin it again") {
		t.Errorf("a statement behind it: %v", err)
	}
	if err := victim.Commit(); !errors.Is(err, auroradataapi.ErrTxCommitRollback) {
		t.Errorf("its commit: %v", err)
	}
	var rows int
	if err := cluster.Native.QueryRowContext(ctx, "select count(*) from thing where name in ('a', 'b')").Scan(&rows); err != nil || rows != 2 {
		t.Errorf("%d rows are as before, %v", rows, err)
	}
}

// TestRunTx: deadlocks have transactions run again until all are committed, through
// either driver.
func TestRunTx(t *testing.T) {
	for name, db := range map[string]*sql.DB{"native": cluster.Native, "driver": cluster.DataAPI} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			prepare(ctx, t)
			var met, both sync.WaitGroup
			met.Add(2)
			errs := make([]error, 2)
			for i := range errs {
				both.Go(func() { errs[i] = crossing(ctx, db, i, &met) })
			}
			both.Wait()
			if err := errors.Join(errs...); err != nil {
				t.Fatal(err)
			}
			var names string
			if err := cluster.Native.QueryRowContext(ctx, "select group_concat(length(name)) from thing").Scan(&names); err != nil || names != "3,3" {
				t.Errorf("lengths %s, want 3,3; %v", names, err)
			}
		})
	}
}

// crossing changes both rows in an order of its own, and has its first attempt wait
// for that of the other.
func crossing(ctx context.Context, db *sql.DB, i int, met *sync.WaitGroup) error {
	first := true
	return auroradataapi.RunTx(ctx, db, nil, func(tx *sql.Tx) error {
		for _, id := range []int{i + 1, 2 - i} {
			if _, err := tx.ExecContext(ctx, "update thing set name = concat(name, 'x') where id = ?", id); err != nil {
				return err
			}
			if first {
				first = false
				met.Done()
				met.Wait()
			}
		}
		return nil
	})
}
