package script

import (
	"bytes"
	"errors"
	"strconv"
	"unicode/utf8"
)

// decodeCopy reads a line of COPY's text format: values between tabs, \N for NULL.
func decodeCopy(line []byte) ([]any, error) {
	if !utf8.Valid(line) {
		return nil, errors.New("the row is not UTF-8: write the dump with --encoding=UTF8")
	}
	row := make([]any, 0, 1+bytes.Count(line, []byte("\t")))
	for more := true; more; {
		var field []byte
		field, line, more = bytes.Cut(line, []byte("\t"))
		if string(field) == `\N` {
			row = append(row, nil)
			continue
		}
		text := unescapeCopy(field)
		if !utf8.ValidString(text) {
			return nil, errors.New("an escape of the row is not UTF-8: write the dump with --encoding=UTF8")
		}
		row = append(row, text)
	}
	return row, nil
}

// copyEscapes are the characters that a letter behind a backslash stands for.
var copyEscapes = map[byte]byte{'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t', 'v': '\v'}

// unescapeCopy replaces the escapes of a value.
func unescapeCopy(field []byte) string {
	if bytes.IndexByte(field, '\\') < 0 {
		return string(field)
	}
	text := make([]byte, 0, len(field))
	for len(field) > 0 {
		c := field[0]
		field = field[1:]
		if c == '\\' && len(field) > 0 {
			c, field = unescapeOne(field)
		}
		text = append(text, c)
	}
	return string(text)
}

// unescapeOne reads what stands behind a backslash: a letter, up to three octal
// digits, x and up to two hexadecimal ones, or a character that stands for itself.
func unescapeOne(s []byte) (c byte, rest []byte) {
	if escaped, ok := copyEscapes[s[0]]; ok {
		return escaped, s[1:]
	}
	if n := countDigits(s, 3, "01234567"); n > 0 {
		code, _ := strconv.ParseUint(string(s[:n]), 8, 16) // digits do not fail
		return byte(code), s[n:]
	}
	if s[0] == 'x' {
		if n := countDigits(s[1:], 2, "0123456789abcdefABCDEF"); n > 0 {
			code, _ := strconv.ParseUint(string(s[1:1+n]), 16, 8) // digits do not fail
			return byte(code), s[1+n:]
		}
	}
	return s[0], s[1:]
}

// countDigits returns how many of the first characters are digits, up to most.
func countDigits(s []byte, most int, digits string) int {
	n := 0
	for n < min(most, len(s)) && bytes.IndexByte([]byte(digits), s[n]) >= 0 {
		n++
	}
	return n
}
