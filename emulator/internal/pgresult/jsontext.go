package pgresult

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
)

// compactJSON writes a json document anew as the service does: without white
// space (cloud-utils/aurora-data-api test/base.py shows it for jsonb), and with
// numbers as a library with 64-bit integers and doubles holds them, which a
// document holding 512**512 fails (ibid.; how it fails is unknown, here as an
// infinite date does).
//
// The form of each number and string is that of the Rust library serde_json,
// inferred and not seen: integers that fit in 64 bits keep their digits, all
// others become the shortest text of their double (10.50 is 10.5), and escapes
// are resolved where they can be. The order of keys and what becomes of a
// repeated key are unknown; both stay as PostgreSQL has them.
func compactJSON(text string) (string, error) {
	c := &jsonCompactor{in: text}
	c.out.Grow(len(text))
	for c.in != "" && c.err == nil {
		c.next()
	}
	return c.out.String(), c.err
}

// jsonCompactor rewrites a document token by token. It trusts PostgreSQL that
// the tokens follow each other as they should.
type jsonCompactor struct {
	in  string // what is left to read
	out strings.Builder
	err error
}

func (c *jsonCompactor) next() {
	switch b := c.in[0]; {
	case strings.IndexByte(" \t\n\r", b) >= 0:
		c.in = c.in[1:]
	case strings.IndexByte("{}[]:,", b) >= 0:
		c.out.WriteByte(b)
		c.in = c.in[1:]
	case b == '"':
		c.in = c.in[1:]
		c.text()
	case b == '-' || '0' <= b && b <= '9':
		c.number()
	default:
		c.literal()
	}
}

func (c *jsonCompactor) literal() {
	for _, word := range []string{"true", "false", "null"} {
		if rest, ok := strings.CutPrefix(c.in, word); ok {
			c.out.WriteString(word)
			c.in = rest
			return
		}
	}
	c.err = errUnreadable
}

func (c *jsonCompactor) number() {
	end := 1
	for end < len(c.in) && strings.IndexByte("+-.0123456789Ee", c.in[end]) >= 0 {
		end++
	}
	digits := c.in[:end]
	c.in = c.in[end:]
	if isInteger64(digits) {
		c.out.WriteString(digits)
		return
	}
	v, err := strconv.ParseFloat(digits, 64)
	switch {
	case math.IsInf(v, 0):
		c.err = dataapi.Failure()
	case err != nil:
		c.err = errUnreadable
	default:
		c.out.WriteString(formatDouble(v))
	}
}

// isInteger64 says whether digits fit in an int64 or a uint64. Minus zero does
// not: as an integer it would lose its sign.
func isInteger64(digits string) bool {
	if digits == "-0" {
		return false
	}
	if _, err := strconv.ParseInt(digits, 10, 64); err == nil {
		return true
	}
	_, err := strconv.ParseUint(digits, 10, 64)
	return err == nil
}

// formatDouble writes the shortest digits that give v back, with a point for
// exponents from -5 to 15 and always with a fraction there: 1.0, 0.00001, 1e16.
func formatDouble(v float64) string {
	if abs := math.Abs(v); v != 0 && (abs < 1e-5 || abs >= 1e16) {
		return shortExponent(strconv.FormatFloat(v, 'e', -1, 64))
	}
	return dataapi.WithFraction(strconv.FormatFloat(v, 'f', -1, 64))
}

// shortExponent turns 1e+16 into 1e16 and 1e-06 into 1e-6.
func shortExponent(text string) string {
	digits, exponent, _ := strings.Cut(text, "e")
	n, _ := strconv.Atoi(exponent)
	return digits + "e" + strconv.Itoa(n)
}

// text rewrites a string after its opening quote.
func (c *jsonCompactor) text() {
	c.out.WriteByte('"')
	for c.err == nil {
		end := strings.IndexAny(c.in, `"\`)
		if end < 0 {
			c.err = errUnreadable
			return
		}
		c.out.WriteString(c.in[:end])
		quote := c.in[end] == '"'
		c.in = c.in[end+1:]
		if quote {
			c.out.WriteByte('"')
			return
		}
		c.escape()
	}
}

// escape rewrites an escape after its backslash.
func (c *jsonCompactor) escape() {
	if c.in == "" {
		c.err = errUnreadable
		return
	}
	b := c.in[0]
	c.in = c.in[1:]
	switch {
	case b == '/':
		c.out.WriteByte(b)
	case strings.IndexByte(`"\bfnrt`, b) >= 0:
		c.out.WriteByte('\\')
		c.out.WriteByte(b)
	case b == 'u':
		c.unicode()
	default:
		c.err = errUnreadable
	}
}

// unicode rewrites \uXXXX, or two of them that make one character. A half of a
// pair, which the json type accepts and jsonb does not, is no character: serde
// fails on it, how the service answers is unknown.
func (c *jsonCompactor) unicode() {
	r := c.hex4()
	if utf16.IsSurrogate(r) {
		rest, ok := strings.CutPrefix(c.in, `\u`)
		if !ok {
			c.err = dataapi.Failure()
			return
		}
		c.in = rest
		if r = utf16.DecodeRune(r, c.hex4()); r == utf8.RuneError {
			c.err = dataapi.Failure()
			return
		}
	}
	c.writeRune(r)
}

func (c *jsonCompactor) hex4() rune {
	if len(c.in) < 4 {
		c.err = errUnreadable
		return 0
	}
	v, err := strconv.ParseUint(c.in[:4], 16, 16)
	if err != nil {
		c.err = errUnreadable
	}
	c.in = c.in[4:]
	return rune(v)
}

func (c *jsonCompactor) writeRune(r rune) {
	switch {
	case r == '"' || r == '\\':
		c.out.WriteByte('\\')
		c.out.WriteRune(r)
	case r >= ' ':
		c.out.WriteRune(r)
	default:
		c.out.WriteString(controlEscape(r))
	}
}

// controlEscape writes a control character in its short form if it has one.
func controlEscape(r rune) string {
	if i := strings.IndexRune("\b\t\n\f\r", r); i >= 0 {
		return `\` + "btnfr"[i:i+1]
	}
	const hexDigits = "0123456789abcdef"
	return `\u00` + string([]byte{hexDigits[r>>4], hexDigits[r&15]})
}
