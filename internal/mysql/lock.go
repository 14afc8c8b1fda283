package mysql

import (
	"strings"

	"github.com/auroradataapi/auroradataapi/internal/engine"
)

// ReadSessionLocks reads the names of the functions that a statement calls, in lower
// case. GET_LOCK waits for as long as it is told, and its answer says whether it has
// the lock. The session that holds it is not that of other statements, so that
// IS_USED_LOCK and CONNECTION_ID are to be asked there.
func ReadSessionLocks(calls []string) engine.SessionLocks {
	var l engine.SessionLocks
	for _, name := range calls {
		switch name {
		case "get_lock":
			l.Waits, l.Tries = true, true
		case "release_lock":
			l.Unlocks = true
		case "release_all_locks":
			l.UnlocksAll = true
		case "is_used_lock", "connection_id":
			l.Asks = true
		}
	}
	return l
}

// MayUseSessionLocks reports whether [ReadSessionLocks] might find anything in a
// statement, without reading it. keyword is the one that it begins with.
func MayUseSessionLocks(keyword, sql string) bool {
	switch keyword {
	case "SELECT", "DO", "SET", "WITH", "VALUES", "INSERT", "REPLACE", "UPDATE", "DELETE", "CALL":
		return containsFold(sql, "_lock") || containsFold(sql, "connection_id")
	}
	return false
}

// containsFold reports whether a text contains a part in lower case, in any case.
func containsFold(s, part string) bool {
	for i := 0; i+len(part) <= len(s); i++ {
		if (s[i] == part[0] || s[i]|0x20 == part[0]) && strings.EqualFold(s[i:i+len(part)], part) {
			return true
		}
	}
	return false
}

// LockTimeout returns which of the tokens of a statement, which is nothing but a call
// of GET_LOCK, is the time to wait in seconds, and false if that is not one token.
func LockTimeout(list []string) (i int, ok bool) {
	n := len(list)
	if n < 4 || list[n-1] != ")" || list[n-3] != "," {
		return 0, false
	}
	return n - 2, true
}
