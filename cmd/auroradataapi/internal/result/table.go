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
	options Options
	columns []Column
	rows    []table.Row
	cut     bool // a value
}

func (w *tableWriter) Begin(columns []Column) error {
	w.columns = columns
	return nil
}

func (w *tableWriter) Row(values []any) error {
	if w.options.Limit > 0 && len(w.rows) == w.options.Limit {
		return nil
	}
	cells := make(table.Row, len(values))
	for i, v := range values {
		cells[i] = w.options.cell(w.columns[i], v)
	}
	w.rows = append(w.rows, cells)
	return nil
}

func (w *tableWriter) End() error {
	names := header(w.columns)
	room, fits := fit(w.widths(names), w.options.Width)
	if !fits {
		return w.vertical()
	}
	for _, row := range append(w.rows, names) {
		w.shorten(row, room)
	}
	t := table.NewWriter()
	t.SetStyle(tableStyle())
	t.SetColumnConfigs(columnConfigs(w.columns))
	for i, name := range names {
		names[i] = w.options.bold(name.(string))
	}
	t.AppendHeader(names)
	t.AppendRows(w.rows)
	for line := range strings.Lines(t.Render()) {
		line = strings.TrimRight(line, " \n")
		if _, err := fmt.Fprintln(w.out, line); err != nil {
			return err
		}
	}
	return nil
}

// vertical writes the rows that do not fit beside each other.
func (w *tableWriter) vertical() error {
	v := newVerticalWriter(w.out, w.options)
	if err := v.Begin(w.columns); err != nil {
		return err
	}
	for _, row := range w.rows {
		v.record(row)
	}
	return v.End()
}

// widths returns the widths of the columns.
func (w *tableWriter) widths(names table.Row) []int {
	widths := make([]int, len(names))
	for _, row := range append(w.rows, names) {
		for i, cell := range row {
			widths[i] = max(widths[i], text.LongestLineLen(cell.(string)))
		}
	}
	return widths
}

// shorten cuts the cells of a row to the room of their columns.
func (w *tableWriter) shorten(row table.Row, room int) {
	for i, cell := range row {
		if text.LongestLineLen(cell.(string)) <= room {
			continue
		}
		w.cut = true
		lines := strings.Split(cell.(string), "\n")
		for j, line := range lines {
			lines[j] = text.Snip(line, room, "…")
		}
		row[i] = strings.Join(lines, "\n")
	}
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
func (o *Options) cell(c Column, v any) string {
	if v == nil {
		return o.faint(o.Null)
	}
	s := c.Text(v)
	if s == o.Null {
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
