package auroradataapi

import (
	"context"
	"database/sql/driver"
	"errors"

	"github.com/auroradataapi/auroradataapi/internal/engine"
)

// A transaction begins and ends in two ways: by methods of database/sql, and by
// statements, as migration files and programs with a sql.Conn have them. Both come
// down to the three functions here.

// begin begins a transaction. modes are what SET TRANSACTION takes, or empty.
func (c *conn) begin(ctx context.Context, modes string) error {
	if c.dead {
		return driver.ErrBadConn
	}
	id, err := c.client.begin(ctx, c.database())
	if err != nil {
		return err
	}
	defaults := c.settings.Modes()
	c.settings = c.settings.Begun()
	c.tx = &transaction{
		conn: c, id: id, modes: joinModes(defaults, modes), values: context.WithoutCancel(ctx),
		settings: c.settings, unset: c.settings, path: c.settings.Path(), staleID: c.lastInsertID != 0,
	}
	if c.client.keepsAlive {
		c.tx.keepAlive()
	}
	if err := c.setModes(ctx, defaults, modes); err != nil {
		c.giveUp(ctx) // what failed is the setting: that is the error to return
		return err
	}
	return nil
}

// setModes gives the transaction its isolation level and the like, for which
// BeginTransaction has no member: first those that come from settings, then those
// that are asked for. The position of an error is that in the latter.
func (c *conn) setModes(ctx context.Context, defaults, modes string) error {
	all := joinModes(defaults, modes)
	if all == "" {
		return nil
	}
	statement := c.engine.SetModes(all)
	if statement == "" || c.client.beginsAgain.Load() {
		if statements := c.engine.BeginAgain(all); statements != nil {
			return c.beginAgain(ctx, statements)
		}
	}
	sql, err := shieldIn(c.engine.Dialect(), statement)
	if err != nil {
		return err
	}
	_, _, err = c.client.execute(ctx, c.request(sql), true)
	var e *Error
	switch {
	case !errors.As(err, &e):
	case c.engine.IsTooLate(e.databaseMessage()):
		return c.learnToBeginAgain(ctx, all, err)
	case e.Position > 0:
		e.Position = max(e.Position-len(statement)+len(modes), 0)
	}
	return err
}

// joinModes puts modes together, of which the later ones count.
func joinModes(first, second string) string {
	if first == "" || second == "" {
		return first + second
	}
	return first + ", " + second
}

// commit commits the transaction. After a failure the connection is not used
// again by others, whatever became of the transaction.
func (c *conn) commit() error {
	t := c.tx
	ctx, cancel := context.WithTimeout(t.values, commitTimeout)
	defer cancel()
	t.endReading(0)
	t.alive.stop()
	err := c.checkLocks(ctx)
	if err == nil {
		c.readSettings(ctx)
		err = t.commit(ctx)
	} else {
		_ = t.rollback() // without the locks nothing is to be committed
	}
	c.tx = nil
	if err != nil {
		c.broken = true
	}
	if err == nil {
		c.settings = t.settings
	} else {
		t.leaveSettings()
	}
	if t.descriptions != nil {
		c.descriptions.clear() // what it changed now holds for all
	}
	return err
}

// rollback rolls the transaction back. A statement that was given up and still
// runs is waited for.
func (c *conn) rollback() error {
	t := c.tx
	t.endReading(0)
	t.alive.stop()
	c.readSettings(t.values)
	err := t.rollback()
	c.tx = nil
	if err != nil {
		c.broken = true
	}
	t.leaveSettings()
	return err
}

// giveUp rolls the transaction back after an error, which is the one to return. A
// caller whose context has ended is not kept: a statement in it may run on.
func (c *conn) giveUp(ctx context.Context) {
	if ctx.Err() == nil {
		_ = c.rollback()
		return
	}
	t := c.tx
	c.tx = nil
	t.leaveSettings()
	t.abandon()
}

