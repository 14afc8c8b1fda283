package chaos_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// A result of these rows is more than 2 MB, three pages of what the service
// returns at once.
const (
	streamRows  = 2200
	streamWidth = 1000
)

// stream reads a result that the service does not return as a whole.
func (p *program) stream(ctx context.Context, _ string) (fate, error) {
	return readRows(ctx, p.db, spoken.readingMuch, streamRows+p.random.IntN(100), streamWidth)
}

// streamInTx reads one in a transaction that also writes.
func (p *program) streamInTx(ctx context.Context, name string) (fate, error) {
	tx, err := p.db.BeginTx(ctx, nil)
	if err != nil {
		return fateOf(err), nil
	}
	before, after := name+" before", name+" after"
	_, first := tx.ExecContext(ctx, spoken.insertion, p.id, before)
	f, wrong := readRows(ctx, tx, spoken.readingMuch, streamRows, streamWidth)
	_, second := tx.ExecContext(ctx, spoken.insertion, p.id, after)
	if first != nil || second != nil || f != committed || wrong != nil {
		_, _ = p.rollBack(tx, []string{before, after})
		return discarded, wrong
	}
	f = fateOf(tx.Commit())
	p.ledger.note(f, before, after)
	return f, nil
}

// closeEarly reads a part of a result.
func (p *program) closeEarly(ctx context.Context, _ string) (fate, error) {
	rows, err := p.db.QueryContext(ctx, spoken.readingMuch, streamRows, streamWidth)
	if err != nil {
		return fateOf(err), nil
	}
	read, wrong := readSome(rows, 1+p.random.IntN(streamRows), streamWidth)
	err = rows.Err()
	if closed := rows.Close(); closed != nil && wrong == nil {
		err = errors.Join(err, closed)
	}
	if err == nil && wrong == nil && read == 0 {
		wrong = errors.New("no rows came, without an error")
	}
	return fateOf(err), wrong
}

// insertMany inserts rows by a statement that returns more than the service does
// at once. It must run once all the same.
func (p *program) insertMany(ctx context.Context, name string) (fate, error) {
	const count, width = 300, 4000
	written := make([]string, count)
	for i := range written {
		written[i] = fmt.Sprintf("%s row %d", name, i+1)
	}
	rows, err := p.db.QueryContext(ctx, spoken.insertMany, p.id, name, count, width)
	returned, wrong := 0, error(nil)
	if err == nil {
		returned, wrong = readTokens(rows, written, width)
		err = errors.Join(rows.Err(), rows.Close())
	}
	f := fateOf(err)
	p.ledger.note(f, written...)
	if f == committed && wrong == nil && returned != count {
		wrong = fmt.Errorf("%d of %d rows came, without an error", returned, count)
	}
	return f, wrong
}

// readTokens reads tokens with texts of some width, and wants these in their order.
func readTokens(rows *sql.Rows, want []string, width int) (read int, err error) {
	for ; rows.Next(); read++ {
		var token, text string
		if err := rows.Scan(&token, &text); err != nil {
			return read, fmt.Errorf("scan row %d: %w", read+1, err)
		}
		if read == len(want) || token != want[read] || len(text) != width {
			return read, fmt.Errorf("row %d is %q, with %d bytes", read+1, token, len(text))
		}
	}
	return read, nil
}

// queryer is a sql.DB or Tx.
type queryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// readRows reads rows that are so many bytes wide, and wants all of them in
// order, unless there is an error.
func readRows(ctx context.Context, q queryer, query string, count, width int) (fate, error) {
	rows, err := q.QueryContext(ctx, query, count, width)
	if err != nil {
		return fateOf(err), nil
	}
	defer rows.Close()
	read, err := readSome(rows, count+1, width)
	if err != nil {
		return discarded, err
	}
	if err := rows.Err(); err != nil {
		return fateOf(err), nil
	}
	if read != count {
		return committed, fmt.Errorf("%d of %d rows came, without an error", read, count)
	}
	return committed, nil
}

// readSome reads so many rows at most, and wants them in order.
func readSome(rows *sql.Rows, most, width int) (read int, err error) {
	for read < most && rows.Next() {
		var n int
		var text string
		if err := rows.Scan(&n, &text); err != nil {
			return read, fmt.Errorf("scan row %d: %w", read+1, err)
		}
		read++
		if n != read || len(text) != width {
			return read, fmt.Errorf("row %d is row %d, of %d bytes", read, n, len(text))
		}
	}
	return read, nil
}
