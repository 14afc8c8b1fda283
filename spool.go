package auroradataapi

import (
	"context"
	"strings"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// spool fetches the next page as text: some rows, of which the last may have any
// size. It takes two calls, and one more for each megabyte of a large row. What is
// lost on the way is asked for again, also if the cursor cannot go back.
func (c *cursor) spool(ctx context.Context) (*page, error) {
	if c.columns == nil {
		if err := c.describe(ctx); err != nil {
			return nil, err
		}
	}
	sql, err := shield(c.name.Spool(c.spools + 1))
	if err != nil {
		return nil, err
	}
	if err := c.run(ctx, sql); err != nil {
		return nil, err
	}
	c.spools++
	s, err := c.readSpool(ctx)
	if err != nil {
		return nil, err
	}
	p := &page{rows: newSpooledRows(s.text, c.columns), count: s.rows, last: s.octets <= postgres.SpoolSize}
	p.octets = s.octets
	c.size.fitted(p.count, p.octets)
	c.position += int64(p.count)
	return p, nil
}

// readSpool reads the text of the page that the server keeps.
func (c *cursor) readSpool(ctx context.Context) (*spooled, error) {
	fields, err := c.ask(ctx, c.name.Spooled(), 4)
	if err != nil {
		return nil, err
	}
	s := &spooled{rows: int(fields[0].Long), octets: int(fields[1].Long), characters: fields[2].Long, text: fields[3].Text}
	return s, c.complete(ctx, s, c.name.SpooledPiece)
}

// spooledRows reads the rows of a text.
type spooledRows struct {
	text    postgres.Composites
	columns []postgres.Column
	row     []wire.Field // the current one
	large   int          // a value of so many octets shares the memory of the text
}

var _ rowReader = (*spooledRows)(nil)

func newSpooledRows(text string, columns []postgres.Column) *spooledRows {
	return &spooledRows{
		text: postgres.NewComposites(text), columns: columns, row: make([]wire.Field, len(columns)), large: len(text) / 2,
	}
}

// Next reads the next row.
func (r *spooledRows) Next(int) (bool, error) {
	if !r.text.More() {
		return false, nil
	}
	err := r.text.Next(len(r.row), r.take)
	return err == nil, err
}

func (r *spooledRows) take(i int, text string, null bool) error {
	if null {
		r.row[i] = wire.Field{Kind: wire.Null}
		return nil
	}
	if len(text) < r.large {
		text = strings.Clone(text)
	}
	return r.columns[i].ReadText(text, &r.row[i])
}

// Read returns a field of the current row.
func (r *spooledRows) Read(i int, field *wire.Field) error {
	*field = r.row[i]
	return nil
}
