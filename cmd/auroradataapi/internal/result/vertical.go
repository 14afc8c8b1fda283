package result

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
)

// verticalWriter writes a line for each value, as the rows come.
type verticalWriter struct {
	out     *bufio.Writer
	options Options
	columns []Column
	labels  []string // all of one width
	rows    int
}

func newVerticalWriter(out io.Writer, options Options) *verticalWriter {
	return &verticalWriter{out: bufio.NewWriter(out), options: options}
}

func (w *verticalWriter) Begin(columns []Column) error {
	w.columns = columns
	width := 0
	for _, c := range columns {
		label := Printable(c.Name)
		w.labels = append(w.labels, label)
		width = max(width, text.StringWidth(label))
	}
	for i, label := range w.labels {
		w.labels[i] = text.Pad(label, width, ' ') + " | "
	}
	return nil
}

func (w *verticalWriter) Row(values []any) error {
	cells := make(table.Row, len(values))
	for i, v := range values {
		cells[i] = w.options.cell(w.columns[i], v)
	}
	w.record(cells)
	return nil
}

// record writes a row. Errors of a bufio.Writer stay, and End has them.
func (w *verticalWriter) record(cells table.Row) {
	w.rows++
	if w.options.Limit > 0 && w.rows > w.options.Limit {
		return
	}
	w.out.WriteString(w.options.bold(fmt.Sprintf("-[ RECORD %d ]-", w.rows)) + "\n")
	for i, cell := range cells {
		w.value(w.labels[i], cell.(string))
	}
}

// value writes a value, whose further lines stand below the first.
func (w *verticalWriter) value(label, value string) {
	for line := range strings.Lines(value) {
		w.out.WriteString(label + strings.TrimSuffix(line, "\n") + "\n")
		label = strings.Repeat(" ", text.StringWidth(label)-2) + "| "
	}
	if value == "" {
		w.out.WriteString(strings.TrimRight(label, " ") + "\n")
	}
}

func (w *verticalWriter) End() error { return w.out.Flush() }
