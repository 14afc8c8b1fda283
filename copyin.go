package auroradataapi

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"strings"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
	"github.com/auroradataapi/auroradataapi/internal/sqltext"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// copyIn is COPY … FROM STDIN as lib/pq has it: a prepared statement that is run
// with the values of each row, and without any at the end. Rows are written as
// CopyFrom writes them, in the transaction that the statement was prepared in.
type copyIn struct {
	conn    *conn
	tx      *transaction
	text    sqltext.CopyIn
	load    *load
	err     error // by which it has ended
	isEnded bool
}

var (
	_ driver.Stmt              = (*copyIn)(nil)
	_ driver.StmtExecContext   = (*copyIn)(nil)
	_ driver.StmtQueryContext  = (*copyIn)(nil)
	_ driver.NamedValueChecker = (*copyIn)(nil)
)

// prepareCopyIn prepares COPY … FROM STDIN. As PostgreSQL does, it looks at the
// table and at its columns.
func (c *conn) prepareCopyIn(ctx context.Context, text sqltext.CopyIn) (driver.Stmt, error) {
	s := &copyIn{conn: c, tx: c.tx, text: text}
	if err := s.check(); err != nil {
		return nil, err
	}
	if err := s.findColumns(ctx); err != nil {
		return nil, s.withoutPosition(err)
	}
	s.load = &load{on: copyConn{c}, options: &BulkOptions{}, verb: "copy rows into " + strings.Join(text.Table, "."), texts: true}
	if err := s.load.prepare(ctx, postgres.CopyInto(s.text.Table, s.text.Columns)); err != nil {
		return nil, s.withoutPosition(err)
	}
	c.tx.copying = s
	return s, nil
}

// check reports what cannot be.
func (s *copyIn) check() (err error) {
	switch {
	case s.conn.dead:
		return driver.ErrBadConn
	case s.text.Option == "BINARY":
		err = errors.New("only text format supported for COPY: leave BINARY out")
	case s.text.Option == "NULL":
		err = errors.New("NULL takes a plain constant, such as ''")
	case s.text.Option != "":
		err = fmt.Errorf("rows are sent as values and not as lines: leave %s out", s.text.Option)
	case s.tx == nil:
		err = errors.New("COPY is only allowed inside a transaction: prepare it by a *sql.Tx, or use auroradataapi.CopyFrom")
	default:
		return nil
	}
	return fmt.Errorf("auroradataapi: prepare COPY: %w", err)
}

// findColumns asks for the names of the columns if the statement has none.
func (s *copyIn) findColumns(ctx context.Context) error {
	if s.text.Columns != nil {
		return nil
	}
	query, err := parseStatement(s.conn.engine, postgres.CopyColumns(s.text.Table), QueryExecModeDescribe)
	if err != nil {
		return err
	}
	answer, err := s.conn.run(ctx, query, nil, true)
	if err != nil {
		return err
	}
	defer answer.release()
	var name wire.Field
	for {
		more, err := answer.next(1)
		if err == nil && more {
			err = answer.read(0, &name)
		}
		if err != nil {
			return err
		}
		if !more {
			break
		}
		s.text.Columns = append(s.text.Columns, name.Text)
	}
	if s.text.Columns == nil {
		return fmt.Errorf("auroradataapi: prepare COPY: %s has no columns to copy into", strings.Join(s.text.Table, "."))
	}
	return nil
}

// withoutPosition returns an error of a text that is not the caller's.
func (s *copyIn) withoutPosition(err error) error {
	var e *Error
	if errors.As(err, &e) {
		e.Position = 0
	}
	return err
}

// NumInput says that the number of values may be any: none ends the COPY.
func (s *copyIn) NumInput() int { return -1 }

// CheckNamedValue asks a driver.Valuer for its value and follows pointers.
func (s *copyIn) CheckNamedValue(arg *driver.NamedValue) error {
	return checkArgument(s.conn.engine, arg)
}

// ExecContext takes the values of a row. Rows are sent when a request is full.
// Without values it sends what is left, and returns how many rows were copied.
func (s *copyIn) ExecContext(ctx context.Context, args []driver.NamedValue) (driver.Result, error) {
	switch {
	case s.err != nil:
		return nil, s.err
	case s.isEnded:
		return nil, s.load.fault(errors.New("the COPY has been ended"))
	case s.conn.tx != s.tx:
		return nil, s.load.fault(errors.New("the transaction that it was prepared in has ended"))
	case len(args) == 0:
		return s.end(ctx)
	}
	if err := s.add(ctx, args); err != nil {
		return nil, s.fail(ctx, err)
	}
	return driver.RowsAffected(0), nil
}

