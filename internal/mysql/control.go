package mysql

import (
	"iter"
	"slices"
	"strings"

	"github.com/auroradataapi/auroradataapi/internal/engine"
)

// MayControl reports whether [ReadControl] is to be asked about a statement that
// begins with a keyword.
func MayControl(keyword string) bool {
	switch keyword {
	case "BEGIN", "START", "COMMIT", "ROLLBACK":
		return true
	}
	return false
}

// ReadControl reads a statement of which words are the keywords that it opens
// with, in upper case; seven will do. n tells how many of them say what the
// statement does. Behind those of START TRANSACTION the characteristics of the
// transaction may follow, and nothing that the server has to find fault with; behind
// the others there must be nothing. RELEASE, which ends the session as well, is not among what it knows: see [Refuse].
func ReadControl(words []string) (c engine.Control, n int) {
	if len(words) == 0 {
		return engine.NoControl, 0
	}
	switch words[0] {
	case "START":
		if hasPrefix(words, "START", "TRANSACTION") && isCharacteristics(words[2:]) {
			return engine.Begin, 2
		}
	case "BEGIN":
		if n = 1 + work(words); n == len(words) { // MariaDB's BEGIN NOT ATOMIC begins a block
			return engine.Begin, n
		}
	case "COMMIT":
		return ending(words, engine.Commit, engine.CommitAndChain)
	case "ROLLBACK":
		return ending(words, engine.Rollback, engine.RollbackAndChain)
	}
	return engine.NoControl, 0
}

// isCharacteristics reports whether words are what START TRANSACTION takes up to the
// first comma. An isolation level is not: that is for SET TRANSACTION.
func isCharacteristics(words []string) bool {
	switch strings.Join(words, " ") {
	case "", readOnly, readWrite, "WITH CONSISTENT SNAPSHOT":
		return true
	}
	return false
}

// ending reads what may follow COMMIT or ROLLBACK.
func ending(words []string, plain, chained engine.Control) (c engine.Control, n int) {
	n = 1 + work(words)
	rest := words[n:]
	if len(rest) >= 2 && slices.Equal(rest[len(rest)-2:], []string{"NO", "RELEASE"}) {
		rest = rest[:len(rest)-2]
	}
	switch {
	case len(rest) == 0:
		return plain, len(words)
	case slices.Equal(rest, []string{"AND", "CHAIN"}):
		return chained, len(words)
	case slices.Equal(rest, []string{"AND", "NO", "CHAIN"}):
		return plain, len(words)
	}
	return engine.NoControl, 0
}

// work counts the WORK behind the first word, which says nothing.
func work(words []string) int {
	if len(words) > 1 && words[1] == "WORK" {
		return 1
	}
	return 0
}

// endsSession reports whether a statement ends the session with the transaction:
// COMMIT RELEASE and the like.
func endsSession(words []string, list iter.Seq[string]) bool {
	if len(words) == 0 || words[0] != "COMMIT" && words[0] != "ROLLBACK" {
		return false
	}
	t := tokens(slices.Collect(list))
	return len(t) > 1 && t[len(t)-1:].begins("RELEASE") && !t[len(t)-2:].begins("NO") && !t[len(t)-2:].begins("TO") &&
		!t[len(t)-2:].begins("SAVEPOINT")
}
