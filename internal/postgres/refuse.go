package postgres

import "slices"

// Refuse returns what to do instead of a statement that cannot do over the Data
// API what it says, and "" for any other. words are the statement's keywords in
// upper case, in order.
//
// Outside a transaction the service forgets the session between two calls
// (it runs DISCARD ALL), so that such a statement would silently do nothing.
func Refuse(words []string, inTransaction bool) string {
	for i := range refusals {
		if refusals[i].applies(words, inTransaction) {
			return refusals[i].advice
		}
	}
	return ""
}

// refusal is a kind of statement that is refused.
type refusal struct {
	begins    []string   // the statement's first words
	unless    [][]string // what may follow them and makes it another statement
	outside   bool       // refused only outside a transaction
	sameAfter []string   // words that may be left out behind begins
	advice    string
}

const (
	adviceTransaction = "use BeginTx of database/sql, and Commit or Rollback of the transaction"
	adviceSetting     = "a setting is forgotten after the call: use SET LOCAL in a transaction (BeginTx), or ALTER ROLE … SET for good"
	adviceSession     = "it is forgotten after the call: use it in a transaction (BeginTx)"
	advicePrepare     = "a prepared statement is forgotten after the call: use Prepare of database/sql, or PREPARE in a transaction (BeginTx)"
	adviceListen      = "the Data API cannot deliver notifications: poll a table, or listen on a direct connection"
	adviceCopy        = "the Data API has no COPY protocol: use INSERT, or the aws_s3 extension for large amounts"
)

var noise = []string{"WORK", "TRANSACTION"}

var refusals = []refusal{
	{begins: []string{"BEGIN"}, advice: adviceTransaction},
	{begins: []string{"START", "TRANSACTION"}, advice: adviceTransaction},
	{begins: []string{"COMMIT"}, unless: [][]string{{"PREPARED"}}, advice: adviceTransaction},
	{begins: []string{"END"}, advice: adviceTransaction},
	{begins: []string{"ROLLBACK"}, unless: [][]string{{"TO"}, {"PREPARED"}}, sameAfter: noise, advice: adviceTransaction},
	{begins: []string{"ABORT"}, advice: adviceTransaction},
	{begins: []string{"PREPARE", "TRANSACTION"}, advice: adviceTransaction},
	{begins: []string{"SET"}, outside: true, advice: adviceSetting},
	{begins: []string{"RESET"}, outside: true, advice: adviceSetting},
	{begins: []string{"LISTEN"}, advice: adviceListen},
	{begins: []string{"PREPARE"}, outside: true, advice: advicePrepare},
	{begins: []string{"DEALLOCATE"}, outside: true, advice: advicePrepare},
	{begins: []string{"DECLARE"}, outside: true, advice: adviceSession},
	{begins: []string{"CREATE", "TEMP"}, outside: true, advice: adviceSession},
	{begins: []string{"CREATE", "TEMPORARY"}, outside: true, advice: adviceSession},
	{begins: []string{"CREATE", "LOCAL", "TEMP"}, outside: true, advice: adviceSession},
	{begins: []string{"CREATE", "LOCAL", "TEMPORARY"}, outside: true, advice: adviceSession},
	{begins: []string{"CREATE", "GLOBAL", "TEMP"}, outside: true, advice: adviceSession},
	{begins: []string{"CREATE", "GLOBAL", "TEMPORARY"}, outside: true, advice: adviceSession},
	{begins: []string{"CREATE", "OR", "REPLACE", "TEMP"}, outside: true, advice: adviceSession},
	{begins: []string{"CREATE", "OR", "REPLACE", "TEMPORARY"}, outside: true, advice: adviceSession},
	{begins: []string{"COPY"}, advice: adviceCopy},
}

func (r *refusal) applies(words []string, inTransaction bool) bool {
	if r.outside && inTransaction || !hasPrefix(words, r.begins) {
		return false
	}
	rest := words[len(r.begins):]
	if len(rest) > 0 && slices.Contains(r.sameAfter, rest[0]) {
		rest = rest[1:]
	}
	return !slices.ContainsFunc(r.unless, func(follows []string) bool { return hasPrefix(rest, follows) })
}

func hasPrefix(words, prefix []string) bool {
	return len(words) >= len(prefix) && slices.Equal(words[:len(prefix)], prefix)
}
