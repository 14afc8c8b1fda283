package postgres

// Touch is a statement that changes nothing and takes no snapshot, so that SET
// TRANSACTION may follow it and that no index build has to wait for it.
const Touch = "SHOW transaction_isolation"

// Probe returns the query for the columns of another, which returns no row and
// runs nothing of it.
func Probe(query string) string { return "SELECT * FROM (" + query + ") AS auroradataapi LIMIT 0" }

// SetSavepoint and ReturnToSavepoint are the statements that mark a place in a
// transaction and go back to it. The name is the driver's own, without quotes.
func SetSavepoint(name string) string      { return "SAVEPOINT " + name }
func ReturnToSavepoint(name string) string { return "ROLLBACK TO SAVEPOINT " + name }
