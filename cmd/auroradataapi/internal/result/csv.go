package result

import (
	"bufio"
	"io"
	"strings"
)

// csvWriter writes a header and the rows, as they come, in the way of
// PostgreSQL's COPY: NULL is an empty field, the empty string is "". That is why
// it is not encoding/csv, which writes both alike.
type csvWriter struct {
	out     *bufio.Writer
	columns []Column
}

func newCSVWriter(w io.Writer) *csvWriter { return &csvWriter{out: bufio.NewWriter(w)} }

func (w *csvWriter) Begin(columns []Column) error {
	w.columns = columns
	header := make([]string, len(columns))
	for i, c := range columns {
		header[i] = csvField(c.Name)
	}
	return w.line(header)
}

func (w *csvWriter) Row(values []any) error {
	fields := make([]string, len(values))
	for i, v := range values {
		if v != nil {
			fields[i] = csvField(w.columns[i].Text(v))
		}
	}
	return w.line(fields)
}

func (w *csvWriter) End() error { return w.out.Flush() }

func (w *csvWriter) line(fields []string) error {
	_, err := w.out.WriteString(strings.Join(fields, ",") + "\n")
	return err
}

// csvField quotes what RFC 4180 wants quoted, and what COPY would take for
// something else: the empty string for NULL, \. for the end of the data.
func csvField(s string) string {
	if s == "" || s == `\.` || strings.ContainsAny(s, "\",\r\n") {
		return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
	}
	return s
}
