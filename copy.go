package auroradataapi

import (
	"context"
	"fmt"
	"iter"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
)

// CopyFrom inserts rows into columns of a table and returns how many. on is a
// *sql.DB, *sql.Conn or *sql.Tx of this driver, or what wraps one. table is the
// table's name, behind that of its schema or database if there is one; names stand for
// themselves, as if quoted. A row has a value for each column, taken as
// an argument of INSERT … VALUES ($1, …) would be in mode describe; columns that
// are left out get their defaults. A row may be used again when the next one is
// asked for.
//
// Rows travel as arrays, one for each column, or on MySQL as a document, in as few
// requests as they have room in, and no more of them than that are held. All are committed or none; if they
// fit into one request, that is all it takes. BulkOptions.CommitEachChunk commits
// each request, and then several may be under way at once. In a transaction of
// the caller's nothing is committed.
//
// An error names the row, as a *BulkError, if there is one to blame. To find it,
// the failed request is repeated in parts, in a transaction that is rolled back.
// All rows of the request are named in a transaction of the caller's of PostgreSQL,
// which the error has aborted, and if a foreign key of the table to itself is violated, since
// a part of the rows may lack others. Nothing is ever sent again of which it is not
// known whether it was written: that is an error which matches ErrOutcomeUnknown.
func CopyFrom(ctx context.Context, on Execer, table, columns []string, rows iter.Seq[[]any], options *BulkOptions) (int64, error) {
	if options == nil {
		options = &BulkOptions{}
	}
	l := &load{on: on, options: options, verb: "copy rows"}
	if len(table) == 0 || len(columns) == 0 {
		return 0, fmt.Errorf("auroradataapi: %s: no table or no columns", l.verb)
	}
	l.verb = "copy rows into " + table[len(table)-1]
	l.target = &copyTarget{table: table, columns: columns, returning: options.Returning}
	shown := postgres.InsertOne(table, columns, options.Returning) // to what is in between: the engine writes its own
	return l.run(ctx, shown, rows)
}
