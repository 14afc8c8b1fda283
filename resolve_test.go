package auroradataapi_test

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi"
)

// told answers a query of one text.
func told(text string) step {
	return answer(`{"numberOfRecordsUpdated":0,"records":[[{"stringValue":"` + text + `"}]]}`)
}

func toldNull() step { return answer(`{"numberOfRecordsUpdated":0,"records":[[{"isNull":true}]]}`) }

func TestResolveCommit(t *testing.T) {
	const ask, commit, rollback = "/Execute", "/CommitTransaction", "/RollbackTransaction"
	lost := []step{dropped(), notFound()}
	unavailable := failure(http.StatusServiceUnavailable, "ServiceUnavailableError", "")
	tests := []struct {
		name  string
		steps []step // after the number was asked for
		want  error
		calls []string
	}{
		{"nothing lost", []step{committed()}, nil, []string{commit}},
		{"committed", append(lost, told("committed")), nil, []string{commit, commit, ask}},
		{"aborted", append(lost, told("aborted")), auroradataapi.ErrTxCommitRollback, []string{commit, commit, ask}},
		{"forgotten", append(lost, toldNull()), auroradataapi.ErrOutcomeUnknown, []string{commit, commit, ask}},
		{"other words", append(lost, told("prepared")), auroradataapi.ErrOutcomeUnknown, []string{commit, commit, ask}},
		{
			"number of the future", append(lost, databaseError("ERROR: transaction ID 7 is in the future; SQLState: 22023")),
			auroradataapi.ErrOutcomeUnknown, []string{commit, commit, ask},
		}, {
			"service failed", []step{unavailable, unavailable, unavailable, told("committed")}, nil,
			[]string{commit, commit, commit, ask},
		}, {
			"server went down", []step{databaseError("FATAL: terminating connection; SQLState: 57P01"), notFound(), told("aborted")}, auroradataapi.ErrTxCommitRollback,
			[]string{commit, commit, ask},
		}, {
			"open for a while", append(lost, told("in progress"), notFound(), told("in progress"), notFound(), told("committed")), nil,
			[]string{commit, commit, ask, commit, ask, commit, ask},
		}, {
			"still open", []step{dropped(), dropped(), dropped(), told("in progress"), committed()}, nil,
			[]string{commit, commit, commit, ask, commit},
		}, {
			"still open, and rolled back", []step{dropped(), dropped(), dropped(), told("in progress"), rolledBack()}, auroradataapi.ErrTxCommitRollback,
			[]string{commit, commit, commit, ask, commit},
		}, {
			"answers about it lost", append(lost, dropped(), dropped(), dropped(), told("committed")), nil,
			[]string{commit, commit, ask, ask, ask, ask},
		}, {
			"rolled back for certain", []step{databaseError("ERROR: could not serialize access; SQLState: 40001")}, new(auroradataapi.Error),
			[]string{commit},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newService(t, append([]step{began("T1"), updated("1"), told("4711")}, tt.steps...)...)
			s.config.ResolveCommits = true
			tx, err := s.open().Begin()
			if err != nil {
				t.Fatal(err)
			}
			if _, err := tx.Exec("update t set a = 1"); err != nil {
				t.Fatal(err)
			}
			err = tx.Commit()
			var e *auroradataapi.Error
			if !errors.Is(err, tt.want) && !(errors.As(tt.want, &e) && errors.As(err, &e)) {
				t.Errorf("got %v, want %v", err, tt.want)
			}
			if errors.Is(err, auroradataapi.ErrOutcomeUnknown) != (tt.want == auroradataapi.ErrOutcomeUnknown) {
				t.Errorf("the outcome is another: %v", err)
			}
			var calls []string
			for _, r := range s.got()[3:] {
				if calls = append(calls, r.Operation); r.Operation == ask && (r.TransactionID != "" || !strings.Contains(r.SQL, "'4711'")) {
					t.Errorf("asked in %q: %s", r.TransactionID, r.SQL)
				}
			}
			if !slices.Equal(calls, tt.calls) {
				t.Errorf("calls %q, want %q", calls, tt.calls)
			}
			if r := s.got()[2]; r.TransactionID != "T1" || !strings.Contains(r.SQL, "pg_current_xact_id()") {
				t.Errorf("got %s in %q", r.SQL, r.TransactionID)
			}
		})
	}
}

