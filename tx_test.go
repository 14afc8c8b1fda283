package auroradataapi_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi"
)

const aborted = "ERROR: current transaction is aborted, commands ignored until end of transaction block; SQLState: 25P02"

func notFound() step {
	return failure(http.StatusNotFound, "TransactionNotFoundException", "Transaction T1 is not found")
}

func busy() step { return databaseError("Transaction is still running a query") }

func TestTransaction(t *testing.T) {
	s := newService(t, began("T1"), updated("1"), committed(), updated("1"))
	db := s.open()
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec("update t set a = $1", 1); err != nil {
		t.Fatal(err)
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("update t set a = 2"); err != nil {
		t.Fatal(err)
	}
	want := []struct{ operation, transaction, database string }{
		{"/BeginTransaction", "", "orders"},
		{"/Execute", "T1", ""},
		{"/CommitTransaction", "T1", ""},
		{"/Execute", "", "orders"},
	}
	for i, r := range s.got() {
		if r.Operation != want[i].operation || r.TransactionID != want[i].transaction || r.Database != want[i].database {
			t.Errorf("request %d is %s in %q of %q, want %+v", i, r.Operation, r.TransactionID, r.Database, want[i])
		}
	}
}

func TestBeginOptions(t *testing.T) {
	s := newService(t, began("T1"), updated("0"), rolledBack())
	tx, err := s.open().BeginTx(t.Context(), &sql.TxOptions{Isolation: sql.LevelSerializable, ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	if r := s.got()[1]; r.SQL != "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE, READ ONLY" || r.TransactionID != "T1" {
		t.Errorf("got %q in %q", r.SQL, r.TransactionID)
	}
}

func TestBeginErrors(t *testing.T) {
	tests := []struct {
		name    string
		options sql.TxOptions
		steps   []step
		want    string
	}{
		{"refused level", sql.TxOptions{Isolation: sql.LevelLinearizable}, nil, "isolation level not supported: Linearizable"},
		{"failed setting", sql.TxOptions{ReadOnly: true}, []step{began("T1"), databaseError("ERROR: no; SQLState: 0A000"), rolledBack()}, "ERROR: no (SQLSTATE 0A000)"},
		{"failed begin", sql.TxOptions{}, []step{databaseError(`FATAL: database "x" does not exist; SQLState: 3D000`)}, `FATAL: database "x" does not exist (SQLSTATE 3D000)`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := newService(t, tt.steps...).open().BeginTx(t.Context(), &tt.options); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
		})
	}
}

// TestCommit ends transactions in which a statement may have failed.
func TestCommit(t *testing.T) {
	failed := databaseError("ERROR: no; SQLState: 22012")
	tests := []struct {
		name  string
		first step // the answer to the statement
		rest  []step
		want  error
		calls []string
	}{
		{"after success", updated("1"), []step{committed()}, nil, []string{"/CommitTransaction"}},
		{
			"aborted", failed, []step{databaseError(aborted), rolledBack()}, auroradataapi.ErrTxCommitRollback,
			[]string{"/Execute", "/RollbackTransaction"},
		}, {
			"alive after all", failed, []step{selected("1"), committed()}, nil,
			[]string{"/Execute", "/CommitTransaction"},
		}, {
			"gone", failed, []step{notFound(), notFound()}, auroradataapi.ErrTransactionNotFound,
			[]string{"/Execute", "/RollbackTransaction"},
		}, {
			"service says rolled back", updated("1"), []step{rolledBack()}, auroradataapi.ErrTxCommitRollback,
			[]string{"/CommitTransaction"},
		}, {
			"gone at commit", updated("1"), []step{notFound()}, auroradataapi.ErrTransactionNotFound,
			[]string{"/CommitTransaction"},
		}, {
			"answer lost, then committed", updated("1"), []step{dropped(), committed()}, nil,
			[]string{"/CommitTransaction", "/CommitTransaction"},
		}, {
			"answer lost, then gone", updated("1"), []step{dropped(), notFound()}, auroradataapi.ErrOutcomeUnknown,
			[]string{"/CommitTransaction", "/CommitTransaction"},
		}, {
			"answer lost for good", updated("1"), []step{dropped(), truncated(), dropped()}, auroradataapi.ErrOutcomeUnknown,
			[]string{"/CommitTransaction", "/CommitTransaction", "/CommitTransaction"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newService(t, append([]step{began("T1"), tt.first}, tt.rest...)...)
			db := s.open()
			tx, err := db.Begin()
			if err != nil {
				t.Fatal(err)
			}
			_, _ = tx.Exec("update t set a = 1") // whether it fails is the test's matter
			if err := tx.Commit(); !errors.Is(err, tt.want) {
				t.Errorf("commit: %v, want %v", err, tt.want)
			}
			var calls []string
			for _, r := range s.got()[2:] {
				calls = append(calls, r.Operation)
			}
			if !slices.Equal(calls, tt.calls) {
				t.Errorf("calls %q, want %q", calls, tt.calls)
			}
			if open := db.Stats().OpenConnections; (open == 0) != (tt.want != nil) {
				t.Errorf("%d connections are kept after the commit", open)
			}
		})
	}
}

func TestRollback(t *testing.T) {
	tests := []struct {
		name  string
		steps []step
		fails bool
	}{
		{"simple", []step{rolledBack()}, false},
		{"gone already", []step{notFound()}, false},
		{"still busy for a while", []step{busy(), busy(), rolledBack()}, false},
		{"gone already, by the other exception", []step{failure(http.StatusNotFound, "NotFoundException", "")}, false},
		{"answer lost", []step{dropped(), notFound()}, false},
		{"refused", []step{failure(http.StatusForbidden, "AccessDeniedException", "no")}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			db := newService(t, append([]step{began("T1")}, tt.steps...)...).open()
			tx, err := db.Begin()
			if err != nil {
				t.Fatal(err)
			}
			if err := tx.Rollback(); (err != nil) != tt.fails {
				t.Errorf("rollback: %v", err)
			}
			if open := db.Stats().OpenConnections; (open == 0) != tt.fails {
				t.Errorf("%d connections are kept after the rollback", open)
			}
		})
	}
}

func TestTransactionNotFound(t *testing.T) {
	db := newService(t, began("T1"), notFound(), notFound()).open()
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec("select 1"); !errors.Is(err, auroradataapi.ErrTransactionNotFound) {
		t.Errorf("statement: %v", err)
	}
	if err := tx.Rollback(); err != nil {
		t.Errorf("rollback: %v", err)
	}
	if open := db.Stats().OpenConnections; open != 0 {
		t.Errorf("%d connections are kept", open)
	}
}

// TestBusy: a statement in a transaction that still runs another one has not run,
// and is not tried again.
func TestBusy(t *testing.T) {
	db := newService(t, began("T1"), busy(), rolledBack()).open()
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	_, err = tx.Exec("select 1")
	if err == nil || !strings.Contains(err.Error(), "Transaction is still running a query") || errors.Is(err, auroradataapi.ErrOutcomeUnknown) {
		t.Errorf("got %v", err)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
}

func TestCanceledTransactionRollsBack(t *testing.T) {
	rolled := make(chan struct{})
	s := newService(t, began("T1"), func(w http.ResponseWriter, r *http.Request) {
		rolledBack()(w, r)
		close(rolled)
	})
	ctx, cancel := context.WithCancel(t.Context())
	tx, err := s.open().BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	<-rolled
	if err := tx.Commit(); !errors.Is(err, context.Canceled) && !errors.Is(err, sql.ErrTxDone) {
		t.Errorf("commit: %v", err)
	}
}

func TestRefusalsDependOnTransaction(t *testing.T) {
	s := newService(t, began("T1"), updated("0"), rolledBack())
	tx, err := s.open().Begin()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec("PREPARE p AS SELECT 1"); err != nil {
		t.Error(err)
	}
	if _, err := tx.Exec("PREPARE TRANSACTION 'p'"); err == nil || !strings.Contains(err.Error(), "use COMMIT") {
		t.Errorf("PREPARE TRANSACTION: %v", err)
	}
	if err := tx.Rollback(); err != nil {
		t.Error(err)
	}
}

// TestOpenTransactionIsNotReused drives the driver's interface as a program may
// that leaves a transaction open on a connection.
func TestOpenTransactionIsNotReused(t *testing.T) {
	connector, err := auroradataapi.NewConnector(newService(t, began("T1"), rolledBack()).config)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := connector.Connect(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	begin := func() error {
		_, err := conn.(driver.ConnBeginTx).BeginTx(t.Context(), driver.TxOptions{})
		return err
	}
	if err := begin(); err != nil {
		t.Fatal(err)
	}
	if err := begin(); err == nil || !strings.Contains(err.Error(), "has a transaction already") {
		t.Errorf("second begin: %v", err)
	}
	if err := conn.(driver.SessionResetter).ResetSession(t.Context()); err != driver.ErrBadConn {
		t.Errorf("reset: %v", err)
	}
	if err := conn.Close(); err != nil {
		t.Errorf("close: %v", err)
	}
	if err := conn.(driver.SessionResetter).ResetSession(t.Context()); err != nil {
		t.Errorf("reset after close: %v", err)
	}
}

// TestChainThatFails: where the next transaction could not begin, nothing runs
// outside of one, which a rollback would not undo.
func TestChainThatFails(t *testing.T) {
	denied := failure(http.StatusForbidden, "AccessDeniedException", "no")
	tests := []struct {
		name, text string
		steps      []step
	}{
		{"commit, then no begin", "commit and chain", []step{committed(), denied}},
		{"rollback, then no begin", "rollback and chain", []step{rolledBack(), denied}},
		{"unknown commit", "commit and chain", []step{dropped(), dropped(), dropped()}},
		{"failed rollback", "rollback and chain", []step{denied}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			db := newService(t, append([]step{began("T1")}, tt.steps...)...).open()
			tx, err := db.Begin()
			if err != nil {
				t.Fatal(err)
			}
			if _, err := tx.Exec(tt.text); err == nil {
				t.Error("chain: no error")
			}
			for _, text := range []string{"insert into t values (1)", "insert into t values (1); select 1", "begin"} {
				if _, err := tx.Exec(text); !errors.Is(err, driver.ErrBadConn) {
					t.Errorf("%s: %v", text, err)
				}
			}
			if err := tx.Commit(); !errors.Is(err, driver.ErrBadConn) {
				t.Errorf("commit: %v", err)
			}
			if open := db.Stats().OpenConnections; open != 0 {
				t.Errorf("%d connections are kept", open)
			}
		})
	}
}

// TestCommitAfterUnknownOutcome: what the caller was told to be unknown is not
// committed, be it done or not, unless it is undone.
func TestCommitAfterUnknownOutcome(t *testing.T) {
	const update, read = "update t set a = 1", "select 1"
	tests := []struct {
		name       string
		statements []string
		steps      []step
		want       error
	}{
		{"update", []string{update}, []step{dropped(), rolledBack()}, auroradataapi.ErrTxCommitRollback},
		{"update and more", []string{update, update}, []step{dropped(), updated("1"), rolledBack()}, auroradataapi.ErrTxCommitRollback},
		{"query", []string{read}, []step{dropped(), selected("1"), committed()}, nil},
		{
			"undone", []string{"savepoint a", update, "rollback to a"},
			[]step{updated("0"), dropped(), updated("0"), committed()}, nil,
		}, {
			"before the savepoint", []string{update, "savepoint a", "rollback to a", update},
			[]step{dropped(), updated("0"), updated("0"), updated("1"), rolledBack()}, auroradataapi.ErrTxCommitRollback,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tx, err := newService(t, append([]step{began("T1")}, tt.steps...)...).open().Begin()
			if err != nil {
				t.Fatal(err)
			}
			for _, text := range tt.statements {
				if _, err := tx.Exec(text); err != nil && !errors.Is(err, auroradataapi.ErrOutcomeUnknown) {
					t.Errorf("%s: %v", text, err)
				}
			}
			if err := tx.Commit(); !errors.Is(err, tt.want) {
				t.Errorf("commit: %v, want %v", err, tt.want)
			}
		})
	}
}
