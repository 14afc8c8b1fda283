package mysql

import "slices"

// CommitsFirst reports whether a statement commits the transaction that it is run
// in before it does anything. words are the keywords that it opens with, of which
// four will do. It follows "Statements That Cause an Implicit Commit" in the manual
// of MySQL, and of MariaDB where that has statements of its own. BEGIN and START
// TRANSACTION, which are in it too, are for [ReadControl]; LOCK TABLES is refused.
//
// CREATE, DROP and ALTER of a temporary table commit nothing, if they have the word
// TEMPORARY. ALTER TABLE has no such word: it commits, as natively, although there
// the temporary table stays.
func CommitsFirst(words []string) bool {
	if len(words) == 0 {
		return false
	}
	switch words[0] {
	case "ALTER", "ANALYZE", "CHANGE", "CHECK", "FLUSH", "GRANT", "INSTALL", "OPTIMIZE", "RENAME", "REPAIR",
		"REVOKE", "TRUNCATE", "UNINSTALL":
		return !analyzesQuery(words)
	case "CREATE":
		return !createsTemporary(words)
	case "DROP":
		return !hasPrefix(words, "DROP", "TEMPORARY") && !hasPrefix(words, "DROP", "PREPARE")
	case "CACHE":
		return hasPrefix(words, "CACHE", "INDEX")
	case "IMPORT":
		return hasPrefix(words, "IMPORT", "TABLE")
	case "LOAD":
		return hasPrefix(words, "LOAD", "INDEX")
	case "RESET":
		return !hasPrefix(words, "RESET", "PERSIST")
	case "SET":
		return hasPrefix(words, "SET", "PASSWORD") || hasPrefix(words, "SET", "DEFAULT", "ROLE")
	case "START", "STOP":
		return len(words) > 1 && slices.Contains([]string{"REPLICA", "SLAVE", "ALL", "GROUP_REPLICATION"}, words[1])
	}
	return false
}

// createsTemporary reads CREATE [OR REPLACE] TEMPORARY.
func createsTemporary(words []string) bool {
	return hasPrefix(words, "CREATE", "TEMPORARY") || hasPrefix(words, "CREATE", "OR", "REPLACE", "TEMPORARY")
}

// analyzesQuery tells MariaDB's ANALYZE of a statement, which it runs, from ANALYZE
// TABLE.
func analyzesQuery(words []string) bool {
	if words[0] != "ANALYZE" || len(words) < 2 {
		return false
	}
	switch words[1] {
	case "FORMAT", "SELECT", "INSERT", "REPLACE", "UPDATE", "DELETE", "WITH":
		return true
	}
	return false
}

// BeginsWork reports whether a statement that begins with a keyword begins a
// transaction where autocommit is off. SET, USE and SHOW do not.
func BeginsWork(keyword string) bool {
	switch keyword {
	case "SELECT", "WITH", "VALUES", "TABLE", "INSERT", "REPLACE", "UPDATE", "DELETE", "CALL", "DO", "LOAD", "HANDLER":
		return true
	}
	return false
}
