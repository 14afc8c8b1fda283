package main

import (
	"context"
	"database/sql"

	auroradataapi "github.com/auroradataapi/auroradataapi"
)

// copyFrom writes by the driver's CopyFrom, all rows or none.
func (w *inserting) copyFrom(ctx context.Context, rows int) error {
	return copyDeliveries(ctx, w.driver, rows, nil)
}

// copyFromAtOnce writes by CopyFrom with several requests under way, each of which
// is committed by itself, as the SDK's batches are. With fewer rows in a request
// one is encoded while others are at the service.
func (w *inserting) copyFromAtOnce(ctx context.Context, rows int) error {
	return copyDeliveries(ctx, w.driver, rows, &auroradataapi.BulkOptions{
		CommitEachChunk: true, Concurrency: copiesAtOnce, MaxRows: copiedRows,
	})
}

const (
	copiesAtOnce = 4    // requests under way
	copiedRows   = 5000 // in a request
)

// execBatch runs an INSERT for each row.
func (w *inserting) execBatch(ctx context.Context, rows int) error {
	n, err := auroradataapi.ExecBatch(ctx, w.driver, insertDelivery+w.marks, deliveries(rows), nil)
	if err != nil {
		return err
	}
	return checkRows(int(n), rows)
}

// execBatchLoop runs a statement for each row that has to run by itself. On MySQL
// nobody says how many rows that were.
func (w *inserting) execBatchLoop(ctx context.Context, rows int) error {
	n, err := auroradataapi.ExecBatch(ctx, w.driver, insertDelivery+w.loopMarks, deliveries(rows), nil)
	if err != nil {
		return err
	}
	if n < 0 {
		return nil
	}
	return checkRows(int(n), rows)
}

// bareCopy says again what the driver says for copyFrom.
func (w *inserting) bareCopy(context.Context, int) error {
	_, err := w.said.repeat(w.bare)
	return err
}

func copyDeliveries(ctx context.Context, db *sql.DB, rows int, options *auroradataapi.BulkOptions) error {
	n, err := auroradataapi.CopyFrom(ctx, db, []string{"deliveries"}, deliveryColumns, deliveries(rows), options)
	if err != nil {
		return err
	}
	return checkRows(int(n), rows)
}
