package postgres

import (
	"github.com/auroradataapi/auroradataapi/internal/engine"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// PostgreSQL has no such thing as most of what is here: a transaction ends when it is
// told to, SET TRANSACTION comes behind BEGIN, and what SET has set is rolled back.

// LockModes are those of the transaction that keeps a session for its locks: at a
// higher level, which may be the default, it would keep its first snapshot.
func (Engine) LockModes() string { return isolationLevel + "READ COMMITTED, " + readOnly }

func (Engine) SetModes(modes string) string   { return "SET TRANSACTION " + modes }
func (Engine) IsTooLate(engine.Message) bool  { return false }
func (Engine) BeginAgain(string) []string     { return nil }
func (Engine) BeginCommits() bool             { return false }
func (Engine) CommitsFirst([]string) bool     { return false }
func (Engine) DropsTables([]string) bool      { return false }
func (Engine) Mentions(_, _ []string) string  { return "" }
func (Engine) DropsDatabase([]string) string  { return "" }
func (Engine) Rehearsal(string) string        { return "" }
func (Engine) RollsBack(engine.Message) bool  { return false }
func (Engine) BeginsWork(string) bool         { return false }
func (Engine) KeepsSettings() bool            { return false }
func (Engine) MayUseLastInsertID(string) bool { return false }
func (Engine) SetsLastInsertID([]string) bool { return false }
func (Engine) TellLastInsertID(int64) string  { return "" }
func (Engine) AskLastInsertID() string        { return "" }
func (Engine) AskSetting(string) string       { return "" }

// ReadTemporary finds none: no statement commits by itself.
func (Engine) ReadTemporary([]string) (made, dropped []string) { return nil, nil }

// LockTimeout finds none: lock_timeout says it.
func (Engine) LockTimeout([]string) (i int, ok bool) { return 0, false }

func (Engine) IsSyntaxError(m engine.Message) bool { return m.Code == "42601" }

// MaySet reports whether a statement is one for [ReadSettings].
func (Engine) MaySet(keyword, _ string) bool {
	switch keyword {
	case "SET", "RESET", "DISCARD":
		return true
	}
	return false
}

// Database is empty: a session has one database.
func (s Settings) Database() string { return "" }

// Manual is false: only a client can be without autocommit.
func (s Settings) Manual() bool { return false }

// Begun returns the settings as they are.
func (s Settings) Begun() engine.Settings { return s }

// Repeated is empty: there is RESET.
func (s Settings) Repeated() []string { return nil }

// Initially returns the settings as they are.
func (s Settings) Initially(string, wire.Field) engine.Settings { return s }

// Question is empty: the text of a SET says its value.
func (s Settings) Question() string { return "" }

// Answered returns the settings as they are.
func (s Settings) Answered([]wire.Column, []wire.Field) engine.Settings { return s }

// IsUnread is false: see [Settings.Question].
func (c SettingChange) IsUnread() bool { return false }
