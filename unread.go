package auroradataapi

import (
	"context"
	"errors"

	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// What SET @v = NOW() has set, only the server knows. The session is asked for it
// before it ends, with its transaction.

// readSettings asks the transaction's session for the values of settings that only the
// server knows. Without an answer the connection cannot go on: it would have other
// settings than the program has made.
func (c *conn) readSettings(ctx context.Context) {
	t := c.tx
	question := t.settings.Question()
	if question == "" || t.closed || t.ended != nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), keepAliveTimeout)
	defer cancel()
	columns, row, err := c.readRow(ctx, question)
	switch {
	case err == nil:
		t.settings = t.settings.Answered(columns, row)
	case !errors.Is(err, ErrTransactionNotFound):
		c.dead = true
	}
}

// readRow returns the first row of a query of the driver's own, nil if there is none.
func (c *conn) readRow(ctx context.Context, sql string) ([]wire.Column, []wire.Field, error) {
	request := c.request(sql)
	request.IncludeResultMetadata = true
	result, call, err := c.client.executeAs(ctx, settingsOperation, request, true)
	if err != nil {
		return nil, nil, err
	}
	defer reuse(call.response)
	row := make([]wire.Field, len(result.Columns))
	ok, err := result.NextRow(row)
	switch {
	case err != nil:
		return nil, nil, call.unreadable(err)
	case !ok:
		row = nil
	}
	return result.Columns, row, nil
}

// leaveSettings has the connection keep what was set in a transaction that was not
// committed, as far as that is known, if its engine does.
func (t *transaction) leaveSettings() {
	if !t.apart && t.conn.engine.KeepsSettings() {
		t.conn.settings = t.settings.Answered(nil, nil)
	}
}

// noteInBlock remembers what a statement has set, in the transaction of its own, to
// what only the server knows.
func (c *conn) noteInBlock(s *statement) {
	c.tx.closed = c.tx.closed || s.commitsFirst()
	for _, change := range s.settingChanges("") {
		if change.IsUnread() {
			c.noteSetting(change)
		}
	}
}

// needsSession reports whether a statement is to run in a transaction although
// nothing has been set: for what it leaves in its session, or what it asks for there.
func (c *conn) needsSession(s *statement) bool {
	if s.empty {
		return false
	}
	for _, change := range s.settingChanges("") {
		if change.IsUnread() {
			return true
		}
	}
	return s.lastID && (c.lastInsertID != 0 || s.setsLastInsertID())
}
