package auroradataapi

import (
	"context"
	"errors"

	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// fetchOperation reads rows from what the server keeps of a result.
var fetchOperation = operation{verb: "fetch rows", path: "/Execute"}

// held is a result that the server holds in a transaction, one of several there may
// be, and that is read page by page.
type held struct {
	client    *client
	tx        *transaction
	nth       int // of the results of the transaction
	described []wire.Column
	size      pageSize
	closed    bool // a statement has been sent to give the result back
	outlives  bool // the result would outlive its transaction
}

// newHeld returns another result in the connection's transaction.
func (c *conn) newHeld() held {
	c.tx.cursors++
	return held{client: c.client, tx: c.tx, nth: c.tx.cursors}
}

// execute runs a statement in the transaction.
func (h *held) execute(ctx context.Context, o operation, request *wire.ExecuteRequest, repeatable bool) (*wire.Result, *call, error) {
	request.Target = h.client.inTransaction(h.tx.id)
	return h.client.executeAs(ctx, o, request, repeatable)
}

// run runs a statement about the result that returns nothing. It may be sent twice.
func (h *held) run(ctx context.Context, sql string) error {
	_, call, err := h.execute(ctx, fetchOperation, &wire.ExecuteRequest{SQL: sql}, true)
	if err == nil {
		reuse(call.response)
	}
	return err
}

// isUseless reports whether the transaction is there for the rows alone, and
// nothing of it stays.
func (h *held) isUseless() bool { return h.tx.lent && !h.tx.commits }

// ask returns the one row of a query of the driver's own.
func (h *held) ask(ctx context.Context, sql string, columns int) ([]wire.Field, error) {
	result, call, err := h.execute(ctx, fetchOperation, &wire.ExecuteRequest{SQL: sql}, true)
	if err != nil {
		return nil, err
	}
	defer reuse(call.response)
	fields := make([]wire.Field, columns)
	ok := result.HasRecords
	if ok {
		ok, err = result.NextRow(fields)
	}
	if err == nil && !ok {
		err = errors.New("no row")
	}
	if err != nil {
		return nil, call.unreadable(err)
	}
	return fields, nil
}
