package mysql

import (
	"iter"
	"slices"
)

// RefusedStatement is a kind of statement that cannot do over the Data API what it
// says: outside a transaction the service forgets the session between two calls, so
// that it would silently do nothing.
type RefusedStatement struct {
	Statements string // what they are, for documentation
	Outside    bool   // refused only outside a transaction
	Advice     string // what to do instead

	is func(words []string, list iter.Seq[string]) bool
}

// RefusedStatements returns the table of what is refused.
func RefusedStatements() []RefusedStatement { return slices.Clone(refusedStatements) }

var refusedStatements = []RefusedStatement{
	{
		Statements: "LOCK TABLES", is: beginsWithAny([]string{"LOCK", "TABLES"}, []string{"LOCK", "TABLE"}),
		Advice: "it ends the service's transaction, and the session that would keep its locks: use SELECT … FOR UPDATE in a transaction, or GET_LOCK; leave it out of a dump (mysqldump --skip-add-locks)",
	}, {
		Statements: "FLUSH TABLES … WITH READ LOCK", is: flushesWithLock,
		Advice: "no session would keep its lock: read in a transaction at REPEATABLE READ",
	}, {
		Statements: "LOAD DATA LOCAL", is: loadsLocally,
		Advice: "the Data API cannot send a file: write with auroradataapi.CopyFrom or ExecBatch, or use LOAD DATA FROM S3",
	}, {
		Statements: "XA START, END, PREPARE",
		is:         beginsWithAny([]string{"XA", "START"}, []string{"XA", "BEGIN"}, []string{"XA", "END"}, []string{"XA", "PREPARE"}),
		Advice:     "the service's transaction is none that XA can prepare: use BeginTx and COMMIT",
	}, {
		Statements: "COMMIT RELEASE, ROLLBACK RELEASE", is: endsSession,
		Advice: "the service keeps no session that could end: leave RELEASE out, or close the connection",
	}, {
		Statements: "SET … GET_LOCK", is: locksInSet,
		Advice: "the service keeps a lock only in a transaction of the driver's: take it by a SELECT of its own",
	}, {
		Statements: "PREPARE, EXECUTE, DEALLOCATE PREPARE", Outside: true,
		is:     beginsWithAny([]string{"PREPARE"}, []string{"EXECUTE"}, []string{"DEALLOCATE"}, []string{"DROP", "PREPARE"}),
		Advice: "a prepared statement is forgotten after the call: use Prepare of database/sql, or PREPARE in a transaction (BeginTx)",
	}, {
		Statements: "CREATE TEMPORARY TABLE", Outside: true,
		is:     func(words []string, _ iter.Seq[string]) bool { return createsTemporary(words) },
		Advice: "the table is forgotten after the call: make it in a transaction (BeginTx) that also uses it",
	}, {
		Statements: "HANDLER", Outside: true, is: beginsWithAny([]string{"HANDLER"}),
		Advice: "an open table is forgotten after the call: use it in a transaction (BeginTx), or SELECT",
	}, {
		Statements: "SHOW WARNINGS, SHOW ERRORS, GET DIAGNOSTICS, FOUND_ROWS(), ROW_COUNT()", Outside: true, is: looksBack,
		Advice: "what a statement leaves behind is forgotten after the call: ask in the same transaction (BeginTx), or use RowsAffected",
	},
}

// Refuse returns what to do instead of a statement that is refused, and "" for any
// other. words are the statement's first keywords in upper case, in order, of which
// four will do; list yields its tokens.
func Refuse(words []string, list iter.Seq[string], inTransaction bool) string {
	for i := range refusedStatements {
		if r := &refusedStatements[i]; !(r.Outside && inTransaction) && r.is(words, list) {
			return r.Advice
		}
	}
	return ""
}

func beginsWithAny(prefixes ...[]string) func([]string, iter.Seq[string]) bool {
	return func(words []string, _ iter.Seq[string]) bool {
		return slices.ContainsFunc(prefixes, func(prefix []string) bool { return hasPrefix(words, prefix...) })
	}
}

func flushesWithLock(words []string, list iter.Seq[string]) bool {
	if !hasPrefix(words, "FLUSH") {
		return false
	}
	t := tokens(slices.Collect(list))
	return t.has("WITH", "READ", "LOCK") || t.has("FOR", "EXPORT")
}

func locksInSet(words []string, list iter.Seq[string]) bool {
	return hasPrefix(words, "SET") && tokens(slices.Collect(list)).has("GET_LOCK", "(")
}

func loadsLocally(words []string, list iter.Seq[string]) bool {
	if !hasPrefix(words, "LOAD", "DATA") && !hasPrefix(words, "LOAD", "XML") {
		return false
	}
	t := tokens(slices.Collect(list))[2:]
	t.acceptAny("LOW_PRIORITY", "CONCURRENT")
	return t.begins("LOCAL")
}

// looksBack reports whether a statement asks about the one before it in its session.
// A query that counts its own rows, by FOUND_ROWS in a list, is told from it by what
// comes first.
func looksBack(words []string, list iter.Seq[string]) bool {
	if len(words) == 0 {
		return false
	}
	switch words[0] {
	case "GET":
		return hasPrefix(words, "GET", "DIAGNOSTICS") || hasPrefix(words, "GET", "CURRENT", "DIAGNOSTICS")
	case "SHOW":
		t := tokens(slices.Collect(list))[1:]
		if t.accept("COUNT") {
			t.skipParentheses()
		}
		return t.begins("WARNINGS") || t.begins("ERRORS")
	case "SELECT":
		if len(words) < 2 || words[1] != "FOUND_ROWS" && words[1] != "ROW_COUNT" {
			return false
		}
		return tokens(slices.Collect(list))[2:].begins("(", ")")
	}
	return false
}
