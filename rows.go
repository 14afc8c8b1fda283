package auroradataapi

import (
	"cmp"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"reflect"

	"github.com/auroradataapi/auroradataapi/internal/engine"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// rows are the results of a query, of each of which a page at least has arrived.
type rows struct {
	*answer           // the result set that is being read
	later   []*answer // those behind it
	failure error     // of a statement behind them; nil if there is none
	columns []engine.Column
	field   wire.Field // the one that was read last; used again for each
}

var (
	_ driver.Rows                           = (*rows)(nil)
	_ driver.RowsNextResultSet              = (*rows)(nil)
	_ driver.RowsColumnTypeScanType         = (*rows)(nil)
	_ driver.RowsColumnTypeDatabaseTypeName = (*rows)(nil)
	_ driver.RowsColumnTypeLength           = (*rows)(nil)
	_ driver.RowsColumnTypeNullable         = (*rows)(nil)
	_ driver.RowsColumnTypePrecisionScale   = (*rows)(nil)
)

// newRows returns the rows of result sets, the first of which is there to be
// read.
func newRows(first *answer, later ...*answer) *rows {
	r := &rows{later: later}
	r.read(first)
	return r
}

// read makes an answer the result set that is read.
func (r *rows) read(a *answer) {
	r.answer = a
	r.columns = make([]engine.Column, len(a.result.Columns))
	for i := range r.columns {
		r.columns[i] = a.statement.engine.NewColumn(&a.result.Columns[i], a.prepared, a.settings)
	}
}

func (r *rows) HasNextResultSet() bool { return len(r.later) > 0 || r.failure != nil }

func (r *rows) NextResultSet() error {
	if len(r.later) == 0 {
		return cmp.Or(r.failure, io.EOF)
	}
	err := r.release()
	next := r.later[0]
	r.later = r.later[1:]
	r.read(next)
	return err
}

func (r *rows) Columns() []string {
	names := make([]string, len(r.columns))
	for i := range r.columns {
		names[i] = r.columns[i].Name()
	}
	return names
}

// Close gives the buffers back. The values that Next has given out do not refer
// to them.
func (r *rows) Close() error {
	err := r.release()
	for _, a := range r.later {
		err = errors.Join(err, a.release())
	}
	r.later = nil
	return err
}

func (r *rows) Next(dest []driver.Value) error {
	if !r.result.HasRecords {
		return io.EOF
	}
	ok, err := r.next(len(r.columns))
	switch {
	case err != nil:
		return err
	case !ok:
		return io.EOF
	}
	for i := range dest {
		if dest[i], err = r.value(i); err != nil {
			return unreadableRow(err)
		}
	}
	return nil
}

// unreadableRow is the error for a row that is not what the service sends.
func unreadableRow(err error) error { return fmt.Errorf("auroradataapi: read row: %w", err) }

// value decodes a field of the current row.
func (r *rows) value(i int) (driver.Value, error) {
	if err := r.answer.read(i, &r.field); err != nil {
		return nil, err
	}
	return r.columns[i].Value(&r.field)
}

func (r *rows) ColumnTypeScanType(i int) reflect.Type { return r.columns[i].ScanType() }

func (r *rows) ColumnTypeDatabaseTypeName(i int) string { return r.columns[i].DatabaseTypeName() }

func (r *rows) ColumnTypeLength(i int) (int64, bool) { return r.columns[i].Length() }

func (r *rows) ColumnTypeNullable(i int) (nullable, ok bool) { return r.columns[i].Nullable() }

func (r *rows) ColumnTypePrecisionScale(i int) (precision, scale int64, ok bool) {
	return r.columns[i].PrecisionScale()
}
