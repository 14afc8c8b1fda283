package pgsession

import (
	"context"
	"errors"
	"fmt"
	"slices"
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

// finish waits until the session is reset; any number of callers may. After an
// error the connection is closed: the server undoes what is left in its session.
func (r *reset) finish() error {
	r.once.Do(func() {
		if r.err = r.await(); r.err != nil {
			r.conn.Conn().Close()
		}
		r.finished.Store(true)
	})
	return r.err
}

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

// Resets are the resets under way on one server. What a call leaves in its
// session may be seen from others, an advisory lock for example, so every
// statement waits for the resets after the calls that were answered before. The
// zero value is ready; goroutines share it.
type Resets struct {
	mu    sync.Mutex // guards under
	under []*reset
}

func (r *Resets) add(one *reset) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.under = append(r.under, one)
}

// wait returns when every reset that was added before is over. One that fails
// closes its connection.
func (r *Resets) wait() {
	for _, one := range r.list() {
		one.finish()
	}
}

// list drops what is over and gives the rest.
func (r *Resets) list() []*reset {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.under = slices.DeleteFunc(r.under, func(one *reset) bool { return one.finished.Load() })
	return slices.Clone(r.under)
}
