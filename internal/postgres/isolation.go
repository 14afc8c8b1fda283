package postgres

import (
	"database/sql"
	"fmt"
	"strings"
)

// Modes returns the isolation level and the access mode of a transaction as SET
// TRANSACTION takes them. It is empty if the defaults will do.
//
// A level that PostgreSQL does not have is an error. Its repeatable read is
// snapshot isolation.
func Modes(level sql.IsolationLevel, readOnly bool) (string, error) {
	var modes []string
	switch level {
	case sql.LevelDefault:
	case sql.LevelReadUncommitted, sql.LevelReadCommitted, sql.LevelRepeatableRead, sql.LevelSerializable:
		modes = append(modes, "ISOLATION LEVEL "+strings.ToUpper(level.String()))
	case sql.LevelSnapshot:
		modes = append(modes, "ISOLATION LEVEL REPEATABLE READ")
	default:
		return "", fmt.Errorf("unsupported isolation level %v", level)
	}
	if readOnly {
		modes = append(modes, "READ ONLY")
	}
	return strings.Join(modes, ", "), nil
}
