package auroradataapi

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"github.com/auroradataapi/auroradataapi/internal/engine"
	"github.com/auroradataapi/auroradataapi/internal/mysql"
	"github.com/auroradataapi/auroradataapi/internal/postgres"
)

// DefaultMaxAttempts is how often [RunTx] runs a transaction unless
// RunTxOptions.MaxAttempts says otherwise.
const DefaultMaxAttempts = 10

// RunTxOptions say how [RunTx] runs a transaction. The zero value, and nil: the
// database's defaults and DefaultMaxAttempts.
type RunTxOptions struct {
	// Isolation and ReadOnly are those of [sql.TxOptions].
	Isolation sql.IsolationLevel
	ReadOnly  bool

	// MaxAttempts is how often the transaction is run at most. 0 means
	// DefaultMaxAttempts; a negative value means as often as the context allows.
	MaxAttempts int
}

// TxBeginner begins transactions: a [*sql.DB] or a [*sql.Conn], of any driver.
type TxBeginner interface {
	BeginTx(ctx context.Context, options *sql.TxOptions) (*sql.Tx, error)
}

// RunTx runs body in a transaction and commits it. If nothing was committed for
// certain, and if it may be otherwise the next time, all of it is run again in a
// new transaction: after a serialization failure or a deadlock (SQLSTATE 40001 and
// 40P01, of any driver whose errors have a method SQLState; MySQL's 1213, and 1205
// for a lock that it has waited for too long, also of go-sql-driver/mysql), while the cluster
// resumes, the service throttles or has another call in the transaction, and if the
// connection or the transaction was lost before the commit. In between, RunTx waits
// for a random part of a time that doubles from 20 milliseconds up to two seconds.
//
// body may be run any number of times. It must not end the transaction, and what
// else it does than by the transaction is not undone: it should set its results
// rather than add to them, and send its messages when RunTx has returned. It may
// use savepoints. If it returns an error, the transaction is rolled back; so it is
// if it panics. An unknown outcome of what it has done outside the transaction is
// no reason to run it again.
//
// RunTx returns nil when the transaction is committed. A transaction whose commit
// has an unknown outcome is not run again, and the error matches
// [ErrOutcomeUnknown]; Config.ResolveCommits makes that rare. With any other error
// of the driver nothing is committed. An error of body comes back as it is if
// nothing was to be run again. The last error is behind the one that says that
// MaxAttempts is reached, or that the context has ended while RunTx waited or
// before the body was done with the transaction.
//
// Goroutines may call it at once.
func RunTx(ctx context.Context, db TxBeginner, options *RunTxOptions, body func(*sql.Tx) error) error {
	if db == nil || body == nil {
		return errors.New("auroradataapi: run transaction: no database, or nothing to run")
	}
	return newReplay(defaultBackoff, db, options, body).run(ctx)
}

// replayBackoff returns the pauses between two runs of a transaction. They are
// shorter at first than those between two calls: who has lost a conflict need not
// wait for long.
func replayBackoff(b backoff) backoff {
	b.base, b.limit = 20*time.Millisecond, 2*time.Second
	return b
}

// replay is a transaction that is run until it is committed.
type replay struct {
	backoff backoff
	db      TxBeginner
	options RunTxOptions
	body    func(*sql.Tx) error
}

func newReplay(b backoff, db TxBeginner, options *RunTxOptions, body func(*sql.Tx) error) replay {
	r := replay{backoff: replayBackoff(b), db: db, body: body}
	if options != nil {
		r.options = *options
	}
	return r
}

func (r replay) run(ctx context.Context) error {
	limit := r.options.MaxAttempts
	if limit == 0 {
		limit = DefaultMaxAttempts
	}
	for attempt := 1; ; attempt++ {
		again, err := r.try(ctx)
		switch {
		case ctx.Err() != nil && errors.Is(err, sql.ErrTxDone):
			// database/sql has rolled it back and does not say why.
			return fmt.Errorf("auroradataapi: run transaction: %w: %w", ctx.Err(), err)
		case err == nil || !again || ctx.Err() != nil && errors.Is(err, ctx.Err()):
			return err
		case attempt == limit:
			return fmt.Errorf("auroradataapi: run transaction: gave up after %d attempts: %w", attempt, err)
		}
		if ended := r.backoff.sleep(ctx, r.backoff.delay(attempt)); ended != nil {
			return fmt.Errorf("auroradataapi: run transaction: %w: %w", ended, err)
		}
	}
}

