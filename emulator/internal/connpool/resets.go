package connpool

import (
	"slices"
	"sync"
)

// Reset is the reset of a session that may be under way. Goroutines may share it.
type Reset interface {
	// Finish waits until the reset is over. After an error the connection is
	// closed: the server undoes what is left in its session.
	Finish() error
	// IsFinished says whether Finish need not wait.
	IsFinished() bool
}

// Resets are the resets under way on one server. What a call leaves in its
// session may be seen from others, a lock for example, so every statement waits
// for the resets after the calls that were answered before. The zero value is
// ready; goroutines share it.
type Resets struct {
	mu    sync.Mutex // guards under
	under []Reset
}

// Add makes later calls of Wait wait for one more reset.
func (r *Resets) Add(one Reset) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.under = append(r.under, one)
}

// Wait returns when every reset that was added before is over.
func (r *Resets) Wait() {
	for _, one := range r.list() {
		one.Finish()
	}
}

// list drops what is over and gives the rest.
func (r *Resets) list() []Reset {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.under = slices.DeleteFunc(r.under, Reset.IsFinished)
	return slices.Clone(r.under)
}
