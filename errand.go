package auroradataapi

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// errands are what no caller waits for: rollbacks of transactions that would
// otherwise keep their locks until the service ends them, and the canceling of
// statements. Connector.Close waits for them, and each takes a limited time.
type errands struct {
	mu      sync.Mutex // guards closed; nothing is added to running after it is set
	closed  bool
	running sync.WaitGroup
}

// run runs an errand in a goroutine, and reports whether it may still do so.
func (e *errands) run(errand func()) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if !e.closed {
		e.running.Go(errand)
	}
	return !e.closed
}

// join has close wait also for what the caller does until it leaves: a rollback
// that database/sql runs in a goroutine of its own when a context has ended.
func (e *errands) join() (leave func()) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return func() {}
	}
	e.running.Add(1)
	return e.running.Done
}

func (e *errands) close() {
	e.mu.Lock()
	e.closed = true
	e.mu.Unlock()
	e.running.Wait()
}

// abandon has a transaction rolled back that nobody waits for, unless the
// connector is closed. A statement that was given up and still runs in it is
// waited for.
func (c *client) abandon(ctx context.Context, id string) {
	rollBack := func() { c.rollBackAbandoned(ctx, id) }
	if !c.errands.run(rollBack) {
		rollBack()
	}
}

func (c *client) rollBackAbandoned(ctx context.Context, id string) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), rollbackTimeout)
	defer cancel()
	_ = c.rollback(ctx, id) // if it fails, the service does it after three minutes
}

// exchange is a request that goes on when its caller has gone.
type exchange struct {
	cut  context.CancelFunc // cuts it off
	done chan exchanged     // gets the one end of it
}

type exchanged struct {
	response *http.Response
	err      error
}

// lateAnswer is how long the answer to BeginTransaction is waited for when the
// caller has gone.
const lateAnswer = 10 * time.Second

// adopt waits for the answer to a BeginTransaction whose caller has gone, and
// rolls back what has begun.
func (c *client) adopt(ctx context.Context, e exchange) {
	if !c.errands.run(func() { c.rollBackLate(ctx, e) }) {
		e.cut()
		<-e.done
	}
}

func (c *client) rollBackLate(ctx context.Context, e exchange) {
	defer time.AfterFunc(lateAnswer, e.cut).Stop()
	defer e.cut()
	end := <-e.done
	if end.err != nil || end.response.StatusCode != http.StatusOK {
		return
	}
	body, err := readBody(end.response)
	if err != nil {
		return
	}
	if id, err := wire.DecodeBegin(body.Bytes()); err == nil {
		c.rollBackAbandoned(ctx, id)
	}
}
