package auroradataapi

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
	"github.com/auroradataapi/auroradataapi/internal/sqltext"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// keep runs the statement with a guard that keeps a result which is too large: in
// the transaction or, if there is none, in one of its own. That is committed before
// the last row is reported, so that a commit that fails is an error of the rows.
func (s *submission) keep(ctx context.Context, recast *postgres.Recast, name string, b *bound) (a *answer, err error) {
	if s.conn.tx != nil {
		return s.runKeeping(ctx, recast, name, b)
	}
	err = s.conn.inBlock(ctx, func() (err error) {
		a, err = s.runKeeping(ctx, recast, name, b)
		return err
	})
	switch {
	case err == nil:
		s.noteSize(a)
		return a, nil
	case a != nil:
		return nil, errors.Join(err, a.release())
	}
	return nil, err
}

// noteSize remembers whether the result of a text was large.
func (s *submission) noteSize(a *answer) {
	size := returnedLittle
	if a.isKept {
		size = returnedMuch
	}
	s.note(size)
}

// runKeeping runs the statement in the transaction. The answer reads what was kept.
func (s *submission) runKeeping(ctx context.Context, recast *postgres.Recast, name string, b *bound) (*answer, error) {
	a, err := s.conn.deliver(ctx, s.statement, b, true)
	if err != nil {
		return nil, err
	}
	restore(a, recast)
	if !a.isOneRowOfNulls() {
		return a, nil
	}
	cursor := s.conn.keptCursor(a.result.Columns)
	if err := cursor.findKept(ctx, name); err != nil {
		return nil, errors.Join(s.conn.failed(s.statement.text.Keyword(), sqltext.Positions{}, err), a.release())
	}
	if len(cursor.kept) == 0 {
		return a, nil
	}
	reuse(a.body)
	if !s.metadata {
		defer cursor.drop(ctx)
		return countKept(s.statement, cursor.kept), nil
	}
	return s.conn.readKept(ctx, s.statement, cursor)
}

// isOneRowOfNulls tells an answer that stands for rows that were kept, and some that
// do not.
func (a *answer) isOneRowOfNulls() bool {
	if a.result.RecordCount != 1 || !bytes.Contains(a.body.Bytes(), []byte("isNull")) && len(a.result.Columns) > 0 {
		return false
	}
	for _, f := range a.firstRow(len(a.result.Columns)) {
		if f.Kind != wire.Null {
			return false
		}
	}
	return true
}

// countKept returns the answer to a caller who does not want the rows.
func countKept(s *statement, pages []postgres.KeptPage) *answer {
	rows := 0
	for i := range pages {
		rows += int(pages[i].Rows)
	}
	return &answer{statement: s, result: &wire.Result{HasRecords: true, RecordCount: rows}, isKept: true}
}

// keptCursor returns what reads rows that the transaction has kept: a cursor whose
// rows have all been fetched.
func (c *conn) keptCursor(columns []wire.Column) *cursor {
	cursor := &cursor{held: c.newHeld(), opening: opening{commits: true}}
	cursor.closed = true
	cursor.setColumns(columns)
	return cursor
}

// findKept asks for the pages that a guard has kept. There are none if it has not.
func (c *cursor) findKept(ctx context.Context, name string) error {
	fields, err := c.ask(ctx, postgres.KeptPages(name), 1)
	if err != nil {
		return err
	}
	c.keptName = name
	c.kept, err = postgres.ParseKeptPages(name, fields[0].Text)
	return err
}

// drop has the server drop rows that nobody will read, if the transaction goes
// on and may keep more. If that fails, its end does.
func (c *cursor) drop(ctx context.Context) {
	if len(c.kept) > 0 && c.tx.goesOn() {
		c.kept = nil
		_ = c.run(ctx, postgres.DropKept(c.keptName))
	}
}

func (c *conn) readKept(ctx context.Context, s *statement, cursor *cursor) (*answer, error) {
	a, err := c.readPages(ctx, s, cursor, 0)
	if err != nil {
		return nil, err
	}
	a.isKept = true
	return a, nil
}

// nextKept reads the next of the pages that the transaction has kept.
func (c *cursor) nextKept(ctx context.Context) (*page, error) {
	var text strings.Builder
	next := &c.kept[0]
	text.Grow(int(next.Octets))
	for _, sql := range next.Pieces(c.read) {
		fields, err := c.ask(ctx, sql, 1)
		if err != nil {
			return nil, err
		}
		text.WriteString(fields[0].Text)
	}
	if int64(text.Len()) != next.Octets {
		return nil, fmt.Errorf("auroradataapi: %s: a page has %d octets, and %d have come", fetchOperation.verb, next.Octets, text.Len())
	}
	c.kept, c.read = c.kept[1:], next
	return &page{
		rows: newSpooledRows(text.String(), c.columns), count: int(next.Rows), octets: text.Len(), last: len(c.kept) == 0,
	}, nil
}
