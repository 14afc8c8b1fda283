package auroradataapi

import (
	"context"
	"iter"
)

// ExecBatch runs a statement once for each set of arguments and returns how many
// rows were affected. on is a *sql.DB, *sql.Conn or *sql.Tx of this driver, or
// what wraps one. Placeholders are $1, $2, …, or ? for MySQL; arguments are taken as
// in mode describe, whatever the mode. A set may be used again when the next one is
// asked for.
//
// An INSERT … VALUES ($1, …) of nothing but placeholders, which may ignore
// conflicts, and on MySQL update rows, inserts all sets of a request by one
// statement, as [CopyFrom] does. Any other statement runs once after the other in
// the server, in a block of PL/pgSQL or by the service's BatchExecuteStatement. In
// all ways all sets are committed or none, but for BulkOptions.CommitEachChunk, and
// an error names the set, as a *BulkError.
//
// BatchExecuteStatement does not tell how many rows were affected: then ExecBatch
// returns -1. BulkOptions.Affected has MySQL run such sets one by one, and count.
//
// Rows that a statement returns are dropped, unless BulkOptions.Returned takes
// them, which works with INSERT in the first of the ways.
func ExecBatch(ctx context.Context, on Execer, query string, sets iter.Seq[[]any], options *BulkOptions) (int64, error) {
	if options == nil {
		options = &BulkOptions{}
	}
	l := &load{on: on, options: options, verb: "execute batch"}
	return l.run(ctx, query, sets)
}
