package pgsession

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/auroradataapi/auroradataapi/emulator/internal/pgresult"
)

const (
	// maxIdle bounds the idle connections of one pool.
	maxIdle = 32
	// idleTimeout is how long a connection stays open unused, and the time
	// between two looks at the idle ones.
	idleTimeout = 30 * time.Second
	// connectTimeout bounds the opening of a connection.
	connectTimeout = 10 * time.Second
)

// sessionParameters are what every session starts with, and returns to by
// DISCARD ALL. UTC is the service's (tmokmss/aurora-data-api-proxy,
// COMPATIBILITY.md); the rest makes the text format the one that results are
// read in.
var sessionParameters = map[string]string{
	"TimeZone":           "UTC",
	"DateStyle":          "ISO, MDY",
	"client_encoding":    "UTF8",
	"extra_float_digits": "1",
	"bytea_output":       "hex",
}

// Clock is what a pool needs of a clock: f is called once after d has passed,
// unless stop was called first.
type Clock interface {
	Now() time.Time
	AfterFunc(d time.Duration, f func()) (stop func() bool)
}

// Pool keeps the connections of one user to one database.
type Pool struct {
	config *pgconn.Config
	clock  Clock
	resets *Resets
	facts  pgresult.Facts

	closing sync.WaitGroup // connections on their way out

	mu     sync.Mutex  // guards what follows
	idle   []idleConn  // the one that became idle last is the last
	stop   func() bool // of the next sweep; nil while none is set
	closed bool
}

type idleConn struct {
	conn  *pgconn.PgConn
	reset *reset // may be under way; nil if there was nothing to reset
	since time.Time
}

// NewPool gives a pool that connects to the server of config as user, with
// password, to database. It opens nothing yet. The pools of one server share
// resets.
func NewPool(config *pgconn.Config, user, password, database string, clock Clock, resets *Resets) *Pool {
	c := config.Copy()
	c.User, c.Password, c.Database = user, password, database
	if c.RuntimeParams == nil {
		c.RuntimeParams = map[string]string{}
	}
	maps.Copy(c.RuntimeParams, sessionParameters)
	return &Pool{config: c, clock: clock, resets: resets}
}

// Acquire gives a session that no one else uses: a reset one, else a new one.
func (p *Pool) Acquire(ctx context.Context) (*Session, error) {
	if conn := p.take(); conn != nil {
		return newSession(p, conn), nil
	}
	conn, err := p.connect(ctx)
	if err != nil {
		return nil, err
	}
	return newSession(p, conn), nil
}

func (p *Pool) connect(ctx context.Context) (*pgconn.PgConn, error) {
	ctx, cancel := context.WithTimeout(ctx, connectTimeout)
	defer cancel()
	conn, err := pgconn.ConnectConfig(ctx, p.config)
	if err != nil {
		return nil, connectException(err)
	}
	return conn, nil
}

// take gives the connection that became idle last, or nil. Those that died while
// they were idle are dropped.
func (p *Pool) take() *pgconn.PgConn {
	for {
		last, ok := p.pop()
		if !ok || last.isUsable() {
			return last.conn
		}
		p.discard(last)
	}
}

func (p *Pool) pop() (last idleConn, ok bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.idle) == 0 {
		return idleConn{}, false
	}
	last = p.idle[len(p.idle)-1]
	p.idle = p.idle[:len(p.idle)-1]
	return last, true
}

func (c idleConn) isUsable() bool {
	if c.reset != nil && c.reset.finish() != nil {
		return false
	}
	return isAlive(c.conn.Conn())
}

// put keeps a connection for the next caller, or closes it.
func (p *Pool) put(conn *pgconn.PgConn, under *reset) {
	p.mu.Lock()
	defer p.mu.Unlock()
	entry := idleConn{conn, under, p.clock.Now()}
	if p.closed || len(p.idle) >= maxIdle {
		p.discard(entry)
		return
	}
	p.idle = append(p.idle, entry)
	p.schedule()
}

// schedule sets the next sweep, if there is something to sweep.
func (p *Pool) schedule() {
	if p.stop == nil && len(p.idle) > 0 {
		p.stop = p.clock.AfterFunc(idleTimeout, p.sweep)
	}
}

// sweep closes the connections that have been idle for too long.
func (p *Pool) sweep() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.stop = nil
	limit := p.clock.Now().Add(-idleTimeout)
	for len(p.idle) > 0 && !p.idle[0].since.After(limit) {
		p.discard(p.idle[0])
		p.idle = slices.Delete(p.idle, 0, 1)
	}
	p.schedule()
}

// discard closes a connection without making the caller wait for the server.
func (p *Pool) discard(entry idleConn) {
	p.closing.Go(func() {
		if entry.reset != nil {
			entry.reset.finish() // the connection is closed either way
		}
		ctx, cancel := context.WithTimeout(context.Background(), resetTimeout)
		defer cancel()
		entry.conn.Close(ctx) // it is of no use any more, whatever this says
		<-entry.conn.CleanupDone()
	})
}

// CloseIdle closes the connections that nobody uses.
func (p *Pool) CloseIdle() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, entry := range p.idle {
		p.discard(entry)
	}
	p.idle = nil
	if p.stop != nil {
		p.stop()
		p.stop = nil
	}
}

// Close closes idle connections, waits until they are gone, and makes every
// later Release close its connection. Sessions are to be released before.
func (p *Pool) Close() {
	p.mu.Lock()
	p.closed = true
	p.mu.Unlock()
	p.CloseIdle()
	p.closing.Wait()
}
