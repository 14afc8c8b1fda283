package auroradataapi

import (
	"context"
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
	"github.com/auroradataapi/auroradataapi/internal/sqltext"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// deliver runs the statement, b, with its columns cast or not. A result that may be
// too large is read page by page from a cursor: if it was too large the last time,
// if it is now, or if the caller wants it so.
func (s *submission) deliver(ctx context.Context, b *bound) (*answer, error) {
	row, known := s.rowSize()
	if (known || s.isToBeStreamed()) && s.isStreamable() {
		return s.readLarge(ctx, b, row)
	}
	a, err := s.conn.deliver(ctx, s.statement, b, s.metadata)
	if !isPageable(err) || s.statement.streaming == StreamingNever || !s.isStreamable() {
		return a, err
	}
	a, readErr := s.readLarge(ctx, b, row)
	if s.showsEffects(readErr) {
		return nil, err // and it has run
	}
	return a, readErr
}

// showsEffects reports whether a query, which was thought to have no effects, has
// been refused because of one, and so has done nothing. From now on it counts as one
// that has effects.
func (s *submission) showsEffects(failure error) bool {
	if !s.onlyMayRead || s.acts || !refusedToWrite(failure) {
		return false
	}
	s.acts, s.returnsMuch = true, true
	return true
}

func refusedToWrite(failure error) bool {
	var e *Error
	return errors.As(failure, &e) && postgres.RefusedToWrite(e.Code)
}

// onlyReading has a query that is run once more, outside of a transaction of the
// caller's, do nothing but read: the effects of a view, an operator or a function
// with a harmless name are seen in this way. FOR UPDATE writes.
func (s *submission) onlyReading(query *bound, hasCondition bool) (*bound, error) {
	if s.conn.tx != nil || postgres.LocksRows(s.statement.text.Contains) {
		return query, nil
	}
	s.onlyMayRead = true
	q := *query
	q.sql = postgres.OnlyReading(q.sql, hasCondition)
	return &q, checkLarge(q.sql)
}

// isToBeStreamed reports whether the caller wants the rows read from a cursor.
func (s *submission) isToBeStreamed() bool {
	return s.statement.streaming == StreamingAlways && s.metadata && !s.onlyTells()
}

// isStreamable reports whether the statement may be run by a cursor, and once more.
func (s *submission) isStreamable() bool {
	return !s.conn.isForLocks(s.statement) && (s.onlyTells() || s.isRepeatable())
}

// onlyTells reports whether the statement is an EXPLAIN or the like, which is opened
// as it is. A block has no parameters.
func (s *submission) onlyTells() bool {
	return len(s.bound.parameters) == 0 && postgres.OnlyTells(s.statement.text.Keyword(), s.statement.text.Contains)
}

// rowSize returns how many octets a row of the result has, if it is remembered to
// be large.
func (s *submission) rowSize() (row int, known bool) {
	if s.statement.streaming == StreamingNever {
		return 0, false
	}
	row = s.known().row
	return row, row > 0
}

// readLarge returns an answer whose rows are read from a cursor or, if they are not
// asked for, counted.
func (s *submission) readLarge(ctx context.Context, b *bound, row int) (*answer, error) {
	if !s.metadata {
		return s.count(ctx, b)
	}
	opening, err := s.opening(b)
	if err != nil {
		return nil, err
	}
	cursor, err := s.conn.openCursor(ctx, s.statement, opening)
	if err != nil {
		return nil, err
	}
	a, err := s.conn.readPages(ctx, s.statement, cursor, row)
	if err != nil {
		return nil, err
	}
	s.rememberRow(a.pages)
	s.rememberEffects(a.pages)
	return a, nil
}

// opening says how the statement is opened.
func (s *submission) opening(b *bound) (opening, error) {
	if s.onlyTells() {
		return s.execution(b), nil
	}
	query, err := s.once(b)
	if err == nil {
		query, err = s.onlyReading(query, b != s.bound)
	}
	if err != nil {
		return opening{}, err
	}
	return s.declaration(query), nil
}

// execution opens a cursor that does not go back, for a statement that is none of
// those that have a cursor of their own.
func (s *submission) execution(b *bound) opening {
	return opening{requests: func(cursor postgres.Cursor) ([]wire.ExecuteRequest, error) {
		sql, err := shield(cursor.Open(b.sql))
		if err != nil {
			return nil, err
		}
		return []wire.ExecuteRequest{{SQL: sql}}, checkLarge(sql)
	}}
}

// once returns the statement as a query whose rows stay what they are when a cursor
// goes back. One whose columns are cast is one already.
func (s *submission) once(b *bound) (*bound, error) {
	if b != s.bound {
		return b, nil
	}
	return s.nest(b, postgres.Once)
}

// nest returns the statement in another.
func (s *submission) nest(b *bound, in func(*sqltext.Outline) (sqltext.Nested, bool)) (*bound, error) {
	outline, ok := sqltext.ReadOutline(sqltext.PostgreSQL, b.sql)
	if !ok {
		return nil, errNotNested
	}
	nested, ok := in(outline)
	if !ok {
		return nil, errNotNested
	}
	n := *b
	n.sql = nested.SQL
	n.positions = n.positions.Inserted(nested.At, utf8.RuneCountInString(nested.Inserted))
	return &n, checkLarge(n.sql)
}

var errNotNested = fmt.Errorf("auroradataapi: read large result: %w: the statement cannot be part of another", ErrResultTooLarge)

// checkLarge returns an error for a text that has become too long.
func checkLarge(sql string) error {
	if err := checkLength(sql); err != nil {
		return fmt.Errorf("auroradataapi: read large result: %w: there is no room for a cursor: %w", ErrResultTooLarge, err)
	}
	return nil
}

// declaration opens a cursor that goes back, for a query that only reads.
func (s *submission) declaration(query *bound) opening {
	_, offset := postgres.CursorName(1).Declare("")
	return opening{
		scrolls: true, drains: postgres.LocksRows(s.statement.text.Contains),
		positions: query.positions.Preceded(offset),
		requests: func(cursor postgres.Cursor) ([]wire.ExecuteRequest, error) {
			sql, _ := cursor.Declare(query.sql)
			return []wire.ExecuteRequest{{SQL: sql, Parameters: query.parameters}}, checkLarge(sql)
		},
	}
}

// count counts the rows, which are evaluated at the server.
func (s *submission) count(ctx context.Context, b *bound) (*answer, error) {
	if s.onlyTells() {
		return s.runUncounted(ctx, b)
	}
	counting, err := s.nest(b, postgres.CountRows)
	if err == nil {
		counting, err = s.onlyReading(counting, false)
	}
	if err != nil {
		return nil, err
	}
	a, err := s.conn.deliver(ctx, s.statement, counting, false)
	if err != nil {
		return nil, err
	}
	defer a.release()
	var n wire.Field
	ok, err := a.next(1)
	if err == nil && ok {
		err = a.read(0, &n)
	}
	if err != nil || n.Kind != wire.Long {
		return nil, errors.Join(errors.New("auroradataapi: count rows of large result: no count"), err)
	}
	return &answer{statement: s.statement, result: &wire.Result{HasRecords: true, RecordCount: int(n.Long)}}, nil
}

// runUncounted runs a statement of whose rows nobody asks the number.
func (s *submission) runUncounted(ctx context.Context, b *bound) (*answer, error) {
	a, err := s.conn.deliver(ctx, s.statement, b, false)
	if errors.Is(err, ErrResultTooLarge) {
		return &answer{statement: s.statement, result: &wire.Result{HasRecords: true}}, nil
	}
	return a, err
}

// rememberRow remembers how large the rows are, or that there are few of them.
func (s *submission) rememberRow(p *pages) {
	memory, key := s.conn.memory(s.key())
	memory.setRow(key, p.rowSize())
}

// rememberEffects has the rows remember that the query has effects, should a page
// behind the first show it.
func (s *submission) rememberEffects(p *pages) {
	if s.conn.tx != nil {
		return
	}
	memory, key := s.conn.memory(s.key())
	p.remember = func(more effects) { memory.put(key, knowledge{effects: more}) }
}
