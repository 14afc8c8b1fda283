package emulator_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/rdsdata"
	"github.com/aws/aws-sdk-go-v2/service/rdsdata/types"

	"github.com/auroradataapi/auroradataapi/emulator"
)

// start runs a statement in the background.
func start(t *testing.T, s *emulator.Server, input *rdsdata.ExecuteStatementInput) <-chan error {
	failed := make(chan error, 1)
	go func() {
		_, err := client(s).ExecuteStatement(context.WithoutCancel(t.Context()), input)
		failed <- err
	}()
	return failed
}

// wantTimeout checks for the timeout and a connection id.
func wantTimeout(t *testing.T, err error) {
	t.Helper()
	wantError(t, err, "StatementTimeoutException", "Request timed out")
	var timeout *types.StatementTimeoutException
	if !errors.As(err, &timeout) || timeout.DbConnectionId == 0 {
		t.Errorf("the timeout %#v names no connection", timeout)
	}
}

// waiting counts the sessions that wait for the advisory lock 4713.
const waiting = "select count(*) from pg_locks where locktype = 'advisory' and objid = 4713 and not granted"

// TestTimeout goes through the four cases of a statement that takes too long,
// with an insert that waits for a lock another transaction holds.
func TestTimeout(t *testing.T) {
	tests := []struct {
		name        string
		transaction bool
		goOn        bool
		rows        string // in the end
		next        string // message of the next statement of the transaction
	}{
		{name: "cancelled", rows: "0"},
		{name: "continued", goOn: true, rows: "1"},
		{name: "cancelled in a transaction", transaction: true, rows: "0",
			next: "ERROR: current transaction is aborted, commands ignored until end of transaction block; SQLState: 25P02"},
		{name: "continued in a transaction", transaction: true, goOn: true, rows: "1"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			table(t, "timeout", "v text")
			clock := &emulator.ManualClock{}
			s := attached(t, &emulator.Server{Clock: clock})
			holder := begin(t, shared)
			execute(t, shared, in(shared, holder, "select pg_advisory_xact_lock(4713)"))
			input := statement(s, "insert into timeout select pg_advisory_xact_lock(4713)::text")
			input.ContinueAfterTimeout = test.goOn
			if test.transaction {
				id := begin(t, s)
				input.TransactionId = &id
			}
			failed := start(t, s, input)
			await(t, waiting, "1")
			clock.Advance(45*time.Second - 1)
			if n := backend(t, waiting); n != "1" {
				t.Fatalf("%s statements are running before the timeout", n)
			}
			clock.Advance(1)
			wantTimeout(t, <-failed)
			if test.goOn && test.transaction {
				refuse(t, s, in(s, *input.TransactionId, "select 1"), "DatabaseErrorException", "Transaction is still running a query")
			}
			if !test.goOn {
				await(t, waiting, "0")
			}
			if _, err := rollback(t, shared, holder); err != nil {
				t.Fatal(err)
			}
			if test.transaction {
				finishTransaction(t, s, *input.TransactionId, test.next)
			}
			await(t, "select count(*) from timeout", test.rows)
			execute(t, s, statement(s, "select 1"))
		})
	}
}

// finishTransaction runs a statement in a transaction as soon as it is free
// again, checks for the message of its error, if one is wanted, and commits.
func finishTransaction(t *testing.T, s *emulator.Server, id, message string) {
	t.Helper()
	_, err := client(s).ExecuteStatement(t.Context(), in(s, id, "select 1"))
	for deadline := time.Now().Add(patience); isBusy(err) && time.Now().Before(deadline); {
		_, err = client(s).ExecuteStatement(t.Context(), in(s, id, "select 1"))
	}
	if message == "" && err != nil {
		t.Errorf("the next statement: %v", err)
	}
	if message != "" {
		wantError(t, err, "DatabaseErrorException", message)
	}
	if _, err := commit(t, s, id); err != nil {
		t.Error(err)
	}
}

func isBusy(err error) bool {
	var database *types.DatabaseErrorException
	return errors.As(err, &database) && database.ErrorMessage() == "Transaction is still running a query"
}

// TestClientGone shows that a client that goes away does not stop its statement.
func TestClientGone(t *testing.T) {
	table(t, "client_gone", "v text")
	holder := begin(t, shared)
	execute(t, shared, in(shared, holder, "select pg_advisory_xact_lock(4713)"))
	ctx, cancel := context.WithCancel(t.Context())
	gone := make(chan error, 1)
	go func() {
		_, err := client(shared).ExecuteStatement(ctx, statement(shared, "insert into client_gone select pg_advisory_xact_lock(4713)::text"))
		gone <- err
	}()
	await(t, waiting, "1")
	cancel()
	if err := <-gone; !errors.Is(err, context.Canceled) {
		t.Fatalf("the call ended with %v", err)
	}
	if _, err := rollback(t, shared, holder); err != nil {
		t.Fatal(err)
	}
	await(t, "select count(*) from client_gone", "1")
}

// TestCloseCancels shows that Close ends statements that run, also those that
// nobody waits for any more, and leaves no session.
func TestCloseCancels(t *testing.T) {
	clock := &emulator.ManualClock{}
	s := attached(t, &emulator.Server{Clock: clock})
	holder, idle := begin(t, s), begin(t, s)
	execute(t, s, in(s, holder, "select pg_advisory_xact_lock(4713)"))
	execute(t, s, in(s, idle, "create temp table scratch ()"))
	input := statement(s, "select pg_advisory_xact_lock(4713)")
	input.ContinueAfterTimeout = true
	left := start(t, s, input)
	await(t, waiting, "1")
	clock.Advance(45 * time.Second)
	wantTimeout(t, <-left)
	running := start(t, s, statement(s, "select pg_advisory_xact_lock(4713)"))
	await(t, waiting, "2")
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if err := <-running; err == nil {
		t.Error("the statement that was running succeeded")
	}
	await(t, waiting, "0")
	if n := backend(t, "select count(*) from pg_locks where locktype = 'advisory'"); n != "0" {
		t.Errorf("%s locks are left", n)
	}
}
