package mysql

// OnlyReads reports whether a statement that begins with a keyword only reads, as far
// as the keyword can tell: a function that it calls, or INTO, may do anything, and a
// WITH may go on with UPDATE or DELETE.
func OnlyReads(keyword string) bool {
	switch keyword {
	case "SELECT", "VALUES", "TABLE", "SHOW", "DESCRIBE", "DESC", "EXPLAIN", "HELP", "DO":
		return true
	}
	return false
}

// IsQuery reports whether a statement that begins with a keyword, and only reads, may
// be part of another query.
func IsQuery(keyword string) bool {
	switch keyword {
	case "SELECT", "WITH", "VALUES", "TABLE":
		return true
	}
	return false
}

// ChangesObjects reports whether a statement that begins with a keyword may change
// what columns there are, so that nothing holds any more that was remembered of
// texts.
func ChangesObjects(keyword string) bool {
	switch keyword {
	case "CREATE", "ALTER", "DROP", "RENAME":
		return true
	}
	return false
}
