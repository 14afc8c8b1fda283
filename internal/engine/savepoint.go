package engine

// SavepointVerb is what a statement does to a savepoint.
type SavepointVerb uint8

// The statements about savepoints.
const (
	NoSavepoint SavepointVerb = iota
	MarkSavepoint
	ReleaseSavepoint
	RollbackToSavepoint
)

// String returns what such a statement is called.
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
