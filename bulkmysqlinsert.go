package auroradataapi

import (
	"context"
	"database/sql/driver"
	"slices"
	"sync/atomic"
	"unicode/utf8"

	"github.com/auroradataapi/auroradataapi/internal/mysql"
	"github.com/auroradataapi/auroradataapi/internal/sqltext"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// mysqlInsertion inserts the rows of a sheet by one statement: from a document, or as
// rows of VALUES if their keys are wanted, which MySQL numbers one by one in no other
// way.
type mysqlInsertion struct {
	mysqlBulk
	head, tail string // what stands around the rows
	order      []int  // the argument of each value of a row
	counts     bool
	keys       bool
	values     bool         // VALUES must stay
	step       atomic.Int64 // from key to key; 0 if it is not known
}

func (b mysqlBulk) newInsertion(p *bulkPlan, in sqltext.Insertion) *mysqlInsertion {
	i := &mysqlInsertion{
		mysqlBulk: b, head: b.sql[:in.Start], tail: b.sql[in.End:], order: in.Rows[0],
		counts: p.counts, keys: p.returns,
	}
	i.values = i.keys || mysql.NamesRows(i.tail)
	return i
}

func (i *mysqlInsertion) newSheet(mixed bool) bulkSheet {
	columns := len(i.order)
	if !i.values && !mixed {
		return mysqlSheet{mysql.NewSheet(columns, i.location), i.room}
	}
	return mysqlSets{
		Sets: mysql.NewValues(columns, i.location), columns: columns, room: i.room,
		characters: maxSQL - utf8.RuneCountInString(i.head) - utf8.RuneCountInString(i.tail),
	}
}

// takesBlock: the keys of rows are read before they are committed.
func (i *mysqlInsertion) takesBlock() bool { return i.keys }

// leavesTraces is false: a statement that fails has no effect.
func (*mysqlInsertion) leavesTraces() bool { return false }

func (*mysqlInsertion) mayBlame(e *Error, j *sheetJob) (suspect int, ok bool) {
	m := e.databaseMessage()
	row := mysql.RowOf(m)
	if row == 0 || row > j.rows() {
		return -1, mysql.BlamesRow(m)
	}
	return j.from + row - 1, mysql.BlamesRow(m)
}

func (i *mysqlInsertion) run(ctx context.Context, c *conn, j *sheetJob) (driver.Result, error) {
	b := i.bind(j)
	if err := c.guardLocks(ctx, i.statement); err != nil {
		return nil, err
	}
	a, err := c.deliver(ctx, i.statement, b, false)
	if err != nil {
		return nil, err
	}
	defer a.release()
	c.noteLastInsertID(a)
	if i.counts {
		j.counts = slices.Repeat([]int64{1}, j.rows())
	}
	if !i.keys {
		return a.count(), nil
	}
	step, err := i.stepFor(ctx, c, a, j)
	if err != nil {
		return nil, err
	}
	return j.readKeys(a, step)
}

// bind returns the statement with the rows of a job.
func (i *mysqlInsertion) bind(j *sheetJob) *bound {
	switch sheet := j.sheet.(type) {
	case mysqlSheet:
		document := wire.Parameter{Name: "1", Kind: wire.String, Text: sheet.Document(j.from, j.to)}
		return &bound{sql: i.head + sheet.Statement(i.order) + i.tail, parameters: []wire.Parameter{document}}
	case mysqlSets:
		rows, parameters := sheet.Values(j.from, j.to, i.order)
		return &bound{sql: i.head + rows + i.tail, parameters: parameters}
	}
	return &bound{}
}

// stepFor returns how far apart the keys of an answer are, if that has not got them
// all.
func (i *mysqlInsertion) stepFor(ctx context.Context, c *conn, a *answer, j *sheetJob) (int64, error) {
	if len(a.result.GeneratedFields) == j.rows() || i.step.Load() > 0 {
		return i.step.Load(), nil
	}
	field, err := c.askMySQL(ctx, &bound{sql: mysql.KeyStep})
	if err != nil {
		return 0, err
	}
	i.step.Store(field.Long)
	return field.Long, nil
}
