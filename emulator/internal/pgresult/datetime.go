package pgresult

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
)

// maxYear is the last year the service is taken to hold. Its formats and its
// failure on infinity are those of the Rust library chrono, whose dates end
// there; PostgreSQL's go further. Inferred, not seen.
const maxYear = 262142

// datetime is a date, a time of day or both as PostgreSQL's ISO style writes
// it, with year 0 for 1 BC.
type datetime struct {
	year, month, day     int
	hour, minute, second int
	microsecond          int
	offset               time.Duration // east of UTC
}

func readDate(text string) (dataapi.Field, error) {
	return readDatetime(text, (*datetimeText).date, datetime.formatDate)
}

func readTime(text string) (dataapi.Field, error) {
	return readDatetime(text, (*datetimeText).clock, datetime.formatTime)
}

func readTimestamp(text string) (dataapi.Field, error) {
	return readDatetime(text, (*datetimeText).timestamp, datetime.formatTimestamp)
}

// readTimestamptz gives the wall clock of UTC without an offset, whatever the
// TimeZone of the session (tmokmss/aurora-data-api-proxy COMPATIBILITY.md; that
// SET TIME ZONE changes nothing is the word of sbalmt/ez4).
func readTimestamptz(text string) (dataapi.Field, error) {
	return readDatetime(text, (*datetimeText).timestamptz, func(d datetime) string {
		return d.utc().formatTimestamp()
	})
}

func readDatetime(text string, parse func(*datetimeText) datetime, format func(datetime) string) (dataapi.Field, error) {
	if text == "infinity" || text == "-infinity" {
		return dataapi.Field{}, dataapi.Failure()
	}
	scan := &datetimeText{rest: text}
	d := parse(scan)
	if scan.failed || scan.rest != "" {
		return dataapi.Field{}, errUnreadable
	}
	if d.year > maxYear {
		return dataapi.Field{}, dataapi.Failure()
	}
	return dataapi.StringField(format(d)), nil
}

func (d datetime) utc() datetime {
	if d.offset == 0 {
		return d
	}
	t := time.Date(d.year, time.Month(d.month), d.day, d.hour, d.minute, d.second, 0, time.UTC).Add(-d.offset)
	u := datetime{microsecond: d.microsecond}
	u.year, u.day, u.month = t.Year(), t.Day(), int(t.Month())
	u.hour, u.minute, u.second = t.Clock()
	return u
}

func (d datetime) formatTimestamp() string { return d.formatDate() + " " + d.formatTime() }

// formatDate writes years of four digits (sbalmt/ez4). The form of years after
// 9999 and before 1 is unknown; a sign and the astronomical year is what
// chrono writes, so that 44 BC is -0043.
func (d datetime) formatDate() string {
	layout := "%04d-%02d-%02d"
	if d.year < 0 || d.year > 9999 {
		layout = "%+05d-%02d-%02d"
	}
	return fmt.Sprintf(layout, d.year, d.month, d.day)
}

// formatTime writes the fraction as the service does: none, three digits when
// those suffice, else six (sbalmt/ez4). The time 24:00:00 is unknown; chrono
// has none and would say midnight.
func (d datetime) formatTime() string {
	clock := fmt.Sprintf("%02d:%02d:%02d", d.hour%24, d.minute, d.second)
	switch {
	case d.microsecond == 0:
		return clock
	case d.microsecond%1000 == 0:
		return fmt.Sprintf("%s.%03d", clock, d.microsecond/1000)
	}
	return fmt.Sprintf("%s.%06d", clock, d.microsecond)
}

// datetimeText is what is left to read of a text in PostgreSQL's ISO style.
type datetimeText struct {
	rest   string
	failed bool
}

func (t *datetimeText) date() datetime {
	d := t.calendar()
	d.year = t.era(d.year)
	return d
}

func (t *datetimeText) timestamp() datetime {
	d := t.calendar()
	t.expect(" ")
	t.readClock(&d)
	d.year = t.era(d.year)
	return d
}

func (t *datetimeText) timestamptz() datetime {
	d := t.calendar()
	t.expect(" ")
	t.readClock(&d)
	d.offset = t.zone()
	d.year = t.era(d.year)
	return d
}

func (t *datetimeText) clock() datetime {
	var d datetime
	t.readClock(&d)
	return d
}

func (t *datetimeText) calendar() datetime {
	d := datetime{year: t.number(4, 7)}
	t.expect("-")
	d.month = t.number(2, 2)
	t.expect("-")
	d.day = t.number(2, 2)
	return d
}

func (t *datetimeText) readClock(d *datetime) {
	d.hour = t.number(2, 2)
	t.expect(":")
	d.minute = t.number(2, 2)
	t.expect(":")
	d.second = t.number(2, 2)
	if t.skip(".") {
		d.microsecond = t.fraction()
	}
}

// era turns the year of the text into an astronomical one.
func (t *datetimeText) era(year int) int {
	if t.skip(" BC") {
		return 1 - year
	}
	return year
}

// zone reads +hh, +hh:mm or +hh:mm:ss.
func (t *datetimeText) zone() time.Duration {
	sign := time.Duration(1)
	if t.skip("-") {
		sign = -1
	} else {
		t.expect("+")
	}
	offset := time.Duration(t.number(2, 2)) * time.Hour
	if t.skip(":") {
		offset += time.Duration(t.number(2, 2)) * time.Minute
	}
	if t.skip(":") {
		offset += time.Duration(t.number(2, 2)) * time.Second
	}
	return sign * offset
}

// fraction reads up to six digits as microseconds.
func (t *datetimeText) fraction() int {
	digits := t.digits(1, 6)
	v, _ := strconv.Atoi((digits + "000000")[:6])
	return v
}

func (t *datetimeText) number(least, most int) int {
	v, _ := strconv.Atoi(t.digits(least, most))
	return v
}

func (t *datetimeText) digits(least, most int) string {
	n := 0
	for n < len(t.rest) && n < most && '0' <= t.rest[n] && t.rest[n] <= '9' {
		n++
	}
	if n < least {
		t.failed = true
	}
	digits := t.rest[:n]
	t.rest = t.rest[n:]
	return digits
}

func (t *datetimeText) skip(prefix string) bool {
	rest, found := strings.CutPrefix(t.rest, prefix)
	t.rest = rest
	return found
}

func (t *datetimeText) expect(prefix string) {
	if !t.skip(prefix) {
		t.failed = true
	}
}
