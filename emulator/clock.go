package emulator

import (
	"slices"
	"sync"
	"time"
)

// Clock is the time the emulator lives by: statement timeouts, the expiry of
// transactions and of idle connections, the times of faults. Its methods are called from several
// goroutines.
type Clock interface {
	// Now gives the current time.
	Now() time.Time
	// AfterFunc calls f once when d has passed, unless stop was called first;
	// stop reports whether it prevented the call.
	AfterFunc(d time.Duration, f func()) (stop func() bool)
}

// systemClock is the time of the machine.
type systemClock struct{}

func (systemClock) Now() time.Time { return time.Now() }

func (systemClock) AfterFunc(d time.Duration, f func()) (stop func() bool) {
	return time.AfterFunc(d, f).Stop
}

// ManualClock is a Clock for tests: it stands still until Advance. The zero
// value is ready and shows the zero time. Goroutines may share it.
type ManualClock struct {
	mu     sync.Mutex // guards what follows
	now    time.Time
	timers []*manualTimer
}

type manualTimer struct {
	due time.Time
	f   func()
}

var (
	_ Clock = systemClock{}
	_ Clock = (*ManualClock)(nil)
)

// Now gives the time that the clock was advanced to.
func (c *ManualClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// AfterFunc has f called by the Advance that reaches d from now.
func (c *ManualClock) AfterFunc(d time.Duration, f func()) (stop func() bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	t := &manualTimer{due: c.now.Add(d), f: f}
	c.timers = append(c.timers, t)
	return func() bool { return c.remove(t) }
}

// Advance moves the time on by d. It calls every function that falls due on the
// way, in order of time, each with the clock at its own moment, and returns
// when the last has returned.
func (c *ManualClock) Advance(d time.Duration) {
	c.mu.Lock()
	end := c.now.Add(d)
	c.mu.Unlock()
	for t := c.next(end); t != nil; t = c.next(end) {
		t.f()
	}
}

// next takes out the timer that is due first and not after end. Without one it
// sets the time to end.
func (c *ManualClock) next(end time.Time) *manualTimer {
	c.mu.Lock()
	defer c.mu.Unlock()
	first := -1
	for i, t := range c.timers {
		if !t.due.After(end) && (first < 0 || t.due.Before(c.timers[first].due)) {
			first = i
		}
	}
	if first < 0 {
		c.now = end
		return nil
	}
	t := c.timers[first]
	c.timers = slices.Delete(c.timers, first, first+1)
	if t.due.After(c.now) {
		c.now = t.due
	}
	return t
}

func (c *ManualClock) remove(t *manualTimer) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	i := slices.Index(c.timers, t)
	if i < 0 {
		return false
	}
	c.timers = slices.Delete(c.timers, i, i+1)
	return true
}
