package auroradataapi

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
	"github.com/auroradataapi/auroradataapi/internal/sqltext"
)

// postgresBulk is what the ways of PostgreSQL have in common.
type postgresBulk struct {
	described string // the text that the types are remembered under
	types     []postgres.Type
	native    postgres.Native // whose values are returned
	room      int             // bytes for rows in a request
}

// plan asks the server for the types, and chooses between the ways to run a
// statement.
func (postgresFlow) plan(ctx context.Context, c *conn, p *bulkPlan) error {
	if t := p.target; t != nil {
		p.query = postgres.InsertOne(t.table, t.columns, t.returning)
	}
	s, err := p.statement(ctx, c, postgres.Inferable, "a SELECT, INSERT, UPDATE, DELETE or MERGE", "$1, $2, …")
	if err != nil {
		return err
	}
	d, err := c.describe(ctx, s.inquireWhole(nil))
	if err != nil {
		return c.suffer(ctx, err)
	}
	bulk := postgresBulk{types: d.types, native: d.native, described: d.inquiry.sql}
	if p.texts {
		bulk.types = readingTexts(d.types)
	}
	p.way, err = bulk.choose(p, s)
	return err
}

// readingTexts returns the types with a text taken for what the server reads, also
// for a bytea.
func readingTexts(types []postgres.Type) []postgres.Type {
	types = slices.Clone(types)
	for i := range types {
		types[i] = types[i].For(postgres.PGX)
	}
	return types
}

// choose chooses the way for a statement, of which what is described has nothing but
// placeholders $n.
func (b postgresBulk) choose(p *bulkPlan, s *statement) (bulkWay, error) {
	outline, ok := sqltext.ReadOutline(sqltext.PostgreSQL, b.described)
	if ok {
		if in, ok := outline.Insertion(); ok && len(in.Rows) == 1 && !in.Updates && !p.countsEach(in) && b.usesAll(in.Rows[0]) {
			return b.newInsertion(p, in)
		}
	}
	if p.returns {
		return nil, errors.New("auroradataapi: bulk write: rows are returned of INSERT … VALUES ($1, …) RETURNING alone, without ON CONFLICT: leave BulkOptions.Returned out")
	}
	return b.newLoop(p, s)
}

// countsEach reports whether more is wanted than one statement for all rows can
// tell: the count or the result of a row that may be ignored.
func (p *bulkPlan) countsEach(in sqltext.Insertion) bool {
	return p.counts || p.returns && (in.IgnoresConflicts || !in.Returns)
}

func (b *postgresBulk) usesAll(row []int) bool {
	for n := range b.types {
		if !slices.Contains(row, n+1) {
			return false
		}
	}
	return true
}

func (*postgresBulk) survives() bool { return false }

// blame draws the consequences of an error of a generated text: in it, positions
// mean nothing to the caller.
func (b *postgresBulk) blame(c *conn, err error) error {
	var e *Error
	if !errors.As(err, &e) {
		return err
	}
	e.Position = 0
	if postgres.SuggestsOtherTypes(e.Code) {
		c.forget(b.described)
	}
	return err
}

// lacksOthers reports whether a foreign key of the table to itself is violated. The
// error does not name the key.
func (*postgresBulk) lacksOthers(ctx context.Context, tx *sql.Tx, e *Error) bool {
	if !postgres.LacksKey(e.Code) {
		return false
	}
	var refers bool
	err := tx.QueryRowContext(ctx, postgres.RefersToItself(e.ConstraintName)).Scan(&refers)
	return err != nil || refers
}

// read reads what the rows return.
func (*postgresBulk) read(a *answer, j *sheetJob) (driver.Result, error) {
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
	if len(j.returned) != j.rows() {
		return nil, fmt.Errorf("auroradataapi: bulk write: %d rows have returned %d: a trigger or a rule hides which", j.rows(), len(j.returned))
	}
	return driver.RowsAffected(len(j.returned)), nil
}

// postgresSheet holds rows as arrays.
type postgresSheet struct {
	*postgres.Sheet
	room int
}

func (s postgresSheet) overflows() bool { return s.Size() > s.room }

// postgresInsertion inserts the rows of a sheet by one statement.
type postgresInsertion struct {
	postgresBulk
	returns   bool
	statement *statement
}

// newInsertion makes of INSERT … VALUES ($1, …) a statement that inserts a sheet.
func (b postgresBulk) newInsertion(p *bulkPlan, in sqltext.Insertion) (bulkWay, error) {
	text := b.described[:in.Start] + postgres.SheetRows(b.types, in.Rows[0]) + b.described[in.End:]
	s, err := parseStatement(postgres.Engine{Native: b.native}, text, QueryExecModeDescribe)
	if err != nil {
		return nil, err
	}
	b.room = roomForRows(text, len(b.types))
	return &postgresInsertion{postgresBulk: b, returns: p.returns, statement: s}, nil
}

func (i *postgresInsertion) newSheet(bool) bulkSheet {
	return postgresSheet{postgres.NewSheet(i.types), i.room}
}

// takesBlock: of what rows return there is an error only when they are written.
func (i *postgresInsertion) takesBlock() bool { return i.returns }

func (i *postgresInsertion) leavesTraces() bool { return true }

func (i *postgresInsertion) mayBlame(e *Error, j *sheetJob) (int, bool) {
	return -1, postgres.BlamesRow(e.Code)
}

func (i *postgresInsertion) run(ctx context.Context, c *conn, j *sheetJob) (driver.Result, error) {
	if err := c.guardLocks(ctx, i.statement); err != nil {
		return nil, err
	}
	b := &bound{parameters: j.sheet.(postgresSheet).Parameters(j.from, j.to)}
	b.sql, b.positions = i.statement.text.Render(func(p sqltext.Placeholder) (string, bool) { return ":" + strconv.Itoa(p.Ordinal), true })
	a, err := c.submit(ctx, i.statement, b, nil, i.returns)
	if err != nil {
		return nil, i.blame(c, err)
	}
	defer a.release()
	if i.returns {
		return i.read(a, j)
	}
	return a.count(), nil
}
