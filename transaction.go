package auroradataapi

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/auroradataapi/auroradataapi/internal/engine"
)

// Limits for ending a transaction. Neither Commit nor Rollback of driver.Tx has
// a context of its own.
const (
	// A commit may check deferred constraints, and the service stops it after 45
	// seconds.
	commitTimeout = time.Minute
	// A rollback waits for a statement that the caller has given up and that the
	// service stops after 45 seconds: until the rollback, the transaction keeps
	// its locks. Without one, the service rolls back after three idle minutes.
	rollbackTimeout = 50 * time.Second
)

// transaction is a transaction of the service.
type transaction struct {
	conn      *conn
	id        string
	modes     string // what SET TRANSACTION was given
	inherited string // those of its modes that AND CHAIN gave it
	apart     bool   // it is the one of session locks, beside the caller's
	implicit  bool   // begun by the driver for statements that belong together
	failed    bool   // a statement failed, which may have aborted it
	ended     error  // of the statement by which the database has rolled it back
	closed    bool   // a statement in it was to commit it
	staleID   bool   // its session does not know the last generated id
	unclear   bool   // nobody knows whether a statement has run that may change something
	alive     *keepAlive

	settings   engine.Settings // what the connection's are if it is committed
	unset      engine.Settings // what the connection's were, until the server knows
	savepoints []savepoint
	temporary  []string // its temporary tables, if they go with it
	copying    *copyIn  // that has not ended

	cursors int      // how many the driver has opened in it
	reading []*pages // the rows that are read from those
	lent    bool     // to the rows: nobody else uses it any more
	commits bool     // how it ends if it is lent
	spoilt  bool     // rows have failed in it, so that it does not

	prepared     int           // statements described in it
	path         string        // the settings and its statements that moved names
	descriptions *descriptions // nil while it has changed no objects

	// values is the context of its begin without that one's end: driver.Tx has no
	// other way to bring trace ids to Commit and Rollback.
	values context.Context
}

// keepAlive starts to keep the transaction alive, unless that is done already.
func (t *transaction) keepAlive() {
	if t.alive == nil {
		t.alive = t.conn.client.keepAlive(t.values, t.id)
	}
}

// goesOn reports whether the transaction lasts when its rows have been read, as far
// as is known: it is the caller's.
func (t *transaction) goesOn() bool { return !t.lent && !t.implicit && !t.failed }

func (t *transaction) commit(ctx context.Context) error {
	if t.ended != nil {
		_ = t.rollback()
		return ErrTxCommitRollback
	}
	if t.unclear {
		// A native driver has lost its connection then. The service would commit
		// what the caller was told to be unknown.
		_ = t.rollback()
		return ErrTxCommitRollback
	}
	number, err := t.examine(ctx)
	if err != nil {
		// The transaction cannot be committed. If the rollback fails as well,
		// the service does it.
		_ = t.rollback()
		if inFailedTransaction(err) {
			return ErrTxCommitRollback
		}
		return err
	}
	status, err := t.conn.client.commit(ctx, t.id)
	if t.closed && (errors.Is(err, ErrTransactionNotFound) || errors.Is(err, ErrOutcomeUnknown)) {
		return nil // nothing was left to be committed
	}
	if number != "" && errors.Is(err, ErrOutcomeUnknown) {
		return t.conn.client.resolve(ctx, openCommit{transaction: t.id, number: number, cause: err})
	}
	if err != nil {
		return err
	}
	if isRollback(status) {
		return ErrTxCommitRollback
	}
	return nil
}

// isRollback reads what the service says of a commit. What it says of that of an
// aborted transaction is not known: the probe should have seen it. Believe it if
// it says so.
func isRollback(status string) bool { return strings.Contains(strings.ToLower(status), "roll") }

// examine asks, where there is need to, whether the transaction can be committed,
// and for the number by which the server will know what became of that. It is
// empty if nobody will ask.
func (t *transaction) examine(ctx context.Context) (number string, err error) {
	switch u := t.conn.client.usage(t.id); {
	case u != nil && u.wrote.Load():
		return t.conn.client.transactionNumber(ctx, t.id)
	case t.failed:
		return "", t.probe(ctx)
	}
	return "", nil
}

// probe finds out whether a transaction in which a statement failed is still
// alive: PostgreSQL would turn its commit into a rollback without an error. It
// may be alive because of a rollback to a savepoint, or because the statement
// failed before it reached the database.
func (t *transaction) probe(ctx context.Context) error {
	_, _, err := t.conn.client.execute(ctx, t.conn.request("SELECT 1"), true)
	return err
}

// inFailedTransaction reports whether the database refused a statement because one
// before it, in the same transaction, had failed.
func inFailedTransaction(err error) bool {
	var e *Error
	return errors.As(err, &e) && e.Code == "25P02"
}

// abandon leaves the transaction to be rolled back. A statement in it may run on
// and even have an effect until then: nobody waits for that.
func (t *transaction) abandon() {
	t.endReading(0)
	t.alive.stop()
	t.conn.client.abandon(t.values, t.id)
}

func (t *transaction) rollback() error {
	defer t.conn.client.errands.join()()
	ctx, cancel := context.WithTimeout(t.values, rollbackTimeout)
	defer cancel()
	return t.conn.client.rollback(ctx, t.id)
}
