package postgres

// SavepointVerb is what a statement does to a savepoint.
type SavepointVerb uint8

// The statements about savepoints.
const (
	NoSavepoint SavepointVerb = iota
	MarkSavepoint
	ReleaseSavepoint
	RollbackToSavepoint
)

// String returns what PostgreSQL calls such a statement.
func (v SavepointVerb) String() string {
	switch v {
	case MarkSavepoint:
		return "SAVEPOINT"
	case ReleaseSavepoint:
		return "RELEASE SAVEPOINT"
	case RollbackToSavepoint:
		return "ROLLBACK TO SAVEPOINT"
	}
	return ""
}

// ReadSavepoint reads the tokens of a statement about a savepoint, whose name is
// returned as PostgreSQL folds it.
func ReadSavepoint(list []string) (verb SavepointVerb, name string) {
	t := tokens(list)
	switch t.acceptAny("SAVEPOINT", "RELEASE", "ROLLBACK") {
	case "SAVEPOINT":
		verb = MarkSavepoint
	case "RELEASE":
		verb = ReleaseSavepoint
		t.acceptName("SAVEPOINT")
	case "ROLLBACK":
		t.acceptAny(noise...)
		if !t.accept("TO") {
			return NoSavepoint, ""
		}
		verb = RollbackToSavepoint
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
