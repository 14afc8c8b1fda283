package auroradataapi

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
	"github.com/auroradataapi/auroradataapi/internal/sqltext"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// description is what the server infers for the arguments of a statement.
type description struct {
	inquiry inquiry
	types   []postgres.Type // of the arguments, in their order
	cached  bool            // and so may be out of date
}

// inquiry is a statement with nothing but placeholders $n, as the server prepares
// it. Its text stands for all statements that differ from it in comments or in
// the names of placeholders.
type inquiry struct {
	keyword   string
	sql       string
	positions sqltext.Positions
	order     []int // the n of each argument, from 1
}

// inquire returns the inquiry about a statement. names are those of its
// arguments, or nil for placeholders $n.
func (s *statement) inquire(names []string) inquiry {
	numbers := s.number(names)
	q := inquiry{keyword: s.text.Keyword()}
	q.sql, q.positions = s.text.Render(func(p sqltext.Placeholder) (string, bool) {
		n := p.Ordinal
		if n == 0 {
			n = 1 + slices.Index(numbers, p.Name)
		}
		return "$" + strconv.Itoa(n), n > 0
	})
	q.order = make([]int, max(s.ordinals, len(names)))
	for i := range q.order {
		q.order[i] = i + 1
		if names != nil {
			q.order[i] = 1 + slices.Index(numbers, names[i])
		}
	}
	return q
}

// number puts the names in an order that does not depend on that of the
// arguments.
func (s *statement) number(names []string) []string {
	var numbers []string
	for _, known := range [][]string{s.names, s.optional} {
		for _, name := range known {
			if slices.Contains(names, name) {
				numbers = append(numbers, name)
			}
		}
	}
	return numbers
}

// infers reports whether the server is asked about a statement.
func (c *conn) infers(s *statement) bool {
	return c.descriptions != nil && postgres.Inferable(s.text.Keyword())
}

// check has the server look at a statement that is prepared. One with a :name
// that may be none is not looked at: only the arguments will tell.
func (c *conn) check(ctx context.Context, s *statement) error {
	if !c.infers(s) || len(s.optional) > 0 {
		return nil
	}
	_, err := c.describe(ctx, s.inquire(s.names))
	return err
}

// bind gives a statement its arguments, with the types that the mode is for.
func (c *conn) bind(ctx context.Context, s *statement, args []driver.NamedValue) (*bound, error) {
	names, err := s.match(args)
	if err != nil {
		return nil, err
	}
	if len(args) == 0 || !c.infers(s) {
		return s.bind(args, names, nil)
	}
	d, err := c.describe(ctx, s.inquire(names))
	if err != nil {
		return nil, err
	}
	b, err := s.bind(args, names, d)
	if err == nil || !d.cached {
		return b, err
	}
	if d = c.describeAgain(ctx, d); d == nil {
		return nil, err
	}
	return s.bind(args, names, d)
}

// rebind returns the statement with other types to run it again, after it has
// failed with those that the driver remembered, if that was because they are out
// of date, and if it had no effect because it was a transaction of its own.
func (c *conn) rebind(ctx context.Context, s *statement, args []driver.NamedValue, b *bound, failure error) *bound {
	var e *Error
	if b.inferred == nil || !b.inferred.cached || !errors.As(failure, &e) || !postgres.SuggestsOtherTypes(e.Code) {
		return nil
	}
	if c.tx != nil {
		c.forget(b.inferred.inquiry)
		return nil
	}
	d := c.describeAgain(ctx, b.inferred)
	if d == nil {
		return nil
	}
	again, err := s.bind(args, b.names, d)
	if err != nil {
		return nil // the server's words are better
	}
	return again
}

// describeAgain returns a new description, or nil if there is none or if it is
// the same.
func (c *conn) describeAgain(ctx context.Context, old *description) *description {
	c.forget(old.inquiry)
	d, err := c.describe(ctx, old.inquiry)
	if err != nil || slices.Equal(d.types, old.types) {
		return nil
	}
	return d
}

func (c *conn) forget(q inquiry) {
	memory, key := c.memory(q)
	memory.drop(key)
}

// memory returns where the types are remembered that hold now, and under what.
func (c *conn) memory(q inquiry) (d *descriptions, key string) {
	switch {
	case c.tx == nil:
		return c.descriptions, q.sql
	case c.tx.descriptions != nil:
		return c.tx.descriptions, q.sql
	}
	return c.descriptions, c.tx.path + q.sql
}

// noteChange draws the consequences of a statement that may have changed types.
// If it has changed objects in a transaction, then the transaction goes on with a
// memory of its own, since nobody else sees what it changed; so it does after a
// rollback to a savepoint, which may have undone what the memory is about.
func (c *conn) noteChange(s *statement) {
	keyword := s.text.Keyword()
	changes := postgres.ChangesObjects(keyword)
	switch {
	case c.descriptions == nil:
	case c.tx == nil && changes:
		c.descriptions.clear()
	case c.tx == nil:
	case changes, keyword == "ROLLBACK" && c.tx.path != "", keyword == "ROLLBACK" && c.tx.descriptions != nil:
		c.tx.descriptions = newDescriptions(maxDescriptions)
	case postgres.MovesNames(s.text.Words(4)):
		c.tx.path += s.text.String() + ";"
		if c.tx.descriptions != nil {
			c.tx.descriptions.clear()
		}
	}
}

