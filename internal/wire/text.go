package wire

import (
	"encoding/base64"
	"encoding/binary"
	"math/bits"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// quoted reads a string and returns what stands between its quotes. plain says
// that there are no escapes in it, so that it is the text itself.
func (s *scanner) quoted() (raw []byte, plain, ok bool) {
	if s.peek() != '"' {
		return nil, false, s.expected("a string")
	}
	s.pos++
	start := s.pos
	plain = true
	for {
		s.pos = plainRun(s.data, s.pos)
		switch {
		case s.pos >= len(s.data):
			return nil, false, s.fail("unexpected end in a string")
		case s.data[s.pos] == '"':
			s.pos++
			return s.data[start : s.pos-1], plain, true
		case s.data[s.pos] != '\\':
			return nil, false, s.fail("control character in a string")
		}
		size := escapeSize(s.data[s.pos:])
		if size == 0 {
			return nil, false, s.fail("bad escape in a string")
		}
		s.pos += size
		plain = false
	}
}

// plainRun returns the position of the first byte at or behind i that is a
// quote, a backslash or a control character, len(data) if there is none. It
// looks at eight bytes at a time.
func plainRun(data []byte, i int) int {
	for ; i+8 <= len(data); i += 8 {
		if m := special(binary.LittleEndian.Uint64(data[i:])); m != 0 {
			return i + bits.TrailingZeros64(m)/8
		}
	}
	for ; i < len(data); i++ {
		if c := data[i]; c < ' ' || c == '"' || c == '\\' {
			break
		}
	}
	return i
}

// special returns a word whose lowest set bit lies in the lowest byte of w that
// is a quote, a backslash or a control character, 0 if none is. Subtracting n
// from a byte borrows, and so sets its high bit, if the byte is below n; only
// bytes above one that was found can be taken for one by mistake.
func special(w uint64) uint64 {
	const ones, highs = 0x0101010101010101, 0x8080808080808080
	quote := w ^ ones*'"'
	backslash := w ^ ones*'\\'
	return ((w-ones*' ')&^w | (quote-ones)&^quote | (backslash-ones)&^backslash) & highs
}

// escapeSize returns the length of the escape that data begins with, that of
// both halves if it is a surrogate pair, and 0 if it is not an escape. Half a
// pair is not: it stands for no character.
func escapeSize(data []byte) int {
	if len(data) < 2 {
		return 0
	}
	switch data[1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return 2
	case 'u':
	default:
		return 0
	}
	r, ok := hexEscape(data)
	if !ok {
		return 0
	}
	if !utf16.IsSurrogate(r) {
		return 6
	}
	low, ok := hexEscape(data[6:])
	if !ok || utf16.DecodeRune(r, low) == utf8.RuneError {
		return 0
	}
	return 12
}

// hexEscape reads an escape such as \u00e9.
func hexEscape(data []byte) (rune, bool) {
	if len(data) < 6 || data[0] != '\\' || data[1] != 'u' {
		return 0, false
	}
	var r rune
	for _, c := range data[2:6] {
		switch {
		case isDigit(c):
			r = r<<4 | rune(c-'0')
		case 'a' <= c|0x20 && c|0x20 <= 'f':
			r = r<<4 | rune(c|0x20-'a'+10)
		default:
			return 0, false
		}
	}
	return r, true
}

// writeUnescaped writes the text that raw, which quoted has checked, stands for.
// It is never longer than raw.
func writeUnescaped(b *strings.Builder, raw []byte) {
	for len(raw) > 0 {
		n := plainRun(raw, 0)
		b.Write(raw[:n])
		if n == len(raw) {
			return
		}
		raw = raw[n:]
		size := escapeSize(raw)
		b.WriteRune(escapedRune(raw[:size]))
		raw = raw[size:]
	}
}

// escapedRune returns the character that a checked escape stands for.
func escapedRune(escape []byte) rune {
	switch c := escape[1]; c {
	case 'b':
		return '\b'
	case 'f':
		return '\f'
	case 'n':
		return '\n'
	case 'r':
		return '\r'
	case 't':
		return '\t'
	case 'u':
		r, _ := hexEscape(escape)
		if len(escape) == 12 {
			low, _ := hexEscape(escape[6:])
			r = utf16.DecodeRune(r, low)
		}
		return r
	default:
		return rune(c)
	}
}

// unescaped returns the text that raw stands for, in memory of its own.
func unescaped(raw []byte) string {
	var b strings.Builder
	b.Grow(len(raw))
	writeUnescaped(&b, raw)
	return b.String()
}

// blob reads a string of base64.
func (s *scanner) blob() ([]byte, bool) {
	start := s.pos
	raw, plain, ok := s.quoted()
	if !ok {
		return nil, false
	}
	if !plain { // some writers escape the slash
		raw = []byte(unescaped(raw))
	}
	blob := make([]byte, base64.StdEncoding.DecodedLen(len(raw)))
	n, err := base64.StdEncoding.Decode(blob, raw)
	if err != nil {
		return nil, s.failAt(start, "string is not base64")
	}
	return blob[:n], true
}

// quote names a member in an error's text, cut if it is long.
func quote(member []byte) string {
	const most = 40
	if len(member) > most {
		member = member[:most]
	}
	return strconv.QuoteToASCII(string(member))
}
