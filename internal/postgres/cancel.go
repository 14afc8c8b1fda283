package postgres

// markWord is what all marks begin with.
const markWord = "auroradataapi"

// Mark returns a comment that marks the statement behind it as the one with an id,
// which is of letters and digits, as all of the comment is: the service's scanner
// finds nothing in it. It stands in front, since the server shows the first
// characters of a statement only (track_activity_query_size, 1024 unless set).
func Mark(id string) string { return "/*" + markWord + id + "*/ " }

// CancelMarked returns the statement that cancels the marked one, if a session of
// the same user runs that at the moment, with one row if so. Its own text does not
// contain the mark.
func CancelMarked(id string) string {
	return "SELECT pg_catalog.pg_cancel_backend(pid) FROM pg_catalog.pg_stat_activity" +
		" WHERE state = 'active' AND pid <> pg_catalog.pg_backend_pid()" +
		" AND strpos(query, " + quote(markWord) + " || " + quote(id) + ") > 0"
}
