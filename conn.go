package auroradataapi

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"log/slog"

	"github.com/auroradataapi/auroradataapi/internal/engine"
	"github.com/auroradataapi/auroradataapi/internal/sqltext"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// conn is a connection in the sense of database/sql: at most one transaction of
// the service. Outside of one it holds nothing that the service knows of. As
// database/sql promises, one goroutine uses it at a time.
type conn struct {
	side
	client *client
	logger *slog.Logger
	tx     *transaction // nil outside a transaction
	locks  sessionLocks
	broken bool // not to be used again by others
	dead   bool // not to be used at all: a transaction that the program is in could not begin

	settings     engine.Settings // what SET has set; in a transaction, before it
	mode         QueryExecMode   // of statements that do not say their own
	streaming    Streaming       // likewise
	descriptions *descriptions   // of the connector
	kept         int             // numbers the results that a transaction has kept
	lastInsertID int64           // what LAST_INSERT_ID() is to return, if that is not 0
	noDatabase   bool            // the one that it was in has been dropped
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
	if err := c.refuseCopying(); err != nil {
		return nil, err
	}
	if text, ok := c.readCopyIn(query); ok {
		return c.prepareCopyIn(ctx, text)
	}
	statement, err := parseStatement(c.engine, query, c.mode)
	if err != nil {
		return nil, c.suffer(ctx, err)
	}
	statement.streaming, statement.prepared = c.streaming, true
	if err := c.flow.check(ctx, c, statement); err != nil {
		return nil, err
	}
	return &stmt{conn: c, statement: statement}, nil
}

// ExecContext runs a text of any number of statements. The result is that of the
// last.
func (c *conn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	if err := c.refuseCopying(); err != nil {
		return nil, err
	}
	if job := bulkJobOf(args); job != nil {
		return job.run(ctx, c)
	}
	statements, args, err := c.read(ctx, query, args)
	if err != nil {
		return nil, err
	}
	if len(statements) == 1 {
		return c.exec(ctx, statements[0], args)
	}
	return c.execScript(ctx, statements, args)
}

// QueryContext runs a text of any number of statements. Those that return rows
// are the result sets.
func (c *conn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	if err := c.refuseCopying(); err != nil {
		return nil, err
	}
	statements, args, err := c.read(ctx, query, args)
	if err != nil {
		return nil, err
	}
	if len(statements) == 1 {
		return c.query(ctx, statements[0], args)
	}
	return c.queryScript(ctx, statements, args)
}

// read reads a text and its arguments.
func (c *conn) read(ctx context.Context, query string, args []driver.NamedValue) ([]*statement, []driver.NamedValue, error) {
	i, err := c.invocation(ctx, query, args)
	if err != nil {
		return nil, nil, err
	}
	statements, err := parse(c.engine, i.query, i.mode, i.streaming)
	if err != nil {
		return nil, nil, c.suffer(ctx, err)
	}
	return statements, i.args, nil
}

// Ping runs a statement, which also wakes a cluster that is paused. In a
// transaction in which a statement has failed, the database refuses it, and is
// there. It fails if the session locks of the connection are lost.
func (c *conn) Ping(ctx context.Context) error {
	if err := c.checkLocks(ctx); err != nil {
		return err
	}
	_, _, err := c.client.execute(ctx, c.request("SELECT 1"), true)
	if inFailedTransaction(err) {
		return nil
	}
	return err
}

// Close rolls an open transaction back and gives session locks back.
func (c *conn) Close() error {
	err := c.releaseLocks()
	if c.tx != nil {
		err = errors.Join(c.rollback(), err)
	}
	return err
}

// ResetSession refuses a connection with a transaction that was left open.
func (c *conn) ResetSession(context.Context) error {
	if !c.IsValid() {
		return driver.ErrBadConn
	}
	return nil
}

func (c *conn) IsValid() bool { return !c.broken && !c.dead && c.tx == nil }

// Begin is part of driver.Conn; database/sql calls BeginTx.
func (c *conn) Begin() (driver.Tx, error) {
	return c.BeginTx(context.Background(), driver.TxOptions{})
}

