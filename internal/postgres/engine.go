package postgres

import (
	"database/sql"
	"iter"

	"github.com/auroradataapi/auroradataapi/internal/engine"
	"github.com/auroradataapi/auroradataapi/internal/sqltext"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// Engine is PostgreSQL as the driver sees it, by way of the functions of this
// package that have the names of its methods.
type Engine struct {
	Native Native // whose values results have, and whose arguments statements take
}

var _ engine.Engine = Engine{}

func (Engine) Name() string             { return "PostgreSQL" }
func (Engine) Dialect() sqltext.Dialect { return sqltext.PostgreSQL }

func (e Engine) Resolve(value any) (any, error) {
	if e.Native == LibPQ {
		return resolveLibPQ(value)
	}
	return Resolve(value)
}

func (e Engine) NewColumn(c *wire.Column, _ bool, s engine.Settings) engine.Column {
	if e.Native == LibPQ {
		settings, _ := s.(Settings)
		return newLibPQColumn(c, settings.zone)
	}
	column := NewColumn(c)
	return &column
}

func (Engine) OnlyReads(keyword string) bool   { return OnlyReads(keyword) }
func (Engine) IsHarmless(function string) bool { return IsHarmless(function) }
func (Engine) CountsRows(keyword string) bool  { return CountsRows(keyword) }
func (Engine) JoinsStatements() bool           { return true }
func (Engine) GeneratesKeys() bool             { return false }
func (Engine) MayBlock(keyword string) bool    { return MayBlock(keyword) }
func (Engine) Touch() string                   { return Touch }

func (Engine) ReadBlock(tokens []string) engine.Block { return ReadBlock(tokens) }

func (Engine) Refuse(words []string, tokens iter.Seq[string], inTransaction bool) string {
	return Refuse(words, tokens, inTransaction)
}

func (Engine) MayControl(keyword string) bool  { return MayControl(keyword) }
func (Engine) KeepsSnapshot(modes string) bool { return KeepsSnapshot(modes) }

func (Engine) ReadControl(words []string) (c engine.Control, n int) { return ReadControl(words) }

func (Engine) Modes(level sql.IsolationLevel, readOnly bool) (string, error) {
	return Modes(level, readOnly)
}

func (Engine) ReadSavepoint(tokens []string) (verb engine.SavepointVerb, name string) {
	return ReadSavepoint(tokens)
}

// Aborts is true of every error of PostgreSQL.
func (Engine) Aborts(engine.Message) bool { return true }

func (Engine) NewSettings() engine.Settings      { return Settings{} }
func (Engine) RunAll(statements []string) string { return RunAll(statements) }
func (Engine) CountSessionLocks() string         { return CountSessionLocks }
func (Engine) DiscardsAll(words []string) bool   { return DiscardsAll(words) }

func (Engine) ReadSettings(tokens []string, sql string) []engine.SettingChange {
	return changes(ReadSettings(tokens, sql))
}

func (Engine) MayUseSessionLocks(keyword, sql string) bool { return MayUseSessionLocks(keyword, sql) }

func (Engine) ReadSessionLocks(calls []string) engine.SessionLocks { return ReadSessionLocks(calls) }

func (Engine) ParseMessage(text string) engine.Message { return ParseMessage(text) }

func (Engine) OutcomeUnknown(m engine.Message) bool { return OutcomeUnknown(m.Code) }

func (Engine) Unterminated(problem, rest string, _ int) engine.Message {
	return engine.Message{Severity: "ERROR", Code: "42601", Message: problem + ` at or near "` + rest + `"`}
}

func (Engine) Several(string, int) engine.Message {
	return engine.Message{
		Severity: "ERROR", Code: "42601", Message: "cannot insert multiple commands into a prepared statement",
		Hint: "Send the statements one by one, as a text without arguments, or in mode simple.",
	}
}

func (Engine) As(m engine.Message, target any) bool { return As(m, target) }

// changes returns changes of settings as the driver sees them.
func changes(list []SettingChange) []engine.SettingChange {
	changes := make([]engine.SettingChange, len(list))
	for i := range list {
		changes[i] = &list[i]
	}
	return changes
}

func (c *SettingChange) In(s engine.Settings) engine.Settings { return s.(Settings).With(*c) }

func (c *SettingChange) Label() string { return c.Name }

func (c *SettingChange) Text() string { return c.SQL }

func (c *SettingChange) TransactionModes() (modes string, ok bool) {
	if c.Kind != SetModes {
		return "", false
	}
	return c.Value, true
}
