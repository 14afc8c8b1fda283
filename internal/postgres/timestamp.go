package postgres

import (
	"strconv"
	"strings"
	"time"
)

// appendInstant appends an instant as PostgreSQL reads a timestamptz, in UTC and
// to the microsecond (what is finer is cut off, as PostgreSQL could not keep
// it): "2024-02-29 11:14:15.123456+00". Years before 1 get PostgreSQL's BC: Go's
// year 0 is 1 BC.
func appendInstant(dst []byte, t time.Time) []byte {
	t = t.UTC().Truncate(time.Microsecond)
	year, era := t.Year(), ""
	if year < 1 {
		year, era = 1-year, " BC"
	}
	dst = appendPadded(dst, year, 4)
	dst = t.AppendFormat(dst, "-01-02 15:04:05.999999")
	dst = append(dst, "+00"...)
	return append(dst, era...)
}

func appendPadded(dst []byte, n, width int) []byte {
	digits := strconv.Itoa(n)
	for range width - len(digits) {
		dst = append(dst, '0')
	}
	return append(dst, digits...)
}

// parseTime reads a date, timestamp or timestamptz as the service writes it:
// "2024-02-29", "2024-02-29 11:14:15", "2024-02-29 11:14:15.123456". The service
// gives a timestamptz as the wall clock in UTC without an offset
// (tmokmss/aurora-data-api-proxy COMPATIBILITY.md). How it writes years outside
// 1 to 9999 is not known: a sign, more digits, and PostgreSQL's BC are all
// understood, and so is an offset.
func parseTime(s string) (time.Time, bool) {
	date, bc := strings.CutSuffix(s, " BC")
	p := timeParser{rest: date}
	t := p.parse(bc)
	return t, !p.failed && p.rest == ""
}

// timeParser consumes a text from the left. After a failure it consumes nothing.
type timeParser struct {
	rest   string
	failed bool
}

func (p *timeParser) parse(bc bool) time.Time {
	year := p.year()
	if bc {
		year = 1 - year // Go has a year 0 for 1 BC
	}
	p.expect('-')
	month := p.digits(2, 12)
	p.expect('-')
	day := p.digits(2, 31)
	var hour, minute, second, nanosecond, offset int
	if p.skip(' ') || p.skip('T') {
		hour = p.digits(2, 23)
		p.expect(':')
		minute = p.digits(2, 59)
		p.expect(':')
		second = p.digits(2, 59)
		nanosecond = p.fraction()
		offset = p.offset()
	}
	t := time.Date(year, time.Month(month), day, hour, minute, second, nanosecond, time.UTC)
	if month == 0 || t.Day() != day {
		p.failed = true // a day that the month does not have
	}
	if offset != 0 {
		t = t.Add(-time.Duration(offset) * time.Second)
	}
	return t
}

func (p *timeParser) year() int {
	negative := p.skip('-')
	if !negative {
		p.skip('+')
	}
	width := strings.IndexByte(p.rest, '-')
	if width < 4 || width > 6 {
		p.failed = true
		return 0
	}
	year := p.digits(width, 999999)
	if negative {
		return -year
	}
	return year
}

func (p *timeParser) digits(n, limit int) int {
	if p.failed || len(p.rest) < n {
		p.failed = true
		return 0
	}
	value := 0
	for _, c := range []byte(p.rest[:n]) {
		if c < '0' || c > '9' {
			p.failed = true
			return 0
		}
		value = value*10 + int(c-'0')
	}
	p.rest = p.rest[n:]
	p.failed = value > limit
	return value
}

func (p *timeParser) fraction() int {
	if !p.skip('.') {
		return 0
	}
	width := 0
	for width < len(p.rest) && p.rest[width] >= '0' && p.rest[width] <= '9' {
		width++
	}
	if width < 1 || width > 9 {
		p.failed = true
		return 0
	}
	value := p.digits(width, 999999999)
	for range 9 - width {
		value *= 10
	}
	return value
}

// offset reads +00, +05:30 or -00:44:30 and returns it in seconds.
func (p *timeParser) offset() int {
	if p.skip('Z') {
		return 0
	}
	negative := p.skip('-')
	if !negative && !p.skip('+') {
		return 0
	}
	seconds := p.digits(2, 15) * 3600
	if p.skip(':') {
		seconds += p.digits(2, 59) * 60
	}
	if p.skip(':') {
		seconds += p.digits(2, 59)
	}
	if negative {
		return -seconds
	}
	return seconds
}

func (p *timeParser) skip(c byte) bool {
	if p.failed || p.rest == "" || p.rest[0] != c {
		return false
	}
	p.rest = p.rest[1:]
	return true
}

func (p *timeParser) expect(c byte) {
	if !p.skip(c) {
		p.failed = true
	}
}

// trimFraction removes the zeros at the end of a fraction of a second, which the
// service writes ("13:14:15.800") and PostgreSQL does not ("13:14:15.8").
func trimFraction(s string) string {
	point := strings.LastIndexByte(s, '.')
	if point < 0 {
		return s
	}
	return strings.TrimRight(strings.TrimRight(s, "0"), ".")
}
