package auroradataapi

import (
	"database/sql/driver"
	"errors"
)

// tx is the transaction of a connection as database/sql ends it. A statement
// may have ended it before, and even have begun another one: what is ended then
// is what the connection has, as with a native driver.
type tx struct{ conn *conn }

var _ driver.Tx = tx{}

// Commit commits.
func (t tx) Commit() error {
	switch {
	case t.conn.dead:
		return driver.ErrBadConn
	case t.conn.tx == nil:
		return nil
	}
	if err := t.conn.tx.refuseCommit(); err != nil {
		return errors.Join(err, t.conn.rollback())
	}
	return t.conn.commit()
}

// Rollback rolls back. A statement that was given up and still runs is waited
// for.
func (t tx) Rollback() error {
	if t.conn.tx == nil {
		return nil
	}
	return t.conn.rollback()
}
