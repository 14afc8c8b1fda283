package auroradataapi

import (
	"context"
	"errors"
	"fmt"

	"github.com/auroradataapi/auroradataapi/internal/mysql"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// mysqlSpool is a result that was copied into a temporary table.
type mysqlSpool struct {
	held
	table *mysql.Spool
	last  int64 // number of the last row that has come
	left  int64 // how many rows are behind it
}

var _ source = (*mysqlSpool)(nil)

func (s *mysqlSpool) result() *held { return &s.held }

// finish drops the table, since the transaction may end. All rows have been made.
func (s *mysqlSpool) finish(ctx context.Context) error {
	s.drop(ctx)
	return nil
}

// close drops the table, also if nobody waits for it any more. If that fails, the
// end of the session does.
func (s *mysqlSpool) close(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), commitTimeout)
	defer cancel()
	s.closed = true
	_ = s.run(ctx, s.table.Drop())
}

// drop drops the table unless it has been.
func (s *mysqlSpool) drop(ctx context.Context) {
	if !s.closed {
		s.close(ctx)
	}
}

// nextPage reads the next rows, or a row by itself that is too large for an answer.
func (s *mysqlSpool) nextPage(ctx context.Context) (*page, error) {
	for s.left > 0 {
		rows := s.size.rows()
		if rows == 0 {
			return s.readRow(ctx)
		}
		p, err := s.read(ctx, rows)
		if !errors.Is(err, ErrResultTooLarge) {
			return p, err
		}
		s.size.overflowed(rows)
	}
	return &page{rows: &wire.Result{}, last: true}, nil
}

// read reads some rows.
func (s *mysqlSpool) read(ctx context.Context, rows int) (*page, error) {
	result, call, err := s.execute(ctx, fetchOperation, &wire.ExecuteRequest{SQL: s.table.Page(s.last, rows)}, true)
	if err != nil {
		return nil, err
	}
	var last wire.Field
	if err := result.ReadAt(result.RecordCount-1, 0, &last); err != nil || last.Kind != wire.Long {
		return nil, errors.Join(s.missing(), err)
	}
	p := &page{rows: &packedRows{result: result, row: make([]wire.Field, len(s.described))}, body: call.response, count: result.RecordCount}
	if s.last == 0 {
		var first wire.Field
		if err := result.ReadAt(0, 1, &first); err != nil {
			return nil, err
		}
		s.resolve(first.Text)
	}
	p.octets = s.size.octets(p.count, p.body.Len(), result.Size)
	s.advance(p, last.Long)
	return p, nil
}

// readRow reads one row in as many pieces as it takes.
func (s *mysqlSpool) readRow(ctx context.Context) (*page, error) {
	fields, err := s.ask(ctx, s.table.Row(s.last, firstCharacters), 4)
	if err != nil {
		return nil, err
	}
	row := &spooled{rows: 1, octets: int(fields[1].Long), characters: fields[2].Long, text: fields[3].Text}
	piece := func(behind, characters int64) string { return s.table.Piece(fields[0].Long, behind, characters) }
	if err := s.complete(ctx, row, piece); err != nil {
		return nil, err
	}
	if s.last == 0 {
		s.resolve(row.text)
	}
	p := &page{rows: newPackedText(row.text, len(s.described)), count: 1, octets: row.octets}
	s.advance(p, fields[0].Long)
	return p, nil
}

// advance notes a page that ends with the row of a number.
func (s *mysqlSpool) advance(p *page, last int64) {
	s.size.fitted(p.count, p.octets)
	s.last = last
	s.left -= int64(p.count)
	p.last = s.left <= 0
}

func (s *mysqlSpool) missing() error {
	return fmt.Errorf("auroradataapi: %s: %w: %d rows are not there", fetchOperation.verb, ErrOutcomeUnknown, s.left)
}

// create makes the temporary table, in place of one that a session before may have
// left behind.
func (s *mysqlSpool) create(ctx context.Context) error {
	err := s.run(ctx, s.table.Create())
	if !mysql.IsTaken(numberOf(err)) {
		return err
	}
	if err := s.run(ctx, s.table.Drop()); err != nil {
		return err
	}
	return s.run(ctx, s.table.Create())
}
