package auroradataapi

import (
	"context"
	"database/sql/driver"
	"errors"

	"github.com/auroradataapi/auroradataapi/internal/engine"
	"github.com/auroradataapi/auroradataapi/internal/mysql"
	"github.com/auroradataapi/auroradataapi/internal/sqltext"
)

// mysqlFlow sends statements as they are, since MySQL itself converts arguments to
// what it needs, and has columns cast of which the service does not return the
// values.
type mysqlFlow struct{ form mysql.Form }

var _ flow = mysqlFlow{}

// newMySQLSide returns MySQL, whose values are in a form.
func newMySQLSide(form mysql.Form) side {
	return side{mysql.Engine{Form: form}, mysqlFlow{form}}
}

// check has the server prepare the statement, which it does not run. What it does not
// prepare, or what there is no room for, is not checked.
func (f mysqlFlow) check(ctx context.Context, c *conn, s *statement) error {
	if s.empty {
		return s.checkEmpty()
	}
	sql, _ := s.text.Render(func(sqltext.Placeholder) (string, bool) { return "?", true })
	memory, key := c.memory(sql)
	if memory.get(key).checked {
		return nil
	}
	preparing := mysql.Prepare(sql)
	if checkLength(preparing) != nil {
		return nil
	}
	err := c.prepareOnServer(ctx, s, preparing)
	var e *Error
	switch {
	case errors.As(err, &e) && mysql.CannotBePrepared(e.Number):
	case err != nil:
		return err
	}
	memory.change(key, func(k *knowledge) { k.checked = true })
	return nil
}

// checkEmpty returns MySQL's error for a text without a statement: a comment makes it
// one that does nothing.
func (s *statement) checkEmpty() error {
	if s.remark {
		return nil
	}
	return foreseenMessage(mysql.EmptyQuery())
}

// prepareOnServer runs the statement that prepares another one, s, with the settings
// of the connection in force.
func (c *conn) prepareOnServer(ctx context.Context, s *statement, sql string) error {
	prepare := func() error {
		if err := c.restore(ctx); err != nil {
			return err
		}
		_, call, err := c.client.executeAs(ctx, describeOperation, c.request(sql), true)
		if err != nil {
			return c.failed(s.text.Keyword(), sqltext.Positions{}, err)
		}
		reuse(call.response)
		return nil
	}
	if c.tx == nil && !c.settings.Empty() {
		return c.inBlock(ctx, prepare)
	}
	return prepare()
}

func (f mysqlFlow) run(
	ctx context.Context, c *conn, s *statement, args []driver.NamedValue, columns bool,
) (a *answer, sent string, err error) {
	if s.empty {
		return nothing(s), "", c.suffer(ctx, s.checkEmpty())
	}
	bound, err := s.bindMySQL(args, f.form.Location)
	if errors.Is(err, ErrRequestTooLarge) && len(args) == 0 {
		a, err = c.runLong(ctx, s, columns, err)
		return a, "", err
	}
	if errors.Is(err, ErrRequestTooLarge) {
		bound, err = c.bindLong(ctx, s, args, f.form.Location, err)
	}
	if err != nil {
		return nil, "", c.suffer(ctx, err)
	}
	if c.tx != nil {
		c.tx.leaveCursors(s)
	}
	submission := mysqlSubmission{conn: c, statement: s, bound: bound, args: args, metadata: columns}
	a, err = c.inAttempts(func() (*answer, error) { return submission.run(ctx) })
	c.noteObjects(mysql.ChangesObjects(s.text.Keyword()), s.text.Keyword())
	return a, bound.sql, err
}

func (mysqlFlow) changes(*statement, []driver.NamedValue, *answer) []engine.SettingChange { return nil }
