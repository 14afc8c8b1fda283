package script

import (
	"strings"
	"unicode"
)

// OnlyCounts tells whether a statement, without comments in front of it, certainly
// returns no rows but their number. database/sql has the number for Exec alone, and
// the rows for Query alone, so it must be known before. Where it is not certain the
// answer is no: a number is missed more easily than rows.
func OnlyCounts(text string) bool {
	verb := text[:len(text)-len(strings.TrimLeftFunc(text, unicode.IsLetter))]
	switch strings.ToUpper(verb) {
	case "INSERT", "UPDATE", "DELETE", "MERGE", "REPLACE":
		return !strings.Contains(strings.ToUpper(text), "RETURNING")
	}
	return false
}
