package auroradataapi

import (
	"context"
	"errors"
	"fmt"

	"github.com/auroradataapi/auroradataapi/internal/engine"
	"github.com/auroradataapi/auroradataapi/internal/sqltext"
)

// In MySQL a transaction ends without being told to: statements such as CREATE TABLE
// commit it, and an error such as a deadlock rolls it back. The service's transaction
// would be gone then, or worse, be none. So the driver commits before such a statement
// by itself, and has nothing more run in a transaction that is no longer there.

// endOrBegin ends the transaction if the statement commits it before it runs, and
// begins one if there is none and autocommit is off.
func (c *conn) endOrBegin(ctx context.Context, s *statement) error {
	switch {
	case s.empty:
		return nil
	case c.tx == nil:
		if c.settings.Manual() && c.engine.BeginsWork(s.text.Keyword()) {
			return c.begin(ctx, "")
		}
		return nil
	case c.tx.implicit || !s.commitsFirst():
		return nil
	}
	if err := c.rehearse(ctx, s); err != nil {
		return err
	}
	if within, err := c.commitsWithin(ctx, s); within || err != nil {
		return err
	}
	return c.commit()
}

// commitsFirst reports whether the statement commits the transaction that it is in.
func (s *statement) commitsFirst() bool {
	return s.engine.BeginCommits() && s.engine.CommitsFirst(s.text.Words(4))
}

// rehearse returns the error of a statement that cannot be read: it commits nothing.
func (c *conn) rehearse(ctx context.Context, s *statement) error {
	text, _ := s.text.Render(func(sqltext.Placeholder) (string, bool) { return "?", true })
	sql, err := shieldIn(c.engine.Dialect(), c.engine.Rehearsal(text))
	if err != nil || checkLength(sql) != nil {
		return nil
	}
	_, call, err := c.client.executeAs(ctx, executeOperation, c.request(sql), true)
	if err == nil {
		reuse(call.response)
		return nil
	}
	var e *Error
	if errors.As(err, &e) && e.Code != "" && !c.engine.IsSyntaxError(e.databaseMessage()) {
		return nil // which the statement itself may have, when it has committed
	}
	return err
}

// endManual commits what was begun without autocommit when that is on again.
func (c *conn) endManual() error {
	if c.tx == nil || c.tx.apart || !c.settings.Manual() || c.tx.settings.Manual() {
		return nil
	}
	return c.commit()
}

// noteEnd remembers an error by which the database has rolled the transaction back.
func (t *transaction) noteEnd(err error) {
	var e *Error
	if errors.As(err, &e) && e.Code != "" && t.conn.engine.RollsBack(e.databaseMessage()) {
		t.ended = err
	}
}

// refuseEnded returns an error for a statement in a transaction that the database has
// rolled back. A native driver would run it, outside of any transaction.
func (c *conn) refuseEnded(s *statement) error {
	if c.tx == nil || c.tx.ended == nil || s.empty {
		return nil
	}
	if control, _ := s.control(); control != engine.NoControl {
		return nil
	}
	return fmt.Errorf("auroradataapi: execute statement: the database has rolled the transaction back: begin it again: %w", c.tx.ended)
}
