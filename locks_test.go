package auroradataapi_test

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi"
)

// What the driver sends to keep session locks.
const (
	readOnly  = "SET TRANSACTION ISOLATION LEVEL READ COMMITTED, READ ONLY"
	savepoint = "SAVEPOINT auroradataapi"
	undo      = "ROLLBACK TO SAVEPOINT auroradataapi"
	touch     = "SHOW transaction_isolation"
	counting  = "SELECT count(*) FROM pg_catalog.pg_locks WHERE locktype = 'advisory' AND granted AND pid = pg_catalog.pg_backend_pid()"
)

// void answers like a function without a result, isTrue and isFalse like one with
// a bool.
func void() step { return answer(`{"numberOfRecordsUpdated":0,"records":[[{"stringValue":""}]]}`) }

func boolean(v string) step {
	return answer(`{"numberOfRecordsUpdated":0,"records":[[{"booleanValue":` + v + `}]]}`)
}

func timedOut() step {
	return failure(http.StatusBadRequest, "StatementTimeoutException", "Request timed out")
}

// locking are the answers to a first lock.
func locking(id string, first ...step) []step {
	return append([]step{began(id), updated("0"), updated("0")}, first...)
}

// opened are the calls that begin the transaction of the locks.
func opened(id string, calls ...string) []string {
	all := []string{"/BeginTransaction", id + " " + readOnly, id + " " + savepoint}
	for _, c := range calls {
		all = append(all, id+" "+c)
	}
	return all
}

func join[T any](parts ...[]T) []T { return slices.Concat(parts...) }

