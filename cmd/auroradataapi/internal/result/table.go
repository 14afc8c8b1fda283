package result

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
)

// tableWriter writes a table for people to read. It keeps all rows until the
// end, since the width of a column is that of its widest value.
type tableWriter struct {
	out     io.Writer
	null    string // what stands for NULL
	limit   int    // the most rows to show, 0 for all
	columns []Column
	rows    []table.Row
}

func (w *tableWriter) Begin(columns []Column) error {
	w.columns = columns
	return nil
}

func (w *tableWriter) Row(values []any) error {
	if w.limit > 0 && len(w.rows) == w.limit {
		return nil
	}
	cells := make(table.Row, len(values))
	for i, v := range values {
		cells[i] = w.columns[i].cell(v, w.null)
	}
	w.rows = append(w.rows, cells)
	return nil
}

func (w *tableWriter) End() error {
	t := table.NewWriter()
	t.SetStyle(tableStyle())
	t.SetColumnConfigs(columnConfigs(w.columns))
	t.AppendHeader(header(w.columns))
	t.AppendRows(w.rows)
	for line := range strings.Lines(t.Render()) {
		line = strings.TrimRight(line, " \n")
		if _, err := fmt.Fprintln(w.out, line); err != nil {
			return err
		}
	}
	return nil
}

// tableStyle has lines between columns and below the header only, as psql does.
func tableStyle() table.Style {
	style := table.StyleDefault
	style.Options = table.Options{SeparateColumns: true, SeparateHeader: true}
	style.Format = table.FormatOptions{Header: text.FormatDefault, Row: text.FormatDefault}
	return style
}

func columnConfigs(columns []Column) []table.ColumnConfig {
	configs := make([]table.ColumnConfig, len(columns))
	for i, c := range columns {
		configs[i] = table.ColumnConfig{Number: i + 1, Align: text.AlignLeft, AlignHeader: text.AlignLeft}
		if c.numeric() {
			configs[i].Align, configs[i].AlignHeader = text.AlignRight, text.AlignRight
		}
	}
	return configs
}

func header(columns []Column) table.Row {
	names := make(table.Row, len(columns))
	for i, c := range columns {
		names[i] = Printable(c.Name)
	}
	return names
}

// cell returns a value as a table shows it. A text that would read as NULL is
// put in quotation marks.
func (c Column) cell(v any, null string) string {
	if v == nil {
		return null
	}
	s := c.Text(v)
	if s == null {
		return strconv.Quote(s)
	}
	return Printable(s)
}

// Printable replaces control characters by escapes, so that a value cannot
// steer the terminal, and marks line breaks, so that a line of a value is not
// taken for a row.
func Printable(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\n':
			b.WriteString("↵\n")
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
			quoted := strconv.QuoteRuneToASCII(r)
			b.WriteString(quoted[1 : len(quoted)-1])
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}
