package auroradataapi_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"slices"
	"sync/atomic"
	"testing"

	"github.com/auroradataapi/auroradataapi"
)

// TestCanceledBegin: a transaction whose id comes when nobody waits for it any more
// is rolled back before the DB is closed.
func TestCanceledBegin(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	returned := make(chan struct{})
	s := newService(t, func(w http.ResponseWriter, r *http.Request) {
		cancel()
		<-returned
		began("T1")(w, r)
	}, rolledBack())
	db := s.open()
	_, err := db.BeginTx(ctx, nil)
	close(returned)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if err := db.Close(); err != nil {
		t.Error(err)
	}
	if want := []string{"/BeginTransaction", "T1 /RollbackTransaction"}; !slices.Equal(s.calls(), want) {
		t.Errorf("calls %q", s.calls())
	}
}

// TestCanceledBeginThatFails has nothing to roll back.
func TestCanceledBeginThatFails(t *testing.T) {
	for name, answer := range map[string]step{
		"error": databaseError("FATAL: no; SQLState: 3D000"), "no answer": dropped(), "half an answer": truncated(), "no id": answer(`{}`),
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			returned := make(chan struct{})
			s := newService(t, func(w http.ResponseWriter, r *http.Request) {
				cancel()
				<-returned
				answer(w, r)
			})
			db := s.open()
			if _, err := db.BeginTx(ctx, nil); !errors.Is(err, context.Canceled) {
				t.Errorf("got %v", err)
			}
			close(returned)
			if err := db.Close(); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestCanceledWait: what has not been sent when the context ends is not sent.
func TestCanceledWait(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := newService(t, func(w http.ResponseWriter, r *http.Request) {
		cancel()
		resuming()(w, r)
	})
	db := s.open()
	if _, err := db.BeginTx(ctx, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if err := db.Close(); err != nil {
		t.Error(err)
	}
}

// TestCommitThatDidNotRun: a transaction that a commit has certainly left open does
// not keep its locks until it expires.
func TestCommitThatDidNotRun(t *testing.T) {
	tests := []struct {
		name   string
		answer step
		rolled bool
	}{
		{"resuming", resuming(), true},
		{"throttled", failure(http.StatusBadRequest, "ThrottlingException", "Rate exceeded"), true},
		{"denied", failure(http.StatusForbidden, "AccessDeniedException", "no"), true},
		{"credentials expired", failure(http.StatusForbidden, "ExpiredTokenException", "no"), true},
		{"gone", notFound(), false},
		{"gone, by the other exception", failure(http.StatusNotFound, "NotFoundException", ""), false},
		{"refused by a constraint", databaseError("ERROR: no; SQLState: 23505"), false},
		{"unknown", dropped(), false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newService(t)
			s.config.ResumeTimeout = -1
			s.answers = func(r request) step {
				switch r.Operation {
				case "/BeginTransaction":
					return began("T1")
				case "/CommitTransaction":
					return tt.answer
				}
				return rolledBack()
			}
			db := s.open()
			tx, err := db.Begin()
			if err != nil {
				t.Fatal(err)
			}
			if err := tx.Commit(); err == nil {
				t.Error("commit: no error")
			}
			if err := db.Close(); err != nil {
				t.Error(err)
			}
			if rolled := slices.Contains(s.calls(), "T1 /RollbackTransaction"); rolled != tt.rolled {
				t.Errorf("calls %q", s.calls())
			}
		})
	}
}

// TestUnreachableCommit: the rollback is tried as well.
func TestUnreachableCommit(t *testing.T) {
	s := newService(t, began("T1"), rolledBack())
	var refuse atomic.Int32
	client := s.config.AWSConfig.HTTPClient
	s.config.AWSConfig.HTTPClient = roundTrip(func(r *http.Request) (*http.Response, error) {
		if refuse.Add(-1) >= 0 {
			return nil, &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("connection refused")}
		}
		return client.Do(r)
	})
	db := s.open()
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	refuse.Store(3)
	if err := tx.Commit(); err == nil || errors.Is(err, auroradataapi.ErrOutcomeUnknown) {
		t.Errorf("commit: %v", err)
	}
	if err := db.Close(); err != nil {
		t.Error(err)
	}
	if want := []string{"/BeginTransaction", "T1 /RollbackTransaction"}; !slices.Equal(s.calls(), want) {
		t.Errorf("calls %q", s.calls())
	}
}
