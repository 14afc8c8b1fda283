package auroradataapi

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/auroradataapi/auroradataapi/internal/mysql"
	"github.com/auroradataapi/auroradataapi/internal/sqltext"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// mysqlBulk is what the ways of MySQL have in common.
type mysqlBulk struct {
	statement *statement
	sql       string // that can be sent, with ? for the placeholders
	location  *time.Location
	room      int // bytes for rows in a request
}

// plan chooses between the ways to run a statement. It asks the server nothing, but for
// the column whose keys are wanted.
func (f mysqlFlow) plan(ctx context.Context, c *conn, p *bulkPlan) error {
	if t := p.target; t != nil {
		p.query = mysql.InsertOne(t.table, t.columns)
	}
	s, err := p.statement(ctx, c, mysql.TakesSets, "an INSERT, REPLACE, UPDATE or DELETE", "?, ?, …")
	if err != nil {
		return err
	}
	if t := p.target; t != nil && len(t.returning) > 0 {
		if err := c.checkReturnsKey(ctx, t); err != nil {
			return fmt.Errorf("auroradataapi: bulk write: %w", err)
		}
	}
	b := mysqlBulk{statement: s, location: f.form.Location}
	b.sql, _ = s.text.Render(func(sqltext.Placeholder) (string, bool) { return "?", true })
	b.room = roomForRows(b.sql, s.ordinals)
	p.way, err = b.choose(p)
	if err == nil && p.returns && p.target == nil {
		err = c.checkGeneratesKey(ctx, b.sql)
	}
	if err != nil {
		return fmt.Errorf("auroradataapi: bulk write: %w", err)
	}
	return nil
}

func (b mysqlBulk) choose(p *bulkPlan) (bulkWay, error) {
	outline, ok := sqltext.ReadOutline(sqltext.MySQL, b.sql)
	if !ok || !outline.Modifies() {
		return nil, errors.New("a query takes no sets of arguments: write an INSERT, REPLACE, UPDATE or DELETE")
	}
	in, ok := outline.Insertion()
	passesOver := in.Updates || in.IgnoresConflicts
	switch {
	case in.Returns:
		return nil, errors.New("BatchExecuteStatement returns no rows: leave RETURNING out")
	case p.returns && (!ok || len(in.Rows) != 1 || passesOver):
		return nil, errors.New("the keys of rows are returned of INSERT … VALUES (?, …) alone, without IGNORE and ON DUPLICATE KEY UPDATE: leave BulkOptions.Returned out")
	case ok && len(in.Rows) == 1 && !(p.counts && passesOver):
		return b.newInsertion(p, in), nil
	case p.counts:
		return &mysqlSingles{b}, nil
	}
	return &mysqlBatch{b}, nil
}

func (*mysqlBulk) survives() bool { return true }

// lacksOthers is never so: MySQL checks foreign keys row by row.
func (*mysqlBulk) lacksOthers(context.Context, *sql.Tx, *Error) bool { return false }

// read reads the key of a row that was inserted by itself.
func (*mysqlBulk) read(a *answer, j *sheetJob) (driver.Result, error) {
	return j.readKeys(a, 1)
}

// readKeys reads the keys of the rows, which are a step apart.
func (j *sheetJob) readKeys(a *answer, step int64) (driver.Result, error) {
	generated := make([]int64, len(a.result.GeneratedFields))
	for i := range generated {
		generated[i] = generatedKey(&a.result.GeneratedFields[i])
	}
	keys, err := mysql.Keys(generated, j.rows(), step)
	if err != nil {
		return nil, fmt.Errorf("auroradataapi: bulk write: %w", err)
	}
	for _, key := range keys {
		j.returned = append(j.returned, []driver.Value{key})
	}
	return a.count(), nil
}

// checkReturnsKey checks that what CopyFrom is to return is the key that the database
// generates: MySQL returns nothing else of rows that are inserted.
func (c *conn) checkReturnsKey(ctx context.Context, t *copyTarget) error {
	table, schema := t.table[len(t.table)-1], strings.Join(t.table[:len(t.table)-1], ".")
	isKey, err := c.askIsKey(ctx, schema, table)
	if err != nil {
		return err
	}
	if len(t.returning) != 1 || !isKey(t.returning[0]) || slices.ContainsFunc(t.columns, isKey) {
		return errors.New("MySQL returns of a row nothing but the AUTO_INCREMENT column, if its value is generated: set BulkOptions.Returning to that alone")
	}
	return nil
}

// checkGeneratesKey checks that an INSERT leaves the key that it is to return to the
// database: of a row that brings its own, MySQL tells a number that may be another's.
func (c *conn) checkGeneratesKey(ctx context.Context, sql string) error {
	var name string
	var columns []string
	if outline, ok := sqltext.ReadOutline(sqltext.MySQL, sql); ok {
		name, columns, _ = outline.Target()
	}
	schema, table := mysql.SplitName(name)
	isKey, err := c.askIsKey(ctx, schema, table)
	if err != nil {
		return err
	}
	writes := func(column string) bool {
		_, column = mysql.SplitName(column)
		return isKey(column)
	}
	if len(columns) == 0 || slices.ContainsFunc(columns, writes) {
		return errors.New("MySQL returns of a row nothing but the AUTO_INCREMENT column, if its value is generated: list the columns of the INSERT without it, or leave BulkOptions.Returned out")
	}
	return nil
}

// askIsKey asks for the AUTO_INCREMENT column of a table, and returns what tells it by
// its name.
func (c *conn) askIsKey(ctx context.Context, schema, table string) (isKey func(name string) bool, err error) {
	field, err := c.askMySQL(ctx, &bound{sql: mysql.KeyColumn, parameters: mysql.NameParameters(schema, table)})
	isKey = func(name string) bool { return field.Text != "" && strings.EqualFold(name, field.Text) }
	return isKey, err
}

// askMySQL runs a query of the driver's own and returns the first field of its first
// row, if any.
func (c *conn) askMySQL(ctx context.Context, b *bound) (field wire.Field, err error) {
	s, err := parseStatement(c.engine, b.sql, QueryExecModeDescribe)
	if err != nil {
		return field, err
	}
	a, err := c.deliver(ctx, s, b, false)
	if err != nil {
		return field, err
	}
	defer a.release()
	fields := make([]wire.Field, 1)
	if _, err := a.result.NextRow(fields); err != nil {
		return field, fmt.Errorf("auroradataapi: bulk write: read answer: %w", err)
	}
	return fields[0], nil
}

// inOrder returns the numbers from 1.
func inOrder(n int) []int {
	order := make([]int, n)
	for i := range order {
		order[i] = i + 1
	}
	return order
}

// numbered returns the statement with :1, :2, … for its placeholders.
func (b *mysqlBulk) numbered() string {
	sql, _ := b.statement.text.Render(func(p sqltext.Placeholder) (string, bool) { return ":" + strconv.Itoa(p.Ordinal), true })
	return sql
}
