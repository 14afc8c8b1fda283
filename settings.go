package auroradataapi

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"
	"log/slog"
	"slices"

	"github.com/auroradataapi/auroradataapi/internal/engine"
	"github.com/auroradataapi/auroradataapi/internal/sqltext"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// Outside a transaction the service forgets after each call what SET has set
// (tmokmss/aurora-data-api-proxy COMPATIBILITY.md). A connection remembers it
// instead: what has worked is noted, and said again at the begin of each
// transaction, be it one for a single statement. Without settings a statement
// outside a transaction is one call as ever; with settings it is four.

// settingsOperation says again what was set.
var settingsOperation = operation{verb: "restore settings of connection", path: "/Execute", own: true}

// deliver runs a statement with the connection's settings in force.
func (c *conn) deliver(ctx context.Context, s *statement, b *bound, columns bool) (*answer, error) {
	c.dropInitial(ctx)
	switch {
	case c.isForLocks(s), c.tx != nil && s.setsModes(), c.tx == nil && c.settings.Empty() && !c.needsSession(s):
		return c.send(ctx, s, b, columns)
	case c.tx != nil:
		return c.sendInSession(ctx, s, b, columns)
	}
	alone, err := c.standsAlone(ctx, s)
	switch {
	case err != nil:
		return nil, err
	case alone:
		return c.send(ctx, s, b, columns)
	}
	return c.deliverInBlock(ctx, s, b, columns)
}

// deliverInBlock runs a statement in a transaction of its own.
func (c *conn) deliverInBlock(ctx context.Context, s *statement, b *bound, columns bool) (*answer, error) {
	var a *answer
	err := c.inBlock(ctx, func() (err error) {
		if a, err = c.deliver(ctx, s, b, columns); err == nil {
			c.noteInBlock(s)
		}
		return err
	})
	if err != nil && a != nil {
		a.release()
	}
	if err != nil {
		return nil, err
	}
	return a, nil
}

// inBlock does something in a transaction of its own.
func (c *conn) inBlock(ctx context.Context, do func() error) error {
	if err := c.beginImplicit(ctx); err != nil {
		return err
	}
	if err := do(); err != nil {
		return c.failImplicit(ctx, err)
	}
	return c.commitImplicit(ctx)
}

// current returns what SET has set, in the transaction if there is one.
func (c *conn) current() engine.Settings {
	if c.tx != nil {
		return c.tx.settings
	}
	return c.settings
}

// restore sets in the transaction what the connection's settings are, unless that
// was done. It is put off until a statement needs it, since SET TRANSACTION must
// come first.
func (c *conn) restore(ctx context.Context) error {
	if c.tx == nil || c.tx.unset.Empty() {
		return nil
	}
	statements := c.shieldAll(c.tx.unset.Statements())
	if !c.engine.KeepsSnapshot(c.tx.unset.Modes() + c.tx.modes) {
		statements = c.client.together(statements)
	}
	if slices.ContainsFunc(statements, func(sql string) bool { return checkLength(sql) != nil }) {
		return fmt.Errorf("auroradataapi: restore settings of connection: %w: set to less what is that long, or set it in the transaction (BeginTx) that uses it", ErrRequestTooLarge)
	}
	if err := c.client.restore(ctx, c.request("").Target, statements); err != nil {
		return c.hintAtRestore(c.failed("SET", sqltext.Positions{}, err))
	}
	c.tx.unset = c.engine.NewSettings()
	return nil
}

// shieldAll returns statements as the service must receive them.
func (c *conn) shieldAll(statements []string) []string {
	for i, sql := range statements {
		if shielded, err := shieldIn(c.engine.Dialect(), sql); err == nil {
			statements[i] = shielded
		}
	}
	return statements
}

// hintAtRestore says of an error of the database why it is there.
func (c *conn) hintAtRestore(err error) error {
	how := "use RESET or DISCARD ALL"
	if c.engine.KeepsSettings() {
		how = "set it to DEFAULT"
	}
	var e *Error
	if errors.As(err, &e) && e.Hint == "" {
		e.Hint = "What SET has set on this connection cannot be set again: " + how + "."
	}
	return err
}

