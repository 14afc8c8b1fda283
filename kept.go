package auroradataapi

import (
	"bytes"
	"context"
	"fmt"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// keep runs the statement, in a transaction of its own if there is none, with a
// guard that keeps what is too large.
func (s *submission) keep(ctx context.Context, recast *postgres.Recast, name string, b *bound) (*answer, error) {
	c := s.conn
	own := c.tx == nil
	if own {
		if err := c.beginImplicit(ctx); err != nil {
			return nil, err
		}
	}
	a, pages, err := s.runKeeping(ctx, name, b)
	switch {
	case err == nil && len(pages) > 0:
		return s.readKept(ctx, recast, a, pages, own)
	case !own:
		return a, err
	case err != nil:
		c.abandonImplicit(ctx)
		return nil, err
	}
	if err := c.commitImplicit(ctx); err != nil {
		a.release()
		return nil, err
	}
	return a, nil
}

// runKeeping runs the statement and asks for the pages that were kept, if any were.
func (s *submission) runKeeping(ctx context.Context, name string, b *bound) (*answer, []postgres.KeptPage, error) {
	a, err := s.conn.deliver(ctx, s.statement, b, true)
	if err != nil {
		return nil, nil, err
	}
	if !a.isOneRowOfNulls() {
		s.note(hasReturnedLittle)
		return a, nil, nil
	}
	text, err := s.conn.askText(ctx, postgres.KeptPages(name))
	if err != nil {
		a.release()
		return nil, nil, err
	}
	pages, err := postgres.ParseKeptPages(name, text)
	if err != nil {
		a.release()
		return nil, nil, fmt.Errorf("auroradataapi: read result: %w", err)
	}
	if len(pages) > 0 {
		s.note(hasReturnedMuch)
	}
	return a, pages, nil
}

// isOneRowOfNulls tells an answer that stands for rows that were kept, and some that
// do not.
func (a *answer) isOneRowOfNulls() bool {
	if a.result.RecordCount != 1 || a.body == nil || !bytes.Contains(a.body.Bytes(), []byte("isNull")) {
		return false
	}
	for _, f := range a.firstRow(len(a.result.Columns)) {
		if f.Kind != wire.Null {
			return false
		}
	}
	return true
}
