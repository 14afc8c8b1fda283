package connpool_test

import (
	"sync"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi/emulator/internal/connpool"
)

// conn counts how often it was closed.
type conn struct {
	mu     sync.Mutex
	dead   bool
	closed int
}

func (c *conn) IsUsable() bool { return !c.dead }

func (c *conn) Close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.closed++
}

func (c *conn) wantClosed(t *testing.T, times int) {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed != times {
		t.Errorf("closed %d times, want %d", c.closed, times)
	}
}

// clock moves when it is told to, and calls back once.
type clock struct {
	now time.Time
	due func()
}

func (c *clock) Now() time.Time { return c.now }

func (c *clock) AfterFunc(_ time.Duration, f func()) (stop func() bool) {
	c.due = f
	return func() bool { c.due = nil; return true }
}

// pass lets time pass and the timer, if there is one, ring.
func (c *clock) pass(d time.Duration) {
	c.now = c.now.Add(d)
	if due := c.due; due != nil {
		c.due = nil
		due()
	}
}

func TestTakeGivesTheLast(t *testing.T) {
	p := connpool.New(&clock{})
	defer p.Close()
	first, dead, last := &conn{}, &conn{dead: true}, &conn{}
	for _, c := range []*conn{first, dead, last} {
		p.Put(c)
	}
	for _, want := range []connpool.Conn{last, first, nil} {
		if got := p.Take(); got != want {
			t.Errorf("Take gives %v, want %v", got, want)
		}
	}
	p.Close()
	dead.wantClosed(t, 1)
	first.wantClosed(t, 0)
}

func TestIdleConnectionsClose(t *testing.T) {
	c := &clock{}
	p := connpool.New(c)
	old, young := &conn{}, &conn{}
	p.Put(old)
	c.now = c.now.Add(20 * time.Second)
	p.Put(young)
	c.pass(10 * time.Second)
	if got := p.Take(); got != connpool.Conn(young) {
		t.Errorf("Take gives %v, want the young one", got)
	}
	if got := p.Take(); got != nil {
		t.Errorf("Take gives %v, want none", got)
	}
	p.Close()
	old.wantClosed(t, 1)
	young.wantClosed(t, 0)
}

func TestClosedPoolKeepsNothing(t *testing.T) {
	c := &clock{}
	p := connpool.New(c)
	idle, late := &conn{}, &conn{}
	p.Put(idle)
	p.Close()
	p.Put(late)
	p.Close() // waits
	idle.wantClosed(t, 1)
	late.wantClosed(t, 1)
	if c.due != nil {
		t.Error("a closed pool has a timer")
	}
}

// TestCloseAmidReleases closes a pool whose sessions come back at that moment, as
// those of a user do whose password is changed.
func TestCloseAmidReleases(t *testing.T) {
	for range 200 {
		p := connpool.New(&clock{})
		conns := make([]conn, 8)
		var releasing sync.WaitGroup
		for i := range conns {
			releasing.Go(func() { p.Put(&conns[i]) })
		}
		p.Close()
		releasing.Wait()
		p.Close()
		for i := range conns {
			conns[i].wantClosed(t, 1)
		}
	}
}

func TestPoolIsBounded(t *testing.T) {
	p := connpool.New(&clock{})
	for range 100 {
		p.Put(&conn{})
	}
	kept := 0
	for p.Take() != nil {
		kept++
	}
	if kept != 32 {
		t.Errorf("%d connections are kept, want 32", kept)
	}
	p.Close()
}

// reset is over when its channel is closed.
type reset chan struct{}

func (r reset) Finish() error { <-r; return nil }

func (r reset) IsFinished() bool {
	select {
	case <-r:
		return true
	default:
		return false
	}
}

func TestResetsWait(t *testing.T) {
	var resets connpool.Resets
	resets.Wait() // for none
	under := reset(make(chan struct{}))
	resets.Add(under)
	waited := make(chan struct{})
	go func() {
		resets.Wait()
		close(waited)
	}()
	select {
	case <-waited:
		t.Error("Wait returns before the reset is over")
	default:
	}
	close(under)
	<-waited
}
