package auroradataapi

import (
	"context"
	"errors"

	"github.com/auroradataapi/auroradataapi/internal/engine"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// settleLocks takes back what a statement has left behind besides locks. If the
// session holds none any more, its transaction ends. What is asked here is
// answered, also if the caller's context has ended meanwhile.
func (c *conn) settleLocks(ctx context.Context, a *answer, failure error, first bool) (*answer, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), keepAliveTimeout)
	defer cancel()
	if failure != nil {
		return nil, c.mendLocks(ctx, failure, first)
	}
	held, err := c.holdsLocks(ctx, a, first)
	switch {
	case err != nil:
	case held:
		err = c.commandLocks(ctx, locksRollback)
	default:
		// The locks are back, whatever becomes of the transaction.
		_ = c.releaseLocks()
	}
	if err != nil {
		a.release()
		return nil, c.giveLocksUp(err, first)
	}
	return a, nil
}

// holdsLocks reports whether the session holds locks after a statement. It asks
// unless the answer of the statement tells.
func (c *conn) holdsLocks(ctx context.Context, a *answer, first bool) (bool, error) {
	if c.countsLocks() {
		c.tallyLocks(a)
		return c.locks.held > 0 || c.locks.more, nil
	}
	switch does, n := a.statement.locks, a.result.RecordCount; {
	case does == engine.SessionLocks{Waits: true} && n > 0 && a.statement.text.Keyword() != "EXPLAIN":
		return true, nil
	case !a.statement.onlyLock || n != 1:
	case does.UnlocksAll:
		return false, nil
	case a.tells(false):
		return !first, nil
	case a.tells(true) && does.Tries:
		return true, nil
	}
	n, err := c.countLocks(ctx)
	return n > 0, err
}

// tells reports whether the answer is one row of one bool of a value.
func (a *answer) tells(value bool) bool {
	result, fields := *a.result, make([]wire.Field, 1) // a copy, so that the row stays to be read
	ok, err := result.NextRow(fields)
	return ok && err == nil && fields[0].Kind == wire.Bool && fields[0].Bool == value
}

// countLocks asks the server how many locks the session holds.
func (c *conn) countLocks(ctx context.Context) (n int64, err error) {
	request := &wire.ExecuteRequest{Target: c.client.inTransaction(c.locks.tx.id), SQL: c.engine.CountSessionLocks()}
	result, call, err := c.client.executeAs(ctx, commandOperation, request, true)
	if err != nil {
		return 0, err
	}
	defer reuse(call.response)
	fields := make([]wire.Field, 1)
	if _, err := result.NextRow(fields); err != nil {
		return 0, call.unreadable(err)
	}
	return fields[0].Long, nil
}

// mendLocks draws the consequences of a statement that has failed, and returns
// the error for it. As natively, the locks that were taken before stay, also those
// that the statement itself has taken before its error.
func (c *conn) mendLocks(ctx context.Context, failure error, first bool) error {
	var e *Error
	switch {
	case errors.Is(failure, ErrOutcomeUnknown), errors.Is(failure, ErrTransactionNotFound):
		return c.giveLocksUp(failure, first) // it may still run, and get its lock
	case !errors.As(failure, &e):
		if first { // it has not run
			c.abandonLocks()
		}
		return failure
	}
	if err := c.keepLocks(ctx); err != nil {
		if loss := c.giveLocksUp(err, first); !first {
			return loss
		}
	}
	return failure
}

// keepLocks brings the transaction of the locks back into use after an error, or
// ends it if no lock is held.
func (c *conn) keepLocks(ctx context.Context) error {
	if err := c.commandLocks(ctx, locksRollback); err != nil {
		return err
	}
	held, err := c.stillHoldsLocks(ctx)
	switch {
	case err != nil:
		return err
	case !held:
		return c.releaseLocks()
	}
	return c.commandLocks(ctx, locksRollback)
}
