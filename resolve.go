package auroradataapi

import (
	"context"
	"errors"
	"strings"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// What became of a commit whose answer was lost is known to the service for as
// long as the transaction is open, and to the server afterwards, by the number
// that the transaction had there. So the driver asks for the number before the
// commit.

// resolveOperation is all that the driver asks about commits.
var resolveOperation = operation{verb: "resolve commit", path: "/Execute", own: true}

// openCommit is a commit of which nobody knows what became of it.
type openCommit struct {
	transaction string // the service's id
	number      string // the server's
	cause       error  // why it is not known
}

// transactionNumber asks for the number of a transaction. It fails if the
// transaction is aborted, like any statement.
func (c *client) transactionNumber(ctx context.Context, id string) (string, error) {
	number, err := c.ask(ctx, c.inTransaction(id), postgres.TransactionID)
	if err != nil {
		return "", err
	}
	if !postgres.IsTransactionID(number) {
		return "", errors.New("auroradataapi: resolve commit: server gave the transaction no number: set resolve_commits to false")
	}
	return number, nil
}

// ask runs a query of the driver's own, and returns the only value of its result,
// which is a text. It is empty for NULL.
func (c *client) ask(ctx context.Context, target wire.Target, sql string) (string, error) {
	result, call, err := c.executeAs(ctx, resolveOperation, &wire.ExecuteRequest{Target: target, SQL: sql}, true)
	if err != nil {
		return "", err
	}
	defer reuse(call.response)
	fields := make([]wire.Field, 1)
	if _, err := result.NextRow(fields); err != nil {
		return "", call.unreadable(err)
	}
	return strings.Clone(fields[0].Text), nil
}

// resolve asks the server what became of a commit, until that is decided. A
// transaction that is still open is committed once more. It takes as long as a
// commit at most, and returns why the outcome is unknown if it stays so; then the
// transaction is rolled back if it is open after all.
func (c *client) resolve(ctx context.Context, open openCommit) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), commitTimeout)
	defer cancel()
	for start, attempt := c.now(), 1; ; attempt++ {
		decided, err := c.tryResolve(ctx, open)
		if decided {
			return err
		}
		if c.now().Sub(start) >= commitTimeout || c.policy.backoff.sleep(ctx, c.policy.backoff.delay(attempt)) != nil {
			c.abandon(ctx, open.transaction)
			return open.cause
		}
	}
}

// tryResolve asks once what became of a commit. An outcome that the server does not
// know any more is decided to be unknown.
func (c *client) tryResolve(ctx context.Context, open openCommit) (decided bool, err error) {
	status, err := c.ask(ctx, c.target, postgres.TransactionStatus(open.number))
	switch {
	case err != nil:
		return !isTransient(err), open.cause
	case status == postgres.TransactionCommitted:
		return true, nil
	case status == postgres.TransactionAborted:
		return true, open.rolledBack()
	case status == postgres.TransactionInProgress:
		return c.commitAgain(ctx, open)
	}
	return true, open.cause
}

// commitAgain commits a transaction that the server says is open. Whether it was
// still open for the service is told by the answer, or by the server the next time.
func (c *client) commitAgain(ctx context.Context, open openCommit) (decided bool, err error) {
	status, err := c.commit(ctx, open.transaction)
	switch {
	case err != nil:
		return false, nil
	case isRollback(status):
		return true, open.rolledBack()
	}
	return true, nil
}

func (open openCommit) rolledBack() error { return &rolledBackCommit{certain(open.cause)} }

// rolledBackCommit is the error of a commit that was found not to have happened. It
// matches ErrTxCommitRollback.
type rolledBackCommit struct{ cause error }

func (e *rolledBackCommit) Error() string {
	return ErrTxCommitRollback.Error() + ": " + e.cause.Error()
}

func (e *rolledBackCommit) Unwrap() []error { return []error{ErrTxCommitRollback, e.cause} }

// certain returns the error of a call without the doubt about its outcome, which
// has gone. Any other error it returns as it is.
func certain(err error) error {
	switch e := err.(type) {
	case *Error:
		known := *e
		known.unknown = false
		return &known
	case *callError:
		known := *e
		known.unknown = false
		return &known
	}
	return err
}
