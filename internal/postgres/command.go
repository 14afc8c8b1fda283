package postgres

// Touch is a statement that changes nothing and takes no snapshot, so that SET
// TRANSACTION may follow it and that no index build has to wait for it.
const Touch = "SHOW transaction_isolation"

// Probe returns the query for the columns of another, which returns no row and
// runs nothing of it.
func Probe(query string) string { return "SELECT * FROM (" + query + ") AS auroradataapi LIMIT 0" }