// restore runs statements that set what was set, in a transaction.
func (c *client) restore(ctx context.Context, transaction wire.Target, statements []string) error {
	for _, sql := range statements {
		_, call, err := c.executeAs(ctx, settingsOperation, &wire.ExecuteRequest{Target: transaction, SQL: sql}, true)
		if err != nil {
			return err
		}
		reuse(call.response)
	}
	return nil
}

// together returns one statement that does what several do, if there is room in it
// for them. It takes a snapshot, which a SET does not.
func (c *client) together(statements []string) []string {
	if len(statements) < 2 {
		return statements
	}
	all, err := shieldIn(c.engine.Dialect(), c.engine.RunAll(statements))
	if err != nil || all == "" || checkLength(all) != nil {
		return statements
	}
	return []string{all}
}

// setsModes reports whether a statement is about the modes of the transaction that
// it runs in. Such a statement must come before others.
func (s *statement) setsModes() bool {
	for _, change := range s.settingChanges("") {
		if _, ok := change.TransactionModes(); ok {
			return true
		}
	}
	return false
}

// resetsAnyway reports whether a statement sets back what it is about whatever it
// was. So it works also if that can no longer be restored.
func (s *statement) resetsAnyway() bool {
	changes := s.settingChanges("")
	return len(changes) > 0 && !slices.ContainsFunc(changes, func(c engine.SettingChange) bool { return !c.AlwaysWorks() })
}

// settingChanges returns what a statement does to settings, if it is a SET or the
// like. sql is the text that was sent.
func (s *statement) settingChanges(sql string) []engine.SettingChange {
	if !s.engine.MaySet(s.text.Keyword(), s.text.String()) {
		return nil
	}
	return s.engine.ReadSettings(slices.Collect(s.text.Tokens()), sql)
}

// refuseSettings returns an error for a setting that the driver could not cope with.
func (s *statement) refuseSettings() error {
	for _, change := range s.settingChanges("") {
		if advice := change.Refuse(); advice != "" {
			return fmt.Errorf("auroradataapi: SET %s cannot be sent over the Data API: %s", change.Label(), advice)
		}
	}
	return nil
}

// standsAlone reports whether a statement outside a transaction is to be sent
// without the settings, because PostgreSQL refuses it in a transaction or, outside
// of one, must refuse it. It is an error where the settings might have changed what
// the statement means.
func (c *conn) standsAlone(ctx context.Context, s *statement) (bool, error) {
	if s.resetsAnyway() {
		return true, nil
	}
	if !c.engine.MayBlock(s.text.Keyword()) {
		return false, nil
	}
	tokens := slices.Collect(s.text.Tokens())
	setting := c.settings.Identity()
	switch c.engine.ReadBlock(tokens) {
	case engine.AnyBlock:
		return false, nil
	case engine.BlockOnly:
		return true, nil
	case engine.NoBlock:
		setting = c.settings.MovesNames()
	}
	switch {
	case setting != "":
		return false, fmt.Errorf("auroradataapi: %s cannot be sent over the Data API with %s set: it runs outside a transaction, where settings are not kept: RESET %[2]s and qualify the names in it", s.text.Keyword(), setting)
	case c.logger != nil:
		c.logger.LogAttrs(ctx, slog.LevelWarn, "auroradataapi: statement runs without the settings of the connection, since it cannot run in a transaction",
			slog.String("sql", s.text.String()))
	}
	return true, nil
}

// noteSettings remembers what a statement that has worked has set, as long as it
// holds. sql is the text that was sent.
func (c *conn) noteSettings(s *statement, args []driver.NamedValue, sql string, a *answer) {
	changes := s.settingChanges(sql)
	if changes == nil {
		changes = c.flow.changes(s, args, a)
	}
	for _, change := range changes {
		c.noteSetting(change)
	}
	if c.tx != nil {
		c.tx.noteSavepoint(s)
		c.tx.noteTemporary(s)
	}
	c.noteDroppedDatabase(s)
}

func (c *conn) noteSetting(change engine.SettingChange) {
	switch {
	case c.tx == nil && change.IsUnread():
		return // its transaction has asked for it
	case c.tx == nil:
		c.settings = change.In(c.settings)
		return
	}
	c.tx.settings = change.In(c.tx.settings)
	if modes, ok := change.TransactionModes(); ok && modes != "" {
		c.tx.modes = joinModes(c.tx.modes, modes)
	}
	if change.MovesNames() {
		c.tx.moveNames(change.Text())
	}
}
