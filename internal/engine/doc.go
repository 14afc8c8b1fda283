// Package engine is the wall between the driver and the two databases: the terms
// that PostgreSQL and MySQL share, and the interface [Engine], behind which each
// has its package with all that differs: how a statement is read, which values its
// columns give, how its errors are spelt, what a session remembers.
package engine

import (
	"database/sql"
	"database/sql/driver"
	"iter"
	"reflect"

	"github.com/auroradataapi/auroradataapi/internal/sqltext"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// Engine is what the driver must know of a database. An engine holds nothing that
// changes: goroutines may share it.
type Engine interface {
	// Name is what people call the database: PostgreSQL or MySQL.
	Name() string
	// Dialect says how its SQL texts are read.
	Dialect() sqltext.Dialect

	Statements
	Transactions
	Sessions
	Errors

	// Resolve prepares an argument: it asks a driver.Valuer for its value and
	// follows pointers.
	Resolve(value any) (any, error)
	// NewColumn returns the column that the service describes. prepared tells whether
	// the statement was prepared or had arguments, so that a native driver would get
	// its result in the binary form of its protocol. s are the settings of the session.
	NewColumn(c *wire.Column, prepared bool, s Settings) Column
}

// Statements are the facts about statements. Keywords are in upper case.
type Statements interface {
	// OnlyReads reports whether a statement that begins with a keyword only reads,
	// as far as the keyword can tell: a function that it calls may do anything.
	OnlyReads(keyword string) bool
	// IsHarmless reports whether a function, in lower case, is known to do nothing
	// but return a value.
	IsHarmless(function string) bool
	// CountsRows reports whether the rows that a statement returns count as those
	// that it has affected.
	CountsRows(keyword string) bool
	// JoinsStatements reports whether the statements of one text are one transaction, if
	// they are in none.
	JoinsStatements() bool
	// GeneratesKeys reports whether the service returns the keys that an INSERT has
	// generated.
	GeneratesKeys() bool
	// Refuse returns what to do instead of a statement that cannot do over the Data
	// API what it says, and "" for any other. words are its first keywords, of which
	// four will do; tokens yields its tokens.
	Refuse(words []string, tokens iter.Seq[string], inTransaction bool) string
	// MayBlock reports whether ReadBlock is to be asked about a statement.
	MayBlock(keyword string) bool
	// ReadBlock reads the tokens of a statement.
	ReadBlock(tokens []string) Block
	// Touch is a statement that changes nothing and takes no snapshot, so that SET
	// TRANSACTION may follow it.
	Touch() string
}

// Transactions are the facts about transactions.
type Transactions interface {
	Characteristics
	ImplicitEnds

	// MayControl reports whether ReadControl is to be asked about a statement.
	MayControl(keyword string) bool
	// ReadControl reads the keywords that a statement opens with, of which seven will
	// do. n tells how many of them say what it does.
	ReadControl(words []string) (c Control, n int)
	// Modes returns what SET TRANSACTION takes for an isolation level and an access
	// mode, "" for the defaults, and an error for what there is not.
	Modes(level sql.IsolationLevel, readOnly bool) (string, error)
	// KeepsSnapshot reports whether a transaction of some modes sees the database as
	// it was at its first statement that reads.
	KeepsSnapshot(modes string) bool
	// ReadSavepoint reads the tokens of a statement, and returns the savepoint's name
	// as the database folds it.
	ReadSavepoint(tokens []string) (verb SavepointVerb, name string)
	// Aborts reports whether an error leaves the transaction in which it happened
	// unfit for a commit.
	Aborts(Message) bool
}

// Sessions are the facts about what a session remembers.
type Sessions interface {
	Memory

	// NewSettings are those of a session that begins.
	NewSettings() Settings
	// ReadSettings reads the tokens of a statement that changes settings, and nothing
	// from any other. sql is what runs it.
	ReadSettings(tokens []string, sql string) []SettingChange
	// RunAll returns one statement that runs others, which return nothing, or "" if
	// there is no such thing.
	RunAll(statements []string) string

	// MayUseSessionLocks reports whether ReadSessionLocks might find anything in a
	// statement, without reading it.
	MayUseSessionLocks(keyword, sql string) bool
	// ReadSessionLocks reads the names of the functions that a statement calls, in
	// lower case and with the schema where one is written.
	ReadSessionLocks(calls []string) SessionLocks
	// CountSessionLocks is a query for how many locks the session holds, "" if none
	// can tell.
	CountSessionLocks() string
	// DiscardsAll reports whether a statement gives all session locks back besides
	// other things. words are the keywords that it opens with.
	DiscardsAll(words []string) bool
}

// Errors are the facts about errors.
type Errors interface {
	// ParseMessage takes the service's text for an error apart.
	ParseMessage(text string) Message
	// OutcomeUnknown reports whether an error leaves open what became of the
	// statement.
	OutcomeUnknown(Message) bool
	// Unterminated is the database's error for a text that ends too early: what is
	// wrong, the text from the trouble on, and the line where that begins, from 1.
	Unterminated(problem, rest string, line int) Message
	// Several is the database's error for a text of several statements where it takes
	// one: the text from the second on, and its line.
	Several(rest string, line int) Message
	// As sets what target points to, if that is a pointer to another driver's type of
	// error.
	As(m Message, target any) bool
}

// Column is one column of a result: what database/sql asks about its type, and how
// its fields become values. The answers are those of the native driver.
type Column interface {
	Name() string
	Value(*wire.Field) (driver.Value, error)
	DatabaseTypeName() string
	ScanType() reflect.Type
	Length() (int64, bool)
	Nullable() (nullable, ok bool)
	PrecisionScale() (precision, scale int64, ok bool)
}

// Settings are what a session has been told by SET, as far as it still counts. A
// value does not change.
type Settings interface {
	// Empty reports whether there is nothing to be set.
	Empty() bool
	// Path returns the statements that say where names are looked up. What a
	// statement means depends on nothing else of the settings.
	Path() string
	// Statements returns the statements that make a new session have the settings.
	Statements() []string
	// Identity returns the name of a setting that says who the user is, or "".
	Identity() string
	// MovesNames returns the name of a setting that says where names are looked up,
	// or "".
	MovesNames() string
	// Modes returns what the settings say of a transaction that begins, as SET
	// TRANSACTION takes it.
	Modes() string

	Recollection
}

// SettingChange is what a statement does to one setting of the session, or to all.
type SettingChange interface {
	// In returns the settings, which are those of the same engine, after the change.
	In(Settings) Settings
	// Label names the setting in an error.
	Label() string
	// Text is the statement that makes the change.
	Text() string
	// TransactionModes returns the modes that it gives the transaction at hand, if it
	// is about those.
	TransactionModes() (modes string, ok bool)
	// IsUnread reports whether only the server knows the value: it is to be asked for
	// before the session ends.
	IsUnread() bool
	// AlwaysWorks reports whether the database makes the change whatever the settings
	// are.
	AlwaysWorks() bool
	// MovesNames reports whether names may stand for other things after it.
	MovesNames() bool
	// Refuse returns what is to be done instead of a change that the driver could not
	// cope with for as long as it lasts, and "" for any other.
	Refuse() string
}
