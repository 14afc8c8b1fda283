package auroradataapi

import (
	"context"
	"database/sql"
	"errors"

	"github.com/auroradataapi/auroradataapi/internal/mysql"
	"github.com/auroradataapi/auroradataapi/internal/sqltext"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// deliver runs the statement, b, with its columns cast or not. A result that may be
// too large is copied at the server and read from there: if it was too large the
// last time, if it is now, or if the caller wants it so.
func (s *mysqlSubmission) deliver(ctx context.Context, b *bound) (*answer, error) {
	row := s.rowSize()
	if s.metadata && (row > 0 || s.statement.streaming == StreamingAlways) && s.isCopyable() {
		return s.readLarge(ctx, row)
	}
	a, err := s.conn.deliver(ctx, s.statement, b, s.metadata)
	switch {
	case !isPageable(err), s.statement.streaming == StreamingNever, !s.isCopyable():
		return a, err
	case !s.isRepeatable():
		s.rememberSize(1)
		return nil, hintAtEffects(err)
	case !s.metadata:
		return &answer{statement: s.statement, result: &wire.Result{HasRecords: true}}, nil
	}
	return s.readLarge(ctx, row)
}

// hintAtEffects says of a result that is too large why the statement was not run
// once more.
func hintAtEffects(err error) error {
	var e *Error
	if errors.As(err, &e) && e.Hint == "" {
		e.Hint = "The statement has run, and may have effects. From now on its result is copied at the server and read page by page."
	}
	return err
}

// isCopyable reports whether the statement is a query whose rows another statement
// can take, which runs it once and has all of them.
func (s *mysqlSubmission) isCopyable() bool {
	settings, _ := s.conn.current().(mysql.Settings)
	return mysql.IsQuery(s.statement.text.Keyword()) && !s.conn.isForLocks(s.statement) &&
		!s.statement.text.Contains("INTO") && !settings.LimitsRows()
}

// rowSize returns how many octets a row of the result has, 0 if the result is not
// remembered to be large.
func (s *mysqlSubmission) rowSize() int {
	if memory, _ := s.conn.memory(""); s.statement.streaming == StreamingNever || !memory.hasResults() {
		return 0
	}
	memory, key := s.conn.memory(s.key())
	return memory.get(key).row
}

// rememberSize remembers how many octets a row of the result has, or that there are
// few rows.
func (s *mysqlSubmission) rememberSize(row int) {
	memory, key := s.conn.memory(s.key())
	memory.setRow(key, row)
}

// readLarge returns an answer whose rows are read from a copy. row is about how many
// octets a row has, 0 if that is not known.
func (s *mysqlSubmission) readLarge(ctx context.Context, row int) (*answer, error) {
	source, err := s.copy(ctx)
	if err != nil {
		return nil, err
	}
	a, err := s.conn.readPages(ctx, s.statement, source, row)
	if err != nil {
		return nil, err
	}
	s.rememberSize(a.pages.rowSize())
	return a, nil
}

// copy copies the result in the transaction of the connection or, if there is none,
// in one of its own, which is kept alive as long as there are rows to be read. That
// one is READ COMMITTED, where a copy into a table is a consistent read and locks
// nothing. It is committed if the statement may have effects.
func (s *mysqlSubmission) copy(ctx context.Context) (source source, err error) {
	c := s.conn
	if c.tx != nil {
		return s.copyInTransaction(ctx)
	}
	modes, err := c.engine.Modes(sql.LevelReadCommitted, false)
	if err != nil {
		return nil, err
	}
	err = c.besides(nil, func() (err error) {
		if err = c.begin(ctx, modes); err != nil {
			return err
		}
		if source, err = s.copyInTransaction(ctx); err != nil {
			c.giveUp(ctx)
			return err
		}
		c.tx.lend(!s.isRepeatable())
		return nil
	})
	return source, err
}

func (s *mysqlSubmission) copyInTransaction(ctx context.Context) (source, error) {
	outline, ok := sqltext.ReadOutline(sqltext.MySQL, s.bound.sql)
	if !ok {
		return nil, errNotNested
	}
	if err := s.conn.restore(ctx); err != nil {
		return nil, err
	}
	source, err := (&mysqlCopy{mysqlSubmission: s, outline: outline, held: s.conn.newHeld()}).run(ctx)
	if err != nil {
		return nil, s.conn.failed(s.statement.text.Keyword(), sqltext.Positions{}, err)
	}
	return source, nil
}