// run runs statements on one connection, closes it, and compares the calls.
// Errors are compared by their text, where there is to be one.
func (s *service) run(statements [][2]string, calls []string) {
	s.t.Helper()
	db := s.open()
	conn, err := db.Conn(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	for _, statement := range statements {
		_, err := conn.ExecContext(s.t.Context(), statement[0])
		if (err == nil) != (statement[1] == "") || err != nil && !strings.Contains(err.Error(), statement[1]) {
			s.t.Errorf("%s: got %v, want %q", statement[0], err, statement[1])
		}
	}
	_ = conn.Close() // it may be closed already
	if err := db.Close(); err != nil {
		s.t.Errorf("close: %v", err)
	}
	if got := s.calls(); !slices.Equal(got, calls) {
		s.t.Errorf("calls\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(calls, "\n"))
	}
}

func TestSessionLockCalls(t *testing.T) {
	const (
		lock      = "select pg_advisory_lock(1)"
		try       = "select pg_try_advisory_lock(1)"
		unlock    = "select pg_advisory_unlock(1)"
		unlockAll = "select pg_advisory_unlock_all()"
		rollback  = "/RollbackTransaction"
	)
	no := databaseError("ERROR: no; SQLState: 22012")
	tests := []struct {
		name       string
		statements [][2]string // the statement and its error
		steps      []step
		calls      []string
	}{
		{
			name: "lock and close", statements: [][2]string{{lock}},
			steps: locking("T1", void(), updated("0"), rolledBack()), calls: opened("T1", lock, undo, rollback),
		}, {
			name: "lock and unlock", statements: [][2]string{{lock}, {unlock}},
			steps: locking("T1", void(), updated("0"), boolean("true"), selected("0"), rolledBack()),
			calls: opened("T1", lock, undo, unlock, counting, rollback),
		}, {
			name: "one of two unlocked", statements: [][2]string{{lock}, {unlock}},
			steps: locking("T1", void(), updated("0"), boolean("true"), selected("1"), updated("0"), rolledBack()),
			calls: opened("T1", lock, undo, unlock, counting, undo, rollback),
		}, {
			name: "unlock of one not held", statements: [][2]string{{lock}, {unlock}},
			steps: locking("T1", void(), updated("0"), boolean("false"), updated("0"), rolledBack()),
			calls: opened("T1", lock, undo, unlock, undo, rollback),
		}, {
			name: "unlock all", statements: [][2]string{{lock}, {unlockAll}},
			steps: locking("T1", void(), updated("0"), void(), rolledBack()),
			calls: opened("T1", lock, undo, unlockAll, rollback),
		}, {
			name: "try that fails", statements: [][2]string{{try}},
			steps: locking("T1", boolean("false"), rolledBack()), calls: opened("T1", try, rollback),
		}, {
			name: "try that fails, with another one held", statements: [][2]string{{lock}, {try}},
			steps: locking("T1", void(), updated("0"), boolean("false"), updated("0"), rolledBack()),
			calls: opened("T1", lock, undo, try, undo, rollback),
		}, {
			name: "try that does not", statements: [][2]string{{try}},
			steps: locking("T1", boolean("true"), updated("0"), rolledBack()), calls: opened("T1", try, undo, rollback),
		}, {
			name: "locks of no rows", statements: [][2]string{{"select pg_advisory_lock(n) from t"}},
			steps: locking("T1", answer(`{"records":[]}`), selected("0"), rolledBack()),
			calls: opened("T1", "select pg_advisory_lock(n) from t", counting, rollback),
		}, {
			name: "lock that is explained", statements: [][2]string{{"explain select pg_advisory_lock(1)"}},
			steps: locking("T1", void(), selected("0"), rolledBack()),
			calls: opened("T1", "explain select pg_advisory_lock(1)", counting, rollback),
		}, {
			name: "two in one statement", statements: [][2]string{{"select pg_try_advisory_lock(1), pg_try_advisory_lock(2)"}},
			steps: locking("T1", void(), selected("1"), updated("0"), rolledBack()),
			calls: opened("T1", "select pg_try_advisory_lock(1), pg_try_advisory_lock(2)", counting, undo, rollback),
		}, {
			name: "unlock without a lock", statements: [][2]string{{unlock}, {unlockAll}},
			steps: []step{boolean("false"), void()}, calls: []string{unlock, unlockAll},
		}, {
			name: "no session locks", statements: [][2]string{{"select pg_advisory_xact_lock(1)"}, {"select 'pg_advisory_lock(1)' /* pg_advisory_lock(1) */"}},
			steps: []step{void(), void()}, calls: []string{"select pg_advisory_xact_lock(1)", "select 'pg_advisory_lock(1)' /* pg_advisory_lock(1) */"},
		}, {
			name: "a function's rights", statements: [][2]string{{"grant execute on function pg_advisory_lock(bigint) to app"}},
			steps: []step{updated("0")}, calls: []string{"grant execute on function pg_advisory_lock(bigint) to app"},
		}, {
			name: "other statements under a lock", statements: [][2]string{{lock}, {"create table t ()"}, {"begin"}, {"drop table t"}, {"commit"}},
			steps: locking("T1", void(), updated("0"), updated("0"), updated("0"), began("T2"), updated("0"), updated("0"), committed(), rolledBack()),
			calls: join(opened("T1", lock, undo, touch), []string{"create table t ()", "/BeginTransaction", "T2 drop table t", "T1 " + touch, "T2 /CommitTransaction", "T1 " + rollback}),
		}, {
			name: "lock in a transaction", statements: [][2]string{{"begin"}, {lock}, {unlock}, {"commit"}},
			steps: []step{began("T1"), void(), boolean("true"), committed()},
			calls: []string{"/BeginTransaction", "T1 " + lock, "T1 " + unlock, "T1 /CommitTransaction"},
		}, {
			name: "lock in a transaction under a lock", statements: [][2]string{{lock}, {"begin"}, {lock}, {"rollback"}},
			steps: locking("T1", void(), updated("0"), began("T2"), void(), updated("0"), rolledBack(), rolledBack()),
			calls: join(opened("T1", lock, undo), []string{"/BeginTransaction", "T1 " + lock, "T1 " + undo, "T2 " + rollback, "T1 " + rollback}),
		}, {
			name: "lock in a script", statements: [][2]string{{lock + "; create table t ()"}, {unlock}},
			steps: join([]step{began("T1")}, locking("T2", void(), updated("0")), []step{updated("0"), updated("0"), committed(), boolean("true"), selected("0"), rolledBack()}),
			calls: join([]string{"/BeginTransaction"}, opened("T2", lock, undo), []string{"T1 create table t ()", "T2 " + touch, "T1 /CommitTransaction", "T2 " + unlock, "T2 " + counting, "T2 " + rollback}),
		}, {
			name: "error", statements: [][2]string{{lock, "22012"}},
			steps: locking("T1", no, updated("0"), selected("0"), rolledBack()), calls: opened("T1", lock, undo, counting, rollback),
		}, {
			name: "error under a lock", statements: [][2]string{{lock}, {lock, "22012"}},
			steps: locking("T1", void(), updated("0"), no, updated("0"), selected("1"), updated("0"), rolledBack()),
			calls: opened("T1", lock, undo, lock, undo, counting, undo, rollback),
		}, {
			name: "more than a lock", statements: [][2]string{{"insert into t select pg_try_advisory_lock(1)", "25006"}},
			steps: locking("T1", databaseError("ERROR: cannot execute INSERT in a read-only transaction; SQLState: 25006"), updated("0"), selected("0"), rolledBack()),
			calls: opened("T1", "insert into t select pg_try_advisory_lock(1)", undo, counting, rollback),
		}, {
			name: "failed savepoint", statements: [][2]string{{lock, "22012"}},
			steps: []step{began("T1"), updated("0"), no, rolledBack()}, calls: opened("T1", rollback),
		}, {
			name: "the server's patience ends", statements: [][2]string{{lock}},
			steps: join(locking("T1", timedOut(), rolledBack()), locking("T2", void(), updated("0"), rolledBack())),
			calls: join(opened("T1", lock, rollback), opened("T2", lock, undo, rollback)),
		}, {
			name: "the server's patience ends under a lock", statements: [][2]string{{lock}, {lock}},
			steps: locking("T1", void(), updated("0"), timedOut(), updated("0"), timedOut(), updated("0"), void(), updated("0"), rolledBack()),
			calls: opened("T1", lock, undo, lock, undo, lock, undo, lock, undo, rollback),
		}, {
			name: "the server's patience ends in more than a lock", statements: [][2]string{{"select pg_advisory_lock(n) from t", "timed out"}},
			steps: locking("T1", timedOut(), updated("0"), selected("0"), rolledBack()),
			calls: opened("T1", "select pg_advisory_lock(n) from t", undo, counting, rollback),
		}, {
			name: "discard all", statements: [][2]string{{lock}, {"discard all"}, {"select 1"}},
			steps: locking("T1", void(), updated("0"), rolledBack(), updated("0"), selected("1")),
			calls: join(opened("T1", lock, undo, rollback), []string{"discard all", "select 1"}),
		}, {
			name: "the check waits for one that was given up", statements: [][2]string{{lock}, {"select 1"}},
			steps: locking("T1", void(), updated("0"), busy(), busy(), updated("0"), selected("1"), rolledBack()),
			calls: join(opened("T1", lock, undo, touch, touch, touch), []string{"select 1", "T1 " + rollback}),
		}, {
			name: "lost while waiting", statements: [][2]string{{lock}, {lock, "session advisory lock lost"}},
			steps: locking("T1", void(), updated("0"), timedOut(), notFound(), notFound()),
			calls: opened("T1", lock, undo, lock, undo, rollback),
		}, {
			name: "lost with an error", statements: [][2]string{{lock}, {lock, "session advisory lock lost"}},
			steps: locking("T1", void(), updated("0"), no, notFound(), notFound()),
			calls: opened("T1", lock, undo, lock, undo, rollback),
		}, {
			name: "error of the first, and no way back", statements: [][2]string{{lock, "22012"}},
			steps: locking("T1", no, notFound(), notFound()), calls: opened("T1", lock, undo, rollback),
		}, {
			name: "lost, found by a lock", statements: [][2]string{{lock}, {unlock, "session advisory lock lost"}},
			steps: locking("T1", void(), updated("0"), notFound(), notFound()),
			calls: opened("T1", lock, undo, unlock, rollback),
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newService(t, tt.steps...)
			s.run(tt.statements, tt.calls)
		})
	}
}

// lockService answers as a service does that keeps transactions and their locks:
// T1 is that of the locks, until it is lost.
type lockService struct {
	*service

	db   *sql.DB
	mu   sync.Mutex // guards lost
	lost step       // what T1 answers when it is
}

func newLockService(t *testing.T) *lockService {
	s := &lockService{service: newService(t)}
	s.db = s.open()
	s.db.SetMaxOpenConns(1)
	begun := 0
	s.answers = func(r request) step {
		switch {
		case r.Operation == "/BeginTransaction":
			begun++
			return began("T" + string(rune('0'+begun)))
		case r.Operation == "/CommitTransaction":
			return committed()
		case r.TransactionID == "T1" && s.loss() != nil:
			return s.loss()
		case r.Operation == "/RollbackTransaction":
			return rolledBack()
		case strings.HasPrefix(r.SQL, "select pg_advisory_lock"):
			return void()
		}
		return updated("0")
	}
	return s
}

func (s *lockService) loss() step {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.lost
}

func (s *lockService) lose(how step) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lost = how
}

