package auroradataapi

import (
	"context"
	"errors"
	"fmt"

	"github.com/auroradataapi/auroradataapi/internal/mysql"
	"github.com/auroradataapi/auroradataapi/internal/postgres"
	"github.com/auroradataapi/auroradataapi/internal/sqltext"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// longText is a statement without arguments whose text has more characters than the
// service takes as a statement: rows, or a list of keys, that a program has written
// into it. It goes as a parameter, of which a request takes 4 MiB, and the server
// executes it, in a transaction.
type longText struct {
	conn      *conn
	statement *statement
	columns   bool // the caller wants to know them
}

// runLong runs a statement that is too long, or returns the error that says so.
func (c *conn) runLong(ctx context.Context, s *statement, columns bool, tooLong error) (a *answer, err error) {
	l := longText{c, s, columns}
	if c.isForLocks(s) || c.needsSession(s) || !l.isExecutable() {
		return nil, c.suffer(ctx, tooLong)
	}
	if c.tx != nil {
		return l.run(ctx)
	}
	err = c.inBlock(ctx, func() error {
		a, err = l.run(ctx)
		return err
	})
	if err != nil && a != nil {
		_ = a.release()
	}
	if err != nil {
		return nil, err
	}
	return a, nil
}

func (l *longText) isMySQL() bool { return l.conn.engine.Dialect() == sqltext.MySQL }

// isExecutable reports whether the server executes such a statement from a text.
func (l *longText) isExecutable() bool {
	keyword := l.statement.text.Keyword()
	if l.isMySQL() {
		return mysql.RunsAsLongText(keyword)
	}
	return postgres.RunsAsLongText(keyword, l.statement.text.Contains)
}

func (l *longText) run(ctx context.Context) (*answer, error) {
	if err := l.conn.restore(ctx); err != nil {
		return nil, err
	}
	text, _ := l.statement.text.Render(nil)
	parameter := wire.Parameter{Name: "1", Kind: wire.String, Text: text}
	if l.isMySQL() {
		return l.runMySQL(ctx, parameter)
	}
	l.conn.kept++
	number := postgres.LongText(l.conn.kept)
	if err := l.perform(ctx, &bound{sql: number.Store(), parameters: []wire.Parameter{parameter}}); err != nil {
		return nil, err
	}
	if l.columns && l.returnsRows(text) {
		return l.fetch(ctx, number)
	}
	return l.count(ctx, number)
}

// returnsRows reports whether the text returns rows.
func (l *longText) returnsRows(text string) bool {
	if postgres.OnlyReads(l.statement.text.Keyword()) {
		return true
	}
	outline, ok := sqltext.ReadOutline(sqltext.PostgreSQL, text)
	if !ok {
		return false
	}
	_, returns := outline.Reading()
	return returns
}

// fetch runs the text and returns its rows.
func (l *longText) fetch(ctx context.Context, number postgres.LongText) (*answer, error) {
	cursor := number.Cursor()
	if err := l.performBlock(ctx, number.Open()); err != nil {
		return nil, err
	}
	a, err := l.conn.send(ctx, l.statement, &bound{sql: cursor.FetchAll()}, true)
	var e *Error
	isRefused := errors.As(err, &e) && e.isUnsupported() // and the cursor is there
	if l.conn.tx.implicit || err != nil && !isRefused {
		return a, err
	}
	closing := l.perform(ctx, &bound{sql: cursor.Close()})
	if err == nil && closing != nil {
		_ = a.release()
		return nil, closing
	}
	return a, err
}

// count runs the text and returns its number of rows.
func (l *longText) count(ctx context.Context, number postgres.LongText) (*answer, error) {
	if err := l.performBlock(ctx, number.Run()); err != nil {
		return nil, err
	}
	a, err := l.conn.send(ctx, l.statement, &bound{sql: number.Rows()}, false)
	if err != nil {
		return nil, err
	}
	defer a.release()
	rows := make([]wire.Field, 1)
	if _, err := a.result.NextRow(rows); err != nil {
		return nil, fmt.Errorf("auroradataapi: execute statement: read number of rows: %w", err)
	}
	counted := nothing(l.statement)
	counted.result.RecordsUpdated = rows[0].Long
	return counted, nil
}

func (l *longText) runMySQL(ctx context.Context, text wire.Parameter) (*answer, error) {
	if err := l.perform(ctx, &bound{sql: mysql.LongText[0], parameters: []wire.Parameter{text}}); err != nil {
		return nil, err
	}
	if err := l.perform(ctx, &bound{sql: mysql.LongText[1]}); err != nil {
		return nil, err
	}
	return l.conn.send(ctx, l.statement, &bound{sql: mysql.LongText[2]}, l.columns)
}

// performBlock runs a block, which the service's scanner must find nothing in.
func (l *longText) performBlock(ctx context.Context, block string) error {
	sql, err := shield(block)
	if err != nil {
		return err
	}
	return l.perform(ctx, &bound{sql: sql})
}

// perform runs one of the statements around the text.
func (l *longText) perform(ctx context.Context, b *bound) error {
	a, err := l.conn.send(ctx, l.statement, b, false)
	if err != nil {
		return err
	}
	return a.release()
}
