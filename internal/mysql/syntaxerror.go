package mysql

import (
	"fmt"
	"unicode/utf8"

	"github.com/auroradataapi/auroradataapi/internal/engine"
)

// syntaxErrorNear is the error that MySQL has for a text from which on it makes no
// sense of it.
func syntaxErrorNear(rest string, line int) engine.Message {
	return engine.Message{
		Severity: "ERROR", Code: "42000", Number: syntaxError,
		Message: fmt.Sprintf("You have an error in your SQL syntax; check the manual that corresponds to your "+
			"MySQL server version for the right syntax to use near '%s' at line %d", firstCharacters(rest), line),
	}
}

// EmptyQuery is the error that MySQL has for a text without a statement or a comment.
func EmptyQuery() engine.Message {
	return engine.Message{Severity: "ERROR", Code: "42000", Number: emptyQuery, Message: "Query was empty"}
}

// firstCharacters returns as much of a text as MySQL names in an error.
func firstCharacters(text string) string {
	const most = 80
	end := 0
	for range most {
		_, size := utf8.DecodeRuneInString(text[end:])
		end += size
	}
	return text[:end]
}
