package mysql

import (
	"database/sql"
	"fmt"
	"iter"

	"github.com/auroradataapi/auroradataapi/internal/engine"
)

func (Engine) MayBlock(string) bool { return false }

func (Engine) ReadBlock([]string) engine.Block { return engine.AnyBlock }

func (Engine) Refuse([]string, iter.Seq[string], bool) string { return "" }

func (Engine) MayControl(string) bool { return false }

func (Engine) ReadControl([]string) (c engine.Control, n int) { return engine.NoControl, 0 }

// Modes knows the defaults alone.
func (Engine) Modes(level sql.IsolationLevel, readOnly bool) (string, error) {
	if level != sql.LevelDefault || readOnly {
		return "", fmt.Errorf("isolation level %s and read-only are not supported", level)
	}
	return "", nil
}

// KeepsSnapshot is true of REPEATABLE READ, which is MySQL's default.
func (Engine) KeepsSnapshot(string) bool { return true }

func (Engine) ReadSavepoint([]string) (verb engine.SavepointVerb, name string) {
	return engine.NoSavepoint, ""
}

func (Engine) NewSettings() engine.Settings { return noSettings{} }

func (Engine) ReadSettings([]string, string) []engine.SettingChange { return nil }

func (Engine) RunAll([]string) string { return "" }

func (Engine) MayUseSessionLocks(string, string) bool { return false }

func (Engine) ReadSessionLocks([]string) engine.SessionLocks { return engine.SessionLocks{} }

func (Engine) CountSessionLocks() string { return "" }

func (Engine) DiscardsAll([]string) bool { return false }

// noSettings are those of a session that has been told nothing.
type noSettings struct{}

func (noSettings) Empty() bool          { return true }
func (noSettings) Path() string         { return "" }
func (noSettings) Statements() []string { return nil }
func (noSettings) Identity() string     { return "" }
func (noSettings) MovesNames() string   { return "" }
func (noSettings) Modes() string        { return "" }
