package stress_test

import (
	"errors"
	"fmt"
	"sync"

	"github.com/auroradataapi/auroradataapi"
)

// fate is what a program knows about a row that it has written.
type fate uint8

const (
	discarded fate = iota // certainly not committed
	committed             // certainly committed
	unknown               // nobody knows
)

// fateOf returns the fate of the rows of a statement or a commit that returned
// err.
func fateOf(err error) fate {
	switch {
	case err == nil:
		return committed
	case errors.Is(err, auroradataapi.ErrOutcomeUnknown):
		return unknown
	}
	return discarded
}

// ledger holds the fate of each row of one program by its token.
type ledger map[string]fate

func (l ledger) note(f fate, tokens ...string) {
	for _, token := range tokens {
		l[token] = f
	}
}

// check compares the ledger with the tokens in the table.
func (l ledger) check(tokens []string) error {
	var errs []error
	found := map[string]int{}
	for _, token := range tokens {
		found[token]++
		if _, mine := l[token]; !mine {
			errs = append(errs, fmt.Errorf("row %s is of another program", token))
		}
	}
	for token, fate := range l {
		switch n := found[token]; {
		case n > 1:
			errs = append(errs, fmt.Errorf("row %s is there %d times", token, n))
		case n == 0 && fate == committed:
			errs = append(errs, fmt.Errorf("row %s was committed and is lost", token))
		case n == 1 && fate == discarded:
			errs = append(errs, fmt.Errorf("row %s was not committed and is there", token))
		}
	}
	return errors.Join(errs...)
}

// tally counts what the programs have done. Goroutines may share it.
type tally struct {
	mu     sync.Mutex
	counts map[string]int
}

func (t *tally) add(what string, n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.counts == nil {
		t.counts = map[string]int{}
	}
	t.counts[what] += n
}

func (t *tally) of(what string) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.counts[what]
}
