package mysql

import (
	"database/sql"
	"fmt"
	"strings"

	"github.com/auroradataapi/auroradataapi/internal/engine"
)

const (
	isolationLevel = "ISOLATION LEVEL "
	readOnly       = "READ ONLY"
	readWrite      = "READ WRITE"
)

// isolationLevels are those of MySQL.
var isolationLevels = []string{"READ UNCOMMITTED", "READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"}

// Modes returns the isolation level and the access mode of a transaction as SET
// TRANSACTION takes them. It is empty if the defaults will do. A level that
// go-sql-driver/mysql does not take is an error.
func Modes(level sql.IsolationLevel, reads bool) (string, error) {
	var modes []string
	switch level {
	case sql.LevelDefault:
	case sql.LevelReadUncommitted, sql.LevelReadCommitted, sql.LevelRepeatableRead, sql.LevelSerializable:
		modes = append(modes, isolationLevel+strings.ToUpper(level.String()))
	default:
		return "", fmt.Errorf("unsupported isolation level %v", level)
	}
	if reads {
		modes = append(modes, readOnly)
	}
	return strings.Join(modes, ", "), nil
}

// LockModes are those of a transaction that does nothing but keep a session.
const LockModes = readOnly

// KeepsSnapshot reports whether a transaction of some modes sees the database as
// it was at its first statement that reads. That is MySQL's default.
func KeepsSnapshot(modes string) bool {
	level, _ := splitModes(modes)
	return level != "READ COMMITTED" && level != "READ UNCOMMITTED"
}

// SetModes returns the statement that gives modes to a transaction of the service
// that has just begun. Without an isolation level that is one that begins anew, in
// the same session: the transaction keeps its id. It is empty if one statement cannot do
// it.
func SetModes(modes string) string {
	level, characteristics := splitModes(modes)
	switch {
	case level == "":
		return startTransaction(characteristics)
	case strings.Contains(characteristics, "SNAPSHOT"):
		return ""
	case characteristics != "":
		level += ", " + characteristics
	}
	return "SET TRANSACTION " + isolationLevel + level
}

// IsTooLate reports whether an error says that SET TRANSACTION came too late: the
// transaction had begun.
func IsTooLate(m engine.Message) bool { return m.Number == 1568 }

// BeginAgain returns the statements that give modes to a transaction where
// [SetModes] comes too late: in its session another one begins, and the level of
// the session becomes again what it was. The variable of that is called
// transaction_isolation by MySQL 8, and tx_isolation by MariaDB before 11.1, each of
// which reads the comment that is meant for it.
func BeginAgain(modes string) []string {
	level, characteristics := splitModes(modes)
	if level == "" {
		return nil
	}
	return []string{
		"SET SESSION TRANSACTION " + isolationLevel + level,
		startTransaction(characteristics),
		"SET SESSION /*!80000 transaction_isolation = DEFAULT *//*M!100000 tx_isolation = DEFAULT */",
	}
}

func startTransaction(characteristics string) string {
	return strings.TrimSpace("START TRANSACTION " + characteristics)
}

// splitModes returns the isolation level of modes, of which the last counts, and
// what else they are, as START TRANSACTION takes it.
func splitModes(modes string) (level, characteristics string) {
	var others []string
	access := ""
	for mode := range strings.SplitSeq(modes, ",") {
		mode = strings.ToUpper(strings.Join(strings.Fields(mode), " "))
		switch {
		case strings.HasPrefix(mode, isolationLevel):
			level = strings.TrimPrefix(mode, isolationLevel)
		case mode == readOnly, mode == readWrite:
			access = mode
		case mode != "":
			others = append(others, mode)
		}
	}
	if access != "" {
		others = append(others, access)
	}
	return level, strings.Join(others, ", ")
}
