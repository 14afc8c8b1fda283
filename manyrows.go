package auroradataapi

import (
	"database/sql/driver"
	"errors"
	"strconv"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
	"github.com/auroradataapi/auroradataapi/internal/sqltext"
)

// manyRows is an INSERT … VALUES ($1, …), ($5, …), … as the mappers of objects write
// it, which is not sent like this: its text has no room for many rows, each number
// of rows would be described anew, and the server reads thousands of parameters
// slowly. The rows go as arrays, like those of CopyFrom.
type manyRows struct {
	text sqltext.Statement
	in   sqltext.Insertion
}

// fewPlaceholders is how many are not worth it.
const fewPlaceholders = 16

// manyRows returns the statement as one of many rows, or nil if it is none.
func (s *statement) manyRows() *manyRows {
	if s.ordinals < fewPlaceholders || s.text.Keyword() != "INSERT" || len(s.text.Placeholders()) != s.ordinals || s.gap > 0 {
		return nil
	}
	outline, ok := sqltext.ReadOutline(sqltext.PostgreSQL, s.text.String())
	if !ok {
		return nil
	}
	in, ok := outline.Insertion()
	if !ok || len(in.Rows) < 2 {
		return nil
	}
	return &manyRows{text: s.text, in: in}
}

// replace returns the statement with something in place of its rows, in which $n
// becomes what sub returns.
func (m *manyRows) replace(rows string, sub func(n int) string) (string, sqltext.Positions, error) {
	source := m.text.String()
	text, err := sqltext.Parse(sqltext.PostgreSQL, source[:m.in.Start]+rows+source[m.in.End:])
	if err != nil {
		return "", sqltext.Positions{}, err
	}
	sql, positions := text.Statements()[0].Render(func(p sqltext.Placeholder) (string, bool) { return sub(p.Ordinal), true })
	return sql, positions.Replaced(m.text, m.in.Start, m.in.End, rows), nil
}

// inquire returns the inquiry about the statement with one row. The others have the
// same types.
func (m *manyRows) inquire(keyword string) (q inquiry, err error) {
	q = inquiry{keyword: keyword, rows: m, order: make([]int, len(m.in.Rows)*len(m.in.Rows[0]))}
	for _, row := range m.in.Rows {
		for i, n := range row {
			q.order[n-1] = i + 1
		}
	}
	q.sql, q.positions, err = m.replace(postgres.OneRow(len(m.in.Rows[0])), func(n int) string { return "$" + strconv.Itoa(n) })
	return q, err
}

// bind gives the statement its arguments. As arrays some take more room, and then
// the error is ErrRequestTooLarge.
func (m *manyRows) bind(args []driver.NamedValue, d *description) (*bound, error) {
	first := m.in.Rows[0]
	types, order := make([]postgres.Type, len(first)), make([]int, len(first))
	for i, n := range first {
		types[i], order[i] = d.types[n-1], i+1
	}
	sheet := postgres.NewSheet(types)
	for _, row := range m.in.Rows {
		if err := m.add(sheet, row, args); err != nil {
			return nil, err
		}
	}
	sql, positions, err := m.replace(postgres.SheetRows(types, order), func(n int) string { return ":" + strconv.Itoa(n) })
	if err != nil {
		return nil, err
	}
	if sheet.Size() > roomForRows(sql, len(types)) {
		return nil, ErrRequestTooLarge
	}
	b := &bound{sql: sql, positions: positions, parameters: sheet.Parameters(0, sheet.Rows()), inferred: d}
	return b, checkLength(sql)
}

// add adds a row. Its error names the argument.
func (m *manyRows) add(sheet *postgres.Sheet, row []int, args []driver.NamedValue) error {
	values := make([]any, len(row))
	for i, n := range row {
		values[i] = args[n-1].Value
	}
	err := sheet.Add(values)
	var column *postgres.ColumnError
	if errors.As(err, &column) {
		return bindError(&args[row[column.Column]-1], column.Err)
	}
	return err
}
