package wire

import (
	"encoding/base64"
	"fmt"
	"math"
	"strconv"
	"unicode/utf8"
)

// encoder appends JSON to buf. It keeps the first error and goes on, so that its
// callers read like the document that they write.
type encoder struct {
	buf     []byte
	set     int // the parameter set being written, from 1; 0: none
	ordinal int // the parameter being written, from 1; 0: none
	err     error
}

// result returns what was written or, after an error, dst as it was.
func (e *encoder) result(dst []byte) ([]byte, error) {
	if e.err != nil {
		return dst, e.err
	}
	return e.buf, nil
}

func (e *encoder) fail(err error) {
	if e.err == nil {
		e.err = err
	}
}

// open begins an object or an array.
func (e *encoder) open(bracket byte) { e.buf = append(e.buf, bracket) }

// close ends an object or an array.
func (e *encoder) close(bracket byte) { e.buf = append(e.buf, bracket) }

// next separates a member or an element from the one before, if there is one.
func (e *encoder) next() {
	switch e.buf[len(e.buf)-1] {
	case '{', '[':
	default:
		e.buf = append(e.buf, ',')
	}
}

// key begins a member. Its name needs no escapes.
func (e *encoder) key(name string) {
	e.next()
	e.buf = append(e.buf, '"')
	e.buf = append(e.buf, name...)
	e.buf = append(e.buf, '"', ':')
}

// member writes a member that is a string.
func (e *encoder) member(name, value string) {
	e.key(name)
	e.text(name, value)
}

// optional writes a member that is a string, unless it is empty.
func (e *encoder) optional(name, value string) {
	if value != "" {
		e.member(name, value)
	}
}

// flag writes a member that is true, and nothing if it is false.
func (e *encoder) flag(name string, value bool) {
	if value {
		e.key(name)
		e.bool(value)
	}
}

func (e *encoder) bool(value bool) { e.buf = strconv.AppendBool(e.buf, value) }

func (e *encoder) long(value int64) { e.buf = strconv.AppendInt(e.buf, value, 10) }

// double writes a number, the shortest that reads back to the same bits. JSON
// has none for the non-finite ones: these are strings, named as in Smithy, the
// language of the service's model.
func (e *encoder) double(value float64) {
	switch {
	case math.IsNaN(value):
		e.buf = append(e.buf, `"NaN"`...)
	case math.IsInf(value, 1):
		e.buf = append(e.buf, `"Infinity"`...)
	case math.IsInf(value, -1):
		e.buf = append(e.buf, `"-Infinity"`...)
	default:
		e.buf = strconv.AppendFloat(e.buf, value, floatFormat(value), -1, 64)
	}
}

// floatFormat keeps very large and very small numbers from becoming hundreds of
// digits; the bounds are those of ECMAScript, which JSON numbers come from.
func floatFormat(value float64) byte {
	if abs := math.Abs(value); abs != 0 && (abs < 1e-6 || abs >= 1e21) {
		return 'e'
	}
	return 'f'
}

// blob writes bytes as base64, in the standard alphabet with padding.
func (e *encoder) blob(value []byte) {
	e.buf = append(e.buf, '"')
	e.buf = base64.StdEncoding.AppendEncode(e.buf, value)
	e.buf = append(e.buf, '"')
}

// text writes a string, the value of the named member.
func (e *encoder) text(member, value string) {
	if !utf8.ValidString(value) {
		e.fail(fmt.Errorf("wire: encode %s: %w at byte %d", e.where(member), ErrInvalidUTF8, invalidUTF8(value)))
		return
	}
	e.buf = AppendQuoted(e.buf, value)
}

// where names what is being written, for an error's text.
func (e *encoder) where(member string) string {
	switch {
	case e.ordinal == 0:
		return member
	case e.set == 0:
		return fmt.Sprintf("parameter %d: %s", e.ordinal, member)
	}
	return fmt.Sprintf("parameter set %d: parameter %d: %s", e.set, e.ordinal, member)
}

// invalidUTF8 returns the offset of the first byte that is not part of a valid
// character.
func invalidUTF8(text string) int {
	for i := range text {
		if r, size := utf8.DecodeRuneInString(text[i:]); r == utf8.RuneError && size <= 1 {
			return i
		}
	}
	return len(text)
}