// add adds a row. What has been sent has arrived when it returns: nothing goes on
// behind the back of the connection.
func (s *copyIn) add(ctx context.Context, args []driver.NamedValue) error {
	row, err := s.row(args)
	if err != nil {
		at := s.load.sent + int64(s.load.sheet.Rows())
		return s.load.blame(at, at, err)
	}
	if err := s.load.add(ctx, row); err != nil {
		return err
	}
	return s.load.landAll(ctx)
}

// row returns the texts of a row, which PostgreSQL reads as what the columns are.
func (s *copyIn) row(args []driver.NamedValue) ([]any, error) {
	switch n := len(s.text.Columns); {
	case len(args) < n:
		return nil, foreseen("22P04", "missing data for column "+postgres.QuoteIdentifier(s.text.Columns[len(args)]))
	case len(args) > n:
		return nil, foreseen("22P04", "extra data after last expected column")
	}
	row := make([]any, len(args))
	for i := range args {
		text, isNull, err := postgres.CopyText(args[i].Value)
		if err != nil {
			return nil, &postgres.ColumnError{Column: i, Err: err}
		}
		if !isNull && !s.isNull(text) {
			row[i] = postgres.InputText(text)
		}
	}
	return row, nil
}

// isNull reports whether a text stands for NULL.
func (s *copyIn) isNull(text string) bool {
	return s.text.HasNull && postgres.EscapeCopy(text) == s.text.Null
}

// end sends what is left.
func (s *copyIn) end(ctx context.Context) (driver.Result, error) {
	if err := s.load.finish(ctx); err != nil {
		return driver.RowsAffected(0), s.fail(ctx, err)
	}
	s.isEnded, s.tx.copying = true, nil
	return driver.RowsAffected(s.load.affected), nil
}

// fail ends the COPY by an error, which aborts the transaction whoever has found
// it: a part of the rows is not to be committed.
func (s *copyIn) fail(ctx context.Context, err error) error {
	s.err = s.load.stop(ctx, err)
	s.tx.copying = nil
	if ctx.Err() != nil {
		s.tx.unclear = true
	}
	s.conn.abort(ctx)
	return s.err
}

// Close ends the COPY as ExecContext without values does, unless the transaction
// has ended or is aborted.
func (s *copyIn) Close() error {
	if s.isEnded || s.err != nil || s.conn.tx != s.tx || s.tx.failed {
		return nil
	}
	_, err := s.end(s.tx.values)
	return err
}

// QueryContext is an error: a COPY returns no rows.
func (s *copyIn) QueryContext(context.Context, []driver.NamedValue) (driver.Rows, error) {
	return nil, s.load.fault(errors.New("COPY FROM STDIN returns no rows: use Exec"))
}

// Exec is part of driver.Stmt; database/sql calls ExecContext.
func (s *copyIn) Exec(args []driver.Value) (driver.Result, error) {
	return s.ExecContext(context.Background(), named(args))
}

// Query is part of driver.Stmt; database/sql calls QueryContext.
func (s *copyIn) Query(args []driver.Value) (driver.Rows, error) {
	return s.QueryContext(context.Background(), named(args))
}

// copyConn is the connection that a COPY is prepared on, as a bulk write takes it.
type copyConn struct{ conn *conn }

// ExecContext runs a part of a bulk write.
func (c copyConn) ExecContext(ctx context.Context, _ string, args ...any) (sql.Result, error) {
	return args[0].(bulkJob).run(ctx, c.conn)
}

// readCopyIn reads COPY … FROM STDIN of PostgreSQL.
func (c *conn) readCopyIn(query string) (text sqltext.CopyIn, ok bool) {
	if c.engine.Dialect() != sqltext.PostgreSQL {
		return sqltext.CopyIn{}, false
	}
	return sqltext.ReadCopyIn(query)
}

// refuseCopying returns an error while a COPY is under way: PostgreSQL takes nothing
// but its rows then.
func (c *conn) refuseCopying() error {
	if c.tx == nil || c.tx.copying == nil {
		return nil
	}
	return c.tx.copying.load.fault(errors.New("it is under way: end it before by Exec without values"))
}

// refuseCommit returns an error in the middle of a COPY, of which rows would be lost.
func (t *transaction) refuseCommit() error {
	if t.copying == nil {
		return nil
	}
	return t.copying.load.fault(fmt.Errorf("it is under way, and the transaction is rolled back: end it before the commit by Exec without values: %w", ErrTxCommitRollback))
}
