package mysql

import (
	"strings"

	"github.com/auroradataapi/auroradataapi/internal/engine"
)

// ReadSavepoint reads the tokens of a statement about a savepoint, whose name is
// returned in lower case: MySQL compares such names without regard to it.
func ReadSavepoint(list []string) (verb engine.SavepointVerb, name string) {
	t := tokens(list)
	switch t.acceptAny("SAVEPOINT", "RELEASE", "ROLLBACK") {
	case "SAVEPOINT":
		verb = engine.MarkSavepoint
	case "RELEASE":
		if !t.accept("SAVEPOINT") {
			return engine.NoSavepoint, ""
		}
		verb = engine.ReleaseSavepoint
	case "ROLLBACK":
		t.accept("WORK")
		if !t.accept("TO") {
			return engine.NoSavepoint, ""
		}
		if len(t) > 1 { // a savepoint may have this name
			t.accept("SAVEPOINT")
		}
		verb = engine.RollbackToSavepoint
	default:
		return engine.NoSavepoint, ""
	}
	return verb, strings.ToLower(t.identifier())
}
