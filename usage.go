package auroradataapi

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"
)

// The service rolls back a transaction that was not used for so long, or that is
// so old (AuroraUserGuide data-api.calling).
const (
	idleLimit = 3 * time.Minute
	ageLimit  = 24 * time.Hour
)

// usage is how calls share a transaction: one at a time, since the service
// refuses a second one at once. Goroutines may share it.
type usage struct {
	turn chan struct{} // holds one token, which guards last
	last time.Time     // when a call ended that the service has dealt with

	begun time.Time
	kept  bool        // kept alive
	wrote atomic.Bool // a statement that may change something was sent
}

// now returns the time of the wall: a process that was frozen must notice.
func (c *client) now() time.Time { return c.policy.backoff.now().Round(0) }

// track makes the calls of a transaction that has begun take turns.
func (c *client) track(id string) {
	u := &usage{turn: make(chan struct{}, 1), begun: c.now(), last: c.now()}
	u.turn <- struct{}{}
	c.usages.Store(id, u)
}

// forget is called when the id of a transaction will not be used any more.
func (c *client) forget(id string) { c.usages.Delete(id) }

// usage returns nil for an id that is not tracked, such as that of no transaction.
func (c *client) usage(id string) *usage {
	if u, ok := c.usages.Load(id); ok && id != "" {
		return u.(*usage)
	}
	return nil
}

// take returns when it is the caller's turn to use the transaction.
func (u *usage) take(ctx context.Context) error {
	if u == nil {
		return nil
	}
	select {
	case <-u.turn:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (u *usage) giveBack() {
	if u != nil {
		u.turn <- struct{}{}
	}
}

// idle returns for how long no call has used the transaction.
func (u *usage) idle(ctx context.Context, now func() time.Time) (time.Duration, error) {
	if err := u.take(ctx); err != nil {
		return 0, err
	}
	defer u.giveBack()
	return now().Sub(u.last), nil
}

// inTurn makes a call when it is its turn to use a transaction, or at once if
// there is no transaction.
func (c *client) inTurn(ctx context.Context, call *call, id string, perform func() error) error {
	u := c.usage(id)
	if u == nil {
		return perform()
	}
	if err := u.take(ctx); err != nil {
		return fmt.Errorf("auroradataapi: %s: %w", call.operation.verb, err)
	}
	defer u.giveBack()
	if c.resolves && !u.wrote.Load() && call.mayWrite() {
		u.wrote.Store(true)
	}
	err := perform()
	u.explain(c.now(), err)
	if err == nil || call.outcome() == isDecided {
		u.last = c.now()
	}
	return err
}

// mayWrite reports whether the call may change something that its transaction's
// commit is needed for.
func (c *call) mayWrite() bool {
	return !c.operation.own && !c.repeatable && (c.reads == nil || !c.reads())
}

// explain adds to the error of a transaction that is gone why that is so, if its
// times tell.
func (u *usage) explain(now time.Time, err error) {
	var e *Error
	if !errors.As(err, &e) || !e.isTransactionNotFound() {
		return
	}
	idle, age := now.Sub(u.last), now.Sub(u.begun)
	switch {
	case idle >= idleLimit:
		e.note = fmt.Sprintf("idle for %v, the service ends one after %v", idle.Round(time.Second), idleLimit)
		if !u.kept {
			e.note += ": set transaction_keep_alive"
		}
	case age >= ageLimit:
		e.note = fmt.Sprintf("begun %v ago, the service ends one after %v", age.Round(time.Second), ageLimit)
	}
}
