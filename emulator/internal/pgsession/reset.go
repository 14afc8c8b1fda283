package pgsession

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgproto3"
)

// discardAll resets a session. Production traces of the service show it between
// calls (sbalmt/ez4#61).
const discardAll = "DISCARD ALL"

// resetTimeout bounds what is done to a session after its use.
const resetTimeout = 10 * time.Second

// reset is a DISCARD ALL that was sent and whose answer was not read yet. The
// server is at work on it while the answer to the call goes out.
type reset struct {
	conn     *pgconn.PgConn
	once     sync.Once
	finished atomic.Bool
	err      error
}

// Finish waits until the session is reset; any number of callers may. After an
// error the connection is closed: the server undoes what is left in its session.
func (r *reset) Finish() error {
	r.once.Do(func() {
		if r.err = r.await(); r.err != nil {
			r.conn.Conn().Close()
		}
		r.finished.Store(true)
	})
	return r.err
}

// IsFinished says whether the answer was read.
func (r *reset) IsFinished() bool { return r.finished.Load() }

// await reads the answer. A cancel request that came late may have met the reset,
// so a refusal is not the end.
func (r *reset) await() error {
	socket := r.conn.Conn()
	socket.SetReadDeadline(time.Now().Add(resetTimeout)) // it fails where the reading does
	defer socket.SetReadDeadline(time.Time{})
	refused, err := r.read()
	if err == nil && refused != nil {
		refused, err = r.repeat()
	}
	if err = errors.Join(refused, err); err != nil {
		return fmt.Errorf("pgsession: reset: %w", err)
	}
	return nil
}

func (r *reset) repeat() (refused, err error) {
	r.conn.Frontend().SendQuery(&pgproto3.Query{String: discardAll})
	if err := r.conn.Frontend().Flush(); err != nil {
		return nil, err
	}
	return r.read()
}

// read takes messages until the server is ready again. refused is what the server
// said, err that of the connection.
func (r *reset) read() (refused, err error) {
	for {
		message, err := r.conn.ReceiveMessage(context.Background())
		if err != nil {
			return refused, err
		}
		switch m := message.(type) {
		case *pgproto3.ErrorResponse:
			refused = pgconn.ErrorResponseToPgError(m)
		case *pgproto3.ReadyForQuery:
			return refused, nil
		}
	}
}

// sendReset puts a reset behind what was sent to the server.
func (s *Session) sendReset() {
	s.catalog.Forget()
	s.conn.Frontend().SendQuery(&pgproto3.Query{String: discardAll})
}