// control returns what a statement does to the transaction, and the modes of the
// one that it begins.
func (s *statement) control() (control engine.Control, modes modesText) {
	if !s.engine.MayControl(s.text.Keyword()) {
		return engine.NoControl, modes
	}
	control, n := s.engine.ReadControl(s.text.Words(7))
	if control == engine.NoControl {
		return control, modes
	}
	modes.text, modes.offset = s.text.Rest(n)
	if control != engine.Begin && modes.text != "" {
		return engine.NoControl, modesText{} // the server will say what is wrong with it
	}
	return control, modes
}

// modesText is where a statement has the modes of a transaction.
type modesText struct {
	text   string
	offset int // how many characters of the caller's text precede it
}

// steer does what a statement says about transactions. A COMMIT or ROLLBACK outside
// of one does nothing. In PostgreSQL neither does a BEGIN in one, and AND CHAIN needs
// one that the program has begun; MySQL commits, and begins.
func (c *conn) steer(ctx context.Context, control engine.Control, modes modesText) error {
	switch {
	case control == engine.Begin:
		return modes.locate(c.beginBlock(ctx, modes.text))
	case control.Chains() && c.tx == nil && c.engine.BeginCommits():
		return c.begin(ctx, "")
	case control.Chains() && (c.tx == nil || c.tx.implicit):
		return noBlock(control.String())
	case c.tx == nil:
		return nil
	case control == engine.Commit:
		return c.commit()
	case control == engine.Rollback:
		return c.rollback()
	}
	return c.chain(ctx, control)
}

// beginBlock begins a transaction by a statement, or makes one of the
// transaction that the statements of a text run in.
func (c *conn) beginBlock(ctx context.Context, modes string) error {
	if c.tx != nil && c.engine.BeginCommits() {
		if err := c.commit(); err != nil {
			return err
		}
	}
	if c.tx == nil {
		return c.begin(ctx, modes)
	}
	if err := c.addModes(ctx, modes); err != nil {
		return err
	}
	c.tx.implicit = false
	return nil
}

// addModes gives the transaction at hand further modes. One that an error has
// aborted refuses them, and also none.
func (c *conn) addModes(ctx context.Context, modes string) error {
	switch {
	case modes != "":
		if err := c.setModes(ctx, "", modes); err != nil {
			c.tx.failed = c.tx.failed || c.mayAbort(err)
			return err
		}
		c.tx.modes = joinModes(c.tx.modes, modes)
	case c.tx.failed:
		return c.tx.probe(ctx)
	}
	return nil
}

// noBlock is PostgreSQL's error for a statement outside of a transaction block that
// needs one.
func noBlock(statement string) error {
	return &Error{
		Severity: "ERROR", Code: "25P01", Message: statement + " can only be used in transaction blocks",
		verb: executeOperation.verb,
	}
}

// chain ends the transaction and begins another one with its modes. As in
// PostgreSQL, one that an error has aborted has only those left that it got from
// the one before; that its commit was none is told when the next one has begun.
func (c *conn) chain(ctx context.Context, control engine.Control) error {
	modes, inherited, failed := c.tx.modes, c.tx.inherited, c.tx.failed
	end := c.commit
	if control == engine.RollbackAndChain {
		end = c.rollback
	}
	ended := end()
	switch {
	case errors.Is(ended, ErrTxCommitRollback), ended == nil && failed && control == engine.RollbackAndChain:
		modes = inherited
	case ended != nil:
		c.dead = !isDatabaseError(ended)
		return ended
	}
	if err := c.begin(ctx, modes); err != nil {
		c.dead = true
		return errors.Join(ended, err)
	}
	c.tx.modes, c.tx.inherited = modes, modes
	return ended
}

// isDatabaseError reports whether it was the database that did not let something
// be done, so that it certainly has not been done.
func isDatabaseError(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Code != "" && !e.unknown
}

// locate puts the position of an error where the caller wrote the modes.
func (m modesText) locate(err error) error {
	var e *Error
	if errors.As(err, &e) && e.Position > 0 {
		e.Position += m.offset
	}
	return err
}
