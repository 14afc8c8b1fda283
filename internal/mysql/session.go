package mysql

import (
	"database/sql"
	"iter"

	"github.com/auroradataapi/auroradataapi/internal/engine"
)

// session is what [Engine] says of sessions and transactions, by way of the
// functions of this package that have the names of its methods.
type session struct{}

var _ interface {
	engine.Transactions
	engine.Sessions
} = session{}

// MayBlock is false: no statement of MySQL's is refused in a transaction.
func (session) MayBlock(string) bool { return false }

// ReadBlock is part of engine.Statements: see [session.MayBlock].
func (session) ReadBlock([]string) engine.Block { return engine.AnyBlock }

func (session) Refuse(words []string, tokens iter.Seq[string], inTransaction bool) string {
	return Refuse(words, tokens, inTransaction)
}

func (session) MayControl(keyword string) bool                         { return MayControl(keyword) }
func (session) ReadControl(words []string) (c engine.Control, n int)   { return ReadControl(words) }
func (session) Modes(l sql.IsolationLevel, reads bool) (string, error) { return Modes(l, reads) }
func (session) KeepsSnapshot(modes string) bool                        { return KeepsSnapshot(modes) }
func (session) ReadSavepoint(list []string) (engine.SavepointVerb, string) {
	return ReadSavepoint(list)
}

// Aborts reports whether an error leaves the transaction unfit for a commit: nothing
// less than the end of it does.
func (session) Aborts(m engine.Message) bool { return RollsBack(m) }

func (session) RollsBack(m engine.Message) bool { return RollsBack(m) }

func (session) LockModes() string                                      { return LockModes }
func (session) SetModes(modes string) string                           { return SetModes(modes) }
func (session) IsTooLate(m engine.Message) bool                        { return IsTooLate(m) }
func (session) BeginAgain(modes string) []string                       { return BeginAgain(modes) }
func (session) BeginCommits() bool                                     { return true }
func (session) CommitsFirst(words []string) bool                       { return CommitsFirst(words) }
func (session) DropsTables(tokens []string) bool                       { return DropsTables(tokens) }
func (session) Mentions(tokens, tables []string) string                { return Mentions(tokens, tables) }
func (session) DropsDatabase(tokens []string) string                   { return DropsDatabase(tokens) }
func (session) ReadTemporary(tokens []string) (made, dropped []string) { return ReadTemporary(tokens) }
func (session) Rehearsal(sql string) string                            { return Prepare(sql) }
func (session) IsSyntaxError(m engine.Message) bool                    { return m.Number == 1064 }
func (session) BeginsWork(keyword string) bool                         { return BeginsWork(keyword) }
func (session) NewSettings() engine.Settings                           { return Settings{} }
func (session) MaySet(keyword, sql string) bool                        { return MaySet(keyword, sql) }
func (session) KeepsSettings() bool                                    { return true }
func (session) RunAll([]string) string                                 { return "" }
func (session) MayUseLastInsertID(sql string) bool                     { return MayUseLastInsertID(sql) }
func (session) SetsLastInsertID(tokens []string) bool                  { return SetsLastInsertID(tokens) }
func (session) TellLastInsertID(id int64) string                       { return TellLastInsertID(id) }
func (session) AskLastInsertID() string                                { return AskLastInsertID }
func (session) MayUseSessionLocks(keyword, sql string) bool            { return MayUseSessionLocks(keyword, sql) }
func (session) ReadSessionLocks(calls []string) engine.SessionLocks    { return ReadSessionLocks(calls) }

func (session) AskSetting(name string) string                { return AskSetting(name) }
func (session) LockTimeout(tokens []string) (i int, ok bool) { return LockTimeout(tokens) }

// CountSessionLocks is empty: no table tells of them without a privilege. They are
// counted by the answers of the functions.
func (session) CountSessionLocks() string { return "" }

// DiscardsAll is false: there is no such statement.
func (session) DiscardsAll([]string) bool { return false }

func (session) ReadSettings(tokens []string, _ string) []engine.SettingChange {
	list := ReadSettings(tokens)
	if len(list) == 0 {
		return nil
	}
	changes := make([]engine.SettingChange, len(list))
	for i := range list {
		changes[i] = list[i]
	}
	return changes
}
