// Package connpool keeps the idle connections of the emulator's backends, and
// knows which of them are still being reset.
package connpool

import (
	"slices"
	"sync"
	"time"
)

const (
	// maxIdle bounds the idle connections of one pool.
	maxIdle = 32
	// idleTimeout is how long a connection stays open unused, and the time
	// between two looks at the idle ones.
	idleTimeout = 30 * time.Second
)

// Clock is what a pool needs of a clock: f is called once after d has passed,
// unless stop was called first.
type Clock interface {
	Now() time.Time
	AfterFunc(d time.Duration, f func()) (stop func() bool)
}

// Conn is a connection that nobody uses.
type Conn interface {
	// IsUsable says whether the connection lives and its session is as new. It
	// may wait for a reset that is under way.
	IsUsable() bool
	// Close closes the connection and returns when it is gone.
	Close()
}

// Pool keeps idle connections. Goroutines may share it.
type Pool struct {
	clock Clock

	leaving departures

	mu     sync.Mutex  // guards what follows
	idle   []idleConn  // the one that became idle last is the last
	stop   func() bool // of the next sweep; nil while none is set
	closed bool
}

type idleConn struct {
	conn  Conn
	since time.Time
}

// New gives an empty pool.
func New(clock Clock) *Pool { return &Pool{clock: clock} }

// Take gives the connection that became idle last, or nil. Those that died while
// they were idle are dropped.
func (p *Pool) Take() Conn {
	for {
		last := p.pop()
		if last == nil || last.IsUsable() {
			return last
		}
		p.Discard(last)
	}
}

func (p *Pool) pop() Conn {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.idle) == 0 {
		return nil
	}
	last := p.idle[len(p.idle)-1]
	p.idle = p.idle[:len(p.idle)-1]
	return last.conn
}

// Put keeps a connection for the next caller, or closes it.
func (p *Pool) Put(conn Conn) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed || len(p.idle) >= maxIdle {
		p.Discard(conn)
		return
	}
	p.idle = append(p.idle, idleConn{conn, p.clock.Now()})
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
		p.Discard(p.idle[0].conn)
		p.idle = slices.Delete(p.idle, 0, 1)
	}
	p.schedule()
}

// Idle says how many connections nobody uses.
func (p *Pool) Idle() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.idle)
}

// Discard closes a connection without making the caller wait for the server.
func (p *Pool) Discard(conn Conn) { p.leaving.begin(conn) }

// CloseIdle closes the connections that nobody uses and says how many there were.
func (p *Pool) CloseIdle() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, entry := range p.idle {
		p.Discard(entry.conn)
	}
	closed := len(p.idle)
	p.idle = nil
	if p.stop != nil {
		p.stop()
		p.stop = nil
	}
	return closed
}

// Close closes idle connections, waits until they are gone, and makes every
// later Put close its connection.
func (p *Pool) Close() {
	p.mu.Lock()
	p.closed = true
	p.mu.Unlock()
	p.CloseIdle()
	p.leaving.wait()
}
