package conformance_test

import (
	"fmt"
	"sync"
	"testing"
)

// tally counts cases. Goroutines may share it.
type tally struct {
	mu               sync.Mutex // guards what follows
	equal, differing int
}

// total counts the cases of all tests.
var total tally

func (c *tally) String() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return fmt.Sprintf("conformance: %d cases equal, %d listed differences", c.equal, c.differing)
}

func (c *tally) add(equal, differing int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.equal += equal
	c.differing += differing
}

// newTally returns a tally of one test, which logs it at its end.
func newTally(t *testing.T) *tally {
	c := new(tally)
	t.Cleanup(func() {
		t.Log(c)
		total.add(c.equal, c.differing)
	})
	return c
}
