package postgres

import (
	"strings"
	"time"
)

// clockOffsets are the layouts of a timetz's offset, by the colons in it.
var clockOffsets = [...]string{"-07", "-07:00", "-07:00:00"}

const endOfDay = "24:00:00"

// parseTimeOfDay reads a time or a timetz as lib/pq does: as a time.Time on the
// first day of the year 0, or on the second at 24:00:00. A time without an offset is
// in UTC.
func parseTimeOfDay(s string) (time.Time, bool) {
	layout := "15:04:05"
	if i := strings.IndexAny(s, "+-"); i >= 0 {
		colons := strings.Count(s[i:], ":")
		if colons >= len(clockOffsets) {
			return time.Time{}, false
		}
		layout += clockOffsets[colons]
	}
	rest, isEnd := strings.CutPrefix(s, endOfDay)
	if isEnd {
		s = "00:00:00" + rest
	}
	t, err := time.Parse(layout, s)
	if isEnd {
		t = t.AddDate(0, 0, 1)
	}
	return t, err == nil
}
