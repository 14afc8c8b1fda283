package postgres

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/auroradataapi/auroradataapi/internal/engine"
)

// InFailedTransaction is the text of lib/pq's error for the commit of a transaction
// in which a statement has failed.
const InFailedTransaction = "pq: could not complete operation in a failed transaction"

// LibPQErrorText returns lib/pq's text of an error of the database in a text that was
// sent, which says where in the text the error is. An empty text says nothing.
func LibPQErrorText(m engine.Message, sql string) string {
	return "pq: " + m.Message + place(m.Position, sql) + " (" + m.Code + ")"
}

// place returns the column of a position or, in a text of several lines, the line and
// the column. Both count from 1, in characters.
func place(position int, sql string) string {
	if position < 1 || sql == "" {
		return ""
	}
	lines := strings.Split(sql, "\n")
	for i, line := range lines {
		width := utf8.RuneCountInString(line) + 1 // with its end
		switch {
		case position > width:
			position -= width
		case len(lines) == 1:
			return " at column " + strconv.Itoa(position)
		default:
			return " at position " + strconv.Itoa(i+1) + ":" + strconv.Itoa(position)
		}
	}
	return ""
}
