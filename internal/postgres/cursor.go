package postgres

import (
	"strconv"

	"github.com/auroradataapi/auroradataapi/internal/sqltext"
)

// Cursor is a cursor of the driver's own, by its name, which must be a plain
// lower-case word. It lives in one transaction.
type Cursor string

// CursorName returns the name of the nth cursor of a connection.
func CursorName(n int) Cursor { return Cursor("auroradataapi_" + strconv.Itoa(n)) }

// Declare returns the statement that opens the cursor for a query, and how many
// characters it has in front of the query. The cursor goes back and forth.
func (c Cursor) Declare(query string) (sql string, offset int) {
	prefix := "DECLARE " + string(c) + " SCROLL CURSOR FOR "
	return prefix + query, len(prefix)
}

// Fetch returns the statement that returns the next rows.
func (c Cursor) Fetch(rows int) string {
	return "FETCH FORWARD " + strconv.Itoa(rows) + " FROM " + string(c)
}

// Describe returns the statement that returns the columns, and no row before the
// first was fetched.
func (c Cursor) Describe() string { return c.Fetch(0) }

// MoveTo returns the statement after which the next row to be fetched is the one
// behind so many from the start.
func (c Cursor) MoveTo(position int64) string {
	return "MOVE ABSOLUTE " + strconv.FormatInt(position, 10) + " FROM " + string(c)
}

// Finish returns the statement that has the rest of the rows made and returns none.
func (c Cursor) Finish() string { return "MOVE FORWARD ALL FROM " + string(c) }

// Close returns the statement that closes the cursor.
func (c Cursor) Close() string { return "CLOSE " + string(c) }

// Once returns a query that evaluates each row of another once, however often a
// cursor goes back, and that PostgreSQL plans as it plans a query of which all
// rows are read: for a cursor's own it assumes that a tenth will be
// (cursor_tuple_fraction). Also one with FOR UPDATE can go back in this way. It
// reports false for a statement that cannot be nested.
func Once(o *sqltext.Outline) (sqltext.Nested, bool) { return nest(o, "SELECT * FROM "+recastName) }

// CountRows returns the query for the number of rows of another, all columns of
// which are evaluated. It reports false for a statement that cannot be nested.
func CountRows(o *sqltext.Outline) (sqltext.Nested, bool) {
	return nest(o, "SELECT pg_catalog.count(*) FROM "+recastName)
}

// OnlyReading returns what [Once], [CountRows] or [Recast.Rewrite] has made of a
// query, with a condition that has its transaction only read from before the first
// row on: what the query would write is an error, see [RefusedToWrite]. The planner
// takes the condition out of the loop over the rows.
func OnlyReading(query string, hasCondition bool) string {
	word := " WHERE "
	if hasCondition {
		word = " AND "
	}
	return query + word + "(SELECT " + setLocal("transaction_read_only", "'on'") + ") = 'on'"
}

// RefusedToWrite reports whether an SQLSTATE is that of a statement which may not
// write, read_only_sql_transaction.
func RefusedToWrite(code string) bool { return code == "25006" }

func nest(o *sqltext.Outline, reading string) (sqltext.Nested, bool) {
	nested, ok := o.Nest(recastName + " AS MATERIALIZED")
	nested.SQL += " " + reading
	return nested, ok
}

// LocksRows reports whether a query locks the rows that it reads. contains tells
// whether it has some words one right behind the other.
func LocksRows(contains func(words ...string) bool) bool {
	return contains("FOR", "UPDATE") || contains("FOR", "NO", "KEY", "UPDATE") ||
		contains("FOR", "SHARE") || contains("FOR", "KEY", "SHARE")
}

// Open returns the statement that opens the cursor for any statement that returns
// rows, which runs at the first FETCH. The cursor does not go back.
func (c Cursor) Open(sql string) string {
	return "DO " + quote("DECLARE source refcursor := "+quote(string(c))+"; BEGIN OPEN source FOR EXECUTE "+quote(sql)+"; END")
}

// OnlyTells reports whether a statement that begins with a keyword is one of those
// that return rows, change nothing and cannot be part of a query: SHOW, and EXPLAIN
// unless it runs what it explains. contains tells whether it has a word.
func OnlyTells(keyword string, contains func(words ...string) bool) bool {
	switch keyword {
	case "SHOW":
		return true
	case "EXPLAIN":
		return !contains("ANALYZE") && !contains("ANALYSE")
	}
	return false
}
