package auroradataapi_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi"
)

// calls returns the operations that the service was asked for, those of
// statements by their text.
func (s *service) calls() []string {
	var calls []string
	for _, r := range s.got() {
		if r.Operation == "/Execute" {
			calls = append(calls, strings.TrimSpace(r.TransactionID+" "+r.SQL))
		} else {
			calls = append(calls, strings.TrimSpace(r.TransactionID+" "+r.Operation))
		}
	}
	return calls
}

func TestScripts(t *testing.T) {
	no := databaseError("ERROR: no; SQLState: 22012")
	tests := []struct {
		name, text string
		steps      []step
		calls      []string
		err        string
	}{
		{
			"one transaction", "insert into a values (1); insert into b values (2);",
			[]step{began("T1"), updated("1"), updated("2"), committed()},
			[]string{"/BeginTransaction", "T1 insert into a values (1)", "T1 insert into b values (2)", "T1 /CommitTransaction"}, "",
		}, {
			"error", "insert into a values (1); insert into b values (2)",
			[]step{began("T1"), updated("1"), no, rolledBack()},
			[]string{"/BeginTransaction", "T1 insert into a values (1)", "T1 insert into b values (2)", "T1 /RollbackTransaction"}, "22012",
		}, {
			"transaction by text", "begin read only; select 1; commit",
			[]step{began("T1"), updated("0"), selected("1"), committed()},
			[]string{"/BeginTransaction", "T1 SET TRANSACTION read only", "T1 select 1", "T1 /CommitTransaction"}, "",
		}, {
			"nothing to end", "commit; rollback", nil, nil, "",
		}, {
			"chain", "begin read only; commit and chain; rollback",
			[]step{began("T1"), updated("0"), committed(), began("T2"), updated("0"), rolledBack()},
			[]string{"/BeginTransaction", "T1 SET TRANSACTION read only", "T1 /CommitTransaction", "/BeginTransaction", "T2 SET TRANSACTION read only", "T2 /RollbackTransaction"}, "",
		}, {
			"failed begin", "select 1; select 2", []step{databaseError(`FATAL: no database; SQLState: 3D000`)},
			[]string{"/BeginTransaction"}, "3D000",
		}, {
			"modes that fail", "begin nonsense", []step{began("T1"), databaseError(`ERROR: syntax error; Position: 17; SQLState: 42601`), rolledBack()},
			[]string{"/BeginTransaction", "T1 SET TRANSACTION nonsense", "T1 /RollbackTransaction"}, "42601",
		}, {
			"refused in the middle", "select 1; listen news; select 2", []step{began("T1"), selected("1"), rolledBack()},
			[]string{"/BeginTransaction", "T1 select 1", "T1 /RollbackTransaction"}, "notifications",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newService(t, tt.steps...)
			_, err := s.open().Exec(tt.text)
			if (err == nil) != (tt.err == "") || err != nil && !strings.Contains(err.Error(), tt.err) {
				t.Errorf("got %v, want %q", err, tt.err)
			}
			if calls := s.calls(); !slices.Equal(calls, tt.calls) {
				t.Errorf("calls %q\nwant  %q", calls, tt.calls)
			}
		})
	}
}

// TestScriptEndsWithItsContext: the caller does not wait for a statement that runs
// on, but its transaction is rolled back before the DB is closed.
func TestScriptEndsWithItsContext(t *testing.T) {
	for name, texts := range map[string][]string{
		"several statements": {"select 1; select 2"},
		"settings":           {"set search_path to app", "select 2"},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			returned := make(chan struct{})
			s := newService(t)
			s.answers = func(r request) step {
				switch {
				case r.Operation == "/BeginTransaction":
					return began("T1")
				case r.Operation == "/RollbackTransaction":
					return func(w http.ResponseWriter, r *http.Request) {
						<-returned
						rolledBack()(w, r)
					}
				case r.SQL == "select 2":
					return func(_ http.ResponseWriter, r *http.Request) {
						cancel()
						<-r.Context().Done()
					}
				}
				return updated("0")
			}
			db := s.open()
			db.SetMaxOpenConns(1)
			var err error
			for _, text := range texts {
				_, err = db.ExecContext(ctx, text)
			}
			if !errors.Is(err, context.Canceled) {
				t.Errorf("got %v", err)
			}
			close(returned)
			if err := db.Close(); err != nil {
				t.Error(err)
			}
			if calls := s.calls(); calls[len(calls)-1] != "T1 /RollbackTransaction" {
				t.Errorf("calls %q", calls)
			}
		})
	}
}

// TestLongScript runs a text that is longer than the service takes, of statements
// that are not.
func TestLongScript(t *testing.T) {
	long := "select '" + strings.Repeat("x", 40_000) + "'"
	s := newService(t, began("T1"), selected("1"), selected("2"), committed())
	if _, err := s.open().Exec(long + ";" + long); err != nil {
		t.Error(err)
	}
	s = newService(t, began("T1"), selected("1"), rolledBack())
	_, err := s.open().Exec("select 1; comment on table t is '" + strings.Repeat("x", 80_000) + "'")
	if !errors.Is(err, auroradataapi.ErrRequestTooLarge) || !strings.Contains(err.Error(), "80024 characters") {
		t.Errorf("got %v", err)
	}
}

// TestLostAnswerInScript: what was not committed has not taken effect.
func TestLostAnswerInScript(t *testing.T) {
	const two = "insert into t values (1); insert into t values (2)"
	tests := []struct {
		name, text string
		steps      []step
		unknown    bool
	}{
		{"second statement", two, []step{began("T1"), updated("1"), dropped(), rolledBack()}, false},
		{"behind a commit", "insert into t values (1); commit; " + two, []step{began("T1"), updated("1"), committed(), began("T2"), dropped(), rolledBack()}, false},
		{"commit", two, []step{began("T1"), updated("1"), updated("1"), dropped(), notFound()}, true},
		{"commit by text", two + "; commit; select 1", []step{began("T1"), updated("1"), updated("1"), dropped(), notFound()}, true},
		{"in a transaction of the program's", "begin; " + two, []step{began("T1"), dropped(), rolledBack()}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := newService(t, tt.steps...).open().Exec(tt.text)
			if err == nil || errors.Is(err, auroradataapi.ErrOutcomeUnknown) != tt.unknown {
				t.Errorf("got %v", err)
			}
		})
	}
}
