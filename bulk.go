package auroradataapi

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Execer is what [sql.DB], [sql.Conn] and [sql.Tx] have in common, and what wraps
// them.
type Execer interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// BulkOptions say how [CopyFrom] and [ExecBatch] write. The zero value, and nil:
// all rows in one transaction, one request after the other.
//
// Functions are called by the goroutine that called CopyFrom or ExecBatch, one at
// a time. Rows count from 0, in the order of the sequence.
type BulkOptions struct {
	// CommitEachChunk commits each request by itself, so that an error leaves
	// those rows written that were committed; see [BulkError]. It is an error in a
	// transaction of the caller's.
	CommitEachChunk bool

	// Concurrency is how many requests may be under way at once; each keeps some
	// 20 MB. 0 means 1. More than that takes CommitEachChunk, and a [sql.DB].
	Concurrency int

	// MaxRows is how many rows a request has at most, up to 50,000. 0 means as many
	// as have room in 4 MiB, up to 50,000, and to 5,000 if rows are returned: what they
	// return must have room in 1 MiB, so set it lower if a row returns more than
	// 200 bytes.
	MaxRows int

	// Progress is called after each request with the number of rows that have been
	// written. In a transaction they are not committed yet.
	Progress func(rows int64)

	// SourceErr is asked when the sequence has ended, before anything is
	// committed that is not already, whether it has ended with an error, such as
	// [sql.Rows.Err]. The error is returned, and what is not committed is not
	// written.
	SourceErr func() error

	// Affected is called for each row of [ExecBatch], once the request has
	// succeeded, with the number of rows that the statement has affected. On MySQL
	// it takes a call for each, unless each is a row inserted. CopyFrom does not
	// call it.
	Affected func(row, count int64)

	// Returning are the columns that CopyFrom returns to Returned, such as keys
	// that the database has generated. ExecBatch returns what its statement does. On
	// MySQL both return the AUTO_INCREMENT column alone, which must not be among
	// those written.
	Returning []string

	// Returned is called with what the statement returned for each row, once the
	// request has succeeded; values are those that database/sql scans into an any.
	// An error ends the writing and is returned. A write of one request, too, takes
	// a transaction then, which is not committed before Returned has been called;
	// with CommitEachChunk, what is committed stays and is counted.
	Returned func(row int64, values []any) error
}

// BulkError is an error of [CopyFrom] or [ExecBatch] with the rows that it is
// about. With several requests at once there may be several, joined.
//
// Rows are counted from 0. Of those before End, the ones that are in no BulkError
// are committed if BulkOptions.CommitEachChunk was set; no row from End on is
// written. Without it, nothing is written, unless Err is [ErrOutcomeUnknown] for
// the commit. In a transaction of the caller's, a failed statement has aborted
// that on PostgreSQL; on MySQL it goes on without the rows.
type BulkError struct {
	First, Last int64 // the rows that may be to blame; one if First == Last
	End         int64 // the rows that have been sent
	Committed   int64 // how many of these are committed
	Err         error // an *Error if the database or the service said it

	verb string
}

// Error names the rows, and never their values.
func (e *BulkError) Error() string {
	rows := "row " + strconv.FormatInt(e.First, 10)
	if e.Last != e.First {
		rows = "rows " + strconv.FormatInt(e.First, 10) + " to " + strconv.FormatInt(e.Last, 10)
	}
	text := "auroradataapi: " + e.verb + ": " + rows + ": " + strings.TrimPrefix(e.Err.Error(), "auroradataapi: ")
	if e.Committed > 0 {
		text += "; " + strconv.FormatInt(e.Committed, 10) + " other rows are committed"
	}
	return text
}

// Unwrap returns Err.
func (e *BulkError) Unwrap() error { return e.Err }

// check reports what cannot be.
func (o *BulkOptions) check(on Execer) error {
	_, isPool := on.(pool)
	switch {
	case on == nil:
		return errors.New("no database: pass a *sql.DB, *sql.Conn or *sql.Tx")
	case o.Concurrency < 0 || o.MaxRows < 0:
		return errors.New("negative BulkOptions.Concurrency or MaxRows")
	case o.Concurrency > 1 && !o.CommitEachChunk:
		return errors.New("a transaction takes one request at a time: set BulkOptions.CommitEachChunk with Concurrency")
	case o.Concurrency > 1 && !isPool:
		return fmt.Errorf("a %T takes one request at a time: pass a *sql.DB with BulkOptions.Concurrency", on)
	case len(o.Returning) > 0 && o.Returned == nil:
		return errors.New("no BulkOptions.Returned for what Returning returns")
	}
	return nil
}

// beginner is an Execer that begins transactions.
type beginner interface {
	BeginTx(ctx context.Context, options *sql.TxOptions) (*sql.Tx, error)
}

// pool is an Execer with many connections.
type pool interface {
	Conn(ctx context.Context) (*sql.Conn, error)
}

// Limits for the rows of a request. The first keeps the counts below the service's 1
// MiB; the other is for the rows that are returned, unless BulkOptions say otherwise.
const (
	maxChunkRows    = 50_000
	maxReturnedRows = 5_000
)

func (o *BulkOptions) maxRows() int {
	switch {
	case o.MaxRows > 0:
		return min(o.MaxRows, maxChunkRows)
	case o.Returned != nil:
		return maxReturnedRows
	}
	return maxChunkRows
}
