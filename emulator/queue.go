package emulator

import (
	"context"
	"slices"
)

// queue is the calls that wait for a transaction, in their order. The older
// generation has one, the current one refuses them (AWS page
// "data-api.differences"). The zero value is empty; a lock of its owner guards it.
type queue []chan struct{}

// join puts a call at the end. Its turn has come when the channel is closed.
func (q *queue) join() chan struct{} {
	turn := make(chan struct{})
	*q = append(*q, turn)
	return turn
}

// next gives the first call its turn, and reports whether there is one.
func (q *queue) next() bool {
	if len(*q) == 0 {
		return false
	}
	close((*q)[0])
	*q = slices.Delete(*q, 0, 1)
	return true
}

// leave takes a call out, and reports whether it was still waiting.
func (q *queue) leave(turn chan struct{}) bool {
	i := slices.Index(*q, turn)
	if i < 0 {
		return false
	}
	*q = slices.Delete(*q, i, i+1)
	return true
}

// wait returns when it is the call's turn, or ctx ends.
func wait(ctx context.Context, turn chan struct{}) error {
	select {
	case <-turn:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
