package emulator

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
)

// heldSession is a session that stays in its transaction and does nothing.
type heldSession struct{ session }

func (heldSession) InTransaction() bool { return true }
func (heldSession) Release()            {}

// waitingCall gives a transaction of the older generation that a call uses and
// another one waits for.
func waitingCall() (t *transactions, tx *transaction, turn chan struct{}) {
	t = &transactions{clock: &ManualClock{}, open: map[string]*transaction{}, idle: time.Minute, lifetime: time.Hour}
	id := t.begin(&cluster{generation: dataapi.Older}, &Secret{}, "", heldSession{})
	tx = t.open[id]
	if _, err := t.take(context.Background(), id, tx.cluster, tx.secret); err != nil {
		panic(err)
	}
	return t, tx, tx.waiting.join()
}

// TestAwait goes through what may happen to a call that waits. Where its turn and
// the end of its time come together it may go either way, and nobody is left out.
func TestAwait(t *testing.T) {
	tests := []struct {
		name   string
		happen func(t *transactions, tx *transaction, cancel func())
		gets   bool
		fails  bool
		gone   bool
	}{
		{name: "its turn", gets: true, happen: func(t *transactions, tx *transaction, _ func()) { t.put(tx) }},
		{name: "its time is over", fails: true, happen: func(_ *transactions, _ *transaction, cancel func()) { cancel() }},
		{name: "both", happen: func(t *transactions, tx *transaction, cancel func()) { t.put(tx); cancel() }},
		{name: "the end", fails: true, gone: true, happen: func(t *transactions, tx *transaction, _ func()) { t.end(tx, terminated) }},
		{name: "the end and that of its time", fails: true, gone: true, happen: func(t *transactions, tx *transaction, cancel func()) { t.end(tx, failed); cancel() }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			for range 20 {
				transactions, tx, turn := waitingCall()
				ctx, cancel := context.WithCancel(context.Background())
				test.happen(transactions, tx, cancel)
				transactions.mu.Lock()
				got, err := transactions.await(ctx, tx, turn)
				cancel()
				if test.gets && err != nil || test.fails && err == nil || (got == nil) == (err == nil) {
					t.Fatalf("got %v, %v", got, err)
				}
				if gone := transactions.open[tx.id] == nil; gone != test.gone {
					t.Errorf("gone: %t, want %t", gone, test.gone)
				}
				if len(tx.waiting) > 0 {
					t.Error("a call still waits")
				}
				if err != nil && test.name == "both" && tx.busy {
					t.Error("nobody has the transaction, and it is taken")
				}
			}
		})
	}
}

// TestQueueOrder: calls have their turns in the order in which they came.
func TestQueueOrder(t *testing.T) {
	var q queue
	first, second, third := q.join(), q.join(), q.join()
	if !q.leave(second) || q.leave(second) {
		t.Error("a call does not leave once")
	}
	for i, turn := range []chan struct{}{first, third} {
		if !q.next() {
			t.Fatal("nobody is next")
		}
		select {
		case <-turn:
		default:
			t.Errorf("call %d does not have its turn", i)
		}
	}
	if q.next() {
		t.Error("there is another call")
	}
}

func TestEndings(t *testing.T) {
	var e endings
	if got := e.of("unknown"); got != expired {
		t.Errorf("got %q", got)
	}
	for i := range maxEndings + 1 {
		e.remember(fmt.Sprint(i), failed)
	}
	if first, last := e.of("0"), e.of(fmt.Sprint(maxEndings)); first != expired || last != failed {
		t.Errorf("the first has ended by %q, the last by %q", first, last)
	}
	if len(e.reasons) != maxEndings || len(e.ids) != maxEndings {
		t.Errorf("%d reasons and %d ids are kept", len(e.reasons), len(e.ids))
	}
}
