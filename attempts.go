package auroradataapi

// inAttempts runs a statement in as many attempts as it takes. If the last one works,
// those that have failed on the way have not aborted the transaction.
func (c *conn) inAttempts(run func() (*answer, error)) (*answer, error) {
	alive := c.tx != nil && !c.tx.failed && !c.tx.unclear
	a, err := run()
	if err == nil && alive && c.tx != nil {
		c.tx.failed, c.tx.unclear = false, false
	}
	return a, err
}
