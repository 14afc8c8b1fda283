package emulator

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
)

// transactions holds the open transactions of the service. Goroutines may share
// it.
type transactions struct {
	clock    Clock
	idle     time.Duration // how long one may be unused
	lifetime time.Duration // how long one may last

	expiring sync.WaitGroup // expiries under way

	mu     sync.Mutex // guards what follows
	open   map[string]*transaction
	ended  endings
	closed bool
}

// transaction is a session that belongs to an id until its end.
type transaction struct {
	id       string
	cluster  *cluster
	secret   *Secret
	database string // as BeginTransaction gave it
	session  session
	begun    time.Time

	// Guarded by transactions.mu:
	busy    bool
	waiting queue
	uses    int         // how many calls have given it back
	stop    func() bool // of the expiry
}

// begin registers a session in which a transaction has begun. The id has the
// look of those of the service: opaque base64 of 180 characters
// (jeremydaly/data-api-client#96).
func (t *transactions) begin(cluster *cluster, secret *Secret, database string, held session) string {
	var octets [135]byte
	rand.Read(octets[:]) // never fails
	tx := &transaction{
		id: base64.StdEncoding.EncodeToString(octets[:]), cluster: cluster, secret: secret,
		database: database, session: held, begun: t.clock.Now(), busy: true,
	}
	t.mu.Lock()
	t.open[tx.id] = tx
	t.mu.Unlock()
	t.put(tx)
	return tx.id
}

// take reserves a transaction for one call. Everything but the transaction's own
// cluster and secret is answered like an unknown id, which is a guess; so is
// the text, of the older generation (AWS page "data-api.troubleshooting").
// A second call at the same time is refused at once with the text that
// aws/aws-sdk-js#4615 quotes, or waits for its turn, as long as ctx lasts.
func (t *transactions) take(ctx context.Context, id string, cluster *cluster, secret *Secret) (*transaction, error) {
	t.mu.Lock()
	tx := t.open[id]
	switch {
	case tx == nil || tx.cluster != cluster || tx.secret.arn != secret.arn:
		defer t.mu.Unlock()
		return nil, t.notFound(id, cluster.generation)
	case tx.busy && generationTraits[cluster.generation].queues:
		return t.await(ctx, tx, tx.waiting.join())
	case tx.busy:
		t.mu.Unlock()
		return nil, stillRunning()
	}
	tx.busy = true
	tx.stop()
	t.mu.Unlock()
	return tx, nil
}

// await waits for the call's turn. It is to be called with the lock, and returns
// without.
func (t *transactions) await(ctx context.Context, tx *transaction, turn chan struct{}) (*transaction, error) {
	t.mu.Unlock()
	err := wait(ctx, turn)
	t.mu.Lock()
	mine := err == nil || !tx.waiting.leave(turn) // the turn may have come with the end of ctx
	gone := t.open[tx.id] != tx
	if err == nil && gone {
		err = t.notFound(tx.id, tx.cluster.generation)
	}
	t.mu.Unlock()
	if err == nil {
		return tx, nil
	}
	if mine && !gone {
		t.put(tx)
	}
	return nil, err
}

// notFound is the answer to the id of no transaction.
func (t *transactions) notFound(id string, g dataapi.Generation) error {
	text := "Transaction " + id + " is not found"
	if generationTraits[g].explains {
		text += ". " + string(t.ended.of(id))
	}
	return dataapi.Errorf(dataapi.TransactionNotFound, "%s", text)
}

// stillRunning is the answer to a second call at the same time.
func stillRunning() error {
	return dataapi.Errorf(dataapi.DatabaseError, "Transaction is still running a query")
}

// put gives a transaction back after a call. One whose session was lost, or left
// the transaction block by a COMMIT or ROLLBACK that was sent as a statement,
// has ended: what the service does then is unknown, and a client that goes on
// with the id shall find out here.
func (t *transactions) put(tx *transaction) {
	if !tx.session.InTransaction() {
		t.end(tx, terminated)
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if tx.waiting.next() {
		return // it is the next call's
	}
	remaining := tx.begun.Add(t.lifetime).Sub(t.clock.Now())
	tx.busy = false
	tx.uses++
	uses := tx.uses
	tx.stop = t.clock.AfterFunc(min(t.idle, remaining), func() { t.expire(tx, uses) })
}

// end forgets a transaction that was taken and gives its session back, which
// rolls back what is not committed. Calls that wait find it gone.
func (t *transactions) end(tx *transaction, why ending) {
	t.mu.Lock()
	delete(t.open, tx.id)
	t.ended.remember(tx.id, why)
	for tx.waiting.next() {
	}
	t.mu.Unlock()
	tx.session.Release()
}

// expire ends a transaction that no call is using, nor has used since its expiry
// was set: a clock may be late.
func (t *transactions) expire(tx *transaction, uses int) bool {
	if !t.reserve(tx, uses) {
		return false
	}
	defer t.expiring.Done()
	tx.stop()
	t.end(tx, expired)
	return true
}

// expireNow ends a transaction before its time, and reports whether it did: one
// that a call is using stays.
func (t *transactions) expireNow(id string) bool {
	t.mu.Lock()
	tx, uses := t.open[id], 0
	if tx != nil {
		uses = tx.uses
	}
	t.mu.Unlock()
	return tx != nil && t.expire(tx, uses)
}

// expireAll ends transactions before their time, all of them if no ids are
// given, and returns how many it has ended.
func (t *transactions) expireAll(ids []string) (n int) {
	if len(ids) == 0 {
		t.mu.Lock()
		ids = slices.Collect(maps.Keys(t.open))
		t.mu.Unlock()
	}
	for _, id := range ids {
		if t.expireNow(id) {
			n++
		}
	}
	return n
}

func (t *transactions) reserve(tx *transaction, uses int) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed || tx.busy || tx.uses != uses || t.open[tx.id] != tx {
		return false
	}
	tx.busy = true
	t.expiring.Add(1)
	return true
}

// count says how many transactions are open.
func (t *transactions) count() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.open)
}

// close ends every transaction that is left. No call may be under way.
func (t *transactions) close() {
	for _, tx := range t.takeAll() {
		t.end(tx, expired)
	}
	t.expiring.Wait()
}

func (t *transactions) takeAll() []*transaction {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.closed = true
	var left []*transaction
	for _, tx := range t.open {
		if tx.busy {
			continue // expires at this moment
		}
		tx.busy = true
		tx.stop()
		left = append(left, tx)
	}
	return left
}
