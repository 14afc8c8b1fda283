package auroradataapi

import (
	"context"
	"errors"
	"fmt"
)

// sessionLocks are the session advisory locks of a connection. The service keeps a
// session only for a transaction. Therefore they live in one of the driver's own,
// beside that of the caller: it is read only and never committed. In front of the
// first lock is a savepoint, and each statement is followed by a rollback to it,
// which leaves session locks alone, and gives back all else: the snapshot of the
// statement, for which CREATE INDEX CONCURRENTLY would wait, and the locks on the
// tables that it has read. It also mends the transaction after an error.
//
// The transaction is kept alive; after 24 hours the service ends it.
type sessionLocks struct {
	tx   *transaction // nil while the connection holds none
	held int64        // how many, where the server does not tell
	more bool         // there may be others
	loss error        // what has become of it, if the locks are lost
	told bool         // the caller has heard of the loss
}

const (
	locksSavepoint = "SAVEPOINT auroradataapi"
	locksRollback  = "ROLLBACK TO SAVEPOINT auroradataapi"
)

// isForLocks reports whether a statement runs in the transaction of the locks. In
// a transaction of the caller's it does if there is one already, since it would
// wait for the connection's own locks otherwise. Unlocking what nobody has locked
// can be left to any session.
func (c *conn) isForLocks(s *statement) bool {
	switch {
	case !s.locks.Any():
		return s.locks.Asks && c.locks.tx != nil && c.tx == nil
	case c.locks.tx != nil:
		return c.tx != c.locks.tx
	}
	return s.locks.Takes() && (c.tx == nil || c.tx.implicit || s.onlyLock && c.countsLocks())
}

// sendToLocks runs a statement that does something to session locks.
func (c *conn) sendToLocks(ctx context.Context, s *statement, b *bound, columns bool) (*answer, error) {
	b = s.asking(b)
	for {
		first := c.locks.tx == nil
		if first {
			if err := c.openLocks(ctx); err != nil {
				return nil, err
			}
		}
		a, err := c.sendWaiting(ctx, s, b, columns)
		if !errors.Is(err, ErrStatementTimeout) || !s.onlyLock || !s.locks.Waits {
			a, err = c.settleLocks(ctx, a, err, first)
			if err == nil && s.drops() {
				a.release()
				a = nothing(s)
			}
			return a, err
		}
		if err := c.waitAgain(ctx, first); err != nil {
			return nil, err
		}
	}
}

// openLocks begins the transaction of the locks.
func (c *conn) openLocks(ctx context.Context) error {
	settings := c.settings
	defer func() { c.settings = settings }() // the modes of the next transaction are not for this one
	err := c.besides(nil, func() error {
		err := c.begin(ctx, c.engine.LockModes())
		c.locks.tx = c.tx
		if err == nil {
			c.tx.apart = true
		}
		return err
	})
	if err != nil {
		return err
	}
	if err := c.commandLocks(ctx, locksSavepoint); err != nil {
		c.abandonLocks()
		return err
	}
	c.locks.tx.keepAlive()
	return nil
}

// sendInLocks runs a statement in the transaction of the locks.
func (c *conn) sendInLocks(ctx context.Context, s *statement, b *bound, columns bool) (a *answer, err error) {
	broken, settings := c.broken, c.current()
	err = c.besides(c.locks.tx, func() error {
		c.tx.unset = settings // what is set here goes with the rollback to the savepoint
		if err = c.restore(ctx); err == nil {
			a, err = c.send(ctx, s, b, columns)
		}
		return err
	})
	c.broken = broken
	return a, readOnlyHint(err)
}

// readOnlyHint adds what to do to the error of a statement that does more than
// locking: it would be undone.
func readOnlyHint(err error) error {
	var e *Error
	if errors.As(err, &e) && e.Code == "25006" && e.Hint == "" {
		e.Hint = "The Data API keeps a session lock only in a transaction that is never committed: take it by a SELECT of its own."
	}
	return err
}

// besides runs f with another transaction than the caller's.
func (c *conn) besides(t *transaction, f func() error) error {
	callers := c.tx
	defer func() { c.tx = callers }()
	c.tx = t
	return f()
}

// waitAgain prepares to run a statement again that does nothing but wait for a
// lock, and has done so for as long as the service lets it. A native session waits as long as its context lets
// it.
func (c *conn) waitAgain(ctx context.Context, first bool) error {
	if first {
		_ = c.releaseLocks() // the next one is a fresh one
	} else if err := c.commandLocks(ctx, locksRollback); err != nil {
		return c.giveLocksUp(err, first)
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("auroradataapi: wait for advisory lock: %w", err)
	}
	return nil
}

// abandonLocks leaves the transaction of the locks to be rolled back.
func (c *conn) abandonLocks() {
	t := c.locks.tx
	c.locks = sessionLocks{loss: c.locks.loss, told: c.locks.told}
	t.abandon()
}

// releaseLocks gives all locks back.
func (c *conn) releaseLocks() error {
	t := c.locks.tx
	if t == nil {
		return nil
	}
	c.locks = sessionLocks{loss: c.locks.loss, told: c.locks.told}
	return c.besides(t, c.rollback)
}

// commandLocks runs a statement of the driver's own in the transaction of the
// locks.
func (c *conn) commandLocks(ctx context.Context, sql string) error {
	return c.client.command(ctx, c.locks.tx.id, sql)
}
