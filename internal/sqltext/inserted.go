package sqltext

import "strings"

// InsertedRows returns how many rows an INSERT with a VALUES list has at most. It
// reports false where rows of other tables may be returned: for any other
// statement, if there is a query or ON CONFLICT DO UPDATE in it, and if RETURNING
// has more than columns and operators.
func (s Statement) InsertedRows() (rows int, ok bool) {
	depth, returning := 0, false
	for t := range s.Tokens() {
		switch {
		case t == "(":
			if depth++; depth == 1 {
				rows++
			}
			ok = ok && !returning
		case t == ")":
			depth--
		case strings.EqualFold(t, "VALUES"):
			ok = !returning && s.keyword == "INSERT"
		case readsOthers(t):
			return 0, false
		case depth == 0 && strings.EqualFold(t, "RETURNING"):
			returning = true
		}
	}
	return rows, ok
}

// readsOthers reports whether a token of an INSERT says that it may return rows of
// other tables.
func readsOthers(t string) bool {
	switch len(t) {
	case len("WITH"):
		return strings.EqualFold(t, "WITH")
	case len("TABLE"):
		return strings.EqualFold(t, "TABLE")
	case len("UPDATE"):
		return strings.EqualFold(t, "UPDATE") || strings.EqualFold(t, "SELECT")
	}
	return false
}
