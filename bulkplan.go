package auroradataapi

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
)

// bulkJob is a part of a bulk write for a connection. It reaches the driver as the
// one argument of a statement, so that it takes the way that statements take,
// through whatever is between the program and the driver.
type bulkJob interface {
	driver.Valuer
	run(ctx context.Context, c *conn) (driver.Result, error)
}

// bulkArgument is what another driver sees of a bulkJob: nothing that it could
// send.
type bulkArgument struct{}

var errOtherDriver = errors.New("auroradataapi: bulk write: this is not a connection of package auroradataapi, or something between hides its ExecContext")

// Value returns an error.
func (bulkArgument) Value() (driver.Value, error) { return nil, errOtherDriver }

// bulkJobOf returns the job that the arguments of a statement are, nil if they are
// arguments.
func bulkJobOf(args []driver.NamedValue) bulkJob {
	if len(args) != 1 {
		return nil
	}
	job, _ := args[0].Value.(bulkJob)
	return job
}

// bulkPlan is how a statement is run for many rows.
type bulkPlan struct {
	bulkArgument
	query         string      // of CopyFrom, once the plan has run
	target        *copyTarget // of CopyFrom; nil for a statement of the caller's
	returns       bool        // rows are wanted
	counts        bool        // the count of each row is wanted
	texts         bool        // values are the texts that the server reads
	inTransaction bool        // of the caller's
	way           bulkWay
}

// copyTarget is what CopyFrom inserts into.
type copyTarget struct {
	table, columns, returning []string
}

// bulkWay is how one engine runs one statement for many rows. Goroutines may share
// it.
type bulkWay interface {
	// newSheet returns a sheet without rows; a mixed one if values of one column have
	// turned out to be such as do not go on one sheet.
	newSheet(mixed bool) bulkSheet
	// run runs the statement for the rows of a job.
	run(ctx context.Context, c *conn, j *sheetJob) (driver.Result, error)
	// read reads what rows return into a job.
	read(a *answer, j *sheetJob) (driver.Result, error)

	// takesBlock reports whether even one request is not committed by itself.
	takesBlock() bool
	// leavesTraces reports whether a request that has failed has to be undone before
	// anything else is run in the transaction.
	leavesTraces() bool
	// survives reports whether an error leaves a transaction as it is, so that what was
	// written in one of the caller's can be taken back, and savepoints of one name
	// replace each other.
	survives() bool

	// mayBlame reports whether one row of a job may be to blame for an error, so that
	// it is worth a search, and the index of the row that it may be, -1 if nothing
	// tells.
	mayBlame(e *Error, j *sheetJob) (suspect int, ok bool)
	// lacksOthers reports whether a part of the rows may fail like all of them because
	// it refers to others that are not in it.
	lacksOthers(ctx context.Context, tx *sql.Tx, e *Error) bool
}

// bulkSheet holds rows for a request. It belongs to one goroutine.
type bulkSheet interface {
	Rows() int
	// Add adds a row, of which the sheet keeps nothing. After an error, which is
	// errApart for a row that has no place beside the others, it is as it was.
	Add(values []any) error
	// TakeBack removes the row that was added last.
	TakeBack()
	// Clear removes all rows.
	Clear()
	// overflows reports whether the rows have no room in a request.
	overflows() bool
}

// errApart says that a row has no place on a sheet with the others.
var errApart = errors.New("row has no place beside the others")

// run finds out about the statement.
func (p *bulkPlan) run(ctx context.Context, c *conn) (driver.Result, error) {
	if c.dead {
		return nil, driver.ErrBadConn
	}
	if err := c.flow.plan(ctx, c, p); err != nil {
		return nil, err
	}
	return driver.RowsAffected(0), nil
}

// statement reads the statement, which must be one that can be run for sets of
// arguments: those with some keywords can. placeholders is how to write these.
func (p *bulkPlan) statement(ctx context.Context, c *conn, isOf func(keyword string) bool, keywords, placeholders string) (*statement, error) {
	s, err := parseStatement(c.engine, p.query, QueryExecModeDescribe)
	if err != nil {
		return nil, c.suffer(ctx, err)
	}
	switch keyword := s.text.Keyword(); {
	case keyword == "":
		err = errors.New("there is no statement")
	case !isOf(keyword):
		err = fmt.Errorf("%s takes no sets of arguments: write %s", keyword, keywords)
	case s.hasNames():
		err = errors.New("sets of arguments have no names: write placeholders " + placeholders)
	case s.ordinals == 0:
		err = errors.New("the statement has no placeholders for sets of arguments: write " + placeholders)
	}
	if err != nil {
		return nil, fmt.Errorf("auroradataapi: bulk write: %w", err)
	}
	if err := c.refuseEnded(s); err != nil {
		return nil, err
	}
	if err := c.guardLocks(ctx, s); err != nil {
		return nil, err
	}
	if err := c.endOrBegin(ctx, s); err != nil {
		return nil, err
	}
	p.inTransaction = c.tx != nil
	return s, nil
}

// keepAlive keeps the transaction of a bulk write alive, if that has begun it: the
// sequence may take longer to the next request than the service waits for it.
func (p *bulkPlan) keepAlive(c *conn) {
	if c.tx != nil && !p.inTransaction {
		c.tx.keepAlive()
	}
}

// roomForRows returns how many bytes the rows of a request may have, beside the text,
// the rest of the body and the headers.
func roomForRows(text string, columns int) int {
	const head, parameter = 16 << 10, 100
	return maxRequest - head - 2*len(text) - parameter*columns
}
