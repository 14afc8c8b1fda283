package auroradataapi

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/auroradataapi/auroradataapi/internal/mysql"
	"github.com/auroradataapi/auroradataapi/internal/sqltext"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// mysqlManyRows is an INSERT … VALUES (?, …), (?, …), … as the mappers of objects write
// it, with more rows than the service takes in a text. Its rows can go as a document
// unless they are given keys, of which programs expect that they follow one another
// from the first: those of rows that come from a query may not, if others insert
// meanwhile.
type mysqlManyRows struct {
	statement  *statement
	args       []driver.NamedValue
	head, tail string
	rows       [][]int
	table      string
	columns    []string
}

// errRowsTooMany says what to do with an INSERT that has to stay as it is.
var errRowsTooMany = errors.New("insert fewer rows at once, or use CopyFrom or ExecBatch")

// newMySQLManyRows returns the statement as one of many rows, or nil if it is none.
func newMySQLManyRows(s *statement, args []driver.NamedValue) *mysqlManyRows {
	sql, _ := s.text.Render(func(sqltext.Placeholder) (string, bool) { return "?", true })
	outline, ok := sqltext.ReadOutline(sqltext.MySQL, sql)
	if !ok {
		return nil
	}
	in, ok := outline.Insertion()
	if !ok || len(in.Rows) < 2 || in.Returns || mysql.NamesRows(sql[in.End:]) {
		return nil
	}
	m := &mysqlManyRows{statement: s, args: args, head: sql[:in.Start], tail: sql[in.End:], rows: in.Rows}
	m.table, m.columns, ok = outline.Target()
	if !ok {
		return nil
	}
	return m
}

// bindLong gives a statement its arguments of which the text has become too long.
func (c *conn) bindLong(ctx context.Context, s *statement, args []driver.NamedValue, loc *time.Location, tooLong error) (*bound, error) {
	m := newMySQLManyRows(s, args)
	if m == nil {
		return nil, tooLong
	}
	generates, err := m.generatesKeys(ctx, c)
	switch {
	case err != nil:
		return nil, err
	case generates:
		return nil, fmt.Errorf("%w: %w: the keys of its rows would not follow one another in any other form", tooLong, errRowsTooMany)
	}
	b, err := m.bind(loc)
	if errors.Is(err, mysql.ErrOtherForm) || errors.Is(err, ErrRequestTooLarge) {
		return nil, fmt.Errorf("%w: %w", tooLong, errRowsTooMany)
	}
	return b, err
}

// bind returns the statement with its rows as a document.
func (m *mysqlManyRows) bind(loc *time.Location) (*bound, error) {
	sheet := mysql.NewSheet(len(m.rows[0]), loc)
	for _, row := range m.rows {
		if err := m.add(sheet, row); err != nil {
			return nil, err
		}
	}
	sql := m.head + sheet.Statement(inOrder(len(m.rows[0]))) + m.tail
	if sheet.Size() > roomForRows(sql, 1) {
		return nil, ErrRequestTooLarge
	}
	document := wire.Parameter{Name: "1", Kind: wire.String, Text: sheet.Document(0, sheet.Rows())}
	return &bound{sql: sql, parameters: []wire.Parameter{document}}, checkLength(sql)
}

// add adds a row. Its error names the argument.
func (m *mysqlManyRows) add(sheet *mysql.Sheet, row []int) error {
	values := make([]any, len(row))
	for i, n := range row {
		values[i] = m.args[n-1].Value
	}
	err := sheet.Add(values)
	var column *mysql.ColumnError
	if errors.As(err, &column) {
		return bindError(&m.args[row[column.Column]-1], column.Err)
	}
	return err
}

// generatesKeys reports whether the rows may be given keys: the table has a column for
// them, unless all rows have one of their own, or it is not known.
func (m *mysqlManyRows) generatesKeys(ctx context.Context, c *conn) (bool, error) {
	schema, table := mysql.SplitName(m.table)
	field, err := c.askMySQL(ctx, &bound{sql: mysql.KeyColumn, parameters: mysql.NameParameters(schema, table)})
	if err != nil || field.Kind != wire.String {
		return true, err
	}
	if field.Text == "" {
		return false, nil
	}
	at := slices.IndexFunc(m.columns, func(name string) bool {
		_, column := mysql.SplitName(name)
		return strings.EqualFold(column, field.Text)
	})
	if at < 0 {
		return true, nil
	}
	isOwn := func(row []int) bool { return mysql.IsKey(m.args[row[at]-1].Value) }
	return slices.ContainsFunc(m.rows, func(row []int) bool { return !isOwn(row) }), nil
}
