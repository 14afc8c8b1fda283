package mysql

import (
	"strings"
	"time"
)

// parseTime reads a DATE, DATETIME or TIMESTAMP as go-sql-driver/mysql does: the
// zero date is the zero time.Time, and a month or a day that is zero, which MySQL
// can store, counts on from the one before.
func parseTime(text string, loc *time.Location) (time.Time, bool) {
	date, clock, hasClock := strings.Cut(text, " ")
	year, month, day, ok := parseDate(date)
	if !ok {
		return time.Time{}, false
	}
	var c clockTime
	if hasClock {
		if c, ok = parseClock(clock); !ok {
			return time.Time{}, false
		}
	}
	if year|month|day == 0 && c == (clockTime{}) {
		return time.Time{}, true
	}
	return time.Date(year, time.Month(month), day, c.hour, c.minute, c.second, c.nanosecond, loc), true
}

func parseDate(text string) (year, month, day int, ok bool) {
	if len(text) != len("0000-00-00") || text[4] != '-' || text[7] != '-' {
		return 0, 0, 0, false
	}
	year, ok1 := digits(text[:4])
	month, ok2 := digits(text[5:7])
	day, ok3 := digits(text[8:])
	return year, month, day, ok1 && ok2 && ok3
}

type clockTime struct{ hour, minute, second, nanosecond int }

// parseClock reads the time of a day, with up to nine digits of a second.
func parseClock(text string) (c clockTime, ok bool) {
	text, fraction, hasFraction := strings.Cut(text, ".")
	if len(text) != len("00:00:00") || text[2] != ':' || text[5] != ':' {
		return clockTime{}, false
	}
	hour, ok1 := digits(text[:2])
	minute, ok2 := digits(text[3:5])
	second, ok3 := digits(text[6:])
	nanosecond, ok4 := 0, true
	if hasFraction {
		nanosecond, ok4 = parseFraction(fraction)
	}
	return clockTime{hour, minute, second, nanosecond}, ok1 && ok2 && ok3 && ok4
}

func parseFraction(text string) (nanosecond int, ok bool) {
	const most = 9
	if text == "" || len(text) > most {
		return 0, false
	}
	return digits(text + strings.Repeat("0", most-len(text)))
}

// digits reads a number of a few digits and nothing else.
func digits(text string) (n int, ok bool) {
	for i := range len(text) {
		c := text[i]
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, text != ""
}

// withDecimals gives the text of a time exactly n digits of a second, of which the
// service leaves out zeros at the end.
func withDecimals(text string, n int) string {
	whole, fraction, _ := strings.Cut(text, ".")
	if n == 0 {
		return whole
	}
	fraction += strings.Repeat("0", max(n-len(fraction), 0))
	return whole + "." + fraction[:n]
}
