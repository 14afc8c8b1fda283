package auroradataapi

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"github.com/auroradataapi/auroradataapi/internal/engine"
)

// Conditions to test errors for, with errors.Is. An error may match several.
var (
	// ErrOutcomeUnknown: the statement or the commit may have taken effect or
	// not, because the answer was lost, the service failed or the database server
	// went down. The driver has not sent it again. In a transaction it is the
	// outcome of the statement that is unknown: nothing has been committed, and
	// Commit will roll back unless the statement was a query. A query that only
	// reads matches it outside a transaction when it was sent three times.
	ErrOutcomeUnknown = errors.New("outcome unknown")

	// ErrTransactionNotFound: the transaction has ended. The service rolls one
	// back that was not used for three minutes, or that is 24 hours old
	// (AuroraUserGuide data-api.calling); the text of the error says so if the
	// driver knows it. Config.TransactionKeepAlive keeps idle ones alive.
	ErrTransactionNotFound = errors.New("transaction not found")

	// ErrSessionLockLost: the session advisory locks of the connection are gone,
	// because the transaction that the driver kept for them has ended, and the
	// statement was not run. The connection is discarded.
	ErrSessionLockLost = errors.New("session advisory lock lost")

	// ErrTxCommitRollback: Commit was called on a transaction in which a
	// statement had failed, or in which the outcome of one that may change
	// something is unknown, so that it was rolled back; or the commit was lost, and
	// the server says that the transaction was rolled back
	// (Config.ResolveCommits).
	ErrTxCommitRollback = errors.New("commit unexpectedly resulted in rollback")

	// ErrStatementTimeout: the statement ran longer than the service allows, 45
	// seconds, and was stopped.
	ErrStatementTimeout = errors.New("statement timeout")

	// ErrResultTooLarge: the result has more data than the service returns, 1
	// MiB, and it was not read page by page (see "Large results"). A statement
	// with effects has run then, unless the error says otherwise; outside a
	// transaction that is an ErrOutcomeUnknown too.
	ErrResultTooLarge = errors.New("result too large")

	// ErrRequestTooLarge: the request has more than 4 MiB, or the SQL text more
	// than 65,536 characters and it cannot go as a parameter (see "Statements and
	// arguments"). It was not sent.
	ErrRequestTooLarge = errors.New("request too large")

	// ErrUnsupportedResult: the service does not return a type in the result, and
	// the driver could not have the column cast to text (see "Results"). Cast it in
	// the SQL text.
	ErrUnsupportedResult = errors.New("unsupported result type")

	// ErrResuming: the cluster was paused and has not resumed in the time that
	// Config.ResumeTimeout and the context left. The statement has not run.
	ErrResuming = errors.New("cluster is resuming")

	// ErrAccessDenied: IAM does not allow the call, or the Data API to read the
	// secret.
	ErrAccessDenied = errors.New("access denied")
)

// Error is what the service, or the database behind it, said about a call that
// failed. The fields up to ConstraintName are those of PostgreSQL's protocol and
// of pgconn.PgError, but for Number; they are empty where the service's text does not
// have them.
type Error struct {
	Severity string // ERROR, FATAL, …; empty if the error is not the database's
	Code     string // SQLSTATE, such as 23505; empty if the error is not the database's
	Message  string // the server's words
	Number   int    // MySQL's error number, such as 1062; 0 if the error is not MySQL's
	Detail   string
	Hint     string
	Position int // where in the SQL text of the caller, in characters from 1; 0 if unknown
	Where    string

	// From the message of an integrity violation, where it names them.
	TableName      string
	ColumnName     string
	ConstraintName string

	Exception      string // the service's name for the error, such as DatabaseErrorException
	HTTPStatus     int
	RequestID      string // the AWS request id, for AWS Support
	DBConnectionID int64  // of a statement that timed out, if the service gave it

	verb     string
	foreseen bool   // the driver has found it, and not the database
	note     string // what the driver knows about it
	advice   string // what to do about a result that the service does not return
	unknown  bool   // matches ErrOutcomeUnknown
	inside   bool   // of a statement in a transaction
	text     string // of Error, if another driver's words are wanted
	err      error
}

// Error returns "ERROR: … (SQLSTATE …)" for an error of PostgreSQL, as pgx does, or
// "pq: … (…)" if Config.Compat is CompatPQ, as lib/pq does,
// "Error 1062 (23000): …" for one of MySQL, as go-sql-driver/mysql does, and the
// service's own words for any other, behind "outcome unknown" if it is.
func (e *Error) Error() string {
	if e.text != "" {
		return e.text
	}
	if e.Number != 0 {
		return fmt.Sprintf("Error %d (%s): %s", e.Number, e.Code, e.Message)
	}
	if e.Code != "" {
		return e.Severity + ": " + e.Message + " (SQLSTATE " + e.Code + ")"
	}
	parts := []string{"auroradataapi: " + e.verb}
	if e.unknown {
		parts = append(parts, ErrOutcomeUnknown.Error())
	}
	if e.advice != "" {
		return strings.Join(append(parts, e.advice), ": ")
	}
	if e.Exception == "" && e.Message == "" {
		parts = append(parts, fmt.Sprintf("HTTP status %d %s", e.HTTPStatus, http.StatusText(e.HTTPStatus)))
	}
	for _, part := range []string{e.Exception, e.Message, e.note} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	return strings.Join(parts, ": ")
}

