package mysql

import (
	"github.com/auroradataapi/auroradataapi/internal/engine"
	"github.com/auroradataapi/auroradataapi/internal/sqltext"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// Engine is MySQL as the driver sees it, by way of the functions of this package that
// have the names of its methods.
type Engine struct {
	session
	Form Form // of values; Binary is not looked at
}

var _ engine.Engine = Engine{}

func (Engine) Name() string                   { return "MySQL" }
func (Engine) Dialect() sqltext.Dialect       { return sqltext.MySQL }
func (Engine) Resolve(value any) (any, error) { return Resolve(value) }

func (e Engine) NewColumn(c *wire.Column, prepared bool, _ engine.Settings) engine.Column {
	form := e.Form
	form.Binary = prepared
	column := NewColumn(c, form)
	return &column
}

func (Engine) OnlyReads(keyword string) bool   { return OnlyReads(keyword) }
func (Engine) IsHarmless(function string) bool { return IsHarmless(function) }
func (Engine) CountsRows(string) bool          { return false }
func (Engine) JoinsStatements() bool           { return false }
func (Engine) GeneratesKeys() bool             { return true }

// Touch looks at no table, and so takes no snapshot.
func (Engine) Touch() string { return "DO 0" }

func (Engine) ParseMessage(text string) engine.Message { return ParseMessage(text) }

func (Engine) OutcomeUnknown(m engine.Message) bool { return OutcomeUnknown(m) }

func (Engine) Unterminated(_, rest string, line int) engine.Message {
	return syntaxErrorNear(rest, line)
}

func (Engine) Several(rest string, line int) engine.Message { return syntaxErrorNear(rest, line) }

func (Engine) As(m engine.Message, target any) bool { return As(m, target) }
