package auroradataapi

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
)

// giveLocksUp gives up the transaction of the locks because of an error that
// leaves no other way, and returns what the caller is to hear. Locks that were
// held are lost then: if that is not told now, the next statement will hear of it.
func (c *conn) giveLocksUp(err error, first bool) error {
	c.abandonLocks()
	switch {
	case first:
		return err
	case isGone(err):
		c.locks.loss = err
		return c.tellLoss()
	}
	c.broken = true // nobody else is to hear of it
	// The context that has ended is not that of the next statement.
	c.locks.loss = fmt.Errorf("a statement was given up: %v", err)
	return err
}

// isGone recognizes the error of a transaction in which nothing can fail that has
// ended, or whose server has.
func isGone(err error) bool {
	var e *Error
	return errors.As(err, &e) && (e.Code != "" || e.isTransactionNotFound())
}

// guardLocks is asked before a statement is run. DISCARD ALL gives the locks
// back, as it does natively.
func (c *conn) guardLocks(ctx context.Context, s *statement) error {
	switch {
	case c.locks.loss != nil:
		return c.tellLoss()
	case c.locks.tx == nil || c.tx != nil || c.isForLocks(s):
		return nil // the commit will check
	case c.engine.DiscardsAll(s.text.Words(2)):
		return c.releaseLocks()
	}
	return c.checkLocks(ctx)
}

// checkLocks returns an error if the connection has lost its locks, of which the
// caller must hear before anything else takes effect.
func (c *conn) checkLocks(ctx context.Context) error {
	if c.locks.loss != nil {
		return c.tellLoss()
	}
	if c.locks.tx == nil {
		return nil
	}
	err := c.commandLocks(ctx, c.engine.Touch())
	if !isGone(err) {
		return err // whatever it is, the transaction may be alive
	}
	return c.giveLocksUp(err, false)
}

// tellLoss returns the error of lost locks the first time. After that the
// connection is dead.
func (c *conn) tellLoss() error {
	c.broken = true
	if c.locks.told {
		return driver.ErrBadConn
	}
	c.locks.told = true
	return fmt.Errorf("auroradataapi: check session locks: %w: take them again on a new connection: %w", ErrSessionLockLost, c.locks.loss)
}
