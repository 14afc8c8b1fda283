package result

import (
	"bufio"
	"fmt"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"
)

// verticalWriter writes a line for each value, as the rows come.
type verticalWriter struct {
	out     *bufio.Writer
	null    string
	columns []Column
	labels  []string // all of one width
	rows    int
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
	w.rows++
	fmt.Fprintf(w.out, "-[ RECORD %d ]-\n", w.rows)
	for i, v := range values {
		w.value(w.labels[i], w.columns[i].cell(v, w.null))
	}
	return nil
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
