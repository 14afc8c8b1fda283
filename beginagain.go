package auroradataapi

import "context"

// MySQL has SET TRANSACTION come before the transaction, and the service has begun
// that when the driver can say anything. Whether it has done so in a way that MySQL
// minds is not known: the first refusal tells, and then another transaction begins in
// the same session.

// learnToBeginAgain gives a transaction its modes where SET TRANSACTION, which has
// failed, came too late, and remembers that for the next one.
func (c *conn) learnToBeginAgain(ctx context.Context, modes string, tooLate error) error {
	statements := c.engine.BeginAgain(modes)
	if statements == nil {
		return tooLate
	}
	if err := c.beginAgain(ctx, statements); err != nil {
		return err
	}
	c.client.beginsAgain.Store(true)
	return nil
}

func (c *conn) beginAgain(ctx context.Context, statements []string) error {
	for _, sql := range statements {
		if _, _, err := c.client.execute(ctx, c.request(sql), true); err != nil {
			return err
		}
	}
	return nil
}
