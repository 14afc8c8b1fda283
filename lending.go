package auroradataapi

import "slices"

// A transaction is lent to the rows that are read in it when nobody else uses it:
// it was begun for a query alone, or for a text of several statements that have all
// run. It ends with the last of the rows.

// lend leaves the transaction to its rows. commits says how it ends.
func (t *transaction) lend(commits bool) {
	t.lent, t.commits = true, commits
	t.keepAlive()
}

// lendImplicit leaves the transaction of statements that belong together to the
// rows that are read in it, and reports whether there are any. It counts as
// committed for what the statements have set.
func (c *conn) lendImplicit() bool {
	if len(c.tx.reading) == 0 {
		return false
	}
	c.tx.lend(true)
	c.settings = c.tx.settings
	c.tx = nil
	return true
}

// takeBack ends a lent transaction when the last of its rows are not read any more.
// Rows that failed are the end for what else was done in it.
func (c *conn) takeBack(p *pages, failure error) error {
	t := p.held.tx
	t.reading = slices.DeleteFunc(t.reading, func(other *pages) bool { return other == p })
	if !t.lent {
		return failure
	}
	if failure == nil && t.commits {
		failure = p.ctx.Err()
	}
	t.spoilt = t.spoilt || failure != nil
	switch {
	case len(t.reading) > 0:
		return failure
	case t.commits && !t.spoilt:
		return c.commitLent(t)
	}
	t.abandon()
	return failure
}

// commitLent commits a transaction that was lent. What the connection has set since
// stays.
func (c *conn) commitLent(t *transaction) error {
	settings := c.settings
	defer func() { c.settings = settings }()
	return c.besides(t, c.commit)
}

// endReading has no rows read any more in a transaction that is about to end, or to
// go back to a savepoint: those of the results behind the nth.
func (t *transaction) endReading(nth int) {
	for _, p := range t.reading {
		if p.held.nth > nth && p.abandon() != nil {
			t.failed = true
		}
	}
	t.reading = slices.DeleteFunc(t.reading, func(p *pages) bool { return p.ended })
}
