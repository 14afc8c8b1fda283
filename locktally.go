package auroradataapi

import (
	"context"
	"strings"

	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// MySQL tells nobody without a privilege which locks a session holds. They are counted
// by what GET_LOCK and RELEASE_LOCK have answered. Where a statement does other things
// as well, the answer may be about these: then locks count as held until they are all
// given back.

// asking returns a statement that tells about its lock: SELECT in place of DO.
func (s *statement) asking(b *bound) *bound {
	if !s.drops() || !strings.EqualFold(b.sql[:min(len(b.sql), len("DO"))], "DO") {
		return b
	}
	query := *b
	query.sql = "SELECT" + b.sql[len("DO"):]
	return &query
}

// drops reports whether the statement is one that returns nothing of what it has done
// to a lock.
func (s *statement) drops() bool { return s.onlyLock && s.text.Keyword() == "DO" }

// countsLocks reports whether the connection has to count its locks.
func (c *conn) countsLocks() bool { return c.engine.CountSessionLocks() == "" }

// tallyLocks counts on after a statement that has worked.
func (c *conn) tallyLocks(a *answer) {
	does, answered, known := a.statement.locks, int64(0), false
	if a.statement.onlyLock {
		answered, known = a.onlyLong()
	}
	switch {
	case !known && does.Takes():
		c.locks.more = true
	case !known:
	case does.UnlocksAll:
		c.locks.held, c.locks.more = 0, false
	case does.Takes():
		c.locks.held += answered
	case does.Unlocks && c.locks.held > 0:
		c.locks.held -= answered
	}
}

// onlyLong returns the integer of the only row of an answer, 0 for NULL, which stays to
// be read.
func (a *answer) onlyLong() (n int64, ok bool) {
	if a.result.RecordCount != 1 {
		return 0, false
	}
	result, fields := *a.result, make([]wire.Field, 1)
	if ok, err := result.NextRow(fields); err != nil || !ok {
		return 0, false
	}
	return fields[0].Long, fields[0].Kind == wire.Long || fields[0].Kind == wire.Null
}

// stillHoldsLocks reports whether the session holds locks after a statement that has
// failed. It may have taken some before it did.
func (c *conn) stillHoldsLocks(ctx context.Context) (bool, error) {
	if c.countsLocks() {
		return c.locks.held > 0 || c.locks.more, nil
	}
	n, err := c.countLocks(ctx)
	return n > 0, err
}
