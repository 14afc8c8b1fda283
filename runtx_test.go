package auroradataapi_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi"
)

// foreignError is an error of another driver.
type foreignError string

func (e foreignError) Error() string    { return "foreign " + string(e) }
func (e foreignError) SQLState() string { return string(e) }

// clock is the service's.
func (s *service) clock() auroradataapi.Clock {
	return auroradataapi.Clock{Now: s.time, Sleep: s.sleep, Random: func() float64 { return 0.5 }}
}

func operations(requests []request) (operations []string) {
	for _, r := range requests {
		operations = append(operations, strings.TrimPrefix(r.Operation, "/"))
	}
	return operations
}

func TestRunTx(t *testing.T) {
	serialization := databaseError("ERROR: could not serialize access; SQLState: 40001")
	deadlock := databaseError("ERROR: deadlock detected; SQLState: 40P01")
	throttled := failure(http.StatusBadRequest, "ThrottlingException", "Rate exceeded")
	const begin, execute, commit, rollback = "BeginTransaction", "Execute", "CommitTransaction", "RollbackTransaction"
	again := []string{begin, execute, commit}
	tests := []struct {
		name  string
		steps []step
		want  error // nil for success
		calls []string
	}{
		{"at once", []step{began("T1"), updated("1"), committed()}, nil, again},
		{
			"serialization failure of a statement", []step{began("T1"), serialization, rolledBack(), began("T2"), updated("1"), committed()}, nil,
			append([]string{begin, execute, rollback}, again...),
		}, {
			"deadlock", []step{began("T1"), deadlock, rolledBack(), began("T2"), updated("1"), committed()}, nil,
			append([]string{begin, execute, rollback}, again...),
		}, {
			"serialization failure of the commit", []step{began("T1"), updated("1"), serialization, began("T2"), updated("1"), committed()}, nil,
			append([]string{begin, execute, commit}, again...),
		}, {
			"lost answer of a statement", []step{began("T1"), dropped(), rolledBack(), began("T2"), updated("1"), committed()}, nil,
			append([]string{begin, execute, rollback}, again...),
		}, {
			"failing service", []step{began("T1"), failure(500, "InternalServerErrorException", ""), rolledBack(), began("T2"), updated("1"), committed()}, nil,
			append([]string{begin, execute, rollback}, again...),
		}, {
			"another call in the transaction", []step{began("T1"), busy(), rolledBack(), began("T2"), updated("1"), committed()}, nil,
			append([]string{begin, execute, rollback}, again...),
		}, {
			"transaction lost", []step{began("T1"), notFound(), notFound(), began("T2"), updated("1"), committed()}, nil,
			append([]string{begin, execute, rollback}, again...),
		}, {
			"transaction lost before the commit", []step{began("T1"), updated("1"), notFound(), began("T2"), updated("1"), committed()}, nil,
			append([]string{begin, execute, commit}, again...),
		}, {
			"resuming", []step{resuming(), began("T1"), updated("1"), committed()}, nil,
			append([]string{begin}, again...),
		}, {
			"throttled commit", []step{began("T1"), updated("1"), throttled, rolledBack(), began("T2"), updated("1"), committed()}, nil,
			nil, // the rollback is an errand, which may come late
		}, {
			"lost answers of begin", []step{dropped(), dropped(), dropped(), began("T1"), updated("1"), committed()}, nil,
			append([]string{begin, begin, begin}, again...),
		}, {
			"unknown commit", []step{began("T1"), updated("1"), dropped(), notFound()}, auroradataapi.ErrOutcomeUnknown,
			[]string{begin, execute, commit, commit},
		}, {
			"error that stays", []step{began("T1"), databaseError("ERROR: no; SQLState: 23505"), rolledBack()}, new(auroradataapi.Error),
			[]string{begin, execute, rollback},
		}, {
			"denied", []step{failure(http.StatusForbidden, "AccessDeniedException", "no")}, auroradataapi.ErrAccessDenied,
			[]string{begin},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newService(t, tt.steps...)
			s.config.ResumeTimeout = -1
			if tt.calls == nil {
				s.answers, s.steps = byOperation(tt.steps), nil
			}
			err := runUpdate(t, s)
			var e *auroradataapi.Error
			switch {
			case tt.want == nil && err != nil, tt.want != nil && !errors.Is(err, tt.want) && !(errors.As(tt.want, &e) && errors.As(err, &e) && e.Code == "23505"):
				t.Errorf("got %v, want %v", err, tt.want)
			case errors.Is(err, auroradataapi.ErrOutcomeUnknown) != (tt.want == auroradataapi.ErrOutcomeUnknown):
				t.Errorf("the outcome is another: %v", err)
			}
			if calls := operations(s.got()); tt.calls != nil && !slices.Equal(calls, tt.calls) {
				t.Errorf("calls %q, want %q", calls, tt.calls)
			}
		})
	}
}

