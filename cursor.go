package auroradataapi

import (
	"context"
	"errors"
	"fmt"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
	"github.com/auroradataapi/auroradataapi/internal/sqltext"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// opening is how a cursor is opened, and what is to become of it.
type opening struct {
	// requests returns the statements that open the cursor, in their order, for
	// its transaction.
	requests func(postgres.Cursor) ([]wire.ExecuteRequest, error)
	// positions are those of the last of them in the caller's text.
	positions sqltext.Positions

	scrolls bool // the cursor goes back, and its rows are what they were
	commits bool // a transaction of its own is committed when the rows have been read
	drains  bool // rows that are not read are to be made all the same
}

// cursor is a cursor of the server's, from which a result is read page by page.
// One goroutine uses it at a time.
type cursor struct {
	held
	opening
	name postgres.Cursor

	columns  []postgres.Column // of those described
	position int64             // how many rows have been fetched
	spools   int               // how many pages have been spooled

	kept     []postgres.KeptPage // of one that was never opened: what is left of the rows,
	read     *postgres.KeptPage  // what was read last,
	keptName string              // and the name of all of it
}

// openCursor opens a cursor in the transaction of the connection or, if there is
// none, in one of its own with the connection's settings, which is kept alive as
// long as there are rows to be read.
func (c *conn) openCursor(ctx context.Context, s *statement, o opening) (*cursor, error) {
	if c.tx != nil {
		return c.declare(ctx, s, o)
	}
	var cursor *cursor
	err := c.besides(nil, func() (err error) {
		if err = c.begin(ctx, ""); err != nil {
			return err
		}
		if cursor, err = c.declare(ctx, s, o); err != nil {
			c.giveUp(ctx)
			return err
		}
		c.tx.lend(o.commits)
		return nil
	})
	return cursor, err
}

// declare opens a cursor in the transaction.
func (c *conn) declare(ctx context.Context, s *statement, o opening) (*cursor, error) {
	if err := c.restore(ctx); err != nil {
		return nil, err
	}
	held := c.newHeld()
	cursor := &cursor{held: held, opening: o, name: postgres.CursorName(held.nth)}
	requests, err := o.requests(cursor.name)
	if err != nil {
		return nil, err
	}
	for i := range requests {
		var remarked remarked
		requests[i].SQL, remarked = s.withRemarks(requests[i].SQL)
		result, call, err := cursor.execute(ctx, executeOperation, &requests[i], false)
		c.log(ctx, s, result, call, err)
		if err != nil {
			return nil, c.failed(s.text.Keyword(), o.positions, remarked.locate(err))
		}
		reuse(call.response)
	}
	return cursor, nil
}

// result returns what the cursor has in common with other sources.
func (c *cursor) result() *held { return &c.held }

// close closes the cursor. If that fails, the end of the transaction does.
func (c *cursor) close(ctx context.Context) {
	c.closed = true
	_, call, err := c.execute(ctx, fetchOperation, &wire.ExecuteRequest{SQL: c.name.Close()}, false)
	if err == nil {
		reuse(call.response)
	}
}

// finish has the rest of the rows made, if it matters whether they are.
func (c *cursor) finish(ctx context.Context) error {
	if !c.drains {
		return nil
	}
	return c.run(ctx, c.name.Finish())
}

// describe asks for the columns.
func (c *cursor) describe(ctx context.Context) error {
	request := &wire.ExecuteRequest{SQL: c.name.Describe(), IncludeResultMetadata: true}
	result, call, err := c.execute(ctx, fetchOperation, request, true)
	if err != nil {
		return err
	}
	c.setColumns(result.Columns)
	reuse(call.response)
	return nil
}

func (c *cursor) setColumns(described []wire.Column) {
	c.described = described
	c.columns = make([]postgres.Column, len(described))
	for i := range described {
		c.columns[i] = postgres.NewColumn(&described[i])
	}
}

// maxRefetches bounds how often a page is asked for whose answers are lost.
const maxRefetches = 2

// nextPage fetches the next page. One that the service refuses, because it is too
// large or because of a value in it, and one whose answer was lost is fetched again
// in another way, if the cursor can go back.
func (c *cursor) nextPage(ctx context.Context) (*page, error) {
	for losses := 0; ; {
		rows := c.size.rows()
		if c.kept != nil {
			return c.nextKept(ctx)
		}
		if !c.scrolls || rows == 0 {
			return c.spool(ctx)
		}
		p, err := c.fetch(ctx, rows)
		if err == nil {
			return p, nil
		}
		switch {
		case errors.Is(err, ErrResultTooLarge):
			c.size.overflowed(rows)
		case c.position > 0 && !refusalOf(err).IsNone():
			c.size.refused() // before the first row, other columns can be asked for
		case errors.Is(err, ErrOutcomeUnknown) && ctx.Err() == nil && losses < maxRefetches:
			losses++
		default:
			return nil, err
		}
		if err := c.run(ctx, c.name.MoveTo(c.position)); err != nil {
			return nil, err
		}
	}
}

// fetch fetches some rows.
func (c *cursor) fetch(ctx context.Context, rows int) (*page, error) {
	request := &wire.ExecuteRequest{SQL: c.name.Fetch(rows), IncludeResultMetadata: c.columns == nil}
	result, call, err := c.execute(ctx, fetchOperation, request, false)
	if err != nil {
		return nil, err
	}
	if !result.HasRecords {
		return nil, fmt.Errorf("auroradataapi: %s: %w: the answer has no rows", fetchOperation.verb, ErrOutcomeUnknown)
	}
	if c.columns == nil {
		c.setColumns(result.Columns)
	}
	p := &page{rows: result, body: call.response, count: result.RecordCount, last: result.RecordCount < rows}
	p.octets = c.size.octets(p.count, p.body.Len(), result.Size)
	c.size.fitted(p.count, p.octets)
	c.position += int64(p.count)
	return p, nil
}
