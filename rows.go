package auroradataapi

import (
	"bytes"
	"database/sql/driver"
	"fmt"
	"io"
	"reflect"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// rows is the result of a query, all of which has arrived.
type rows struct {
	result  *wire.Result
	columns []postgres.Column
	fields  []wire.Field  // the current row
	body    *bytes.Buffer // what result reads from; nil once closed
}

var (
	_ driver.Rows                           = (*rows)(nil)
	_ driver.RowsColumnTypeScanType         = (*rows)(nil)
	_ driver.RowsColumnTypeDatabaseTypeName = (*rows)(nil)
	_ driver.RowsColumnTypeLength           = (*rows)(nil)
	_ driver.RowsColumnTypeNullable         = (*rows)(nil)
	_ driver.RowsColumnTypePrecisionScale   = (*rows)(nil)
)

func newRows(result *wire.Result, body *bytes.Buffer) *rows {
	r := &rows{result: result, body: body, columns: make([]postgres.Column, len(result.Columns))}
	for i := range result.Columns {
		r.columns[i] = postgres.NewColumn(&result.Columns[i])
	}
	r.fields = make([]wire.Field, len(r.columns))
	return r
}

func (r *rows) Columns() []string {
	names := make([]string, len(r.columns))
	for i := range r.columns {
		names[i] = r.columns[i].Name
	}
	return names
}

// Close gives the answer's buffer back. The values that Next has given out do not
// refer to it.
func (r *rows) Close() error {
	reuse(r.body)
	r.body, r.result = nil, &wire.Result{}
	return nil
}

func (r *rows) Next(dest []driver.Value) error {
	if !r.result.HasRecords {
		return io.EOF
	}
	ok, err := r.result.NextRow(r.fields)
	if err != nil {
		return fmt.Errorf("auroradataapi: read row: %w", err)
	}
	if !ok {
		return io.EOF
	}
	for i := range dest {
		if dest[i], err = r.columns[i].Value(&r.fields[i]); err != nil {
			return fmt.Errorf("auroradataapi: read row: %w", err)
		}
	}
	return nil
}

func (r *rows) ColumnTypeScanType(i int) reflect.Type { return r.columns[i].ScanType() }

func (r *rows) ColumnTypeDatabaseTypeName(i int) string { return r.columns[i].DatabaseTypeName() }

func (r *rows) ColumnTypeLength(i int) (int64, bool) { return r.columns[i].Length() }

func (r *rows) ColumnTypeNullable(i int) (nullable, ok bool) { return r.columns[i].Nullable() }

func (r *rows) ColumnTypePrecisionScale(i int) (precision, scale int64, ok bool) {
	return r.columns[i].PrecisionScale()
}
