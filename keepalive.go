package auroradataapi

import (
	"context"
	"errors"
	"time"

	"github.com/auroradataapi/auroradataapi/internal/wire"
)

const (
	// keepAliveAfter is how long a transaction is idle before it is used only to
	// be used: a minute is left for that to succeed.
	keepAliveAfter = 2 * time.Minute
	// keepAlivePause is the time between two attempts of which the first has
	// failed, and keepAliveTimeout what each may take.
	keepAlivePause   = 10 * time.Second
	keepAliveTimeout = 10 * time.Second
)

// keepAlive is a goroutine that uses a transaction when nobody else does, so that
// the service does not end it.
type keepAlive struct {
	stopWaiting context.CancelFunc
	ended       chan struct{}
}

// keepAlive starts one. Its calls take turns with the others of the transaction.
// values is the context whose values they have, and never ends.
func (c *client) keepAlive(values context.Context, id string) *keepAlive {
	if u := c.usage(id); u != nil {
		u.kept = true
	}
	ctx, cancel := context.WithCancel(values)
	k := &keepAlive{stopWaiting: cancel, ended: make(chan struct{})}
	go func() {
		defer close(k.ended)
		c.keep(ctx, values, id)
	}()
	return k
}

// stop stops it and waits until its last call is over: to cut that off would
// leave it running at the service. A nil one has nothing to stop.
func (k *keepAlive) stop() {
	if k == nil {
		return
	}
	k.stopWaiting()
	<-k.ended
}

// keep keeps a transaction alive until the context ends or the transaction is
// gone.
func (c *client) keep(ctx, values context.Context, id string) {
	u := c.usage(id)
	if u == nil {
		return
	}
	wait := keepAliveAfter
	for c.policy.backoff.sleep(ctx, wait) == nil {
		idle, err := u.idle(ctx, c.now)
		if err != nil {
			return
		}
		if wait = keepAliveAfter - idle; wait > 0 {
			continue
		}
		wait = keepAliveAfter
		if err := c.touch(values, id); errors.Is(err, ErrTransactionNotFound) {
			return
		} else if err != nil {
			wait = keepAlivePause
		}
	}
}

// touch uses a transaction for nothing else but that. In an aborted transaction the
// statement fails, which is a use as well (a guess: of the service it is known that
// calls count, not which).
func (c *client) touch(ctx context.Context, id string) error {
	ctx, cancel := context.WithTimeout(ctx, keepAliveTimeout)
	defer cancel()
	return c.command(ctx, id, c.engine.Touch())
}

// command runs a statement of the driver's own in a transaction, of which a
// second run changes nothing, and drops what it returns.
func (c *client) command(ctx context.Context, id, sql string) error {
	_, call, err := c.executeAs(ctx, commandOperation, &wire.ExecuteRequest{Target: c.inTransaction(id), SQL: sql}, true)
	if err == nil {
		reuse(call.response)
	}
	return err
}

// inTransaction returns what a request in a transaction is for.
func (c *client) inTransaction(id string) wire.Target {
	target := c.target
	target.TransactionID, target.Database = id, ""
	return target
}