func runUpdate(t *testing.T, s *service) error {
	t.Helper()
	return auroradataapi.RunTxAt(t.Context(), s.clock(), s.open(), nil, func(tx *sql.Tx) error {
		_, err := tx.Exec("update t set a = 1")
		return err
	})
}

// byOperation answers begins and rollbacks as they come, and the rest by a script.
func byOperation(steps []step) func(request) step {
	begun := 0
	return func(r request) step {
		switch r.Operation {
		case "/BeginTransaction":
			begun++
			return began([]string{"T1", "T2"}[begun-1])
		case "/RollbackTransaction":
			return rolledBack()
		case "/CommitTransaction":
			if r.TransactionID == "T2" {
				return committed()
			}
			return steps[2]
		}
		return updated("1")
	}
}

// TestRunTxBody has bodies fail by themselves.
func TestRunTxBody(t *testing.T) {
	own := errors.New("own")
	refused := &net.OpError{Op: "write", Net: "tcp", Err: errors.New("broken pipe")}
	tests := []struct {
		name string
		err  error
		runs int
	}{
		{"own error", own, 1},
		{"conflict of another driver", foreignError("40001"), 2},
		{"deadlock of another driver", errors.Join(own, foreignError("40P01")), 2},
		{"connection of another driver", foreignError("08006"), 2},
		{"shutdown", foreignError("57P01"), 2},
		{"broken connection", refused, 2},
		{"cut off answer", io.ErrUnexpectedEOF, 2},
		{"bad connection", driver.ErrBadConn, 2},
		{"unique violation", foreignError("23505"), 1},
		{"end of a file", io.EOF, 1},
		{"time that is up", context.DeadlineExceeded, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newService(t)
			s.answers = anyTransaction
			runs := 0
			err := auroradataapi.RunTxAt(t.Context(), s.clock(), s.open(), nil, func(*sql.Tx) error {
				if runs++; runs == 1 {
					return tt.err
				}
				return nil
			})
			if runs != tt.runs || (runs == 1) != (err == tt.err) {
				t.Errorf("%d runs, want %d: %v", runs, tt.runs, err)
			}
		})
	}
}

// TestRunTxOverUnknown has bodies do what is not undone with the transaction, and
// lose the answer.
func TestRunTxOverUnknown(t *testing.T) {
	tests := []struct {
		name string
		body func(*sql.DB, *sql.Tx) error
		lost string // the operation of which all answers are lost at first
		runs int
	}{
		{"statement in it", func(_ *sql.DB, tx *sql.Tx) error {
			_, err := tx.Exec("update t set a = 1")
			return err
		}, "/Execute", 2},
		{"statement outside", func(db *sql.DB, _ *sql.Tx) error {
			_, err := db.Exec("update t set a = 1")
			return err
		}, "/Execute", 1},
		{"other transaction", func(db *sql.DB, _ *sql.Tx) error {
			return auroradataapi.RunTx(context.Background(), db, nil, func(*sql.Tx) error { return nil })
		}, "/CommitTransaction", 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newService(t)
			runs := 0
			s.answers = func(r request) step {
				if runs == 1 && r.Operation == tt.lost {
					return dropped()
				}
				return anyTransaction(r)
			}
			db := s.open()
			err := auroradataapi.RunTxAt(t.Context(), s.clock(), db, nil, func(tx *sql.Tx) error {
				runs++
				return tt.body(db, tx)
			})
			if runs != tt.runs || errors.Is(err, auroradataapi.ErrOutcomeUnknown) != (runs == 1) {
				t.Errorf("%d runs, want %d: %v", runs, tt.runs, err)
			}
		})
	}
}