// locked returns a connection that holds a lock.
func (s *lockService) locked() *sql.Conn {
	s.t.Helper()
	conn, err := s.db.Conn(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { _ = conn.Close() }) // the test may have closed it
	if _, err := conn.ExecContext(s.t.Context(), "select pg_advisory_lock(1)"); err != nil {
		s.t.Fatal(err)
	}
	return conn
}

// sent reports whether the service was asked for a statement.
func (s *lockService) sent(call string) bool { return slices.Contains(s.calls(), call) }

func TestLockLoss(t *testing.T) {
	losses := map[string]step{
		"expired":       notFound(),
		"server gone":   databaseError("FATAL: terminating connection due to administrator command; SQLState: 57P01"),
		"backend ended": databaseError("FATAL: terminating connection due to conflict; SQLState: 40001"),
	}
	uses := map[string]func(context.Context, *sql.Conn) error{
		"exec": func(ctx context.Context, c *sql.Conn) error {
			_, err := c.ExecContext(ctx, "delete from t")
			return err
		},
		"query": func(ctx context.Context, c *sql.Conn) error {
			return c.QueryRowContext(ctx, "delete from t").Err()
		},
		"ping": func(ctx context.Context, c *sql.Conn) error { return c.PingContext(ctx) },
		"script": func(ctx context.Context, c *sql.Conn) error {
			_, err := c.ExecContext(ctx, "select 1; select 2")
			return err
		},
		"transaction": func(ctx context.Context, c *sql.Conn) error {
			tx, err := c.BeginTx(ctx, nil)
			if err != nil {
				return err
			}
			return tx.Commit()
		},
	}
	for loss, answer := range losses {
		for use, do := range uses {
			t.Run(loss+", "+use, func(t *testing.T) {
				s := newLockService(t)
				conn := s.locked()
				s.lose(answer)
				if err := do(t.Context(), conn); !errors.Is(err, auroradataapi.ErrSessionLockLost) || errors.Is(err, auroradataapi.ErrOutcomeUnknown) {
					t.Errorf("the first use: %v", err)
				}
				if err := conn.PingContext(t.Context()); !errors.Is(err, driver.ErrBadConn) {
					t.Errorf("the second use: %v", err)
				}
				if s.sent("delete from t") || s.sent("T2 /CommitTransaction") {
					t.Errorf("something was done without the lock: %q", s.calls())
				}
			})
		}
	}
}

