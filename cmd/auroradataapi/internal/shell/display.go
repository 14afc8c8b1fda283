package shell

import (
	"bytes"
	"cmp"
	"database/sql"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/result"
)

// display is where results go to and what they look like.
type display struct {
	out           io.Writer
	file          *os.File // of \o, in place of out; nil for none
	options       result.Options
	expanded      string // on, off or auto: a line for each value
	pager         string // on, off or always
	terminal      bool
	width, height func() int
}

func newDisplay(o Options) display {
	d := display{out: o.Out, options: o.Result, expanded: "off", pager: "on", terminal: o.Terminal, width: o.Width, height: o.Height}
	if d.options.Format == "vertical" {
		d.options.Format, d.expanded = "table", "on"
	}
	return d
}

// isTable tells whether results are for people, who are also told titles and
// numbers of rows.
func (d *display) isTable() bool { return d.options.Format == "table" }

// rows shows a result set.
func (d *display) rows(rows *sql.Rows) error {
	if !d.isTable() && !d.pages() {
		out, err := result.New(d.target(), d.options)
		if err != nil {
			return err
		}
		_, err = result.Copy(out, rows)
		return err
	}
	var r recording
	count, err := result.Copy(&r, rows)
	if err != nil {
		return err
	}
	return d.show(&r, "", "("+result.Counted(count, "row")+")", "")
}

// show shows rows that were recorded. A table has a title, unless it is empty, and
// lines below it.
func (d *display) show(r *recording, title string, footers ...string) error {
	var b bytes.Buffer
	if d.isTable() && title != "" {
		fmt.Fprintln(&b, title)
	}
	if err := d.render(&b, r); err != nil {
		return err
	}
	if d.isTable() {
		fmt.Fprintln(&b, strings.Join(footers, "\n"))
	}
	return d.write(b.Bytes())
}

// render writes rows in the form that is wanted.
func (d *display) render(b *bytes.Buffer, r *recording) error {
	options := d.options
	options.Color = options.Color && d.file == nil
	if d.isTable() && d.expanded != "off" {
		options.Format = "vertical"
	}
	if d.isTable() && d.expanded == "auto" {
		var wide bytes.Buffer
		table := options
		table.Format, table.Width = d.options.Format, 0
		if err := r.replay(&wide, table); err != nil {
			return err
		}
		if screen := d.screen(); screen == 0 || widest(wide.Bytes()) <= screen {
			b.Write(wide.Bytes())
			return nil
		}
	}
	if d.pager != "always" || !d.pages() {
		options.Width = d.screen()
	}
	return r.replay(b, options)
}

// screen is how many places a line has; 0 if that does not matter.
func (d *display) screen() int {
	if d.file != nil {
		return 0
	}
	return d.width()
}

func widest(table []byte) int {
	width := 0
	for line := range bytes.Lines(table) {
		width = max(width, text.StringWidth(strings.TrimSuffix(string(line), "\n")))
	}
	return width
}

// target is where output goes to.
func (d *display) target() io.Writer {
	if d.file != nil {
		return d.file
	}
	return d.out
}

// redirect sends output to a file from now on, or back if there is no name.
func (d *display) redirect(name string) error {
	if err := d.closeFile(); err != nil || name == "" {
		return err
	}
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	d.file = file
	return nil
}

func (d *display) closeFile() error {
	if d.file == nil {
		return nil
	}
	file := d.file
	d.file = nil
	return file.Close()
}

// recording is rows that are kept, to be written when their number and width are
// known.
type recording struct {
	columns []result.Column
	values  [][]any
}

func (r *recording) Begin(columns []result.Column) error {
	r.columns = columns
	return nil
}

func (r *recording) Row(values []any) error {
	r.values = append(r.values, slices.Clone(values))
	return nil
}

func (r *recording) End() error { return nil }

// replay writes the rows.
func (r *recording) replay(to io.Writer, options result.Options) error {
	out, err := result.New(to, options)
	if err != nil {
		return err
	}
	if err := out.Begin(r.columns); err != nil {
		return err
	}
	for _, values := range r.values {
		if err := out.Row(values); err != nil {
			return err
		}
	}
	return out.End()
}

// formats are the values of \pset format.
var formats = []string{"table", "vertical", "json", "jsonl", "csv"}

// setFormat changes the form of results.
func (d *display) setFormat(name string) error {
	if !slices.Contains(formats, name) {
		return fmt.Errorf("\\pset format: want one of %s", strings.Join(formats, ", "))
	}
	d.options.Format = name
	if name == "vertical" {
		d.options.Format, d.expanded = "table", "on"
	}
	return nil
}

// null is what stands for NULL in tables.
func (d *display) null() string { return cmp.Or(d.options.Null, "NULL") }
