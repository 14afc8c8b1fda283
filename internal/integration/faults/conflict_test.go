package faults_test

import (
	"context"
	"database/sql"
	"errors"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/auroradataapi/auroradataapi"
)

// meeting is where two programs wait for each other, once each.
type meeting struct{ here sync.WaitGroup }

func newMeeting() *meeting {
	m := new(meeting)
	m.here.Add(2)
	return m
}

func (m *meeting) wait() {
	m.here.Done()
	m.here.Wait()
}

// accounts makes a table of n rows (n, balance).
func accounts(t *testing.T, n int) {
	t.Helper()
	table(t, cluster, "accounts")
	if _, err := cluster.Native.Exec("alter table accounts add balance int not null default 100, add primary key (n)"); err != nil {
		t.Fatal(err)
	}
	if _, err := cluster.Native.Exec("insert into accounts select generate_series(1, $1::int)", n); err != nil {
		t.Fatal(err)
	}
}

// TestRunTxAfterDeadlock has two transactions lock the same rows in opposite
// orders.
func TestRunTxAfterDeadlock(t *testing.T) {
	ctx := within(t)
	accounts(t, 2)
	both := newMeeting()
	var runs atomic.Int32
	transfer := func(from, to int) error {
		first := true
		return auroradataapi.RunTx(ctx, cluster.DataAPI, nil, func(tx *sql.Tx) error {
			runs.Add(1)
			_, err := tx.ExecContext(ctx, "update accounts set balance = balance - 10 where n = $1", from)
			if first {
				first = false
				both.wait()
			}
			if err != nil {
				return err
			}
			_, err = tx.ExecContext(ctx, "update accounts set balance = balance + 10 where n = $1", to)
			return err
		})
	}
	done := make(chan error, 2)
	go func() { done <- transfer(1, 2) }()
	go func() { done <- transfer(2, 1) }()
	if err := errors.Join(<-done, <-done); err != nil {
		t.Error(err)
	}
	if n := runs.Load(); n != 3 {
		t.Errorf("%d runs, want 3", n)
	}
	wantBalances(t, 200, 2)
}

// TestRunTxAfterSerializationFailure has two transactions write what the other has
// read.
func TestRunTxAfterSerializationFailure(t *testing.T) {
	ctx := within(t)
	accounts(t, 2)
	both := newMeeting()
	var runs atomic.Int32
	move := func(to int) error {
		first := true
		options := &auroradataapi.RunTxOptions{Isolation: sql.LevelSerializable}
		return auroradataapi.RunTx(ctx, cluster.DataAPI, options, func(tx *sql.Tx) error {
			runs.Add(1)
			var sum int
			err := tx.QueryRowContext(ctx, "select sum(balance) from accounts").Scan(&sum)
			if first {
				first = false
				both.wait()
			}
			if err != nil {
				return err
			}
			_, err = tx.ExecContext(ctx, "update accounts set balance = $1 where n = $2", sum, to)
			return err
		})
	}
	done := make(chan error, 2)
	go func() { done <- move(1) }()
	go func() { done <- move(2) }()
	if err := errors.Join(<-done, <-done); err != nil {
		t.Error(err)
	}
	if n := runs.Load(); n < 3 {
		t.Errorf("%d runs, want 3 or more", n)
	}
	wantBalances(t, 500, 2) // 200 and 300, as one after the other gives
}

func wantBalances(t *testing.T, sum, rows int) {
	t.Helper()
	var gotSum, gotRows int
	if err := cluster.Native.QueryRow("select sum(balance), count(*) from accounts").Scan(&gotSum, &gotRows); err != nil {
		t.Fatal(err)
	}
	if gotSum != sum || gotRows != rows {
		t.Errorf("balances of %d in %d rows, want %d in %d", gotSum, gotRows, sum, rows)
	}
}

// TestRunTxAtOnce has many transactions count in the same rows at once, which they
// read before.
func TestRunTxAtOnce(t *testing.T) {
	const programs, transactions = 8, 10
	ctx := within(t)
	accounts(t, 3)
	var runs atomic.Int32
	var working sync.WaitGroup
	for range programs {
		working.Go(func() {
			for range transactions {
				if err := increment(ctx, 1+rand.IntN(3), &runs); err != nil {
					t.Error(err)
				}
			}
		})
	}
	working.Wait()
	if n := runs.Load(); n <= programs*transactions {
		t.Errorf("%d runs: there was no conflict", n)
	}
	wantBalances(t, 300+programs*transactions, 3)
}

func increment(ctx context.Context, account int, runs *atomic.Int32) error {
	options := &auroradataapi.RunTxOptions{Isolation: sql.LevelRepeatableRead, MaxAttempts: -1}
	return auroradataapi.RunTx(ctx, cluster.DataAPI, options, func(tx *sql.Tx) error {
		runs.Add(1)
		var balance int
		if err := tx.QueryRowContext(ctx, "select balance from accounts where n = $1", account).Scan(&balance); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "update accounts set balance = $1 where n = $2", balance+1, account)
		return err
	})
}

// TestRunTxNatively runs transactions of another driver.
func TestRunTxNatively(t *testing.T) {
	ctx := within(t)
	accounts(t, 1)
	both := newMeeting()
	var runs atomic.Int32
	done := make(chan error, 2)
	for range 2 {
		first := true
		go func() {
			options := &auroradataapi.RunTxOptions{Isolation: sql.LevelSerializable}
			done <- auroradataapi.RunTx(ctx, cluster.Native, options, func(tx *sql.Tx) error {
				runs.Add(1)
				var balance int
				err := tx.QueryRowContext(ctx, "select balance from accounts").Scan(&balance)
				if first {
					first = false
					both.wait()
				}
				if err != nil {
					return err
				}
				_, err = tx.ExecContext(ctx, "update accounts set balance = $1", balance+1)
				return err
			})
		}()
	}
	if err := errors.Join(<-done, <-done); err != nil {
		t.Error(err)
	}
	if n := runs.Load(); n < 3 {
		t.Errorf("%d runs, want 3 or more", n)
	}
	wantBalances(t, 102, 1)
}
