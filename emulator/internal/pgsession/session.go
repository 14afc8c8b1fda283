package pgsession

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/auroradataapi/auroradataapi/emulator/internal/pgresult"
)

const (
	// cancelInterval is the pause between two cancel requests for a statement
	// that does not stop, cancelTimeout the time after which the connection is
	// cut.
	cancelInterval = 100 * time.Millisecond
	cancelTimeout  = 5 * time.Second
)

// txIdle is the transaction status of a session outside a transaction block.
const txIdle = 'I'

// Session is one session of the database in the hands of one caller.
type Session struct {
	pool       *Pool
	conn       *pgconn.PgConn
	statements int    // how many were prepared, for their names
	open       string // the statement that the next one has closed, or none
	clean      bool   // nothing was done since the last DISCARD ALL was sent
	reset      *reset // that DISCARD ALL while it is under way, else nil
	catalog    *pgresult.Catalog
}

func newSession(pool *Pool, conn *pgconn.PgConn) *Session {
	s := &Session{pool: pool, conn: conn}
	s.catalog = pgresult.NewCatalog(s.free, &pool.facts)
	return s
}

// ID is the process id of the session's backend.
func (s *Session) ID() int64 { return int64(s.conn.PID()) }

// InTransaction says whether the session is inside a transaction block, be it
// healthy or aborted.
func (s *Session) InTransaction() bool { return !s.Lost() && s.conn.TxStatus() != txIdle }

// Lost says whether the connection is gone. Nothing can be done with the
// session then but to release it.
func (s *Session) Lost() bool { return s.conn.IsClosed() }

// Begin, Commit and Rollback run the statement of that name.
func (s *Session) Begin(ctx context.Context) error    { return s.command(ctx, "BEGIN") }
func (s *Session) Commit(ctx context.Context) error   { return s.command(ctx, "COMMIT") }
func (s *Session) Rollback(ctx context.Context) error { return s.command(ctx, "ROLLBACK") }

func (s *Session) command(ctx context.Context, sql string) error {
	defer s.enter(ctx)()
	s.clean = false
	s.catalog.Forget()
	return s.exception(s.conn.Exec(context.Background(), sql).Close())
}

// exception words an error as the service does; nil stays nil.
func (s *Session) exception(err error) error { return s.pool.generation.exception(err) }

// enter is to be called before a statement runs: it waits until nothing is left
// of the calls before, and watches ctx until leave is called.
func (s *Session) enter(ctx context.Context) (leave func()) {
	s.pool.resets.Wait()
	s.free() // an error shows in the statement
	return s.watch(ctx)
}

// watch cancels what the session runs when ctx ends, and cuts the connection if
// that does not help. The caller calls stop when the statement is over.
func (s *Session) watch(ctx context.Context) (stop func()) {
	over, cancelled := make(chan struct{}), make(chan struct{})
	forget := context.AfterFunc(ctx, func() {
		defer close(cancelled)
		s.cancel(over)
	})
	return func() {
		close(over)
		if !forget() {
			<-cancelled
		}
	}
}

// cancel asks the server to stop the statement until it is over. It asks more
// than once: a request that arrives between two messages has no effect. A server
// that hangs takes the request and is silent.
func (s *Session) cancel(over <-chan struct{}) {
	ctx, done := context.WithTimeout(context.Background(), cancelTimeout)
	defer done()
	ticker := time.NewTicker(cancelInterval)
	defer ticker.Stop()
	for s.conn.CancelRequest(ctx) == nil && ctx.Err() == nil {
		select {
		case <-over:
			return
		case <-ctx.Done():
		case <-ticker.C:
		}
	}
	s.conn.Conn().Close()
}

// requestCancel asks the server once to stop the statement.
func (s *Session) requestCancel() error {
	ctx, done := context.WithTimeout(context.Background(), cancelTimeout)
	defer done()
	return s.conn.CancelRequest(ctx)
}

// Release gives the connection back and has the session reset meanwhile. A
// transaction that is still open is rolled back first, so that no one inherits
// it.
func (s *Session) Release() {
	err := s.startReset()
	idle := &idleConn{conn: s.conn, reset: s.reset}
	if err != nil {
		s.pool.idle.Discard(idle)
		return
	}
	if s.reset != nil {
		s.pool.resets.Add(s.reset)
	}
	s.pool.idle.Put(idle)
}

// startReset makes sure that a reset is under way after everything that was done.
func (s *Session) startReset() error {
	switch {
	case s.Lost():
		return errors.New("pgsession: connection lost")
	case s.clean:
		return nil
	}
	if s.InTransaction() {
		ctx, cancel := context.WithTimeout(context.Background(), resetTimeout)
		defer cancel()
		if err := s.conn.Exec(ctx, "ROLLBACK").Close(); err != nil {
			return fmt.Errorf("pgsession: roll back: %w", err)
		}
	}
	s.sendReset()
	s.reset = &reset{conn: s.conn}
	s.clean = true
	return s.conn.Frontend().Flush()
}

// free gives the connection when no reset is under way on it any more.
func (s *Session) free() (*pgconn.PgConn, error) {
	if s.reset == nil {
		return s.conn, nil
	}
	err := s.reset.Finish()
	s.reset = nil
	return s.conn, err
}
