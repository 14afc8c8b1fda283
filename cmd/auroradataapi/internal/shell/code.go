package shell

import (
	"errors"
	"math"
	"strings"

	"github.com/auroradataapi/auroradataapi"
)

// code tells which places of a text are read as SQL, and which are part of a
// constant, a quoted identifier or a comment. It reads most of the text once, however
// many places it is asked about.
type code struct {
	*buffer
	text string // of a statement that may have begun before it
	from int    // where no quotation goes on
	next int    // up to here is no code
}

// goesOn stands for what a statement has begun with.
const goesOn = "x "

// reaches tells whether a place is code. It is asked about places in their order.
func (c *code) reaches(at int) bool {
	if at < c.next {
		return false
	}
	before := goesOn + c.text[c.from:at]
	_, err := c.split(before)
	if errors.Is(err, auroradataapi.ErrUnterminated) {
		c.skip(at, before, err)
		return false
	}
	if !c.isOpen(before + "'") { // the rest of the line is a comment
		c.next = math.MaxInt
		return false
	}
	return true
}

// skip passes over what cannot end a quotation, and goes on from where it began.
func (c *code) skip(at int, before string, err error) {
	c.next = math.MaxInt
	end := string(openedBy(err, before))
	if end == "*" {
		end, at = "*/", at-1
	}
	if i := strings.Index(c.text[at:], end); i >= 0 {
		c.next = at + i + len(end)
	}
	begin := opening(err, before)
	for begin > len(goesOn) && isNamePart(rune(before[begin-1])) { // E'…'
		begin--
	}
	c.from += max(begin-len(goesOn), 0)
}

// inCode tells whether what follows a text is read as SQL.
func (b *buffer) inCode(text string) bool { return !b.isOpen(text) && b.isOpen(text+"'") }

// isOpen tells whether a text ends inside a quotation.
func (b *buffer) isOpen(text string) bool {
	_, err := b.split(text)
	return errors.Is(err, auroradataapi.ErrUnterminated)
}

// openedBy finds what began the quotation that an error is about: a quotation mark, $,
// or * for a comment.
func openedBy(err error, text string) rune {
	switch at := text[opening(err, text):]; {
	case strings.HasPrefix(at, "/*"):
		return '*'
	case at != "" && strings.ContainsRune("\"`$", rune(at[0])):
		return rune(at[0])
	}
	return '\''
}

// opening returns where in a text the quotation begins that an error is about.
func opening(err error, text string) int {
	var e *auroradataapi.Error
	if !errors.As(err, &e) {
		return 0
	}
	return byteOffset(text, e.Position-1)
}

// byteOffset returns where a text has its nth character, from 0.
func byteOffset(text string, n int) int {
	for i := range text {
		if n <= 0 {
			return i
		}
		n--
	}
	return len(text)
}
