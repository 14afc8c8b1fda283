package wire

import (
	"math"
	"strconv"
	"strings"
)

// number reads a number and reports whether it is written as an integer. The
// grammar is that of RFC 8259: no leading zeros, no plus, digits on both sides of
// the point.
func (s *scanner) number() (raw []byte, integer, ok bool) {
	if c := s.peek(); c != '-' && !isDigit(c) {
		return nil, false, s.expected("a number")
	}
	start := s.pos
	if s.data[s.pos] == '-' {
		s.pos++
	}
	integer = true
	ok = s.integerPart()
	if ok && s.at('.') {
		s.pos++
		integer, ok = false, s.digits()
	}
	if ok && (s.at('e') || s.at('E')) {
		s.pos++
		if s.at('+') || s.at('-') {
			s.pos++
		}
		integer, ok = false, s.digits()
	}
	return s.data[start:s.pos], integer, ok
}

func (s *scanner) integerPart() bool {
	if s.at('0') {
		s.pos++
		return true
	}
	return s.digits()
}

// digits steps over one digit or more.
func (s *scanner) digits() bool {
	i := s.pos
	for i < len(s.data) && isDigit(s.data[i]) {
		i++
	}
	if i == s.pos {
		return s.expected("a digit")
	}
	s.pos = i
	return true
}

// at reports whether the very next byte is c.
func (s *scanner) at(c byte) bool {
	return s.pos < len(s.data) && s.data[s.pos] == c
}

func isDigit(c byte) bool { return '0' <= c && c <= '9' }

// long reads an integer of 64 bits.
func (s *scanner) long() (int64, bool) {
	raw, integer, ok := s.number()
	if !ok {
		return 0, false
	}
	if !integer {
		return 0, s.failAt(s.pos-len(raw), "number is not an integer")
	}
	n, err := strconv.ParseInt(string(raw), 10, 64)
	if err != nil {
		return 0, s.failAt(s.pos-len(raw), "integer does not fit into 64 bits")
	}
	return n, true
}

// double reads a number, or one of the strings that stand for the non-finite
// ones, in upper or lower case as the AWS SDKs do.
func (s *scanner) double() (float64, bool) {
	if s.peek() == '"' {
		return s.nonFinite()
	}
	raw, _, ok := s.number()
	if !ok {
		return 0, false
	}
	f, err := strconv.ParseFloat(string(raw), 64)
	if err != nil {
		return 0, s.failAt(s.pos-len(raw), "number is too large for a double")
	}
	return f, true
}

func (s *scanner) nonFinite() (float64, bool) {
	start := s.pos
	raw, plain, ok := s.quoted()
	if !ok {
		return 0, false
	}
	word := string(raw)
	if !plain {
		word = unescaped(raw)
	}
	switch {
	case strings.EqualFold(word, "NaN"):
		return math.NaN(), true
	case strings.EqualFold(word, "Infinity"):
		return math.Inf(1), true
	case strings.EqualFold(word, "-Infinity"):
		return math.Inf(-1), true
	}
	return 0, s.failAt(start, "string is not a number")
}
