package postgres

// OutcomeUnknown reports whether an SQLSTATE leaves open what became of the
// statement: whoever reports it has lost the connection to the backend, or the
// backend was ended, which may happen between a commit and its answer.
//
// The codes are taken at PostgreSQL's word. Which of them the service passes on
// when it loses a backend is not known.
func OutcomeUnknown(code string) bool {
	switch code {
	case "08000", "08006", // connection_exception, connection_failure
		"08007",          // transaction_resolution_unknown
		"40003",          // statement_completion_unknown
		"57P01", "57P02": // admin_shutdown, crash_shutdown
		return true
	}
	return false
}
