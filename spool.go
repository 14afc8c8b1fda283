package auroradataapi

import (
	"context"
	"errors"
	"fmt"
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

// spooled is the text of some rows.
type spooled struct {
	rows       int
	octets     int
	characters int64
	text       string
}

// readSpool reads the text of the page that the server keeps.
func (c *cursor) readSpool(ctx context.Context) (*spooled, error) {
	fields, err := c.ask(ctx, c.name.Spooled(), 4)
	if err != nil {
		return nil, err
	}
	s := &spooled{rows: int(fields[0].Long), octets: int(fields[1].Long), characters: fields[2].Long, text: fields[3].Text}
	if len(s.text) < s.octets {
		if s.text, err = c.readPieces(ctx, s); err != nil {
			return nil, err
		}
	}
	if len(s.text) != s.octets {
		return nil, fmt.Errorf("auroradataapi: %s: a row has %d octets, and %d have come", fetchOperation.verb, s.octets, len(s.text))
	}
	return s, nil
}

// readPieces reads the rest of a text, of which the first characters are there.
func (c *cursor) readPieces(ctx context.Context, s *spooled) (string, error) {
	var text strings.Builder
	text.Grow(s.octets)
	text.WriteString(s.text)
	behind := min(postgres.FirstCharacters, s.characters)
	piece := pieceOf(s)
	for behind < s.characters {
		fields, err := c.ask(ctx, c.name.SpooledPiece(behind, piece), 1)
		switch {
		case errors.Is(err, ErrResultTooLarge) && piece > 1:
			piece = max(piece/2, 1)
			continue
		case err != nil:
			return "", err
		}
		text.WriteString(fields[0].Text)
		behind += piece
	}
	return text.String(), nil
}

// pieceOf returns how many characters of a text to ask for, if they are spread
// evenly.
func pieceOf(s *spooled) int64 {
	if int64(s.octets) == s.characters {
		return postgres.SpoolPiece
	}
	return max(int64(float64(s.characters)/float64(s.octets)*pageOctets), 1)
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
