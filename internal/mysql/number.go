package mysql

import (
	"strings"

	"github.com/auroradataapi/auroradataapi/internal/engine"
)

// Numbers of MySQL's errors, and of MariaDB's where it has its own.
const (
	recordChanged    = 1020 // MariaDB: by another transaction, behind the snapshot
	tooManyClients   = 1040
	columnNotNull    = 1048
	serverShutdown   = 1053
	unknownColumn    = 1054
	duplicateEntry   = 1062
	syntaxError      = 1064
	emptyQuery       = 1065
	noSuchTable      = 1146
	errorInCommit    = 1180
	lockWaitTimeout  = 1205
	lockTableFull    = 1206
	deadlock         = 1213
	notSupportedYet  = 1235
	outOfRange       = 1264
	dataTruncated    = 1265
	notPreparable    = 1295
	noDefault        = 1364
	incorrectValue   = 1366
	dataTooLong      = 1406
	isReferenced     = 1451
	hasNoReference   = 1452
	wrongColumnCount = 1353
	connectionKilled = 1927 // MariaDB
	serverGone       = 2006
	serverLost       = 2013
	serverLostIn     = 2055
	rolledBackInEnd  = 3101 // during a commit, by group replication
	sessionKilled    = 3169
	checkViolated    = 3819
	wrongWithColumns = 4002 // MariaDB
	constraintFailed = 4025 // MariaDB
)

// OutcomeUnknown reports whether an error leaves open what became of the statement:
// whoever reports it has lost the connection to the server, or the server ended it,
// which may happen between a commit and its answer.
//
// The numbers are taken at MySQL's word. Which of them the service passes on when it
// loses a connection is not known.
func OutcomeUnknown(m engine.Message) bool {
	switch m.Number {
	case tooManyClients: // there was no connection
		return false
	case errorInCommit:
		return true
	}
	return isLost(m)
}

// isLost reports whether a connection that was there is so no longer.
func isLost(m engine.Message) bool {
	switch m.Number {
	case serverShutdown, connectionKilled, serverGone, serverLost, serverLostIn, sessionKilled:
		return true
	}
	return m.Code == "08S01" // communication link failure
}

// IsConflict reports whether a transaction, or a statement in it, failed for the sake
// of another transaction, so that it may well succeed if all of it is run again: a
// deadlock, or a lock that was waited for too long.
func IsConflict(m engine.Message) bool {
	switch m.Number {
	case deadlock, lockWaitTimeout, rolledBackInEnd, recordChanged:
		return true
	}
	return m.Code == "40001"
}

// IsDisconnection reports whether an error says that the connection is lost or was
// not to be had, so that a transaction that was open on it has been rolled back.
func IsDisconnection(m engine.Message) bool { return isLost(m) || strings.HasPrefix(m.Code, "08") }

// RollsBack reports whether an error has rolled back the transaction in which it
// happened, and not just the statement: InnoDB does so in a deadlock, if there is no
// room for more locks, and if a snapshot is out of date; the end of the connection
// does it too.
func RollsBack(m engine.Message) bool {
	switch m.Number {
	case deadlock, lockTableFull, recordChanged, rolledBackInEnd:
		return true
	}
	return IsDisconnection(m)
}
