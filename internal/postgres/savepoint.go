package postgres

import "github.com/auroradataapi/auroradataapi/internal/engine"

// ReadSavepoint reads the tokens of a statement about a savepoint, whose name is
// returned as PostgreSQL folds it.
func ReadSavepoint(list []string) (verb engine.SavepointVerb, name string) {
	t := tokens(list)
	switch t.acceptAny("SAVEPOINT", "RELEASE", "ROLLBACK") {
	case "SAVEPOINT":
		verb = engine.MarkSavepoint
	case "RELEASE":
		verb = engine.ReleaseSavepoint
		t.acceptName("SAVEPOINT")
	case "ROLLBACK":
		t.acceptAny(noise...)
		if !t.accept("TO") {
			return engine.NoSavepoint, ""
		}
		verb = engine.RollbackToSavepoint
		t.acceptName("SAVEPOINT")
	}
	return verb, t.identifier()
}

// acceptName steps over a keyword that a name follows, and not over a name.
func (t *tokens) acceptName(keyword string) {
	if len(*t) > 1 {
		t.accept(keyword)
	}
}
