package postgres

import (
	"strings"

	"github.com/auroradataapi/auroradataapi/internal/engine"
)

// ReadSessionLocks reads the names of the functions that a statement calls, in
// lower case and with the schema where one is written.
func ReadSessionLocks(calls []string) engine.SessionLocks {
	var l engine.SessionLocks
	for _, name := range calls {
		switch strings.TrimPrefix(name, "pg_catalog.") {
		case "pg_advisory_lock", "pg_advisory_lock_shared":
			l.Waits = true
		case "pg_try_advisory_lock", "pg_try_advisory_lock_shared":
			l.Tries = true
		case "pg_advisory_unlock", "pg_advisory_unlock_shared":
			l.Unlocks = true
		case "pg_advisory_unlock_all":
			l.UnlocksAll = true
		}
	}
	return l
}

// MayUseSessionLocks reports whether ReadSessionLocks might find anything in a
// statement, without reading it. keyword is the one that it begins with: GRANT for
// one names functions, and calls none.
func MayUseSessionLocks(keyword, sql string) bool {
	switch keyword {
	case "SELECT", "VALUES", "WITH", "INSERT", "UPDATE", "DELETE", "MERGE", "CALL", "EXPLAIN":
		return containsFold(sql, "advisory_")
	}
	return false
}

// containsFold reports whether a text contains a part in lower case, in any case.
func containsFold(s, part string) bool {
	for i := 0; i+len(part) <= len(s); i++ {
		if s[i]|0x20 == part[0] && strings.EqualFold(s[i:i+len(part)], part) {
			return true
		}
	}
	return false
}

// DiscardsAll reports whether a statement is DISCARD ALL, which gives all session
// locks back. words are the keywords that it opens with.
func DiscardsAll(words []string) bool { return hasPrefix(words, []string{"DISCARD", "ALL"}) }

// CountSessionLocks counts the advisory locks that the server's session holds.
const CountSessionLocks = "SELECT count(*) FROM pg_catalog.pg_locks" +
	" WHERE locktype = 'advisory' AND granted AND pid = pg_catalog.pg_backend_pid()"
