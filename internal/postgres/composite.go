package postgres

import (
	"errors"
	"strings"
)

// Composites reads rows that follow each other as composite literals, as
// PostgreSQL's record_out writes them: (1,"a ""b\\c",,"").
type Composites struct {
	rest string
}

// NewComposites returns a reader of a text.
func NewComposites(text string) Composites { return Composites{rest: text} }

var errComposite = errors.New("malformed composite literal")

// More reports whether there is another row.
func (c *Composites) More() bool { return c.rest != "" }

// Next reads the next row. It calls take for each value, in order; null says that
// there is none. The text may be a part of the one that is read.
func (c *Composites) Next(columns int, take func(i int, text string, null bool) error) error {
	if !c.skip('(') {
		return errComposite
	}
	for i := range columns {
		if i > 0 && !c.skip(',') {
			return errComposite
		}
		text, null, ok := c.value()
		if !ok {
			return errComposite
		}
		if err := take(i, text, null); err != nil {
			return err
		}
	}
	if !c.skip(')') {
		return errComposite
	}
	return nil
}

func (c *Composites) skip(b byte) bool {
	if c.rest == "" || c.rest[0] != b {
		return false
	}
	c.rest = c.rest[1:]
	return true
}

// value reads one value, and leaves the comma or parenthesis behind it.
func (c *Composites) value() (text string, null, ok bool) {
	if c.skip('"') {
		text, ok = c.quoted()
		return text, false, ok
	}
	end := strings.IndexAny(c.rest, ",)")
	if end < 0 {
		return "", false, false
	}
	text, c.rest = c.rest[:end], c.rest[end:]
	return text, end == 0, !strings.ContainsAny(text, `("\`)
}

// quoted reads the rest of a value in quotes: a quote or a backslash in it is
// doubled.
func (c *Composites) quoted() (string, bool) {
	var b strings.Builder
	for {
		i := strings.IndexAny(c.rest, `"\`)
		if i < 0 {
			return "", false
		}
		run, mark := c.rest[:i], c.rest[i]
		c.rest = c.rest[i+1:]
		if !c.skip(mark) {
			if b.Len() == 0 {
				return run, mark == '"'
			}
			b.WriteString(run)
			return b.String(), mark == '"'
		}
		b.WriteString(run)
		b.WriteByte(mark)
	}
}
