package auroradataapi

import (
	"context"
	"database/sql/driver"

	"github.com/auroradataapi/auroradataapi/internal/mysql"
)

// mysqlBatch runs the statement for the sets of a sheet by BatchExecuteStatement,
// which does not tell how many rows were affected.
type mysqlBatch struct{ mysqlBulk }

// unknownCount is the number of rows affected that the service does not tell.
const unknownCount = -1

func (b *mysqlBatch) newSheet(bool) bulkSheet { return b.newSets() }

func (b *mysqlBulk) newSets() bulkSheet {
	columns := b.statement.ordinals
	return mysqlSets{Sets: mysql.NewSets(columns, b.location), columns: columns, room: b.room}
}

// takesBlock: it is not known whether the service runs all sets in one transaction.
func (*mysqlBatch) takesBlock() bool { return true }

// leavesTraces: the sets before one that has failed have run.
func (*mysqlBatch) leavesTraces() bool { return true }

func (*mysqlBatch) mayBlame(e *Error, _ *sheetJob) (suspect int, ok bool) {
	return -1, mysql.BlamesRow(e.databaseMessage())
}

func (b *mysqlBatch) run(ctx context.Context, c *conn, j *sheetJob) (driver.Result, error) {
	if err := c.guardLocks(ctx, b.statement); err != nil {
		return nil, err
	}
	sets := j.sheet.(mysqlSets).ParameterSets(j.from, j.to)
	if _, err := c.sendBatch(ctx, b.statement, b.numbered(), sets); err != nil {
		return nil, err
	}
	return driver.RowsAffected(unknownCount), nil
}

// mysqlSingles runs the statement for the sets of a sheet one by one, since the count
// of each is wanted.
type mysqlSingles struct{ mysqlBulk }

func (s *mysqlSingles) newSheet(bool) bulkSheet { return s.newSets() }

func (*mysqlSingles) takesBlock() bool { return true }

// leavesTraces is not asked for: the set that has failed is known.
func (*mysqlSingles) leavesTraces() bool { return false }

func (*mysqlSingles) mayBlame(*Error, *sheetJob) (suspect int, ok bool) { return 0, false }

func (s *mysqlSingles) run(ctx context.Context, c *conn, j *sheetJob) (driver.Result, error) {
	if err := c.guardLocks(ctx, s.statement); err != nil {
		return nil, err
	}
	sql := s.numbered()
	for i, set := range j.sheet.(mysqlSets).ParameterSets(j.from, j.to) {
		a, err := c.deliver(ctx, s.statement, &bound{sql: sql, parameters: set}, false)
		if err != nil {
			j.blamed = j.from + i
			return nil, err
		}
		j.counts = append(j.counts, affected(a.result))
		if err := a.release(); err != nil {
			return nil, err
		}
	}
	return driver.RowsAffected(j.sum()), nil
}
