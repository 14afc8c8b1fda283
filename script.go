package auroradataapi

import (
	"context"
	"database/sql/driver"

	"github.com/auroradataapi/auroradataapi/internal/engine"
)

// execScript runs the statements of a text. The result is that of the last.
func (c *conn) execScript(ctx context.Context, statements []*statement, args []driver.NamedValue) (driver.Result, error) {
	var count driver.Result
	err := c.runScript(ctx, statements, args, false, func(a *answer) {
		count = a.count()
		a.release()
	})
	if err != nil {
		return nil, err
	}
	return count, nil
}

// queryScript runs the statements of a text. Those that return rows are the
// result sets.
func (c *conn) queryScript(ctx context.Context, statements []*statement, args []driver.NamedValue) (driver.Rows, error) {
	var sets []*answer
	err := c.runScript(ctx, statements, args, true, func(a *answer) {
		if a.hasRows() {
			sets = append(sets, a)
		}
	})
	switch {
	case err != nil && len(sets) > 0 && !c.engine.JoinsStatements():
		rows := newRows(sets[0], sets[1:]...)
		rows.failure = err
		return rows, nil
	case err != nil:
		release(sets)
		return nil, err
	case len(sets) == 0:
		return newRows(nothing(statements[0])), nil
	}
	return newRows(sets[0], sets[1:]...), nil
}

func release(answers []*answer) {
	for _, a := range answers {
		a.release()
	}
}

// runScript runs statements in order until one fails, as the database runs a text of
// several: PostgreSQL in one transaction, but for those that begin and end one by
// themselves, MySQL each by itself. The service takes one statement at a time.
func (c *conn) runScript(ctx context.Context, statements []*statement, args []driver.NamedValue, columns bool, take func(*answer)) error {
	if len(args) > 0 {
		if err := matchScript(statements, args); err != nil {
			return c.suffer(ctx, err)
		}
	}
	for _, s := range statements {
		a, err := c.runPart(ctx, s, s.share(args), columns)
		if err != nil {
			return c.failImplicit(ctx, err)
		}
		take(a)
	}
	return c.commitImplicit(ctx)
}

// runPart runs one of several statements.
func (c *conn) runPart(ctx context.Context, s *statement, args []driver.NamedValue, columns bool) (*answer, error) {
	if control, _ := s.control(); control == engine.NoControl && c.engine.JoinsStatements() {
		if err := c.beginImplicit(ctx); err != nil {
			return nil, err
		}
		if verb, _ := s.savepoint(); verb != engine.NoSavepoint && c.tx.implicit {
			return nil, noBlock(verb.String())
		}
	}
	return c.run(ctx, s, args, columns)
}

// beginImplicit begins a transaction for statements that belong together, unless
// they are in one.
func (c *conn) beginImplicit(ctx context.Context) error {
	if c.tx != nil {
		return nil
	}
	if err := c.begin(ctx, ""); err != nil {
		return err
	}
	c.tx.implicit = true
	return nil
}

// commitImplicit commits what beginImplicit has begun, if nothing else has ended
// it or made it a transaction that lasts.
func (c *conn) commitImplicit(ctx context.Context) error {
	if c.tx == nil || !c.tx.implicit {
		return nil
	}
	if err := ctx.Err(); err != nil {
		c.abandonImplicit(ctx)
		return err
	}
	if c.lendImplicit() {
		return nil
	}
	return c.commit()
}

// failImplicit rolls it back after an error, and returns that. Nothing in it takes
// effect any more, also if an answer was lost: nobody commits it.
func (c *conn) failImplicit(ctx context.Context, err error) error {
	if c.tx == nil || !c.tx.implicit {
		return err
	}
	c.abandonImplicit(ctx)
	return certain(err)
}

// abandonImplicit rolls it back after an error, which is the one to return.
func (c *conn) abandonImplicit(ctx context.Context) {
	if c.tx != nil && c.tx.implicit {
		c.giveUp(ctx)
	}
}

// severalCommands is the database's error for a text of several statements where it
// takes one: with arguments that are not part of it, and to be prepared.
func severalCommands(statements []*statement) error {
	second := statements[1]
	return foreseenMessage(second.engine.Several(second.text.FromHere(), second.text.Line()))
}
