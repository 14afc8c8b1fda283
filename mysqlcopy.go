package auroradataapi

import (
	"context"
	"errors"
	"fmt"

	"github.com/auroradataapi/auroradataapi/internal/mysql"
	"github.com/auroradataapi/auroradataapi/internal/sqltext"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// mysqlCopy copies the result of a query at the server, in a transaction.
type mysqlCopy struct {
	*mysqlSubmission
	outline *sqltext.Outline // of what is sent
	held    held
}

// run copies the result into a temporary table or, if it has no order, into a
// variable: in a transaction of the caller's that sees a snapshot, since only SELECT
// reads that, unless the result does not fit; and where there can be no temporary
// tables.
func (c *mysqlCopy) run(ctx context.Context) (source, error) {
	if err := c.describe(ctx); err != nil {
		return nil, err
	}
	if c.isOfSnapshot() {
		variable, err := c.toVariable(ctx)
		if !needsTable(err) {
			return variable, err
		}
	}
	spool, err := c.toTable(ctx)
	if !mysql.HasNoTables(numberOf(err)) {
		return spool, err
	}
	if !c.fitsVariable() {
		return nil, hintAtTables(err)
	}
	variable, otherErr := c.toVariable(ctx)
	if needsTable(otherErr) {
		return nil, hintAtTables(err)
	}
	return variable, otherErr
}

// fitsVariable reports whether the rows are the same in a variable.
func (c *mysqlCopy) fitsVariable() bool {
	return !c.outline.IsOrdered() && !mysql.IsWidened(c.statement.text.Contains)
}

// needsTable reports whether a result that was to be copied into a variable may be
// copied into a table.
func needsTable(err error) bool {
	return errors.Is(err, errNoRoom) || mysql.IsMisplaced(numberOf(err))
}

// isOfSnapshot reports whether the caller expects what a snapshot has, and the query
// can be run twice if it has too much.
func (c *mysqlCopy) isOfSnapshot() bool {
	return c.conn.engine.KeepsSnapshot(c.conn.tx.modes) && c.isRepeatable() && c.fitsVariable()
}

// numberOf returns MySQL's number of an error, 0 if it has none.
func numberOf(err error) int {
	var e *Error
	if errors.As(err, &e) {
		return e.Number
	}
	return 0
}

// hintAtTables says of an error of the database what the table was for.
func hintAtTables(err error) error {
	var e *Error
	if errors.As(err, &e) && e.Hint == "" {
		e.Hint = "A large result that is ordered, larger than max_allowed_packet or of GROUP_CONCAT is copied into a temporary table: that takes a database, " +
			"the privilege CREATE TEMPORARY TABLES on it, and a transaction that is not read only."
	}
	return err
}

// describe asks for the columns, which the query has without any rows as well.
func (c *mysqlCopy) describe(ctx context.Context) error {
	request := &wire.ExecuteRequest{SQL: c.outline.Limited("0"), IncludeResultMetadata: true}
	request.Parameters = parametersOf(request.SQL, c.bound.parameters)
	result, call, err := c.held.execute(ctx, fetchOperation, request, true)
	if err != nil {
		return err
	}
	c.held.described = result.Columns
	reuse(call.response)
	if len(result.Columns) == 0 {
		return errNotNested
	}
	return nil
}

// form returns the form of the values.
func (c *mysqlCopy) form() mysql.Form {
	return mysql.Form{Binary: c.statement.prepared || len(c.args) > 0}
}

// fill runs the statement that copies the rows, and returns how many it has changed.
func (c *mysqlCopy) fill(ctx context.Context, sql string) (changed int64, err error) {
	if err := checkLarge(sql); err != nil {
		return 0, err
	}
	sql, _ = c.statement.withRemarks(sql)
	request := &wire.ExecuteRequest{SQL: sql, Parameters: c.bound.parameters}
	result, call, err := c.held.execute(ctx, executeOperation, request, false)
	c.conn.log(ctx, c.statement, result, call, err)
	if err != nil {
		return 0, err
	}
	reuse(call.response)
	return result.RecordsUpdated, nil
}

// errTooWide is the error for a result that no table can hold in its order.
var errTooWide = fmt.Errorf("auroradataapi: read large result: %w: its columns do not fit into a row of InnoDB, and it has an ORDER BY: "+
	"leave columns or the ORDER BY out", ErrResultTooLarge)

// toTable copies the rows into a temporary table.
func (c *mysqlCopy) toTable(ctx context.Context) (*mysqlSpool, error) {
	spool := &mysqlSpool{held: c.held, table: mysql.NewSpool(c.held.nth, c.held.described, c.form())}
	spool.outlives = true
	if spool.table.Packs() && c.outline.IsOrdered() {
		return nil, errTooWide
	}
	if err := spool.create(ctx); err != nil {
		return nil, err
	}
	err := c.held.with(ctx, spool.table.Relax(), spool.table.Tighten(), func() (err error) {
		spool.left, err = c.fill(ctx, spool.table.Fill(c.bound.sql))
		return err
	})
	if err != nil {
		spool.close(ctx)
		return nil, err
	}
	return spool, nil
}

// with does something between a statement that changes the session and one that
// changes it back.
func (h *held) with(ctx context.Context, change, back string, do func() error) error {
	if err := h.run(ctx, change); err != nil {
		return err
	}
	err := do()
	if backErr := h.run(ctx, back); err == nil {
		err = backErr
	}
	return err
}

// errNoRoom is the error for a result that a variable cannot hold.
var errNoRoom = fmt.Errorf("auroradataapi: read large result: %w: it does not fit into max_allowed_packet", ErrResultTooLarge)

// toVariable copies the rows into a variable of the session.
func (c *mysqlCopy) toVariable(ctx context.Context) (*mysqlVariable, error) {
	v := &mysqlVariable{held: c.held, name: mysql.VariableName(c.held.nth)}
	v.outlives = true
	err := c.held.with(ctx, v.name.Widen(), v.name.Narrow(), func() error {
		_, err := c.fill(ctx, v.name.Fill(mysql.Pack(c.bound.sql, c.held.described, c.form())))
		return err
	})
	if err == nil {
		err = v.measure(ctx)
	}
	if err != nil {
		v.close(ctx)
		return nil, err
	}
	return v, nil
}
