package main

import (
	"database/sql"
	"io"
	"os"

	"golang.org/x/term"
)

// resultWriter writes one result in some format. end writes what is left; a
// result that broke off is not ended.
type resultWriter interface {
	begin(columns []column) error
	row(values []any) error
	end() error
}

// newResultWriter returns the writer for a format; "auto" is a table on a
// terminal and JSON elsewhere.
func newResultWriter(format string, w io.Writer) resultWriter {
	if format == "auto" {
		format = "json"
		if isTerminal(w) {
			format = "table"
		}
	}
	switch format {
	case "csv":
		return newCSVWriter(w)
	case "json":
		return newJSONWriter(w)
	}
	return &tableWriter{out: w}
}

func isTerminal(stream any) bool {
	file, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// writeResult writes all rows and returns how many there were. Columns is empty
// when the statement returned no result.
func writeResult(out resultWriter, rows *sql.Rows, columns []column) (count int, err error) {
	if err := out.begin(columns); err != nil {
		return 0, err
	}
	for rows.Next() {
		values, err := scanRow(rows, len(columns))
		if err != nil {
			return count, err
		}
		if err := out.row(values); err != nil {
			return count, err
		}
		count++
	}
	if err := rows.Err(); err != nil {
		return count, err
	}
	return count, out.end()
}

func columnsOf(rows *sql.Rows) ([]column, error) {
	types, err := rows.ColumnTypes()
	if err != nil {
		return nil, err
	}
	columns := make([]column, len(types))
	for i, t := range types {
		columns[i] = column{name: t.Name(), typeName: t.DatabaseTypeName()}
	}
	return columns, nil
}

func scanRow(rows *sql.Rows, width int) ([]any, error) {
	values := make([]any, width)
	targets := make([]any, width)
	for i := range values {
		targets[i] = &values[i]
	}
	return values, rows.Scan(targets...)
}