// BeginTx begins a transaction. MySQL commits one that the connection is in already,
// begun by a statement.
func (c *conn) BeginTx(ctx context.Context, options driver.TxOptions) (driver.Tx, error) {
	if c.tx != nil && !c.engine.BeginCommits() {
		return nil, errors.New("auroradataapi: begin transaction: connection has a transaction already")
	}
	modes, err := c.engine.Modes(sql.IsolationLevel(options.Isolation), options.ReadOnly)
	if err != nil {
		return nil, fmt.Errorf("auroradataapi: begin transaction: %w", err)
	}
	if c.tx != nil {
		if err := c.commit(); err != nil {
			return nil, err
		}
	}
	if err := c.begin(ctx, modes); err != nil {
		return nil, err
	}
	return tx{conn: c}, nil
}

// exec runs a statement and counts its rows.
func (c *conn) exec(ctx context.Context, s *statement, args []driver.NamedValue) (driver.Result, error) {
	answer, err := c.run(ctx, s, args, false)
	if err != nil {
		return nil, err
	}
	defer answer.release()
	return answer.count(), nil
}

// query runs a statement and asks for the columns, also of an empty result.
func (c *conn) query(ctx context.Context, s *statement, args []driver.NamedValue) (driver.Rows, error) {
	answer, err := c.run(ctx, s, args, true)
	if err != nil {
		return nil, err
	}
	return newRows(answer), nil
}

// run runs a statement with its arguments.
func (c *conn) run(ctx context.Context, s *statement, args []driver.NamedValue, columns bool) (*answer, error) {
	if c.dead {
		return nil, driver.ErrBadConn
	}
	if err := c.refuseEnded(s); err != nil {
		return nil, err
	}
	if control, modes := s.control(); control != engine.NoControl {
		if _, err := s.match(args); err != nil {
			return nil, err
		}
		return nothing(s), c.steer(ctx, control, modes)
	}
	if err := s.refuse(c.tx != nil); err != nil {
		return nil, err
	}
	if err := c.guardLocks(ctx, s); err != nil {
		return nil, err
	}
	if err := c.endOrBegin(ctx, s); err != nil {
		return nil, err
	}
	a, sent, err := c.flow.run(ctx, c, s, args, columns)
	if a != nil {
		a.prepared, a.settings = s.prepared || len(args) > 0, c.current()
	}
	if err != nil || s.empty {
		_ = c.endClosed()
		return a, err
	}
	c.noteSettings(s, args, sent, a)
	c.noteLastInsertID(a)
	if err := errors.Join(c.endClosed(), c.endManual()); err != nil {
		a.release()
		return nil, err
	}
	return a, nil
}

// send runs a statement with the arguments that it has been given.
func (c *conn) send(ctx context.Context, s *statement, b *bound, columns bool) (*answer, error) {
	if c.isForLocks(s) {
		return c.sendToLocks(ctx, s, b, columns)
	}
	sql, remarked := s.withRemarks(b.sql)
	request := c.request(sql)
	if s.text.Keyword() == "USE" {
		request.Database = "" // which may be gone
	}
	request.Parameters = b.parameters
	request.IncludeResultMetadata = columns
	result, call, err := c.client.executeStatement(ctx, request, func() bool { return s.onlyReads(b.sql) })
	c.log(ctx, s, result, call, err)
	if err != nil {
		return nil, c.failed(s.text.Keyword(), b.positions, remarked.locate(err))
	}
	return &answer{statement: s, result: result, body: call.response}, nil
}

// request returns a request for a text that is ready to be sent. In a transaction
// it names no database: BeginTransaction has, and a second one is at best the
// same (aws/aws-sdk-js-v3 issue 2595).
func (c *conn) request(sql string) *wire.ExecuteRequest {
	request := &wire.ExecuteRequest{Target: c.client.target, SQL: sql}
	if c.tx != nil {
		request.TransactionID, request.Database = c.tx.id, ""
	} else {
		request.Database = c.database()
	}
	return request
}

// failed draws the consequences of an error and gives it back with the position
// in the caller's text.
func (c *conn) failed(keyword string, positions sqltext.Positions, err error) error {
	if c.tx != nil {
		c.tx.failed = c.tx.failed || c.mayAbort(err)
		c.tx.noteEnd(err)
		c.tx.unclear = c.tx.unclear || errors.Is(err, ErrOutcomeUnknown) && !c.engine.OnlyReads(keyword)
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
	if e.isUnsupported() && c.tx == nil && !c.engine.OnlyReads(keyword) {
		e.unknown = true // the statement has run; whether it was committed is not known
	}
	return e
}

// mayAbort reports whether an error may have left the transaction in which it
// happened unfit for a commit.
func (c *conn) mayAbort(err error) bool {
	var e *Error
	return !errors.As(err, &e) || e.Code == "" || c.engine.Aborts(e.databaseMessage())
}
