package postgres

// IsCommand reports whether a statement of PostgreSQL 18 begins with a keyword. One
// of a later version may begin with another.
func IsCommand(keyword string) bool { return Inferable(keyword) || utilities(keyword) }

// utilities are the commands that PostgreSQL does not prepare.
var utilities = set(`ABORT ALTER ANALYSE ANALYZE BEGIN CALL CHECKPOINT CLOSE CLUSTER COMMENT COMMIT COPY CREATE DEALLOCATE DECLARE
	DISCARD DO DROP END EXECUTE EXPLAIN FETCH GRANT IMPORT LISTEN LOAD LOCK MOVE NOTIFY PREPARE REASSIGN REFRESH
	REINDEX RELEASE RESET REVOKE ROLLBACK SAVEPOINT SECURITY SET SHOW START TRUNCATE UNLISTEN VACUUM`)

// OnlyReads reports whether a statement that begins with a keyword only reads,
// as far as the keyword can tell: a function that it calls may do anything.
func OnlyReads(keyword string) bool {
	switch keyword {
	case "SELECT", "VALUES", "TABLE", "SHOW", "FETCH":
		return true
	}
	return false
}

// CountsRows reports whether PostgreSQL tells how many rows a statement returned
// that begins with a keyword: its command tags for these have no number.
func CountsRows(keyword string) bool {
	switch keyword {
	case "SHOW", "EXPLAIN", "CALL":
		return false
	}
	return true
}

// PairsExpressions reports whether a statement has a clause in which PostgreSQL
// looks for expressions that are the same as others of it: what is grouped by,
// and what is ordered by where rows or values are distinct. contains tells
// whether keywords stand in it one behind the other.
func PairsExpressions(contains func(words ...string) bool) bool {
	return contains("GROUP", "BY") || contains("ORDER", "BY") && contains("DISTINCT")
}