// describe returns the types that the server infers, from memory if it can.
func (c *conn) describe(ctx context.Context, q inquiry) (*description, error) {
	memory, key := c.memory(q)
	types, cached := memory.get(key)
	if !cached {
		text, err := c.ask(ctx, q)
		if err != nil {
			return nil, err
		}
		if types, err = postgres.ParseTypes(text); err != nil {
			return nil, fmt.Errorf("auroradataapi: describe statement: %w", err)
		}
		memory.put(key, types)
	}
	d := &description{inquiry: q, cached: cached, types: make([]postgres.Type, len(q.order))}
	for i, n := range q.order {
		if n > len(types) {
			return nil, fmt.Errorf("auroradataapi: describe statement: server knows %d parameters of %d", len(types), len(q.order))
		}
		d.types[i] = types[n-1]
	}
	return d, nil
}

// ask asks the server. If the statement cannot be prepared, the error is that of
// the statement, at its place in the caller's text.
//
// In a transaction that error aborts the transaction, as that of any statement
// does and as it does with a native driver. To keep the transaction would take a
// handler in PL/pgSQL, which does not know the position of an error.
func (c *conn) ask(ctx context.Context, q inquiry) (string, error) {
	var text string
	var err error
	if c.tx != nil {
		c.tx.prepared++
		name := preparedName + "_" + strconv.Itoa(c.tx.prepared)
		text, err = c.client.prepare(ctx, c.request("").Target, name, q.sql)
	} else {
		text, err = c.client.infer(ctx, q.sql)
	}
	if err != nil {
		return "", c.failed(q.keyword, q.positions, err)
	}
	return text, nil
}

// preparedName is the name under which a statement is prepared to be described.
const preparedName = "auroradataapi"

// infer asks outside a transaction, in one call if it can.
func (c *client) infer(ctx context.Context, sql string) (string, error) {
	if c.quiet {
		return c.inferQuietly(ctx, sql)
	}
	question, err := shield(postgres.InferTypes(preparedName, sql))
	if err != nil {
		return "", err
	}
	if utf8.RuneCountInString(question) > maxSQL {
		return c.inferQuietly(ctx, sql)
	}
	_, _, err = c.execute(ctx, &wire.ExecuteRequest{Target: c.target, SQL: question}, true)
	var e *Error
	switch {
	case err == nil:
		return "", errors.New("auroradataapi: describe statement: the server did not answer")
	case !errors.As(err, &e) || e.Code == "":
		return "", err
	case e.Code == postgres.TypesCode:
		return e.Message, nil
	}
	return "", c.locate(ctx, sql, e)
}

// shield returns a text of one statement as the service must receive it.
func shield(text string) (string, error) {
	parsed, err := sqltext.Parse(sqltext.PostgreSQL, text)
	if err != nil {
		return "", fmt.Errorf("auroradataapi: describe statement: %w", err)
	}
	sql, _ := parsed.Statements()[0].Render(nil)
	return sql, nil
}

// locate has a statement that cannot be prepared fail once more by itself, since
// an error inside of a block has no position in it. What was prepared after all
// is forgotten with the call.
func (c *client) locate(ctx context.Context, sql string, inBlock *Error) error {
	_, err := c.prepare(ctx, c.target, preparedName, sql)
	var e *Error
	if errors.As(err, &e) && e.Code == inBlock.Code {
		return e
	}
	return inBlock
}

// inferQuietly asks in a transaction of its own.
func (c *client) inferQuietly(ctx context.Context, sql string) (string, error) {
	id, err := c.begin(ctx)
	if err != nil {
		return "", err
	}
	target := c.target
	target.TransactionID, target.Database = id, ""
	text, err := c.prepare(ctx, target, preparedName, sql)
	// The answer is there, or the error is the one to return; a transaction that
	// is left behind ends by itself.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), rollbackTimeout)
	defer cancel()
	_ = c.rollback(ctx, id)
	return text, err
}

// prepare asks in two calls, in a transaction. The statement stays prepared until
// the transaction ends and the service discards its session.
func (c *client) prepare(ctx context.Context, target wire.Target, name, sql string) (string, error) {
	text, offset := postgres.Prepare(name, sql)
	_, call, err := c.execute(ctx, &wire.ExecuteRequest{Target: target, SQL: text}, false)
	if err != nil {
		var e *Error
		if errors.As(err, &e) && e.Position > 0 {
			e.Position = max(e.Position-offset, 0)
		}
		return "", err
	}
	reuse(call.response)
	if target.TransactionID == "" {
		return "", nil
	}
	result, call, err := c.execute(ctx, &wire.ExecuteRequest{Target: target, SQL: postgres.PreparedTypes(name)}, true)
	if err != nil {
		return "", err
	}
	defer reuse(call.response)
	fields := make([]wire.Field, 1)
	if _, err := result.NextRow(fields); err != nil {
		return "", call.unreadable(err)
	}
	return string(fields[0].Text), nil
}
