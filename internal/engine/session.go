package engine

import "github.com/auroradataapi/auroradataapi/internal/wire"

// Characteristics are the facts about giving a transaction its modes, for which the
// service's BeginTransaction has no member.
type Characteristics interface {
	// LockModes are the modes of a transaction that does nothing but keep a session.
	LockModes() string
	// SetModes returns the statement that gives modes to a transaction that has just
	// begun, "" if it takes those of BeginAgain.
	SetModes(modes string) string
	// IsTooLate reports whether an error says that SetModes' statement must come
	// before the transaction.
	IsTooLate(Message) bool
	// BeginAgain returns the statements that give modes to a transaction where it is
	// too late for SetModes', nil if there are none.
	BeginAgain(modes string) []string
}

// ImplicitEnds are the facts about transactions that end without being told to.
type ImplicitEnds interface {
	// BeginCommits reports whether BEGIN in a transaction commits that, and AND CHAIN
	// outside of one begins one. Otherwise the one does nothing and the other is an
	// error.
	BeginCommits() bool
	// CommitsFirst reports whether a statement commits the transaction that it is in
	// before it does anything. words are the keywords that it opens with, of which
	// four will do.
	CommitsFirst(words []string) bool
	// ReadTemporary returns the temporary tables that a statement makes and drops, if
	// one that commits would find them gone.
	ReadTemporary(tokens []string) (made, dropped []string)
	// DropsTables reports whether a statement drops tables of any kind.
	DropsTables(tokens []string) bool
	// Mentions returns the first of some tables that a statement has in it, or "".
	Mentions(tokens, tables []string) string
	// Rehearsal returns a statement that has the server read the text of another, with
	// placeholders ?, which is not run. It is asked for what CommitsFirst.
	Rehearsal(sql string) string
	// IsSyntaxError reports whether an error says that a text cannot be read.
	IsSyntaxError(Message) bool
	// RollsBack reports whether an error has rolled the transaction back in which it
	// happened, so that nothing is left of it.
	RollsBack(Message) bool
	// BeginsWork reports whether a statement, outside a transaction and without
	// autocommit, begins one. It is asked for its keyword.
	BeginsWork(keyword string) bool
}

// Memory are the facts about what a session remembers besides settings.
type Memory interface {
	// MaySet reports whether ReadSettings might find anything in a statement, without
	// reading it.
	MaySet(keyword, sql string) bool
	// KeepsSettings reports whether what is set in a transaction stays when that is
	// rolled back.
	KeepsSettings() bool
	// DropsDatabase returns the name of the database that a statement drops, or "".
	DropsDatabase(tokens []string) string
	// MayUseLastInsertID reports whether a statement may ask for the id that the
	// session has generated last, or set it, without reading it.
	MayUseLastInsertID(sql string) bool
	// SetsLastInsertID reports whether it sets it.
	SetsLastInsertID(tokens []string) bool
	// TellLastInsertID is the statement that has a session return an id as the one
	// that it has generated last.
	TellLastInsertID(id int64) string
	// AskLastInsertID is the query for it.
	AskLastInsertID() string
	// AskSetting is the query for the value that a setting has.
	AskSetting(name string) string
	// LockTimeout returns which of the tokens of a statement, which takes a lock and
	// does nothing else, says how many seconds it waits for it, and false if none does.
	LockTimeout(tokens []string) (i int, ok bool)
}

// Recollection is what settings know beyond the statements that make them.
type Recollection interface {
	// Database is the one that later requests are for, "" if nothing says so.
	Database() string
	// Manual reports whether a statement outside a transaction begins one that lasts.
	Manual() bool
	// Begun returns the settings when a transaction with their modes has begun.
	Begun() Settings
	// Question is a query for the values that only the server knows, "" if there are
	// none. Its answer has one row.
	Question() string
	// Repeated returns the names of settings that were set more than once, and may be
	// again what they are in a session that begins.
	Repeated() []string
	// Initially returns the settings when it is known what a setting is in a session
	// that begins: one that is the same needs not be set.
	Initially(name string, value wire.Field) Settings
	// Answered returns the settings with the answer to Question, or without what that
	// asks for, if the row is nil.
	Answered(columns []wire.Column, row []wire.Field) Settings
}
