package result

import (
	"bufio"
	"cmp"
	"io"
	"strings"
)

// csvWriter writes a header and the rows, as they come, in the way of
// PostgreSQL's COPY: NULL is an empty field, the empty string is "". That is why
// it is not encoding/csv, which writes both alike.
type csvWriter struct {
	out       *bufio.Writer
	delimiter string
	null      string
	noHeader  bool
	columns   []Column
}

func newCSVWriter(out io.Writer, options Options) *csvWriter {
	return &csvWriter{
		out: bufio.NewWriter(out), null: options.Null, noHeader: options.NoHeader,
		delimiter: string(cmp.Or(options.Delimiter, ',')),
	}
}

func (w *csvWriter) Begin(columns []Column) error {
	w.columns = columns
	if w.noHeader {
		return nil
	}
	header := make([]string, len(columns))
	for i, c := range columns {
		header[i] = w.field(c.Name)
	}
	return w.line(header)
}

func (w *csvWriter) Row(values []any) error {
	fields := make([]string, len(values))
	for i, v := range values {
		fields[i] = w.null
		if v != nil {
			fields[i] = w.field(w.columns[i].Text(v))
		}
	}
	return w.line(fields)
}

func (w *csvWriter) End() error { return w.out.Flush() }

func (w *csvWriter) line(fields []string) error {
	_, err := w.out.WriteString(strings.Join(fields, w.delimiter) + "\n")
	return err
}

// field quotes what RFC 4180 wants quoted, and what COPY would take for something
// else: what stands for NULL, and \. for the end of the data.
func (w *csvWriter) field(s string) string {
	if s == "" || s == w.null || s == `\.` || strings.ContainsAny(s, "\"\r\n") || strings.Contains(s, w.delimiter) {
		return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
	}
	return s
}