// anyTransaction lets transactions begin and end.
func anyTransaction(r request) step {
	switch r.Operation {
	case "/BeginTransaction":
		return began("T1")
	case "/CommitTransaction":
		return committed()
	case "/RollbackTransaction":
		return rolledBack()
	}
	return updated("1")
}

func TestRunTxGivesUp(t *testing.T) {
	tests := []struct {
		name          string
		attempts      int
		runs          int
		cancel        int // the run in which the context ends
		want          string
		wantsCanceled bool
	}{
		{"default", 0, 10, 0, "auroradataapi: run transaction: gave up after 10 attempts: foreign 40001", false},
		{"three", 3, 3, 0, "auroradataapi: run transaction: gave up after 3 attempts: foreign 40001", false},
		{"context", -1, 20, 20, "auroradataapi: run transaction: context canceled: foreign 40001", true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newService(t)
			s.answers = anyTransaction
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			runs := 0
			err := auroradataapi.RunTxAt(ctx, s.clock(), s.open(), &auroradataapi.RunTxOptions{MaxAttempts: tt.attempts}, func(*sql.Tx) error {
				if runs++; runs == tt.cancel {
					cancel()
				}
				return foreignError("40001")
			})
			if runs != tt.runs || err == nil || err.Error() != tt.want || errors.Is(err, context.Canceled) != tt.wantsCanceled {
				t.Errorf("%d runs, want %d: %v", runs, tt.runs, err)
			}
			var e foreignError
			if !errors.As(err, &e) {
				t.Errorf("the last error is gone: %v", err)
			}
		})
	}
}

// TestRunTxContextEnds: the error says so, also if database/sql has but ended the
// transaction.
func TestRunTxContextEnds(t *testing.T) {
	s := newService(t)
	s.answers = anyTransaction
	ctx, cancel := context.WithCancel(t.Context())
	err := auroradataapi.RunTx(ctx, s.open(), nil, func(tx *sql.Tx) error {
		cancel()
		for {
			if _, err := tx.Exec("update t set a = 1"); errors.Is(err, sql.ErrTxDone) {
				return err
			}
		}
	})
	if !errors.Is(err, context.Canceled) || !errors.Is(err, sql.ErrTxDone) {
		t.Errorf("got %v", err)
	}
}

// TestRunTxWaits: full jitter, here always half, of a time that doubles.
func TestRunTxWaits(t *testing.T) {
	s := newService(t)
	s.answers = anyTransaction
	_ = auroradataapi.RunTxAt(t.Context(), s.clock(), s.open(), nil, func(*sql.Tx) error { return foreignError("40001") })
	var want []time.Duration
	for _, ms := range []int{10, 20, 40, 80, 160, 320, 640, 1000, 1000} {
		want = append(want, time.Duration(ms)*time.Millisecond)
	}
	if !slices.Equal(s.naps, want) {
		t.Errorf("waits %v, want %v", s.naps, want)
	}
}

// TestRunTxPanics: the transaction is rolled back, and the panic goes on.
func TestRunTxPanics(t *testing.T) {
	s := newService(t, began("T1"), rolledBack())
	db := s.open()
	defer func() {
		if r := recover(); r != "body" {
			t.Errorf("recovered %v", r)
		}
		if calls := operations(s.got()); !slices.Equal(calls, []string{"BeginTransaction", "RollbackTransaction"}) {
			t.Errorf("calls %q", calls)
		}
	}()
	_ = auroradataapi.RunTx(t.Context(), db, nil, func(*sql.Tx) error { panic("body") })
}

func TestRunTxOptions(t *testing.T) {
	s := newService(t, began("T1"), updated("0"), committed())
	options := &auroradataapi.RunTxOptions{Isolation: sql.LevelSerializable, ReadOnly: true}
	if err := auroradataapi.RunTx(t.Context(), s.open(), options, func(*sql.Tx) error { return nil }); err != nil {
		t.Fatal(err)
	}
	if got := s.got()[1].SQL; got != "SET TRANSACTION ISOLATION LEVEL SERIALIZABLE, READ ONLY" {
		t.Errorf("got %s", got)
	}
}