// try runs the transaction once. If that fails it reports whether to run it again.
func (r replay) try(ctx context.Context) (again bool, err error) {
	tx, err := r.db.BeginTx(ctx, &sql.TxOptions{Isolation: r.options.Isolation, ReadOnly: r.options.ReadOnly})
	if err != nil {
		return isTransient(err), err
	}
	committing := false
	defer func() {
		if !committing { // also if body panics
			_ = tx.Rollback() // if it fails, the connection or the service ends it
		}
	}()
	if err := r.body(tx); err != nil {
		return isTransient(err), err
	}
	committing = true
	err = tx.Commit()
	return err != nil && isUncommitted(err), err
}

// isTransient reports whether a transaction that was not to be committed yet may
// get further if it is run again. Who sets a statement a time does not want that.
func isTransient(err error) bool {
	var network *net.OpError
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded), errors.Is(err, ErrSessionLockLost):
		return false
	case errors.Is(err, ErrOutcomeUnknown):
		return isUncommittedStatement(err)
	case errors.Is(err, driver.ErrBadConn), errors.Is(err, io.ErrUnexpectedEOF), errors.As(err, &network):
		return true
	}
	code := sqlState(err)
	return isConflict(err) || postgres.IsDisconnection(code) || isPassing(err)
}

// isUncommittedStatement reports whether what has an unknown outcome is a statement
// in a transaction. It may also be one that body has run outside, or another
// transaction's commit, and these are not to be run again.
func isUncommittedStatement(err error) bool {
	var e *Error
	var lost *callError
	return errors.As(err, &e) && e.inside || errors.As(err, &lost) && lost.inside
}

// isUncommitted reports whether a commit that has failed has certainly not
// happened, for a reason that may pass. Of another driver's errors only those of a
// conflict say so.
func isUncommitted(err error) bool {
	var rolledBack *rolledBackCommit
	switch {
	case errors.Is(err, ErrOutcomeUnknown), errors.Is(err, ErrSessionLockLost):
		return false
	case errors.As(err, &rolledBack):
		return true
	}
	return isConflict(err) || isPassing(err)
}

// isPassing reports whether an error is one of this driver's that says that the
// service could not be reached, has failed or did not begin, also because of another
// call in the transaction, or that the transaction is gone, with its connection or
// without.
func isPassing(err error) bool {
	var e *Error
	var lost *callError
	switch {
	case errors.As(err, &e) && e.Code != "":
		return !e.unknown && postgres.IsDisconnection(e.Code)
	case e != nil:
		return e.HTTPStatus >= http.StatusInternalServerError || isResuming(e.Exception, e.Message) ||
			isThrottled(e.Exception, e.HTTPStatus) || isBusy(e.Message) || e.isTransactionNotFound()
	case errors.As(err, &lost):
		return lost.passing
	}
	return false
}

// isConflict reports whether an error of any driver says that another transaction was
// in the way, by its SQLSTATE or by MySQL's number.
func isConflict(err error) bool {
	return postgres.IsConflict(sqlState(err)) || mysql.IsConflict(engine.Message{Number: mysqlNumber(err)})
}

// mysqlNumber returns MySQL's number of an error of this driver or of
// go-sql-driver/mysql, or 0.
func mysqlNumber(err error) int {
	var e *Error
	if errors.As(err, &e) {
		return e.Number
	}
	return mysql.NativeNumber(err)
}

// sqlState returns the SQLSTATE of an error of any driver that tells, or "".
func sqlState(err error) string {
	var e interface{ SQLState() string }
	if errors.As(err, &e) {
		return e.SQLState()
	}
	return ""
}
