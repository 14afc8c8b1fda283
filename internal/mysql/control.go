package mysql

import (
	"slices"

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
// transaction may follow; behind the others there must be nothing. RELEASE, which
// ends the session as well, is not among what it knows: see [Refuse].
func ReadControl(words []string) (c engine.Control, n int) {
	if len(words) == 0 {
		return engine.NoControl, 0
	}
	switch words[0] {
	case "START":
		if hasPrefix(words, "START", "TRANSACTION") {
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

// EndsSession reports whether a statement, of which words are the first seven
// keywords, ends the session with the transaction: COMMIT RELEASE and the like.
func EndsSession(words []string) bool {
	if len(words) < 2 || words[0] != "COMMIT" && words[0] != "ROLLBACK" {
		return false
	}
	last := len(words) - 1
	return words[last] == "RELEASE" && words[last-1] != "NO"
}
