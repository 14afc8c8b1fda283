package postgres

import "strings"

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

// IsConflict reports whether a transaction was rolled back for the sake of another
// one, so that it may well succeed if all of it is run again: a serialization
// failure or a deadlock.
func IsConflict(code string) bool { return code == "40001" || code == "40P01" }

// IsDisconnection reports whether an SQLSTATE says that the connection is lost or
// was not to be had, so that a transaction that was open on it has been rolled
// back.
func IsDisconnection(code string) bool {
	switch code {
	case "57P01", "57P02", "57P03", // admin_shutdown, crash_shutdown, cannot_connect_now
		"53300": // too_many_connections
		return true
	}
	return strings.HasPrefix(code, "08")
}
