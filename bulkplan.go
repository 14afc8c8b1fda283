package auroradataapi

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"slices"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
	"github.com/auroradataapi/auroradataapi/internal/sqltext"
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
	query         string
	described     string // the text that its types are remembered under
	types         []postgres.Type
	returns       bool           // rows are wanted
	counts        bool           // the count of each row is wanted
	insertion     *statement     // inserts a sheet
	loop          *postgres.Loop // if there is no insertion
	inTransaction bool           // of the caller's
}

// checkTakesSets refuses a statement that cannot be run for sets of arguments.
func checkTakesSets(s *statement) error {
	switch {
	case s.text.Keyword() == "":
		return errors.New("there is no statement")
	case !s.infers():
		return fmt.Errorf("%s takes no sets of arguments: write a SELECT, INSERT, UPDATE, DELETE or MERGE", s.text.Keyword())
	case s.hasNames():
		return errors.New("sets of arguments have no names: write placeholders $1, $2, …")
	case s.ordinals == 0:
		return errors.New("the statement has no placeholders for sets of arguments: write $1, $2, …")
	}
	return nil
}

// run finds out about the statement.
func (p *bulkPlan) run(ctx context.Context, c *conn) (driver.Result, error) {
	if c.dead {
		return nil, driver.ErrBadConn
	}
	p.inTransaction = c.tx != nil
	s, err := parseStatement(c.engine, p.query, QueryExecModeDescribe)
	if err != nil {
		return nil, c.suffer(ctx, err)
	}
	if err := checkTakesSets(s); err != nil {
		return nil, fmt.Errorf("auroradataapi: bulk write: %w", err)
	}
	if err := c.guardLocks(ctx, s); err != nil {
		return nil, err
	}
	d, err := c.describe(ctx, s.inquireWhole(nil))
	if err != nil {
		return nil, c.suffer(ctx, err)
	}
	p.types, p.described = d.types, d.inquiry.sql
	return driver.RowsAffected(0), p.choose(s, p.described)
}

// choose chooses between the ways to run a statement, of which sql has nothing but
// placeholders $n.
func (p *bulkPlan) choose(s *statement, sql string) (err error) {
	outline, ok := sqltext.ReadOutline(sqltext.PostgreSQL, sql)
	if ok {
		if in, ok := outline.Insertion(); ok && len(in.Rows) == 1 && !in.Updates && !p.countsEach(in) && p.usesAll(in.Rows[0]) {
			return p.insert(sql, in)
		}
	}
	if p.returns {
		return errors.New("auroradataapi: bulk write: rows are returned of INSERT … VALUES ($1, …) RETURNING alone, without ON CONFLICT: leave BulkOptions.Returned out")
	}
	variables, _ := s.text.Render(func(h sqltext.Placeholder) (string, bool) {
		return postgres.LoopVariable(h.Ordinal, p.types[h.Ordinal-1]), true
	})
	p.loop = postgres.NewLoop(p.types, s.text.Keyword(), variables, sql, s.text.Contains)
	_, err = shield(p.loop.Run())
	return err
}

// countsEach reports whether more is wanted than one statement for all rows can
// tell: the count or the result of a row that may be ignored.
func (p *bulkPlan) countsEach(in sqltext.Insertion) bool {
	return p.counts || p.returns && (in.IgnoresConflicts || !in.Returns)
}

// keepAlive keeps the transaction of a bulk write alive, if that has begun it: the
// sequence may take longer to the next request than the service waits for it.
func (p *bulkPlan) keepAlive(c *conn) {
	if c.tx != nil && !p.inTransaction {
		c.tx.keepAlive()
	}
}

// takesBlock reports whether even one request is not committed by itself: a loop
// takes several, and of what rows return there is an error only when they are
// written.
func (p *bulkPlan) takesBlock() bool { return p.loop != nil || p.returns }

func (p *bulkPlan) usesAll(row []int) bool {
	for n := range p.types {
		if !slices.Contains(row, n+1) {
			return false
		}
	}
	return true
}

// insert makes of INSERT … VALUES ($1, …) a statement that inserts a sheet.
func (p *bulkPlan) insert(sql string, in sqltext.Insertion) error {
	text := sql[:in.Start] + postgres.SheetRows(p.types, in.Rows[0]) + sql[in.End:]
	s, err := parseStatement(postgres.Engine{}, text, QueryExecModeDescribe)
	p.insertion = s
	return err
}

// sheet returns a sheet for the rows.
func (p *bulkPlan) sheet() *postgres.Sheet {
	if p.loop != nil {
		return postgres.NewLoopSheet(p.types)
	}
	return postgres.NewSheet(p.types)
}

func (p *bulkPlan) room() int {
	text := p.query
	if p.insertion != nil {
		text = p.insertion.text.String()
	}
	return roomForRows(text, len(p.types))
}

// roomForRows returns how many bytes the rows of a request may have, beside the text,
// the rest of the body and the headers.
func roomForRows(text string, columns int) int {
	const head, parameter = 16 << 10, 100
	return maxRequest - head - 2*len(text) - parameter*columns
}
