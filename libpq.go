package auroradataapi

import (
	"context"
	"database/sql/driver"
	"errors"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
)

// libPQConn is a connection whose errors have the words of lib/pq. That the values
// and the arguments are lib/pq's is up to its engine.
type libPQConn struct{ *conn }

func (c libPQConn) Prepare(query string) (driver.Stmt, error) {
	return c.PrepareContext(context.Background(), query)
}

func (c libPQConn) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	s, err := c.conn.PrepareContext(ctx, query)
	if err != nil {
		return nil, libPQError(err, query)
	}
	return libPQStmt{s.(checkedStmt), query}, nil
}

func (c libPQConn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	result, err := c.conn.ExecContext(ctx, query, args)
	return result, libPQError(err, query)
}

func (c libPQConn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	rows, err := c.conn.QueryContext(ctx, query, args)
	return newLibPQRows(rows, err, query)
}

func (c libPQConn) Begin() (driver.Tx, error) {
	return c.BeginTx(context.Background(), driver.TxOptions{})
}

func (c libPQConn) BeginTx(ctx context.Context, options driver.TxOptions) (driver.Tx, error) {
	if _, err := c.conn.BeginTx(ctx, options); err != nil {
		return nil, libPQError(err, "")
	}
	return libPQTx{tx{c.conn}}, nil
}

// checkedStmt is what a prepared statement is, also one of COPY.
type checkedStmt interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
	driver.NamedValueChecker
}

var (
	_ checkedStmt = (*stmt)(nil)
	_ checkedStmt = (*copyIn)(nil)
)

// libPQStmt is a statement of such a connection.
type libPQStmt struct {
	checkedStmt
	query string
}

func (s libPQStmt) ExecContext(ctx context.Context, args []driver.NamedValue) (driver.Result, error) {
	result, err := s.checkedStmt.ExecContext(ctx, args)
	return result, libPQError(err, s.query)
}

func (s libPQStmt) QueryContext(ctx context.Context, args []driver.NamedValue) (driver.Rows, error) {
	rows, err := s.checkedStmt.QueryContext(ctx, args)
	return newLibPQRows(rows, err, s.query)
}

func (s libPQStmt) Close() error { return libPQError(s.checkedStmt.Close(), s.query) }

// libPQRows are the results of a query of such a connection. Of an error behind rows
// that have come, lib/pq does not say where in the text it is.
type libPQRows struct{ *rows }

func newLibPQRows(r driver.Rows, err error, query string) (driver.Rows, error) {
	if err != nil {
		return nil, libPQError(err, query)
	}
	return libPQRows{r.(*rows)}, nil
}

func (r libPQRows) Next(dest []driver.Value) error { return libPQError(r.rows.Next(dest), "") }

func (r libPQRows) NextResultSet() error { return libPQError(r.rows.NextResultSet(), "") }

func (r libPQRows) Close() error { return libPQError(r.rows.Close(), "") }

// libPQTx is a transaction of such a connection.
type libPQTx struct{ tx }

func (t libPQTx) Commit() error {
	err := t.tx.Commit()
	if err == ErrTxCommitRollback { // what wraps it says more
		return failedCommit{err}
	}
	return libPQError(err, "")
}

func (t libPQTx) Rollback() error { return libPQError(t.tx.Rollback(), "") }

// libPQError gives an error of the database the words that lib/pq has for one in a
// text.
func libPQError(err error, query string) error {
	if err == nil {
		return nil // as for nearly every row
	}
	var e *Error
	if errors.As(err, &e) && e.Code != "" {
		e.text = postgres.LibPQErrorText(e.databaseMessage(), query)
	}
	return err
}

// failedCommit is the error of the commit of a transaction in which a statement has
// failed. It matches ErrTxCommitRollback and, by its text, lib/pq's
// ErrInFailedTransaction.
type failedCommit struct{ cause error }

func (failedCommit) Error() string { return postgres.InFailedTransaction }

func (e failedCommit) Unwrap() error { return e.cause }

func (failedCommit) Is(target error) bool { return target.Error() == postgres.InFailedTransaction }
