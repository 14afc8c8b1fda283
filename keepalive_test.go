package auroradataapi_test

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi"
)

// mortal makes a service end its transaction T1 as the real one does: after three
// idle minutes, and after a day. It returns where the uses of T1 are told, and
// those of statements of the program's are not.
func mortal(s *service) <-chan string {
	used := make(chan string, 1)
	var begun, last time.Time
	s.answers = func(r request) step {
		now := s.now
		if r.Operation == "/BeginTransaction" {
			begun, last = now, now
			return began("T1")
		}
		if now.Sub(last) >= 3*time.Minute || now.Sub(begun) >= 24*time.Hour {
			return notFound()
		}
		last = now
		answers := map[string]step{"/CommitTransaction": committed(), "/RollbackTransaction": rolledBack(), "/Execute": updated("0")}
		if r.SQL != touch {
			return answers[r.Operation]
		}
		return func(w http.ResponseWriter, r *http.Request) {
			answers["/Execute"](w, r)
			used <- touch
		}
	}
	return used
}

func TestTransactionKeptAlive(t *testing.T) {
	s := newService(t)
	used := mortal(s)
	s.config.TransactionKeepAlive = true
	tx, err := s.open().Begin()
	if err != nil {
		t.Fatal(err)
	}
	for range 10 {
		s.advance(2 * time.Minute)
		<-used
	}
	if _, err := tx.Exec("select 1"); err != nil {
		t.Errorf("after twenty minutes: %v", err)
	}
	if err := tx.Commit(); err != nil {
		t.Errorf("commit: %v", err)
	}
}

// TestBulkWriteKeptAlive: the program may take its time between two requests.
func TestBulkWriteKeptAlive(t *testing.T) {
	s := newService(t)
	used := mortal(s)
	inTransaction := s.answers
	s.answers = func(r request) step {
		if strings.HasPrefix(r.SQL, "DO ") {
			return inferred("int4")
		}
		return inTransaction(r)
	}
	slow := func(int64) {
		for range 5 {
			s.advance(2 * time.Minute)
			<-used
		}
	}
	rows := slices.Values([][]any{{1}, {2}, {3}})
	options := &auroradataapi.BulkOptions{MaxRows: 1, Progress: slow}
	if _, err := auroradataapi.CopyFrom(t.Context(), s.open(), []string{"t"}, []string{"a"}, rows, options); err != nil {
		t.Error(err)
	}
}

// TestKeepAliveLeavesUsedOnesAlone: a transaction in use is not used once more.
func TestKeepAliveLeavesUsedOnesAlone(t *testing.T) {
	s := newService(t)
	used := mortal(s)
	s.config.TransactionKeepAlive = true
	tx, err := s.open().Begin()
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		s.advance(time.Minute)
		if _, err := tx.Exec("select 1"); err != nil {
			t.Fatal(err)
		}
	}
	s.advance(2 * time.Minute)
	<-used
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
	touches := 0
	for _, call := range s.calls() {
		if strings.HasSuffix(call, touch) {
			touches++
		}
	}
	if touches != 1 {
		t.Errorf("calls %q", s.calls())
	}
}

// TestKeepAliveGoesOn after a failure, also in an aborted transaction, and ends
// with the transaction.
func TestKeepAliveGoesOn(t *testing.T) {
	s := newService(t)
	s.config.TransactionKeepAlive = true
	var touches atomic.Int32
	told := make(chan struct{})
	answers := []step{failure(http.StatusForbidden, "AccessDeniedException", "not today"), databaseError(aborted), updated("0"), notFound()}
	s.answers = func(r request) step {
		switch {
		case r.Operation == "/BeginTransaction":
			return began("T1")
		case r.Operation == "/RollbackTransaction":
			return rolledBack()
		}
		answer := answers[touches.Add(1)-1]
		return func(w http.ResponseWriter, r *http.Request) {
			answer(w, r)
			told <- struct{}{}
		}
	}
	tx, err := s.open().Begin()
	if err != nil {
		t.Fatal(err)
	}
	for range answers {
		s.advance(2 * time.Minute)
		<-told
	}
	if err := tx.Rollback(); err != nil {
		t.Error(err)
	}
	if n := touches.Load(); int(n) != len(answers) {
		t.Errorf("%d uses", n)
	}
}