// TestResolveGivesUp: a transaction that stays open is rolled back in the end.
func TestResolveGivesUp(t *testing.T) {
	s := newService(t)
	s.config.ResolveCommits = true
	s.answers = func(r request) step {
		switch {
		case r.Operation == "/CommitTransaction":
			return dropped()
		case strings.Contains(r.SQL, "pg_current_xact_id"):
			return told("7")
		case strings.Contains(r.SQL, "pg_xact_status"):
			return told("in progress")
		}
		return anyTransaction(r)
	}
	db := s.open()
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec("update t set a = 1"); err != nil {
		t.Fatal(err)
	}
	start := s.time()
	if err := tx.Commit(); !errors.Is(err, auroradataapi.ErrOutcomeUnknown) {
		t.Errorf("got %v", err)
	}
	if took := s.time().Sub(start); took.Minutes() < 1 || took.Minutes() > 1.2 {
		t.Errorf("took %v, want a minute", took)
	}
	if err := db.Close(); err != nil { // the rollback is an errand
		t.Error(err)
	}
	requests := s.got()
	if last := requests[len(requests)-1]; last.Operation != "/RollbackTransaction" {
		t.Errorf("the last call is %s", last.Operation)
	}
}

// TestNumberIsAskedFor where a statement may have changed something.
func TestNumberIsAskedFor(t *testing.T) {
	tests := []struct {
		name       string
		off        bool
		statements []string
		want       bool
	}{
		{"update", false, []string{"update t set a = 1"}, true},
		{"function", false, []string{"select f()"}, true},
		{"among others", false, []string{"select 1", "select g(1)", "select 2"}, true},
		{"notify", false, []string{"notify a"}, true},
		{"new table", false, []string{"select a into u from t"}, true},
		{"queries", false, []string{"select count(*) from t", "values (1)"}, false},
		{"nothing", false, nil, false},
		{"off", true, []string{"update t set a = 1"}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newService(t)
			s.config.ResolveCommits = !tt.off
			asked := false
			s.answers = func(r request) step {
				if strings.Contains(r.SQL, "pg_current_xact_id") {
					asked = true
					return told("7")
				}
				return anyTransaction(r)
			}
			tx, err := s.open().Begin()
			if err != nil {
				t.Fatal(err)
			}
			for _, statement := range tt.statements {
				if _, err := tx.Exec(statement); err != nil {
					t.Fatal(err)
				}
			}
			if err := tx.Commit(); err != nil {
				t.Fatal(err)
			}
			if asked != tt.want {
				t.Errorf("asked: %v", asked)
			}
		})
	}
}

// TestNumberFails: what cannot be resolved is not committed.
func TestNumberFails(t *testing.T) {
	tests := []struct {
		name string
		step step
		want string
	}{
		{"aborted", databaseError(aborted), auroradataapi.ErrTxCommitRollback.Error()},
		{"no function", databaseError("ERROR: function does not exist; SQLState: 42883"), "ERROR: function does not exist (SQLSTATE 42883)"},
		{"no number", told("x'1"), "auroradataapi: resolve commit: server gave the transaction no number: set resolve_commits to false"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newService(t, began("T1"), updated("1"), tt.step, rolledBack())
			s.config.ResolveCommits = true
			tx, err := s.open().Begin()
			if err != nil {
				t.Fatal(err)
			}
			if _, err := tx.Exec("update t set a = 1"); err != nil {
				t.Fatal(err)
			}
			if err := tx.Commit(); err == nil || err.Error() != tt.want {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}

// TestRunTxResolves: a commit that has not happened is repeated with all that was
// before it, and one that has is not.
func TestRunTxResolves(t *testing.T) {
	tests := []struct {
		status string
		begins int
	}{{"committed", 1}, {"aborted", 2}}
	for _, tt := range tests {
		t.Run(tt.status, func(t *testing.T) {
			s := newService(t)
			s.config.ResolveCommits = true
			begins := 0
			s.answers = func(r request) step {
				switch {
				case r.Operation == "/BeginTransaction":
					begins++
				case r.Operation == "/CommitTransaction" && begins == 1:
					return dropped()
				case strings.Contains(r.SQL, "pg_current_xact_id"):
					return told("7")
				case strings.Contains(r.SQL, "pg_xact_status"):
					return told(tt.status)
				}
				return anyTransaction(r)
			}
			if err := runUpdate(t, s); err != nil || begins != tt.begins {
				t.Errorf("%d transactions, want %d: %v", begins, tt.begins, err)
			}
		})
	}
}
