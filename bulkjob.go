package auroradataapi

import (
	"context"
	"database/sql/driver"
)

// sheetJob runs the statement for rows of a sheet.
type sheetJob struct {
	bulkArgument
	plan     *bulkPlan
	sheet    bulkSheet
	from, to int              // the rows
	returned [][]driver.Value // of each row, if they are wanted
	counts   []int64          // of each row, if they are wanted or else known
	blamed   int              // the row that an error is about, -1 if it is not known
}

func (p *bulkPlan) job(sheet bulkSheet, from, to int) *sheetJob {
	return &sheetJob{plan: p, sheet: sheet, from: from, to: to, blamed: -1}
}

func (j *sheetJob) rows() int { return j.to - j.from }

func (j *sheetJob) run(ctx context.Context, c *conn) (driver.Result, error) {
	if c.dead {
		return nil, driver.ErrBadConn
	}
	j.plan.keepAlive(c)
	return j.plan.way.run(ctx, c, j)
}

// rowJob runs the statement for one row that has no place on a sheet, as a program
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
	alone := j.plan.job(nil, 0, 1)
	result, err := j.plan.way.read(a, alone)
	j.returned = alone.returned
	return result, err
}
