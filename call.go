package auroradataapi

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/aws/aws-sdk-go-v2/service/rdsdata"

	"github.com/auroradataapi/auroradataapi/internal/engine"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// client calls the Data API for the connections of one connector. Goroutines may
// share it.
type client struct {
	engine engine.Engine
	api    *rdsdata.Client
	target wire.Target // without a transaction
	policy retryPolicy
	quiet  bool // ask for types so that the server's log has no line about it

	initial     initialSettings
	beginsAgain atomic.Bool // SET TRANSACTION comes too late in the service's transactions
	keepsAlive  bool        // transactions of the caller's are kept alive
	resolves    bool        // the server is asked what became of a commit if that is open
	cancels     bool        // a statement is canceled whose context has ended
	usages      sync.Map    // of the open transactions, *usage by id
	errands     errands
}

// call is one call of an operation, with all its attempts. It belongs to one
// goroutine.
type call struct {
	operation operation
	output    any           // what the SDK expects to be made of the answer
	body      []byte        // the request
	response  *bytes.Buffer // the body of an answer with status 2xx

	repeatable bool        // running it twice cannot matter
	commits    bool        // a repetition's answer does not tell what the first attempt did
	reads      func() bool // whether the caller's statement only reads; nil if not. It takes time to tell
	inside     bool        // it runs in a transaction

	adopt func(context.Context, exchange) // what to do with a request whose caller goes; nil to cut it off

	engine   engine.Engine
	policy   retryPolicy
	started  time.Time
	attempt  attempt // the last one
	attempts int
	doubt    bool // an attempt before the last one may have run

	announced bool // the log says that it waits
}

// attempt is what is known of one attempt of a call.
type attempt struct {
	sent      bool   // the service may have the whole request
	status    int    // of the answer; 0 if there was none
	requestID string // of the answer
	failure   *wire.Failure
}

// operation is one operation of the service.
type operation struct {
	verb string // for error texts
	path string
	own  bool // runs nothing of the caller's, and commits nothing
}

var (
	executeOperation  = operation{verb: "execute statement", path: "/Execute"}
	describeOperation = operation{verb: "describe statement", path: "/Execute", own: true}
	commandOperation  = operation{verb: "keep transaction", path: "/Execute", own: true}
	beginOperation    = operation{verb: "begin transaction", path: "/BeginTransaction", own: true}
	commitOperation   = operation{verb: "commit transaction", path: "/CommitTransaction"}
	rollbackOperation = operation{verb: "roll back transaction", path: "/RollbackTransaction", own: true}
)

// request is a request body of package wire.
type request interface {
	AppendJSON(dst []byte) ([]byte, error)
}

// maxRequest is the most that the service takes in a request, HTTP headers
// included (documentation of BatchExecuteStatement). A body that is longer by
// itself is certainly refused.
const maxRequest = 4 << 20

// usualRequest is room for most requests, in bytes.
const usualRequest = 1 << 10

func (c *client) newCall(o operation, r request) (*call, error) {
	body, err := r.AppendJSON(make([]byte, 0, roomFor(r)))
	if err != nil {
		return nil, fmt.Errorf("auroradataapi: %s: encode request: %w", o.verb, err)
	}
	if len(body) > maxRequest {
		return nil, fmt.Errorf("auroradataapi: %s: %w: %d bytes, the service takes %d", o.verb, ErrRequestTooLarge, len(body), maxRequest)
	}
	return &call{operation: o, body: body, engine: c.engine, policy: c.policy}, nil
}

// roomFor returns how many bytes a request is likely to have, so that a large one
// is not copied time and again as it grows.
func roomFor(r request) int {
	size := usualRequest
	if execute, ok := r.(*wire.ExecuteRequest); ok {
		for i := range execute.Parameters {
			size += len(execute.Parameters[i].Text) + len(execute.Parameters[i].Text)/4
		}
	}
	return size
}

// perform makes the call by an operation of the SDK, and returns its error as the
// caller of the driver sees it.
func perform[Input, Output any](
	ctx context.Context,
	c *call,
	send func(context.Context, *Input, ...func(*rdsdata.Options)) (*Output, error),
	input *Input,
) error {
	c.started = c.policy.backoff.now()
	c.output = new(Output)
	if _, err := send(ctx, input, c.configure); err != nil {
		return c.newError(err)
	}
	return nil
}

// unreadable is the error for an answer with status 200 that is not one: the
// operation has run, but what it did cannot be told, as if the answer was lost.
func (c *call) unreadable(err error) error {
	return &callError{verb: c.operation.verb + ": read answer", unknown: !c.operation.own, inside: c.inside, passing: true, err: err}
}

// execute runs a statement. The result reads from the call's response, which may
// be reused when its rows have been read.
func (c *client) execute(ctx context.Context, r *wire.ExecuteRequest, repeatable bool) (*wire.Result, *call, error) {
	return c.executeAs(ctx, executeOperation, r, repeatable)
}

func (c *client) executeAs(ctx context.Context, o operation, r *wire.ExecuteRequest, repeatable bool) (*wire.Result, *call, error) {
	return c.executeCall(ctx, o, r, repeatable, nil)
}

