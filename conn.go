package auroradataapi

import (
	"bytes"
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"log/slog"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
	"github.com/auroradataapi/auroradataapi/internal/sqltext"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// conn is a connection in the sense of database/sql: at most one transaction of
// the service. Outside of one it holds nothing that the service knows of. As
// database/sql promises, one goroutine uses it at a time.
type conn struct {
	client *client
	logger *slog.Logger
	tx     *tx  // nil outside a transaction
	broken bool // not to be used again

	descriptions *descriptions // of the connector; nil if types come from Go types
}

var (
	_ driver.Conn               = (*conn)(nil)
	_ driver.ConnBeginTx        = (*conn)(nil)
	_ driver.ConnPrepareContext = (*conn)(nil)
	_ driver.ExecerContext      = (*conn)(nil)
	_ driver.NamedValueChecker  = (*conn)(nil)
	_ driver.Pinger             = (*conn)(nil)
	_ driver.QueryerContext     = (*conn)(nil)
	_ driver.SessionResetter    = (*conn)(nil)
	_ driver.Validator          = (*conn)(nil)
)

// Prepare is part of driver.Conn; database/sql calls PrepareContext.
func (c *conn) Prepare(query string) (driver.Stmt, error) {
	return c.PrepareContext(context.Background(), query)
}

// PrepareContext reads the statement and describes it, if the mode is to do so:
// then the server has checked it.
func (c *conn) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	statement, err := parseStatement(query)
	if err != nil {
		return nil, err
	}
	if err := c.check(ctx, statement); err != nil {
		return nil, err
	}
	return &stmt{conn: c, statement: statement}, nil
}

func (c *conn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	statement, err := parseStatement(query)
	if err != nil {
		return nil, err
	}
	return c.exec(ctx, statement, args)
}

func (c *conn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	statement, err := parseStatement(query)
	if err != nil {
		return nil, err
	}
	return c.query(ctx, statement, args)
}

func (c *conn) CheckNamedValue(arg *driver.NamedValue) error { return checkArgument(arg) }

// Ping runs a statement, which also wakes a cluster that is paused.
func (c *conn) Ping(ctx context.Context) error {
	_, _, err := c.client.execute(ctx, c.request("SELECT 1"), true)
	return err
}

// Close rolls an open transaction back.
func (c *conn) Close() error {
	if c.tx == nil {
		return nil
	}
	return c.tx.Rollback()
}

// ResetSession refuses a connection with a transaction that was left open.
func (c *conn) ResetSession(context.Context) error {
	if !c.IsValid() {
		return driver.ErrBadConn
	}
	return nil
}

func (c *conn) IsValid() bool { return !c.broken && c.tx == nil }

// Begin is part of driver.Conn; database/sql calls BeginTx.
func (c *conn) Begin() (driver.Tx, error) {
	return c.BeginTx(context.Background(), driver.TxOptions{})
}

func (c *conn) BeginTx(ctx context.Context, options driver.TxOptions) (driver.Tx, error) {
	if c.tx != nil {
		return nil, errors.New("auroradataapi: begin transaction: connection has a transaction already")
	}
	setting, err := postgres.SetTransaction(sql.IsolationLevel(options.Isolation), options.ReadOnly)
	if err != nil {
		return nil, fmt.Errorf("auroradataapi: begin transaction: %w", err)
	}
	id, err := c.client.begin(ctx)
	if err != nil {
		return nil, err
	}
	c.tx = &tx{conn: c, id: id, values: context.WithoutCancel(ctx)}
	if setting == "" {
		return c.tx, nil
	}
	if _, _, err := c.client.execute(ctx, c.request(setting), true); err != nil {
		// What failed is the setting: that is the error to return.
		_ = c.tx.Rollback()
		return nil, err
	}
	return c.tx, nil
}

// exec runs a statement and counts its rows: those that it returns, if any, as
// pgx does.
func (c *conn) exec(ctx context.Context, s *statement, args []driver.NamedValue) (driver.Result, error) {
	result, body, err := c.run(ctx, s, args, false)
	if err != nil {
		return nil, err
	}
	reuse(body)
	if result.HasRecords && !postgres.CountsRows(s.text.Keyword()) {
		return driver.RowsAffected(0), nil
	}
	return driver.RowsAffected(affected(result)), nil
}

// query runs a statement and asks for the columns, also of an empty result.
func (c *conn) query(ctx context.Context, s *statement, args []driver.NamedValue) (driver.Rows, error) {
	result, body, err := c.run(ctx, s, args, true)
	if err != nil {
		return nil, err
	}
	return newRows(result, body), nil
}

func affected(result *wire.Result) int64 {
	if result.HasRecords {
		return int64(result.RecordCount)
	}
	return result.RecordsUpdated
}

// run runs a statement with its arguments. It returns the result and the buffer
// that its rows are read from.
func (c *conn) run(ctx context.Context, s *statement, args []driver.NamedValue, columns bool) (*wire.Result, *bytes.Buffer, error) {
	if err := s.refuse(c.tx != nil); err != nil {
		return nil, nil, err
	}
	bound, err := c.bind(ctx, s, args)
	if err != nil {
		return nil, nil, err
	}
	if s.empty {
		return &wire.Result{}, nil, nil
	}
	result, body, err := c.send(ctx, s, bound, columns)
	if again := c.rebind(ctx, s, args, bound, err); again != nil {
		result, body, err = c.send(ctx, s, again, columns)
	}
	c.noteChange(s)
	return result, body, err
}

// send runs a statement with the arguments that it has been given.
func (c *conn) send(ctx context.Context, s *statement, b *bound, columns bool) (*wire.Result, *bytes.Buffer, error) {
	request := c.request(b.sql)
	request.Parameters = b.parameters
	request.IncludeResultMetadata = columns
	result, call, err := c.client.execute(ctx, request, false)
	c.log(ctx, s, result, call, err)
	if err != nil {
		return nil, nil, c.failed(s.text.Keyword(), b.positions, err)
	}
	return result, call.response, nil
}

// request returns a request for a text that is ready to be sent. In a transaction
// it names no database: BeginTransaction has, and a second one is at best the
// same (aws/aws-sdk-js-v3 issue 2595).
func (c *conn) request(sql string) *wire.ExecuteRequest {
	request := &wire.ExecuteRequest{Target: c.client.target, SQL: sql}
	if c.tx != nil {
		request.TransactionID, request.Database = c.tx.id, ""
	}
	return request
}

// failed draws the consequences of an error and gives it back with the position
// in the caller's text.
func (c *conn) failed(keyword string, positions sqltext.Positions, err error) error {
	if c.tx != nil {
		c.tx.failed = true
	}
	if errors.Is(err, ErrTransactionNotFound) {
		c.broken = true
	}
	var e *Error
	if !errors.As(err, &e) {
		return err
	}
	if e.Position > 0 {
		e.Position = positions.Original(e.Position)
	}
	if e.isUnsupported() && c.tx == nil && !postgres.OnlyReads(keyword) {
		e.unknown = true // the statement has run; whether it was committed is not known
	}
	return e
}
