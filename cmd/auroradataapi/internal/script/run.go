package script

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"

	"github.com/auroradataapi/auroradataapi"
)

// Conn is what a file runs on: a *sql.Conn or a *sql.Tx of the driver, so that its
// statements are of one session.
type Conn interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	PrepareContext(ctx context.Context, query string) (*sql.Stmt, error)
}

// Runner runs the statements of a file, one after the other.
type Runner struct {
	Conn Conn
	// Before is called before each statement. nil: nothing is called.
	Before func(Statement)
	// Rows is called with what each statement returns. nil: nothing that a statement
	// returns is asked for.
	Rows func(*sql.Rows) error
	// Failed is called with the error of a statement and tells whether to go on
	// with the next one. nil: the first error is the last.
	Failed func(*Error) bool
}

// Run runs the statements that a reader has and returns how many were run well. An
// error of a statement is an *Error, after which the statements behind it are not
// run.
func (r *Runner) Run(ctx context.Context, file *Reader) (int, error) {
	for done := 0; ; {
		s, err := file.Next()
		if err == io.EOF {
			return done, nil
		}
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return done, err
		}
		if r.Before != nil {
			r.Before(s)
		}
		failure := r.run(ctx, s, file)
		switch {
		case failure == nil:
			done++
		case r.Failed == nil || ctx.Err() != nil || !r.Failed(failure):
			return done, failure
		}
	}
}

// run runs a statement.
func (r *Runner) run(ctx context.Context, s Statement, file *Reader) *Error {
	if s.Copy {
		return r.copy(ctx, s, file)
	}
	err := r.execute(ctx, s)
	if err == nil {
		return nil
	}
	failure := &Error{File: file.file, Line: s.Line, Column: s.Column, Statement: s, Err: err}
	if e := (*auroradataapi.Error)(nil); errors.As(err, &e) {
		failure.Line, failure.Column = s.At(e.Position)
	}
	return failure
}

func (r *Runner) execute(ctx context.Context, s Statement) error {
	if r.Rows == nil {
		_, err := r.Conn.ExecContext(ctx, s.Text)
		return err
	}
	rows, err := r.Conn.QueryContext(ctx, s.Text)
	if err != nil {
		return err
	}
	defer rows.Close()
	for more := true; more; more = rows.NextResultSet() {
		if err := r.Rows(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

// copy runs COPY with the rows that follow it in the file, in the transaction of
// the connection or, if it has none, in one of its own.
func (r *Runner) copy(ctx context.Context, s Statement, file *Reader) *Error {
	err := r.transact(ctx, func(conn Conn) error { return copyRows(ctx, conn, s, file) })
	if err == nil {
		return nil
	}
	failure := (*Error)(nil)
	if errors.As(err, &failure) {
		return failure
	}
	failure = &Error{File: file.file, Line: s.Line, Column: s.Column, Statement: s, Err: err}
	if e := (*auroradataapi.BulkError)(nil); errors.As(err, &e) {
		failure.Line, failure.Column = s.firstRow()+int(e.First), 1
		failure.Err = e.Err
		if e.Last > e.First {
			failure.Err = fmt.Errorf("a row in lines %d to %d: %w", failure.Line, s.firstRow()+int(e.Last), e.Err)
		}
	}
	return failure
}

// firstRow is the line of the first row of a COPY.
func (s Statement) firstRow() int {
	line, _ := s.At(1 + len([]rune(s.Text)))
	return line + 1
}

// transact does something in a transaction: that of the connection, or one of its
// own.
func (r *Runner) transact(ctx context.Context, do func(Conn) error) error {
	conn, ok := r.Conn.(*sql.Conn)
	if !ok || inTransaction(conn) {
		return do(r.Conn)
	}
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := do(tx); err != nil {
		return err
	}
	return tx.Commit()
}

// inTransaction tells whether a statement has begun a transaction that has not ended.
func inTransaction(conn *sql.Conn) (is bool) {
	_ = conn.Raw(func(driverConn any) error { // an error is one of what comes next, too
		c, ok := driverConn.(interface{ TxStatus() byte })
		is = ok && c.TxStatus() != 'I'
		return nil
	})
	return is
}

// tooMany is more values than a table of PostgreSQL has columns. A row of so many ends
// a COPY by an error, as one that cannot be read is to do.
const tooMany = 1601

// copyRows sends the rows of a COPY.
func copyRows(ctx context.Context, conn Conn, s Statement, file *Reader) error {
	copying, err := conn.PrepareContext(ctx, s.Text)
	if err != nil {
		return err
	}
	for {
		row, err := file.Row()
		if err == io.EOF {
			break
		}
		if err != nil {
			row = make([]any, tooMany)
		}
		if _, refused := copying.ExecContext(ctx, row...); err == nil {
			err = refused
		}
		if err != nil {
			return errors.Join(err, copying.Close())
		}
	}
	if _, err := copying.ExecContext(ctx); err != nil {
		return err
	}
	return copying.Close()
}
