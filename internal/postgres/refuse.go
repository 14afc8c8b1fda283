package postgres

import (
	"iter"
	"slices"
)

// Refuse returns what to do instead of a statement that cannot do over the Data
// API what it says, and "" for any other. words are the statement's first keywords
// in upper case, in order, of which four will do; list yields its tokens.
//
// Outside a transaction the service forgets the session between two calls
// (it runs DISCARD ALL), so that such a statement would silently do nothing. One
// that then is an error in any session, such as FETCH, is left to the server.
func Refuse(words []string, list iter.Seq[string], inTransaction bool) string {
	for i := range refusals {
		if refusals[i].applies(words, inTransaction) {
			return refusals[i].advice
		}
	}
	if len(words) > 0 && !inTransaction && makesTemporary(words[0], list) {
		return adviceSession
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
	adviceSession            = "it is forgotten after the call: use it in a transaction (BeginTx)"
	advicePrepare            = "a prepared statement is forgotten after the call: use Prepare of database/sql, or PREPARE in a transaction (BeginTx)"
	adviceListen             = "the Data API cannot deliver notifications: poll a table, or listen on a direct connection"
	adviceCopy               = "the Data API has no COPY protocol: read with SELECT; write with INSERT INTO … SELECT from unnest($1::type[], …) or jsonb_to_recordset($1), or with the aws_s3 extension for large amounts"
)

var refusals = []refusal{
	{begins: []string{"PREPARE", "TRANSACTION"}, advice: advicePrepareTransaction},
	{begins: []string{"LISTEN"}, advice: adviceListen},
	{begins: []string{"PREPARE"}, outside: true, advice: advicePrepare},
	{begins: []string{"LOAD"}, outside: true, advice: adviceSession},
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
