package auroradataapi

import (
	"context"
	"fmt"
	"slices"
)

// A temporary table of MySQL outlives the transaction natively. Here it goes with the
// service's transaction, whose session has it: a statement that commits and is about
// such a table would find none behind the commit, or another table of that name.

// noteTemporary follows the temporary tables of the transaction by a statement that
// has worked.
func (t *transaction) noteTemporary(s *statement) {
	if keyword := s.text.Keyword(); keyword != "CREATE" && keyword != "DROP" {
		return
	}
	made, dropped := s.engine.ReadTemporary(slices.Collect(s.text.Tokens()))
	t.temporary = append(t.temporary, made...)
	t.temporary = slices.DeleteFunc(t.temporary, func(name string) bool { return slices.Contains(dropped, name) })
}

// commitsWithin prepares for a statement that commits the transaction and is about a
// temporary table of it: DROP TABLE runs in it, and any other is refused. It reports
// false for a statement that is about none.
func (c *conn) commitsWithin(ctx context.Context, s *statement) (bool, error) {
	if len(c.tx.temporary) == 0 {
		return false, nil
	}
	tokens := slices.Collect(s.text.Tokens())
	table := s.engine.Mentions(tokens, c.tx.temporary)
	switch {
	case table == "":
		return false, nil
	case !s.engine.DropsTables(tokens):
		return false, fmt.Errorf("auroradataapi: %s cannot be sent over the Data API: it commits, and the temporary table %s would be gone with its transaction: do it before, in CREATE TEMPORARY TABLE, or use another statement", s.text.Keyword(), table)
	}
	c.readSettings(ctx)
	c.tx.closed = true
	return true, nil
}

// endClosed ends the transaction when a statement of the program's has committed it.
func (c *conn) endClosed() error {
	if c.tx == nil || !c.tx.closed || c.tx.implicit || c.tx.lent {
		return nil
	}
	return c.commit()
}