// executeStatement runs a statement of the caller's. reads tells whether it only
// reads, should that matter.
func (c *client) executeStatement(ctx context.Context, r *wire.ExecuteRequest, reads func() bool) (*wire.Result, *call, error) {
	return c.executeCall(ctx, executeOperation, r, false, reads)
}

// executeCall runs a statement, with a mark if it may be canceled.
func (c *client) executeCall(
	ctx context.Context, o operation, r *wire.ExecuteRequest, repeatable bool, reads func() bool,
) (*wire.Result, *call, error) {
	var mark mark
	if !o.own && !repeatable {
		mark, r = c.mark(r)
	}
	call, err := c.newCall(o, r)
	if err != nil {
		return nil, nil, err
	}
	call.repeatable, call.reads, call.inside = repeatable, reads, r.TransactionID != ""
	input := &rdsdata.ExecuteStatementInput{
		ResourceArn: &r.ResourceARN, SecretArn: &r.SecretARN, Sql: &r.SQL,
		Database: optional(r.Database), TransactionId: optional(r.TransactionID),
		IncludeResultMetadata: r.IncludeResultMetadata, ContinueAfterTimeout: r.ContinueAfterTimeout,
	}
	err = c.inTurn(ctx, call, r.TransactionID, func() error { return perform(ctx, call, c.api.ExecuteStatement, input) })
	if err != nil {
		return nil, call, mark.settle(ctx, call, err)
	}
	result, err := wire.DecodeExecute(call.response.Bytes())
	if err != nil {
		return nil, call, call.unreadable(err)
	}
	return result, call, nil
}

// begin begins a transaction and returns its id. It is repeatable: a transaction
// whose id was lost holds nothing, and ends by itself after three minutes. If the
// context ends while the answer is on its way, what has begun is rolled back.
func (c *client) begin(ctx context.Context, database string) (string, error) {
	target := c.target
	target.Database = database
	call, err := c.newCall(beginOperation, &wire.BeginRequest{Target: target})
	if err != nil {
		return "", err
	}
	call.repeatable, call.adopt = true, c.adopt
	input := &rdsdata.BeginTransactionInput{
		ResourceArn: &target.ResourceARN, SecretArn: &target.SecretARN, Database: optional(target.Database),
	}
	if err := perform(ctx, call, c.api.BeginTransaction, input); err != nil {
		return "", err
	}
	id, err := wire.DecodeBegin(call.response.Bytes())
	if err != nil {
		return "", call.unreadable(err)
	}
	c.track(id)
	return id, nil
}

// commit commits a transaction and returns the service's words for what became
// of it. It is repeated if the answer was lost; should the repetition find the
// transaction gone, then the outcome is unknown.
func (c *client) commit(ctx context.Context, id string) (string, error) {
	call, err := c.newCall(commitOperation, c.end(id))
	if err != nil {
		return "", err
	}
	call.repeatable, call.commits = true, true
	input := &rdsdata.CommitTransactionInput{
		ResourceArn: &c.target.ResourceARN, SecretArn: &c.target.SecretARN, TransactionId: &id,
	}
	defer c.forget(id)
	err = c.inTurn(ctx, call, id, func() error { return perform(ctx, call, c.api.CommitTransaction, input) })
	if err != nil {
		if call.leavesOpen() {
			c.abandon(ctx, id)
		}
		return "", err
	}
	status, err := wire.DecodeEnd(call.response.Bytes())
	if err != nil {
		return "", call.unreadable(err)
	}
	return status, nil
}

// leavesOpen reports whether a commit that has failed has certainly left its
// transaction open: the service, and not the database, refused it.
func (c *call) leavesOpen() bool {
	switch {
	case c.doubt || c.outcome() == mayHaveRun:
		return false
	case c.outcome() == hasNotRun:
		return true
	}
	e := &Error{Exception: c.attempt.failure.Code, Message: c.attempt.failure.Message, verb: c.operation.verb}
	return c.attempt.message(c.engine).Code == "" && !e.isTransactionNotFound()
}

// rollback rolls a transaction back. One that is gone already has been rolled
// back, so that is no error.
func (c *client) rollback(ctx context.Context, id string) error {
	call, err := c.newCall(rollbackOperation, c.end(id))
	if err != nil {
		return err
	}
	call.repeatable = true
	input := &rdsdata.RollbackTransactionInput{
		ResourceArn: &c.target.ResourceARN, SecretArn: &c.target.SecretARN, TransactionId: &id,
	}
	defer c.forget(id)
	err = c.inTurn(ctx, call, id, func() error { return perform(ctx, call, c.api.RollbackTransaction, input) })
	if errors.Is(err, ErrTransactionNotFound) {
		return nil
	}
	return err
}

func (c *client) end(id string) *wire.EndRequest {
	target := c.target
	target.TransactionID = id
	return &wire.EndRequest{Target: target}
}

// optional returns nil for the empty text, as the SDK wants it.
func optional(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}
