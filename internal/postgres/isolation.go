package postgres

import (
	"database/sql"
	"fmt"
	"strings"
)

// SetTransaction returns the statement that gives a transaction its isolation
// level and access mode, to be run as its first. It is empty if the defaults
// will do. BeginTransaction of the Data API has no member for either.
//
// A level that PostgreSQL does not have is an error. Its repeatable read is
// snapshot isolation.
func SetTransaction(level sql.IsolationLevel, readOnly bool) (string, error) {
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
	if len(modes) == 0 {
		return "", nil
	}
	return "SET TRANSACTION " + strings.Join(modes, ", "), nil
}
