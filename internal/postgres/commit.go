package postgres

// TransactionID asks for the number under which the server knows the transaction
// at hand, and will know what became of it. A transaction that has written nothing
// gets one by this, so that its commit is known as well: of a NOTIFY, say.
const TransactionID = "SELECT CAST(pg_catalog.pg_current_xact_id() AS pg_catalog.text)"

// IsTransactionID reports whether a text can be an answer to [TransactionID].
func IsTransactionID(text string) bool {
	for i := range len(text) {
		if text[i] < '0' || text[i] > '9' {
			return false
		}
	}
	return text != "" && len(text) <= len("18446744073709551615")
}

// TransactionStatus returns the query for what became of a transaction, which any
// session may ask. id is an answer to [TransactionID]. The answer is one of the
// constants here, or NULL if the server no longer knows.
func TransactionStatus(id string) string {
	return "SELECT pg_catalog.pg_xact_status(CAST(" + quote(id) + " AS pg_catalog.xid8))"
}

// Answers to [TransactionStatus]. A transaction that was under way when the server
// crashed is an aborted one.
const (
	TransactionCommitted  = "committed"
	TransactionAborted    = "aborted"
	TransactionInProgress = "in progress"
)
