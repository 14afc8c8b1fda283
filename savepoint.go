package auroradataapi

import (
	"slices"

	"github.com/auroradataapi/auroradataapi/internal/engine"
)

// savepoint is what a transaction goes back to with ROLLBACK TO.
type savepoint struct {
	name     string
	settings engine.Settings
	path     string
	modes    string
	unclear  bool
	cursors  int // how many had been opened
}

// savepoint reads a statement about a savepoint.
func (s *statement) savepoint() (verb engine.SavepointVerb, name string) {
	switch s.text.Keyword() {
	case "SAVEPOINT", "RELEASE", "ROLLBACK":
		return s.engine.ReadSavepoint(slices.Collect(s.text.Tokens()))
	}
	return engine.NoSavepoint, ""
}

// noteSavepoint follows the savepoints of the transaction by a statement that has
// worked.
func (t *transaction) noteSavepoint(s *statement) {
	verb, name := s.savepoint()
	if verb == engine.MarkSavepoint {
		t.savepoints = append(t.savepoints, savepoint{name, t.settings, t.path, t.modes, t.unclear, t.cursors})
		return
	}
	if verb == engine.NoSavepoint {
		return
	}
	i := t.lastSavepoint(name)
	switch {
	case i < 0:
	case verb == engine.ReleaseSavepoint:
		t.savepoints = t.savepoints[:i]
	case verb == engine.RollbackToSavepoint:
		s := &t.savepoints[i]
		t.path, t.modes, t.unclear = s.path, s.modes, s.unclear
		if !t.conn.engine.KeepsSettings() {
			t.settings = s.settings
		}
		t.savepoints = t.savepoints[:i+1]
		t.failed = false // it would not have worked if this had not mended it
	}
}

// leaveCursors has no rows read any more whose cursors the statement ends, which
// goes back to a savepoint.
func (t *transaction) leaveCursors(s *statement) {
	if len(t.reading) == 0 {
		return
	}
	if verb, name := s.savepoint(); verb == engine.RollbackToSavepoint {
		if i := t.lastSavepoint(name); i >= 0 {
			t.endReading(t.savepoints[i].cursors)
		}
	}
}

// lastSavepoint returns the index of the latest savepoint of a name, or -1.
func (t *transaction) lastSavepoint(name string) int {
	for i := len(t.savepoints) - 1; i >= 0; i-- {
		if t.savepoints[i].name == name {
			return i
		}
	}
	return -1
}
