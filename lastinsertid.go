package auroradataapi

import (
	"context"
	"slices"

	"github.com/auroradataapi/auroradataapi/internal/sqltext"
)

// LAST_INSERT_ID() is about the session, and the service forgets that. The connection
// knows the id from the answer to the INSERT, and tells it to the session in which a
// statement asks for it.

// sendInSession runs a statement in the transaction, whose session gets what the
// connection remembers before.
func (c *conn) sendInSession(ctx context.Context, s *statement, b *bound, columns bool) (*answer, error) {
	if err := c.restore(ctx); err != nil {
		return nil, err
	}
	if s.lastID {
		if err := c.tellLastInsertID(ctx); err != nil {
			return nil, err
		}
	}
	a, err := c.send(ctx, s, b, columns)
	if err == nil && s.lastID && s.setsLastInsertID() {
		err = c.askLastInsertID(ctx)
		if err != nil {
			a.release()
			return nil, err
		}
	}
	return a, err
}

// setsLastInsertID reports whether the statement says itself what LAST_INSERT_ID()
// returns from then on.
func (s *statement) setsLastInsertID() bool {
	return s.engine.SetsLastInsertID(slices.Collect(s.text.Tokens()))
}

// tellLastInsertID tells the session the id, unless it knows it.
func (c *conn) tellLastInsertID(ctx context.Context) error {
	if !c.tx.staleID {
		return nil
	}
	sql := c.engine.TellLastInsertID(c.lastInsertID)
	if err := c.client.restore(ctx, c.request("").Target, []string{sql}); err != nil {
		return c.failed("DO", sqltext.Positions{}, err)
	}
	c.tx.staleID = false
	return nil
}

// askLastInsertID asks the session for the id.
func (c *conn) askLastInsertID(ctx context.Context) error {
	_, row, err := c.readRow(ctx, c.engine.AskLastInsertID())
	if err != nil {
		return c.failed("SELECT", sqltext.Positions{}, err)
	}
	if len(row) > 0 {
		c.lastInsertID, c.tx.staleID = row[0].Long, false
	}
	return nil
}

// noteLastInsertID remembers the first id that a statement has generated. The session
// of the transaction knows it already.
func (c *conn) noteLastInsertID(a *answer) {
	if a.result == nil || len(a.result.GeneratedFields) == 0 || a.statement.lastID {
		return
	}
	if id := a.result.GeneratedFields[0].Long; id != 0 {
		c.lastInsertID = id
		if c.tx != nil {
			c.tx.staleID = false
		}
	}
}