// SQLState returns the SQLSTATE, which is empty if the error is not the
// database's. pgx and lib/pq have the method too.
func (e *Error) SQLState() string { return e.Code }

// Unwrap returns the error of the AWS SDK, one of the types of its package
// rdsdata/types or a smithy.APIError.
func (e *Error) Unwrap() error { return e.err }

// Is reports whether the error is one of this package's conditions.
func (e *Error) Is(target error) bool {
	switch target {
	case ErrOutcomeUnknown:
		return e.unknown
	case ErrTransactionNotFound:
		return e.isTransactionNotFound()
	case ErrStatementTimeout:
		return e.Exception == "StatementTimeoutException"
	case ErrResultTooLarge:
		return e.isUnsupported() && strings.Contains(e.Message, "exceeds the size limit") || e.isTooLargeV1()
	case ErrUnsupportedResult:
		return e.isUnsupported() && !strings.Contains(e.Message, "exceeds the size limit")
	case ErrResuming:
		return e.Code == "" && isResuming(e.Exception, e.Message)
	case ErrAccessDenied:
		return e.Exception == "AccessDeniedException" || e.Exception == "ForbiddenException"
	}
	return false
}

func (e *Error) isUnsupported() bool { return e.Exception == "UnsupportedResultException" }

// isTooLargeV1 recognizes the text of Aurora Serverless v1 (tests of
// cloud-utils/aurora-data-api).
func (e *Error) isTooLargeV1() bool {
	return e.Exception == "BadRequestException" && e.Code == "" && e.Message == "Database response exceeded size limit"
}

// isPageable reports whether err tells of a result that is too large and may be read
// page by page. Aurora Serverless v1 ends the transaction that this takes when a page
// is too large.
func isPageable(err error) bool {
	var e *Error
	return errors.Is(err, ErrResultTooLarge) && !(errors.As(err, &e) && e.isTooLargeV1())
}

// isTransactionNotFound recognizes the current service's exception, its
// NotFoundException, which the model has for commit and rollback alone, and the
// text of Aurora Serverless v1 (AuroraUserGuide data-api.troubleshooting). Which
// of the first two commit and rollback answer with is not known.
func (e *Error) isTransactionNotFound() bool {
	switch e.Exception {
	case "TransactionNotFoundException":
		return true
	case "NotFoundException":
		return e.verb == commitOperation.verb || e.verb == rollbackOperation.verb
	case "BadRequestException":
		return strings.HasPrefix(e.Message, "Transaction ") && strings.Contains(e.Message, " is not found")
	}
	return false
}

// newError returns the error of the call for the error of its SDK operation.
func (c *call) newError(err error) error {
	unknown := !c.operation.own && (c.outcome() == mayHaveRun || c.commits && c.doubt)
	if c.attempt.failure == nil {
		return c.newTransportError(err, unknown)
	}
	failure := c.attempt.failure
	e := newDatabaseError(c.attempt.message(c.engine))
	e.Exception, e.HTTPStatus, e.RequestID = failure.Code, c.attempt.status, c.attempt.requestID
	e.DBConnectionID = failure.DBConnectionID
	e.verb, e.unknown, e.inside, e.err = c.operation.verb, unknown, c.inside, err
	return e
}

// newDatabaseError returns an error with what its text consists of.
func newDatabaseError(m engine.Message) *Error {
	return &Error{
		Severity: m.Severity, Code: m.Code, Message: m.Message, Detail: m.Detail, Hint: m.Hint,
		Position: m.Position, Where: m.Where, Number: m.Number,
		TableName: m.TableName, ColumnName: m.ColumnName, ConstraintName: m.ConstraintName,
	}
}

// newTransportError returns the error of a call that the service did not answer.
func (c *call) newTransportError(err error, unknown bool) error {
	return &callError{verb: c.operation.verb, unknown: unknown, inside: c.inside, passing: isUnreachable(err), err: cause(err)}
}

// callError is the error of a call that the service did not answer, or not in a
// way that can be read.
type callError struct {
	verb    string
	unknown bool // matches ErrOutcomeUnknown
	inside  bool // of a statement in a transaction
	passing bool // the way to the service is to blame
	err     error
}

func (e *callError) Error() string {
	text := "auroradataapi: " + e.verb + ": "
	if e.unknown {
		text += ErrOutcomeUnknown.Error() + ": "
	}
	return text + e.err.Error()
}

func (e *callError) Unwrap() error { return e.err }

func (e *callError) Is(target error) bool { return target == ErrOutcomeUnknown && e.unknown }

// cause returns what is behind the layers that the SDK puts around an error to
// tell of an answer that there is none of.
func cause(err error) error {
	var canceled *smithy.CanceledError
	if errors.As(err, &canceled) && canceled.Err != nil {
		return canceled.Err
	}
	var send *smithyhttp.RequestSendError
	if errors.As(err, &send) && send.Err != nil {
		return send.Err
	}
	var operation *smithy.OperationError
	if errors.As(err, &operation) {
		return operation.Err
	}
	return err
}
