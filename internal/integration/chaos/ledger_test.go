package chaos_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"

	"github.com/auroradataapi/auroradataapi"
)

// fate is what is known of a row from what the operation that writes it has
// returned.
type fate string

const (
	committed fate = "committed"
	discarded fate = "discarded"
	unknown   fate = "unknown"
)

// fateOf returns the fate of the rows of a statement, a commit or a batch that
// returned err.
func fateOf(err error) fate {
	switch {
	case err == nil:
		return committed
	case errors.Is(err, auroradataapi.ErrOutcomeUnknown):
		return unknown
	}
	return discarded
}

// ledger holds the fate of each row by its token, and counts operations.
// Goroutines may share it.
type ledger struct {
	mu     sync.Mutex // guards what follows
	fates  map[string]fate
	counts map[string]map[fate]int // of operations, by kind
}

func newLedger() *ledger {
	return &ledger{fates: map[string]fate{}, counts: map[string]map[fate]int{}}
}

func (l *ledger) note(f fate, tokens ...string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, token := range tokens {
		l.fates[token] = f
	}
}

// count counts an operation by its kind and fate.
func (l *ledger) count(kind string, f fate) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.counts[kind] == nil {
		l.counts[kind] = map[fate]int{}
	}
	l.counts[kind][f]++
}

// violations compares the ledger with how often each token is in the table.
func (l *ledger) violations(found map[string]int) (broken []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, token := range slices.Sorted(maps.Keys(found)) {
		if _, ours := l.fates[token]; !ours {
			broken = append(broken, fmt.Sprintf("row %s is nobody's", token))
		}
	}
	for _, token := range slices.Sorted(maps.Keys(l.fates)) {
		f, n := l.fates[token], found[token]
		if n > 1 || n == 0 && f == committed || n == 1 && f == discarded {
			broken = append(broken, fmt.Sprintf("row %s was %s and is there %d times", token, f, n))
		}
	}
	return broken
}

// rows counts the rows of each fate, and the unknown ones that are there.
func (l *ledger) rows(found map[string]int) (rows map[fate]int, there int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	rows = map[fate]int{}
	for token, f := range l.fates {
		rows[f]++
		if f == unknown && found[token] > 0 {
			there++
		}
	}
	return rows, there
}

// tokens reads past the driver how often each token is in a table.
func tokens(ctx context.Context, table string) (map[string]int, error) {
	rows, err := cluster.Native.QueryContext(ctx, "select token, count(*) from "+table+" group by token")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	found := map[string]int{}
	for rows.Next() {
		var token string
		var n int
		if err := rows.Scan(&token, &n); err != nil {
			return nil, err
		}
		found[token] = n
	}
	return found, rows.Err()
}
