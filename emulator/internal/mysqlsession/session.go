package mysqlsession

import (
	"context"
	"errors"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/go-mysql-org/go-mysql/client"
	"github.com/go-mysql-org/go-mysql/mysql"
)

const (
	// killInterval is the pause between two KILL QUERY for a statement that does
	// not stop, killTimeout the time after which the connection is cut.
	killInterval = 100 * time.Millisecond
	killTimeout  = 5 * time.Second
)

// Session is one session of the database in the hands of one caller.
type Session struct {
	pool    *Pool
	conn    *client.Conn
	restart string      // see restartOf
	used    bool        // something was done since the last reset
	lost    bool        // the connection is of no use any more
	killed  atomic.Bool // a KILL QUERY was sent for what runs

	committed bool // a statement has committed its transaction by itself, see follow
}

// ID is the server's number of the connection.
func (s *Session) ID() int64 { return int64(s.conn.GetConnectionID()) }

// InTransaction says whether the session is inside a transaction that was begun by
// a statement and that neither COMMIT nor ROLLBACK nor the server has ended.
func (s *Session) InTransaction() bool {
	return !s.lost && (s.committed || s.conn.IsInTransaction())
}

// Begin, Commit and Rollback run the statement of that name. BEGIN is sent as
// START TRANSACTION: that the service does so, and does not set autocommit off, is
// a guess.
func (s *Session) Begin(ctx context.Context) error    { return s.command(ctx, "START TRANSACTION") }
func (s *Session) Commit(ctx context.Context) error   { return s.command(ctx, "COMMIT") }
func (s *Session) Rollback(ctx context.Context) error { return s.command(ctx, "ROLLBACK") }

func (s *Session) command(ctx context.Context, sql string) error {
	defer s.enter(ctx)()
	_, err := s.conn.Execute(sql)
	return exception(s.settle(err))
}

// enter is to be called before a statement runs: it waits until nothing is left
// of the calls before, and watches ctx until leave is called.
func (s *Session) enter(ctx context.Context) (leave func()) {
	s.pool.resets.Wait()
	s.used = true
	s.killed.Store(false) // of the statement before, which was over by then
	over, stopped := make(chan struct{}), make(chan struct{})
	forget := context.AfterFunc(ctx, func() {
		defer close(stopped)
		s.stop(over)
	})
	return func() {
		close(over)
		if !forget() {
			<-stopped
		}
	}
}

// stop has the server end the statement, more than once: a KILL QUERY that comes
// between two messages has no effect, and a server may have no connection left for
// it at the moment. A server that does not end the statement is cut off.
func (s *Session) stop(over <-chan struct{}) {
	ctx, done := context.WithTimeout(context.Background(), killTimeout)
	defer done()
	ticker := time.NewTicker(killInterval)
	defer ticker.Stop()
	for ctx.Err() == nil {
		_ = s.kill(ctx) // the next one may succeed
		select {
		case <-over:
			return
		case <-ctx.Done():
		case <-ticker.C:
		}
	}
	s.conn.Conn.Conn.Close() // the socket alone: the rest is in the hands of the caller
}

// kill sends one KILL QUERY, by a connection of its own.
func (s *Session) kill(ctx context.Context) error {
	s.killed.Store(true)
	server := s.pool.server
	server.Database = ""
	conn, err := server.connect(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	_, err = conn.Execute("KILL QUERY " + strconv.FormatInt(s.ID(), 10))
	return err
}

// settle finds out what a statement that failed has left: an error carries no
// status, and may have ended the transaction or the connection. A ping tells, and
// changes nothing that a later statement could ask for. It returns err.
func (s *Session) settle(err error) error {
	var server *mysql.MyError
	if err == nil {
		return nil
	}
	if !errors.As(err, &server) {
		s.cut()
		return err
	}
	if s.InTransaction() && s.conn.Ping() != nil {
		s.cut()
	}
	return err
}

// cut closes a connection that is out of step with the server.
func (s *Session) cut() {
	s.lost = true
	s.conn.Close()
}

// Release gives the connection back and has the session reset meanwhile. A
// transaction that is still open is rolled back, so that no one inherits it.
func (s *Session) Release() {
	if s.lost {
		s.conn.Close()
		return
	}
	idle := &idleConn{conn: s.conn, restart: s.restart}
	if s.used {
		idle.reset = startReset(s.conn, s.restart)
		s.pool.resets.Add(idle.reset)
	}
	s.pool.idle.Put(idle)
}
