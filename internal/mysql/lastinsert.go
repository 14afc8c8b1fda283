package mysql

import "strconv"

const lastInsertID = "last_insert_id"

// MayUseLastInsertID reports whether a statement may ask for the last generated id of
// the session, or set it, without reading it.
func MayUseLastInsertID(sql string) bool {
	return containsFold(sql, lastInsertID) || containsFold(sql, "@@identity")
}

// SetsLastInsertID reports whether a statement gives LAST_INSERT_ID an argument, which
// is what it returns from then on. list are its tokens.
func SetsLastInsertID(list []string) bool {
	t := tokens(list)
	for len(t) > 0 {
		if t.accept(lastInsertID, "(") {
			if !t.begins(")") {
				return true
			}
			continue
		}
		t.next()
	}
	return false
}

// TellLastInsertID has a session return an id from LAST_INSERT_ID().
func TellLastInsertID(id int64) string {
	return "DO LAST_INSERT_ID(" + strconv.FormatUint(uint64(id), 10) + ")"
}

// AskLastInsertID asks a session for it.
const AskLastInsertID = "SELECT CAST(LAST_INSERT_ID() AS SIGNED)"
