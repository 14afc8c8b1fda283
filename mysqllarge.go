package auroradataapi

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"github.com/auroradataapi/auroradataapi/internal/mysql"
	"github.com/auroradataapi/auroradataapi/internal/sqltext"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// mysqlQuery is a query with its arguments, as the service takes it, whose result
// may be too large for an answer.
type mysqlQuery struct {
	conn       *conn
	statement  *statement
	sql        string
	parameters []wire.Parameter
	form       mysql.Form
	commits    bool // a transaction of its own is committed when the rows have been read
}

// read returns an answer whose rows are read from a copy. row is about how many
// octets a row has, 0 if that is not known.
func (q *mysqlQuery) read(ctx context.Context, row int) (*answer, error) {
	spool, err := q.open(ctx)
	if err != nil {
		return nil, err
	}
	return q.conn.readPages(ctx, q.statement, spool, row)
}

// open copies the result in the transaction of the connection or, if there is none,
// in one of its own, which is kept alive as long as there are rows to be read. That
// is READ COMMITTED, where the copy is a consistent read that locks nothing.
func (q *mysqlQuery) open(ctx context.Context) (spool *mysqlSpool, err error) {
	c := q.conn
	if c.tx != nil {
		return q.copy(ctx)
	}
	modes, err := c.engine.Modes(sql.LevelReadCommitted, false)
	if err != nil {
		return nil, err
	}
	err = c.besides(nil, func() (err error) {
		if err = c.begin(ctx, modes); err != nil {
			return err
		}
		if spool, err = q.copy(ctx); err != nil {
			c.giveUp(ctx)
			return err
		}
		c.tx.lend(q.commits)
		return nil
	})
	return spool, err
}

// copy copies the result in the transaction.
func (q *mysqlQuery) copy(ctx context.Context) (*mysqlSpool, error) {
	if err := q.conn.restore(ctx); err != nil {
		return nil, err
	}
	outline, ok := sqltext.ReadOutline(sqltext.MySQL, q.sql)
	if !ok {
		return nil, errNotNested
	}
	spool := &mysqlSpool{held: q.conn.newHeld()}
	spool.name, spool.outlives = mysql.SpoolName(spool.nth), true
	if err := q.describe(ctx, outline, &spool.held); err != nil {
		return nil, q.conn.failed(q.statement.text.Keyword(), sqltext.Positions{}, err)
	}
	if err := q.fill(ctx, outline, spool); err != nil {
		return nil, q.conn.failed(q.statement.text.Keyword(), sqltext.Positions{}, err)
	}
	return spool, nil
}

// describe asks for the columns, which the query has without any rows as well.
func (q *mysqlQuery) describe(ctx context.Context, o *sqltext.Outline, held *held) error {
	request := &wire.ExecuteRequest{SQL: o.Limited("0"), IncludeResultMetadata: true}
	request.Parameters = parametersIn(request.SQL, q.parameters)
	result, call, err := held.execute(ctx, fetchOperation, request, true)
	if err != nil {
		return err
	}
	held.described = result.Columns
	reuse(call.response)
	return nil
}

// everyRow is a LIMIT that leaves none out. With one, MySQL keeps the order of a
// query that is part of another.
const everyRow = "18446744073709551615"

// fill makes the temporary table and copies the rows.
func (q *mysqlQuery) fill(ctx context.Context, o *sqltext.Outline, spool *mysqlSpool) error {
	query := q.sql
	if o.Sorts() {
		query = o.Limited(everyRow)
	}
	request := &wire.ExecuteRequest{SQL: spool.name.Fill(mysql.Pack(query, spool.described, q.form)), Parameters: q.parameters}
	if err := checkLarge(request.SQL); err != nil {
		return err
	}
	if err := spool.create(ctx); err != nil {
		return err
	}
	result, call, err := spool.execute(ctx, executeOperation, request, false)
	q.conn.log(ctx, q.statement, result, call, err)
	if err != nil {
		spool.close(ctx)
		return err
	}
	spool.left = result.RecordsUpdated
	reuse(call.response)
	return nil
}

// create makes the temporary table, in place of one that a session before may have
// left behind.
func (s *mysqlSpool) create(ctx context.Context) error {
	err := s.run(ctx, s.name.Create())
	if number := mysqlNumber(err); number == mysql.TableExists {
		if err = s.run(ctx, s.name.Drop()); err == nil {
			err = s.run(ctx, s.name.Create())
		}
	}
	return hintAtCopy(err)
}

// hintAtCopy says of an error of the database why there was a copy at all.
func hintAtCopy(err error) error {
	var e *Error
	if !errors.As(err, &e) || e.Hint != "" {
		return err
	}
	switch mysqlNumber(err) {
	case mysql.AccessToDatabaseDenied, mysql.AccessToTableDenied, mysql.AccessDenied:
		e.Hint = "A result above 1 MiB is read from a temporary table: grant the user CREATE TEMPORARY TABLES on the database."
	case mysql.NoDatabase:
		e.Hint = "A result above 1 MiB is read from a temporary table, which needs a database: name one in the configuration."
	}
	return err
}

// parametersIn returns those of some parameters that a text refers to.
func parametersIn(sql string, parameters []wire.Parameter) []wire.Parameter {
	var in []wire.Parameter
	for _, p := range parameters {
		if refersTo(sql, ":"+p.Name) {
			in = append(in, p)
		}
	}
	return in
}

// refersTo reports whether a text has a mark that is not the beginning of a longer
// one.
func refersTo(sql, mark string) bool {
	for {
		_, rest, ok := strings.Cut(sql, mark)
		if !ok {
			return false
		}
		if rest == "" || !isNameByte(rest[0]) {
			return true
		}
		sql = rest
	}
}

func isNameByte(b byte) bool {
	return b == '_' || b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= 0x80
}

var _ = fmt.Sprint
