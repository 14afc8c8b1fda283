package auroradataapi

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"strconv"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
	"github.com/auroradataapi/auroradataapi/internal/sqltext"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// insertJob inserts rows of a sheet by one statement.
type insertJob struct {
	bulkArgument
	plan     *bulkPlan
	sheet    *postgres.Sheet
	from, to int              // the rows
	returned [][]driver.Value // of each row, if they are wanted
}

func (j *insertJob) run(ctx context.Context, c *conn) (driver.Result, error) {
	if c.dead {
		return nil, driver.ErrBadConn
	}
	j.plan.keepAlive(c)
	s := j.plan.insertion
	if err := c.guardLocks(ctx, s); err != nil {
		return nil, err
	}
	b := &bound{parameters: j.sheet.Parameters(j.from, j.to)}
	b.sql, b.positions = s.text.Render(func(p sqltext.Placeholder) (string, bool) { return ":" + strconv.Itoa(p.Ordinal), true })
	a, err := c.submit(ctx, s, b, nil, j.plan.returns)
	if err != nil {
		return nil, c.blame(j.plan, err)
	}
	defer a.release()
	if j.plan.returns {
		return j.read(a)
	}
	return a.count(), nil
}

// blame draws the consequences of an error of a generated text: in it, positions
// mean nothing to the caller.
func (c *conn) blame(p *bulkPlan, err error) error {
	var e *Error
	if !errors.As(err, &e) {
		return err
	}
	e.Position = 0
	if postgres.SuggestsOtherTypes(e.Code) {
		c.forget(p.described)
	}
	return err
}

// read reads what the rows return.
func (j *insertJob) read(a *answer) (driver.Result, error) {
	rows := newRows(a)
	for {
		values := make([]driver.Value, len(rows.columns))
		err := rows.Next(values)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		j.returned = append(j.returned, values)
	}
	if len(j.returned) != j.to-j.from {
		return nil, fmt.Errorf("auroradataapi: bulk write: %d rows have returned %d: a trigger or a rule hides which", j.to-j.from, len(j.returned))
	}
	return driver.RowsAffected(len(j.returned)), nil
}

// loopJob runs a statement for rows of a sheet, one after the other, in a
// transaction.
type loopJob struct {
	bulkArgument
	plan     *bulkPlan
	sheet    *postgres.Sheet
	from, to int
	counts   []int64 // of each row
	blamed   int     // the row that an error is about, -1 if it is not known
}

func (j *loopJob) run(ctx context.Context, c *conn) (driver.Result, error) {
	j.blamed = -1
	if c.dead {
		return nil, driver.ErrBadConn
	}
	j.plan.keepAlive(c)
	if err := c.restore(ctx); err != nil {
		return nil, err
	}
	store := &bound{sql: j.plan.loop.Store(), parameters: j.sheet.Parameters(j.from, j.to)}
	if _, err := j.perform(ctx, c, store); err != nil {
		return nil, err
	}
	block, err := shield(j.plan.loop.Run())
	if err != nil {
		return nil, err
	}
	if _, err := j.perform(ctx, c, &bound{sql: block}); err != nil {
		return nil, j.find(c.blame(j.plan, err))
	}
	text, err := j.perform(ctx, c, &bound{sql: j.plan.loop.Counts()})
	if err != nil {
		return nil, err
	}
	if j.counts, err = postgres.ParseCounts(text); err != nil {
		return nil, fmt.Errorf("auroradataapi: bulk write: read counts: %w", err)
	}
	var sum int64
	for _, n := range j.counts {
		sum += n
	}
	return driver.RowsAffected(sum), nil
}

// perform runs one of the statements and returns the text that it returns, if any.
func (j *loopJob) perform(ctx context.Context, c *conn, b *bound) (string, error) {
	s, err := parseStatement(c.engine, b.sql, QueryExecModeDescribe)
	if err != nil {
		return "", err
	}
	a, err := c.send(ctx, s, b, false)
	if err != nil {
		return "", err
	}
	defer a.release()
	if !a.result.HasRecords {
		return "", nil
	}
	fields := make([]wire.Field, max(len(j.plan.types), 1))
	if b.parameters == nil {
		fields = fields[:1]
	}
	if _, err := a.result.NextRow(fields); err != nil {
		return "", fmt.Errorf("auroradataapi: bulk write: read answer: %w", err)
	}
	return fields[0].Text, nil
}

// find takes the number of the row out of an error of the block.
func (j *loopJob) find(err error) error {
	var e *Error
	if errors.As(err, &e) {
		var row int
		if e.Message, row = postgres.CutRow(e.Message); row > 0 {
			j.blamed = j.from + row - 1
		}
	}
	return err
}

// rowJob runs the statement for one row that has no room on a sheet, as a program
// would.
type rowJob struct {
	bulkArgument
	plan     *bulkPlan
	row      []any
	returned [][]driver.Value
}

func (j *rowJob) run(ctx context.Context, c *conn) (driver.Result, error) {
	j.plan.keepAlive(c)
	args := invocation{engine: c.engine, query: j.plan.query}
	if err := args.replace(j.row); err != nil {
		return nil, err
	}
	s, err := parseStatement(c.engine, j.plan.query, QueryExecModeDescribe)
	if err != nil {
		return nil, err
	}
	a, err := c.run(ctx, s, args.args, j.plan.returns)
	if err != nil {
		return nil, err
	}
	defer a.release()
	if !j.plan.returns {
		return a.count(), nil
	}
	alone := &insertJob{plan: j.plan, to: 1}
	result, err := alone.read(a)
	j.returned = alone.returned
	return result, err
}
