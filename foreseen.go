package auroradataapi

import (
	"context"
	"errors"

	"github.com/auroradataapi/auroradataapi/internal/engine"
)

// foreseen returns an error of the database that the driver has found in its
// place: the statement was not sent.
func foreseen(code, message string) *Error {
	return foreseenMessage(engine.Message{Severity: "ERROR", Code: code, Message: message})
}

func foreseenMessage(m engine.Message) *Error {
	e := newDatabaseError(m)
	e.verb, e.foreseen = executeOperation.verb, true
	return e
}

// refusedSQL is no SQL. It is short, and says in the log of the server who it was.
const refusedSQL = "refused_by_auroradataapi"

// suffer draws the consequence of an error that the driver has foreseen: had the
// statement been sent, the transaction would be aborted. It returns the error.
func (c *conn) suffer(ctx context.Context, err error) error {
	var e *Error
	if c.tx == nil || c.tx.implicit || c.tx.failed || !errors.As(err, &e) || !e.foreseen || !c.mayAbort(e) {
		return err
	}
	c.abort(ctx)
	return err
}

// abort aborts the transaction, unless an error has done so.
func (c *conn) abort(ctx context.Context) {
	if c.tx.failed {
		return
	}
	c.tx.failed = true // so that a commit asks, whatever becomes of what follows
	_, _, _ = c.client.executeAs(ctx, commandOperation, c.request(refusedSQL), true)
}
