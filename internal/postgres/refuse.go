package postgres

import (
	"iter"
	"slices"
)

// RefusedStatement is a kind of statement that cannot do over the Data API what it says.
//
// Outside a transaction the service forgets the session between two calls
// (it runs DISCARD ALL), so that such a statement would silently do nothing. One
// that then is an error in any session, such as FETCH, is left to the server.
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
		Statements: "PREPARE TRANSACTION", is: beginsWith("PREPARE", "TRANSACTION"),
		Advice: "a prepared transaction outlives the service's own, which could no longer end it: use COMMIT",
	}, {
		Statements: "LISTEN", is: beginsWith("LISTEN"),
		Advice: "the Data API cannot deliver notifications: poll a table, or listen on a direct connection",
	}, {
		Statements: "COPY", is: beginsWith("COPY"),
		Advice: "the Data API has no COPY protocol: read with SELECT; write with auroradataapi.CopyFrom or ExecBatch, or with the aws_s3 extension",
	}, {
		Statements: "PREPARE", Outside: true, is: beginsWith("PREPARE"),
		Advice: "a prepared statement is forgotten after the call: use Prepare of database/sql, or PREPARE in a transaction (BeginTx)",
	}, {
		Statements: "temporary objects, DECLARE … WITH HOLD, LOAD", Outside: true, is: isForSession,
		Advice: "what it leaves in the session is forgotten after the call: use it in a transaction (BeginTx)",
	},
}

// Refuse returns what to do instead of a statement that is refused, and "" for any
// other. words are the statement's first keywords in upper case, in order, of
// which four will do; list yields its tokens.
func Refuse(words []string, list iter.Seq[string], inTransaction bool) string {
	for i := range refusedStatements {
		if r := &refusedStatements[i]; !(r.Outside && inTransaction) && r.is(words, list) {
			return r.Advice
		}
	}
	return ""
}

func beginsWith(prefix ...string) func([]string, iter.Seq[string]) bool {
	return func(words []string, _ iter.Seq[string]) bool { return hasPrefix(words, prefix) }
}

func hasPrefix(words, prefix []string) bool {
	return len(words) >= len(prefix) && slices.Equal(words[:len(prefix)], prefix)
}