// TestKeepAliveTakesTurns: a statement waits for a use that is under way, and the
// end of the transaction does too.
func TestKeepAliveTakesTurns(t *testing.T) {
	s := newService(t)
	s.config.TransactionKeepAlive = true
	var running atomic.Int32
	using, finish := make(chan struct{}), make(chan struct{})
	s.answers = func(r request) step {
		if r.Operation == "/BeginTransaction" {
			return began("T1")
		}
		return func(w http.ResponseWriter, request *http.Request) {
			if running.Add(1) > 1 {
				t.Error("two calls at once")
			}
			defer running.Add(-1)
			if r.SQL == touch {
				close(using)
				<-finish
			}
			updated("0")(w, request)
		}
	}
	db := s.open()
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	s.advance(2 * time.Minute)
	<-using
	done := make(chan error)
	go func() {
		_, err := tx.Exec("select 1")
		done <- errors.Join(err, tx.Rollback())
	}()
	select {
	case err := <-done:
		t.Errorf("the statement did not wait: %v", err)
		close(finish)
	case finish <- struct{}{}:
		if err := <-done; err != nil && !strings.Contains(err.Error(), "transactionStatus") {
			t.Error(err)
		}
	}
}

// TestExpiry: the error of a transaction that is gone says why.
func TestExpiry(t *testing.T) {
	const idle = ": idle for 3m12s, the service ends one after 3m0s: set transaction_keep_alive"
	tests := []struct {
		name  string
		step  time.Duration
		times int
		kept  bool
		want  string
	}{
		{name: "idle", step: 3*time.Minute + 12*time.Second, times: 1, want: idle},
		{name: "frozen", step: 3*time.Minute + 12*time.Second, times: 1, kept: true, want: ": idle for 3m12s, the service ends one after 3m0s"},
		{name: "old", step: 2 * time.Minute, times: 24 * 30, want: ": begun 24h0m0s ago, the service ends one after 24h0m0s"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for _, end := range []string{"statement", "commit"} {
				s := newService(t)
				mortal(s)
				s.config.TransactionKeepAlive = tt.kept
				tx, err := s.open().Begin()
				if err != nil {
					t.Fatal(err)
				}
				for range tt.times - 1 {
					s.pass(tt.step)
					if _, err := tx.Exec("select 1"); err != nil {
						t.Fatal(err)
					}
				}
				s.pass(tt.step)
				if end == "statement" {
					_, err = tx.Exec("select 1")
				} else {
					err = tx.Commit()
				}
				var e *auroradataapi.Error
				if !errors.Is(err, auroradataapi.ErrTransactionNotFound) || !strings.HasSuffix(err.Error(), tt.want) || !errors.As(err, &e) || e.Message != "Transaction T1 is not found" {
					t.Errorf("%s: %v", end, err)
				}
				_ = tx.Rollback() // it is gone
			}
		})
	}
}

// TestEarlyEnd: nothing is said of limits that have not been reached.
func TestEarlyEnd(t *testing.T) {
	s := newService(t, began("T1"), notFound(), notFound())
	tx, err := s.open().Begin()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec("select 1"); err == nil || !strings.HasSuffix(err.Error(), "is not found") {
		t.Errorf("got %v", err)
	}
	if err := tx.Rollback(); err != nil {
		t.Error(err)
	}
}

// TestErrorIsUse: a statement that fails has used the transaction.
func TestErrorIsUse(t *testing.T) {
	s := newService(t, began("T1"), databaseError("ERROR: no; SQLState: 22012"), notFound(), notFound())
	tx, err := s.open().Begin()
	if err != nil {
		t.Fatal(err)
	}
	s.pass(2 * time.Minute)
	if _, err := tx.Exec("select 1/0"); err == nil {
		t.Error("no error")
	}
	s.pass(2 * time.Minute)
	if _, err := tx.Exec("select 1"); err == nil || !strings.HasSuffix(err.Error(), "is not found") {
		t.Errorf("got %v", err)
	}
	if err := tx.Rollback(); err != nil {
		t.Error(err)
	}
}
