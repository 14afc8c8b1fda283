package postgres

import (
	"database/sql"
	"fmt"
	"strings"
)

const (
	isolationLevel = "ISOLATION LEVEL "
	readOnly       = "READ ONLY"
)

// isolationLevels are those of PostgreSQL.
var isolationLevels = []string{"READ UNCOMMITTED", "READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"}

// Modes returns the isolation level and the access mode of a transaction as SET
// TRANSACTION takes them. It is empty if the defaults will do.
//
// A level that PostgreSQL does not have is an error. Its repeatable read is
// snapshot isolation.
func Modes(level sql.IsolationLevel, reads bool) (string, error) {
	var modes []string
	switch level {
	case sql.LevelDefault:
	case sql.LevelReadUncommitted, sql.LevelReadCommitted, sql.LevelRepeatableRead, sql.LevelSerializable:
		modes = append(modes, isolationLevel+strings.ToUpper(level.String()))
	case sql.LevelSnapshot:
		modes = append(modes, isolationLevel+"REPEATABLE READ")
	default:
		return "", fmt.Errorf("isolation level not supported: %v", level)
	}
	if reads {
		modes = append(modes, readOnly)
	}
	return strings.Join(modes, ", "), nil
}
