package wire

import "unicode/utf8"

// Size returns how many octets the rows have by the rule of the service, which
// returns no more than 1 MiB: for each row two and four more for each field, and
// those of every field as the database writes it in text (sbalmt/ez4, the limits
// in the tests of its emulation; believed, not documented).
//
// It is exact for texts, integers, booleans and NULL, and not too low for doubles
// and blobs. Arrays count as they are written in the answer, which differs little.
// What the database writes longer than the service hands it out is not known
// here: the offset of a timestamptz, three octets.
//
// The rows that were read count as well. It takes a small part of the time that
// reading them takes.
func (r *Result) Size() int {
	size := r.RecordCount * (2 + 4*r.marks.width)
	for _, m := range r.marks.list {
		size += m.octets(r.marks.body)
	}
	return size
}

// maxDouble is the length of the longest double, such as -2.2250738585072014e-308.
const maxDouble = 24

// octets returns how many octets a field has as text.
func (m mark) octets(body []byte) int {
	switch m.shape() {
	case null:
		return 0
	case no, yes:
		return 1
	case escaped:
		return unescapedSize(m.value(body))
	case decimal:
		return doubleSize(m.value(body))
	case octets:
		return len(`\x`) + m.size()/4*3*2 // hexadecimal
	}
	return m.size()
}

// doubleSize returns how long a number is at most as PostgreSQL writes it. It
// keeps to digits up to fifteen of them, and shortens the rest.
func doubleSize(text []byte) int {
	if len(text) > 15 {
		return maxDouble
	}
	for _, c := range text {
		if c|0x20 == 'e' {
			return maxDouble
		}
	}
	return len(text)
}

// unescapedSize returns the length of the text that raw, which quoted has
// checked, stands for.
func unescapedSize(raw []byte) int {
	size := 0
	for len(raw) > 0 {
		n := plainRun(raw, 0)
		size += n
		if n == len(raw) {
			break
		}
		raw = raw[n:]
		n = escapeSize(raw)
		size += utf8.RuneLen(escapedRune(raw[:n]))
		raw = raw[n:]
	}
	return size
}
