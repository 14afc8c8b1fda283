package auroradataapi

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"slices"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
)

// description is what the server infers for the arguments of a statement.
type description struct {
	inquiry  inquiry
	types    []postgres.Type // of the arguments, in their order
	prepared *postgres.Prepared
	native   postgres.Native
	cached   bool // and so may be out of date
}

// infers reports whether the server is asked about a statement.
func (s *statement) infers() bool {
	return s.mode == QueryExecModeDescribe && postgres.Inferable(s.text.Keyword())
}

// check has the server look at a statement that is prepared, or that is none. One
// with a :name that may be none is not looked at: only the arguments will tell.
func (c *conn) check(ctx context.Context, s *statement) error {
	if s.mode != QueryExecModeDescribe || s.empty || len(s.optional) > 0 {
		return nil
	}
	if !s.infers() && postgres.IsCommand(s.text.Keyword()) {
		return nil
	}
	q := s.inquire(s.ownNames())
	if len(q.order) == 0 && !q.hasRoom() {
		return nil // the server looks at it when it runs
	}
	_, err := c.describe(ctx, q)
	return err
}

// bind gives a statement its arguments, with the types that the mode is for.
func (c *conn) bind(ctx context.Context, s *statement, args []driver.NamedValue) (*bound, error) {
	names, err := s.match(args)
	if err != nil {
		return nil, err
	}
	if len(args) == 0 || !s.infers() {
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
		c.forget(b.inferred.inquiry.sql)
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
	c.forget(old.inquiry.sql)
	d, err := c.describe(ctx, old.inquiry)
	if err != nil || slices.Equal(d.types, old.types) {
		return nil
	}
	return d
}

// describe returns the types that the server infers, from memory if it can.
func (c *conn) describe(ctx context.Context, q inquiry) (*description, error) {
	memory, key := c.memory(q.sql)
	d := &description{inquiry: q, native: native(c.engine), prepared: memory.get(key).prepared, cached: true}
	if d.prepared != nil && d.readTypes() == nil {
		return d, nil
	}
	d.cached = false // or it was loaded, and is not about this text
	var err error
	if d.prepared, err = c.ask(ctx, q); err != nil {
		return nil, err
	}
	memory.put(key, knowledge{prepared: d.prepared})
	return d, d.readTypes()
}

// readTypes takes the types of the arguments from what is prepared.
func (d *description) readTypes() error {
	order, known := d.inquiry.order, d.prepared.Parameters
	d.types = make([]postgres.Type, len(order))
	for i, n := range order {
		if n > len(known) {
			return fmt.Errorf("auroradataapi: describe statement: server knows %d parameters of %d", len(known), len(order))
		}
		d.types[i] = known[n-1].For(d.native)
	}
	return nil
}
