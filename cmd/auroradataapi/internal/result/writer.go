package result

import (
	"cmp"
	"database/sql"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Writer writes one result in some format. End writes what is left; a result that
// broke off is not ended. A Writer is for one result and one goroutine.
type Writer interface {
	// Begin is called once, before everything else.
	Begin(columns []Column) error
	// Row takes the values of a row, one for each column, as database/sql scans
	// them into an any. They are not kept.
	Row(values []any) error
	// End is called once, behind the last row.
	End() error
}

// Formats are the names of all formats.
var Formats = []string{"table", "vertical", "json", "jsonl", "csv"}

// Options say how results are written.
type Options struct {
	// Format is one of Formats.
	Format string
	// Width is how many places a line of a table has. Values are cut to it, and if
	// they had to be cut too short, the table is as in vertical. 0 is as many places as
	// it takes.
	Width int
	// Limit is the most rows that a table shows, 0 for all.
	Limit int
	// Null stands for NULL in tables and in CSV. Default: NULL, and nothing in CSV.
	Null string
	// Delimiter stands between the values of CSV. Default: a comma.
	Delimiter rune
	// NoHeader leaves the names of the columns out of CSV.
	NoHeader bool
	// Color allows tables the terminal's control sequences.
	Color bool
}

// New returns a writer. It fails if there is no such format.
func New(out io.Writer, options Options) (Writer, error) {
	switch options.Format {
	case "csv":
		return newCSVWriter(out, options), nil
	case "json":
		return newJSONWriter(out, false), nil
	case "jsonl":
		return newJSONWriter(out, true), nil
	}
	options.Null = cmp.Or(options.Null, "NULL")
	switch options.Format {
	case "table":
		return &tableWriter{out: out, options: options}, nil
	case "vertical":
		return newVerticalWriter(out, options), nil
	}
	return nil, fmt.Errorf("auroradataapi: no format %q: want one of %s", options.Format, strings.Join(slices.Sorted(slices.Values(Formats)), ", "))
}

// IsCut tells whether a writer has cut a value, to let a table fit.
func IsCut(w Writer) bool {
	t, ok := w.(*tableWriter)
	return ok && t.cut
}

// Copy writes a result set, all its rows, and returns how many there were.
func Copy(out Writer, rows *sql.Rows) (count int64, err error) {
	columns, err := Columns(rows)
	if err != nil {
		return 0, err
	}
	if err := out.Begin(columns); err != nil {
		return 0, err
	}
	values, targets := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		targets[i] = &values[i]
	}
	for rows.Next() {
		if err := rows.Scan(targets...); err != nil {
			return count, err
		}
		if err := out.Row(values); err != nil {
			return count, err
		}
		count++
	}
	if err := rows.Err(); err != nil {
		return count, err
	}
	return count, out.End()
}

// Columns returns the columns of a result set: none if the statement returns no
// rows.
func Columns(rows *sql.Rows) ([]Column, error) {
	types, err := rows.ColumnTypes()
	if err != nil {
		return nil, err
	}
	columns := make([]Column, len(types))
	for i, t := range types {
		columns[i] = Column{Name: t.Name(), TypeName: t.DatabaseTypeName()}
	}
	return columns, nil
}
