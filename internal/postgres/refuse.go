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
	begins  []string // the statement's first words
	outside bool     // refused only outside a transaction
	advice  string
}

const (
	advicePrepareTransaction = "what becomes of a prepared transaction would be out of the service's sight: use COMMIT"
	adviceSetting            = "a setting is forgotten after the call: use SET LOCAL in a transaction (BeginTx), or ALTER ROLE … SET for good"
	adviceSession            = "it is forgotten after the call: use it in a transaction (BeginTx)"
	advicePrepare            = "a prepared statement is forgotten after the call: use Prepare of database/sql, or PREPARE in a transaction (BeginTx)"
	adviceListen             = "the Data API cannot deliver notifications: poll a table, or listen on a direct connection"
	adviceCopy               = "the Data API has no COPY protocol: use INSERT, or the aws_s3 extension for large amounts"
)

var refusals = []refusal{
	{begins: []string{"PREPARE", "TRANSACTION"}, advice: advicePrepareTransaction},
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
	return !(r.outside && inTransaction) && hasPrefix(words, r.begins)
}

func hasPrefix(words, prefix []string) bool {
	return len(words) >= len(prefix) && slices.Equal(words[:len(prefix)], prefix)
}
