package auroradataapi

import (
	"context"
	"crypto/rand"
	"errors"
	"time"
	"unicode/utf8"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// The service has no operation to cancel a statement. PostgreSQL has a function
// for it, which takes a process. Which one runs a statement is seen in the list of
// what sessions do, if something in the text tells it from all others: the mark. A
// statement that has come to its end is not found, so that no other is canceled in
// its place. What remains is the moment between looking and signaling, as it does
// with PostgreSQL's own protocol.

// cancelOperation cancels a statement.
var cancelOperation = operation{verb: "cancel statement", path: "/Execute", own: true}

const (
	// cancelTimeout bounds the canceling of one statement.
	cancelTimeout = 10 * time.Second
	// maxCancels is how often a statement is looked for: it may have been on its
	// way to the server.
	maxCancels = 3
)

// mark is the mark of a statement. The zero mark is that of one without.
type mark struct {
	client *client
	id     string
	inside string // the transaction that the statement runs in
}

// mark returns a request with a mark, if statements are to be canceled and if there
// is room.
func (c *client) mark(r *wire.ExecuteRequest) (mark, *wire.ExecuteRequest) {
	if !c.cancels {
		return mark{}, r
	}
	m := mark{client: c, id: rand.Text(), inside: r.TransactionID}
	if utf8.RuneCountInString(r.SQL)+m.length() > maxSQL {
		return mark{}, r
	}
	marked := *r
	marked.SQL = postgres.Mark(m.id) + r.SQL
	return m, &marked
}

func (m mark) length() int { return len(postgres.Mark(m.id)) }

// settle makes the error of the call into that of the text without the mark, and
// has a statement canceled that the caller has given up.
func (m mark) settle(ctx context.Context, c *call, err error) error {
	if m.client == nil {
		return err
	}
	var e *Error
	if errors.As(err, &e) && e.Position > 0 {
		e.Position = max(e.Position-m.length(), 0)
	}
	if ctx.Err() != nil && (c.doubt || c.outcome() == mayHaveRun) {
		m.client.errands.run(func() { m.cancel(ctx) })
	}
	return err
}

// cancel looks for the statement and cancels it. Nobody waits for it but
// Connector.Close, and if it fails the statement runs on as it would have.
func (m mark) cancel(ctx context.Context) {
	ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), cancelTimeout)
	defer stop()
	backoff := &m.client.policy.backoff
	for attempt := 1; !m.tryCancel(ctx) && attempt < maxCancels; attempt++ {
		if backoff.sleep(ctx, backoff.delay(attempt)) != nil {
			return
		}
	}
}

// tryCancel looks once, and reports whether that is enough: the statement was found,
// or its transaction has ended.
func (m mark) tryCancel(ctx context.Context) bool {
	if m.inside != "" && m.client.usage(m.inside) == nil {
		return true
	}
	request := &wire.ExecuteRequest{Target: m.client.target, SQL: postgres.CancelMarked(m.id)}
	result, call, err := m.client.executeAs(ctx, cancelOperation, request, true)
	if err != nil {
		return false
	}
	defer reuse(call.response)
	return result.RecordCount > 0
}
