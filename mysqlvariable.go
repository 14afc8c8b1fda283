package auroradataapi

import (
	"context"
	"errors"
	"fmt"

	"github.com/auroradataapi/auroradataapi/internal/mysql"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// mysqlVariable is a result that was copied into a variable of the session, as one
// text.
type mysqlVariable struct {
	held
	name       mysql.Variable
	octets     int
	characters int64
	rows       int64  // how many have not come
	behind     int64  // how many characters have come
	piece      int64  // how many characters to ask for
	rest       string // the beginning of a row whose end has not come
	begun      bool   // a page has come
}

var _ source = (*mysqlVariable)(nil)

func (v *mysqlVariable) result() *held { return &v.held }

// finish gives the memory back, since the transaction may end.
func (v *mysqlVariable) finish(ctx context.Context) error {
	v.drop(ctx)
	return nil
}

// close gives the memory back, also if nobody waits for it any more. If that fails,
// the end of the session does.
func (v *mysqlVariable) close(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), commitTimeout)
	defer cancel()
	v.closed = true
	_ = v.run(ctx, v.name.Drop())
}

// drop gives the memory back unless that was done.
func (v *mysqlVariable) drop(ctx context.Context) {
	if !v.closed {
		v.close(ctx)
	}
}

// measure asks how large the result is, and whether all of it is there.
func (v *mysqlVariable) measure(ctx context.Context) error {
	fields, err := v.ask(ctx, v.name.Size(), 4)
	if err != nil {
		return err
	}
	if fields[0].Long != fields[2].Long {
		return errNoRoom
	}
	v.octets, v.characters, v.rows = int(fields[0].Long), fields[1].Long, fields[3].Long
	v.piece = pieceOf(&spooled{octets: v.octets, characters: v.characters})
	return nil
}

// nextPage reads the next piece, or as many as it takes for a row.
func (v *mysqlVariable) nextPage(ctx context.Context) (*page, error) {
	for v.behind < v.characters {
		fields, err := v.ask(ctx, v.name.Piece(v.behind, v.piece), 1)
		switch {
		case errors.Is(err, ErrResultTooLarge) && v.piece > 1:
			v.piece = max(v.piece/2, 1)
			continue
		case err != nil:
			return nil, err
		}
		v.behind += v.piece
		v.rest += fields[0].Text
		if p := v.cut(); p != nil {
			return p, nil
		}
	}
	if v.rows > 0 {
		return nil, fmt.Errorf("auroradataapi: %s: %w: %d rows are not there", fetchOperation.verb, ErrOutcomeUnknown, v.rows)
	}
	return &page{rows: &wire.Result{}, last: true}, nil
}

// cut cuts the rows that are there as a whole off the text, if there are any.
func (v *mysqlVariable) cut() *page {
	rows, octets := mysql.CountPacked(v.rest, len(v.described))
	if rows == 0 {
		return nil
	}
	text := v.rest[:octets]
	v.rest = v.rest[octets:]
	v.rows -= int64(rows)
	v.size.fitted(rows, octets)
	if !v.begun { // while nobody else has the columns
		v.resolve(text)
	}
	v.begun = true
	return &page{rows: newPackedText(text, len(v.described)), count: rows, octets: octets, last: v.rows == 0}
}
