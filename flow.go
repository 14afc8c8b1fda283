package auroradataapi

import (
	"context"
	"database/sql/driver"
	"errors"

	"github.com/auroradataapi/auroradataapi/internal/engine"
)

// flow is how the statements of an engine get their arguments and give their
// results: what comes between a connection, which is the same for both engines, and
// the calls of the service, which are so as well.
type flow interface {
	// check has the server look at a statement that is prepared, if there is a way.
	check(ctx context.Context, c *conn, s *statement) error
	// run runs a statement, which is none about transactions, and returns the text
	// that was sent.
	run(ctx context.Context, c *conn, s *statement, args []driver.NamedValue, columns bool) (a *answer, sent string, err error)
	// plan finds out how to run a statement for many rows.
	plan(ctx context.Context, c *conn, p *bulkPlan) error
	// changes returns what a statement that has worked has set without being a SET.
	changes(s *statement, args []driver.NamedValue, a *answer) []engine.SettingChange
}

// postgresFlow asks the server about types and columns, casts, and reads large
// results from cursors.
type postgresFlow struct{}

var _ flow = postgresFlow{}

func (postgresFlow) check(ctx context.Context, c *conn, s *statement) error { return c.check(ctx, s) }

func (postgresFlow) run(
	ctx context.Context, c *conn, s *statement, args []driver.NamedValue, columns bool,
) (a *answer, sent string, err error) {
	bound, err := c.bind(ctx, s, args)
	if errors.Is(err, ErrRequestTooLarge) && len(args) == 0 {
		a, err = c.runLong(ctx, s, columns, err)
		return a, "", err
	}
	if err != nil {
		return nil, "", c.suffer(ctx, err)
	}
	if s.empty {
		return nothing(s), "", nil
	}
	if c.tx != nil {
		c.tx.leaveCursors(s)
	}
	a, err = c.submit(ctx, s, bound, args, columns)
	if again := c.rebind(ctx, s, args, bound, err); again != nil {
		a, err = c.submit(ctx, s, again, args, columns)
	}
	c.noteChange(s)
	return a, bound.sql, err
}

func (postgresFlow) changes(s *statement, args []driver.NamedValue, a *answer) []engine.SettingChange {
	if s.text.Keyword() != "SELECT" {
		return nil
	}
	return s.configured(args, a)
}

// side is one of the two databases, with its flow.
type side struct {
	engine engine.Engine
	flow   flow
}
