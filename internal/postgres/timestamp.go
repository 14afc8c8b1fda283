package postgres

import (
	"strconv"
	"strings"
	"time"
)

// appendInstant appends an instant as PostgreSQL reads a timestamptz, in UTC and
// to the microsecond (what is finer is cut off, as PostgreSQL could not keep
// it): "2024-02-29 11:14:15.123456Z". Years before 1 get PostgreSQL's BC: Go's
// year 0 is 1 BC.
func appendInstant(dst []byte, t time.Time) []byte {
	return appendTime(dst, t.UTC().Truncate(time.Microsecond), "-01-02 15:04:05.999999", "Z")
}

// appendWallClock appends what a clock and a calendar show at the time's own
// location, as PostgreSQL reads a timestamp.
func appendWallClock(dst []byte, t time.Time) []byte {
	return appendTime(dst, t, "-01-02 15:04:05.999999", "")
}

// appendDate appends what a calendar shows at the time's own location.
func appendDate(dst []byte, t time.Time) []byte { return appendTime(dst, t, "-01-02", "") }

// appendClock appends what a clock shows at the time's own location.
func appendClock(dst []byte, t time.Time) []byte { return t.AppendFormat(dst, "15:04:05.999999") }

// appendZoned appends a time as PostgreSQL writes a timestamptz in a session in the
// time's location, such as "2024-02-29 16:44:15+05:30".
func appendZoned(dst []byte, t time.Time) []byte {
	layout := "-07"
	switch _, offset := t.Zone(); {
	case offset%60 != 0:
		layout = "-07:00:00"
	case offset%3600 != 0:
		layout = "-07:00"
	}
	return appendTime(dst, t, "-01-02 15:04:05.999999"+layout, "")
}

// appendTime appends the year, the rest in a layout of package time, an offset
// and the era.
func appendTime(dst []byte, t time.Time, layout, offset string) []byte {
	year, era := t.Year(), ""
	if year < 1 {
		year, era = 1-year, " BC"
	}
	dst = appendPadded(dst, year, 4)
	dst = t.AppendFormat(dst, layout)
	dst = append(dst, offset...)
	return append(dst, era...)
}

// appendInterval appends a duration as PostgreSQL reads an interval: hours and
// smaller, to the microsecond, such as "-00:00:01.500000".
func appendInterval(dst []byte, d time.Duration) []byte {
	microseconds := uint64(d.Microseconds())
	if d < 0 {
		microseconds = -microseconds
		if microseconds > 0 {
			dst = append(dst, '-')
		}
	}
	seconds, fraction := microseconds/1e6, int(microseconds%1e6)
	dst = appendPadded(dst, int(seconds/3600), 2)
	dst = appendPadded(append(dst, ':'), int(seconds/60%60), 2)
	dst = appendPadded(append(dst, ':'), int(seconds%60), 2)
	if fraction == 0 {
		return dst
	}
	return appendPadded(append(dst, '.'), fraction, 6)
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
	if t, ok := parseUsual(s); ok {
		return t, true
	}
	return parseAny(s)
}

// parseAny reads every form.
func parseAny(s string) (time.Time, bool) {
	date, bc := strings.CutSuffix(s, " BC")
	p := timeParser{rest: date}
	t := p.parse(bc)
	return t, !p.failed && p.rest == ""
}

// parseUsual reads the form that nearly every value has, "2024-02-29 11:14:15"
// with three or six digits of a second behind it. It says
// no to everything else.
func parseUsual(s string) (time.Time, bool) {
	if len(s) < 19 || s[4] != '-' || s[7] != '-' || s[10] != ' ' || s[13] != ':' || s[16] != ':' {
		return time.Time{}, false
	}
	year := pair(s, 0)*100 + pair(s, 2)
	month, day := pair(s, 5), pair(s, 8)
	hour, minute, second := pair(s, 11), pair(s, 14), pair(s, 17)
	nanosecond, ok := usualFraction(s[19:])
	if !ok || year < 1 || month < 1 || month > 12 || day < 1 ||
		uint(hour) > 23 || uint(minute) > 59 || uint(second) > 59 {
		return time.Time{}, false
	}
	t := time.Date(year, time.Month(month), day, hour, minute, second, nanosecond, time.UTC)
	return t, day <= 28 || t.Day() == day
}

// notDigits is so small that no sum with digits makes up for it.
const notDigits = -1 << 20

// pair returns the number of two digits at i.
func pair(s string, i int) int {
	tens, ones := s[i]-'0', s[i+1]-'0'
	if tens > 9 || ones > 9 {
		return notDigits
	}
	return int(tens)*10 + int(ones)
}

// usualFraction reads nothing, or a point with three or six digits, in
// nanoseconds.
func usualFraction(s string) (int, bool) {
	switch {
	case s == "":
		return 0, true
	case s[0] != '.' || len(s) != 4 && len(s) != 7:
		return 0, false
	}
	n := 0
	for _, c := range []byte(s[1:]) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	if len(s) == 4 {
		return n * 1e6, true
	}
	return n * 1e3, true
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
	if width < 4 || width > 7 {
		p.failed = true
		return 0
	}
	year := p.digits(width, 9999999)
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
// service writes ("13:14:15.800") and PostgreSQL does not ("13:14:15.8"). With
// anything behind the fraction, such as an offset, the text stays as it is.
func trimFraction(s string) string {
	point := strings.LastIndexByte(s, '.')
	if point < 0 || strings.Trim(s[point+1:], "0123456789") != "" {
		return s
	}
	return strings.TrimRight(strings.TrimRight(s, "0"), ".")
}