// TestLockLossInPool: without a connection of its own a program hears of it once,
// and then has a new connection.
func TestLockLossInPool(t *testing.T) {
	s := newLockService(t)
	db := s.db
	if _, err := db.Exec("select pg_advisory_lock(1)"); err != nil {
		t.Fatal(err)
	}
	s.lose(notFound())
	if _, err := db.Exec("delete from t"); !errors.Is(err, auroradataapi.ErrSessionLockLost) {
		t.Errorf("the first use: %v", err)
	}
	if _, err := db.Exec("update t set a = 1"); err != nil {
		t.Errorf("the second use: %v", err)
	}
	if s.sent("delete from t") {
		t.Error("a statement ran without the lock")
	}
}

// TestLockLossUnclear: while nobody knows whether the locks are lost nothing runs,
// and afterwards they are still there.
func TestLockLossUnclear(t *testing.T) {
	s := newLockService(t)
	conn := s.locked()
	s.lose(failure(http.StatusForbidden, "AccessDeniedException", "not today"))
	if _, err := conn.ExecContext(t.Context(), "delete from t"); !errors.Is(err, auroradataapi.ErrAccessDenied) {
		t.Errorf("denied: %v", err)
	}
	if s.sent("delete from t") {
		t.Error("the statement ran")
	}
	s.lose(nil)
	if _, err := conn.ExecContext(t.Context(), "delete from t"); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

// TestCanceledLock: the caller does not wait for a statement that waits for a lock,
// but its transaction is rolled back before the DB is closed.
func TestCanceledLock(t *testing.T) {
	s := newLockService(t)
	ctx, cancel := context.WithCancel(t.Context())
	waiting, locked := make(chan struct{}), make(chan struct{})
	plain := s.answers
	refusals := 0
	s.answers = func(r request) step {
		switch {
		case r.SQL == "select pg_advisory_lock(2)":
			return func(_ http.ResponseWriter, r *http.Request) {
				close(waiting)
				<-r.Context().Done()
			}
		case r.Operation == "/RollbackTransaction" && refusals < 2:
			refusals++
			return func(w http.ResponseWriter, r *http.Request) {
				<-locked // the caller is not kept
				busy()(w, r)
			}
		}
		return plain(r)
	}
	conn := s.locked()
	go func() {
		<-waiting
		cancel()
	}()
	_, err := conn.ExecContext(ctx, "select pg_advisory_lock(2)")
	if !errors.Is(err, context.Canceled) {
		t.Errorf("canceled: %v", err)
	}
	_, err = conn.ExecContext(t.Context(), "delete from t")
	if !errors.Is(err, auroradataapi.ErrSessionLockLost) || errors.Is(err, context.Canceled) {
		t.Errorf("afterwards: %v", err)
	}
	close(locked)
	_ = conn.Close() // the pool has done so
	if err := s.db.Close(); err != nil {
		t.Error(err)
	}
	calls := s.calls()
	if rollbacks := calls[len(calls)-3:]; !slices.Equal(rollbacks, slices.Repeat([]string{"T1 /RollbackTransaction"}, 3)) {
		t.Errorf("calls %q", calls)
	}
}

// TestCanceledLockInPool: nobody else hears of the locks that were lost with it.
func TestCanceledLockInPool(t *testing.T) {
	s := newLockService(t)
	ctx, cancel := context.WithCancel(t.Context())
	plain := s.answers
	s.answers = func(r request) step {
		if r.SQL == "select pg_advisory_lock(2)" {
			return func(_ http.ResponseWriter, r *http.Request) {
				cancel()
				<-r.Context().Done()
			}
		}
		return plain(r)
	}
	conn := s.locked()
	if _, err := conn.ExecContext(ctx, "select pg_advisory_lock(2)"); !errors.Is(err, context.Canceled) {
		t.Errorf("canceled: %v", err)
	}
	if err := conn.Close(); err != nil {
		t.Error(err)
	}
	if _, err := s.db.Exec("delete from t"); err != nil {
		t.Errorf("somebody else: %v", err)
	}
}

// TestLockKeptAlive: the transaction of the locks is used when nothing else uses
// it, for as long as there are locks.
func TestLockKeptAlive(t *testing.T) {
	s := newLockService(t)
	used := make(chan time.Time)
	plain := s.answers
	s.answers = func(r request) step {
		now := s.now
		answer := plain(r)
		if r.TransactionID != "T1" || r.SQL != touch {
			return answer
		}
		return func(w http.ResponseWriter, r *http.Request) {
			used <- now
			answer(w, r)
		}
	}
	conn := s.locked()
	start := s.time()
	for n := range 5 {
		s.advance(2 * time.Minute)
		if at := <-used; at.Sub(start) != time.Duration(n+1)*2*time.Minute {
			t.Errorf("used after %v", at.Sub(start))
		}
	}
	if err := conn.Close(); err != nil {
		t.Fatal(err)
	}
}
