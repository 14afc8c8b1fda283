package postgres

import (
	"slices"

	"github.com/auroradataapi/auroradataapi/internal/engine"
)

// MayControl reports whether [ReadControl] is to be asked about a statement that
// begins with a keyword.
func MayControl(keyword string) bool {
	switch keyword {
	case "BEGIN", "START", "COMMIT", "END", "ROLLBACK", "ABORT":
		return true
	}
	return false
}

// ReadControl reads a statement of which words are the keywords that it opens
// with, in upper case; seven will do. n tells how many of them say what the
// statement does. Behind those of [Begin] the modes of the transaction may
// follow; behind the others there must be nothing.
func ReadControl(words []string) (c engine.Control, n int) {
	if len(words) == 0 {
		return engine.NoControl, 0
	}
	first, rest := words[0], words[1:]
	switch first {
	case "START":
		if len(rest) > 0 && rest[0] == "TRANSACTION" {
			return engine.Begin, 2
		}
		return engine.NoControl, 0
	case "BEGIN":
		return engine.Begin, 1 + noiseWords(rest)
	case "COMMIT", "END":
		return ending(words, engine.Commit, engine.CommitAndChain)
	case "ROLLBACK", "ABORT":
		return ending(words, engine.Rollback, engine.RollbackAndChain)
	}
	return engine.NoControl, 0
}

// ending reads what may follow COMMIT or ROLLBACK.
func ending(words []string, plain, chained engine.Control) (c engine.Control, n int) {
	n = 1 + noiseWords(words[1:])
	rest := words[n:]
	switch {
	case len(rest) == 0:
		return plain, n
	case slices.Equal(rest, []string{"AND", "CHAIN"}):
		return chained, n + 2
	case slices.Equal(rest, []string{"AND", "NO", "CHAIN"}):
		return plain, n + 3
	}
	return engine.NoControl, 0
}

// noise are words that may follow BEGIN, COMMIT and ROLLBACK.
var noise = []string{"WORK", "TRANSACTION"}

// noiseWords counts the words at the start of a list that say nothing.
func noiseWords(words []string) int {
	if len(words) > 0 && slices.Contains(noise, words[0]) {
		return 1
	}
	return 0
}
