package equivalence_test

import (
	"context"
	"database/sql"
	"flag"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi/internal/integration/report"
)

var (
	cases = flag.Int("cases", 2000, "how many cases TestEquivalence runs")
	seed  = flag.Uint64("seed", 1, "what the cases of TestEquivalence are made from")
)

// TestEquivalence runs many cases, the same each time.
func TestEquivalence(t *testing.T) {
	var next, valid, different atomic.Int64
	var group sync.WaitGroup
	for worker := range workers {
		group.Go(func() {
			for number := next.Add(1); number <= int64(*cases) && different.Load() < 10; number = next.Add(1) {
				outcome := play(t.Context(), newScene(randomChoices(*seed, uint64(number)), worker))
				if outcome.different != "" {
					different.Add(1)
					t.Errorf("case %d of seed %d: %s", number, *seed, outcome.different)
				}
				if outcome.valid {
					valid.Add(1)
				}
			}
		})
	}
	group.Wait()
	err := report.Line("equivalence: %d generated cases, %d of them without an error, %d differences", next.Load()-workers, valid.Load(), different.Load())
	if err != nil {
		t.Error(err)
	}
}

// FuzzEquivalence runs the cases that fuzzing finds interesting.
func FuzzEquivalence(f *testing.F) {
	for number := range uint64(20) {
		f.Add(randomChoices(0, number).bytes)
	}
	f.Fuzz(func(t *testing.T, bytes []byte) {
		c := &choices{bytes[:min(len(bytes), maxChoices)]}
		if outcome := play(t.Context(), newScene(c, 0)); outcome.different != "" {
			t.Error(outcome.different)
		}
	})
}

// outcome is what became of a case.
type outcome struct {
	different string // what differs, or ""
	valid     bool   // nothing in it was an error
}

// patience is far more than any case takes.
const patience = 30 * time.Second

// play runs a case both ways and compares what is seen.
func play(ctx context.Context, s scene) outcome {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	pair := databases[s.mode]
	want := s.observe(ctx, pair.pgx, step.runNative)
	got := s.observe(ctx, pair.ours, step.run)
	for i := range want {
		if !got[i].matches(want[i], s.steps[i]) {
			return outcome{different: fmt.Sprintf("%v\ngot, through the driver:\n%vwant, as through pgx/stdlib:\n%v", s, got[:i+1], want[:i+1])}
		}
		if !got[i].ofDatabase() || !want[i].ofDatabase() {
			return outcome{} // a transaction goes on after an error that the database does not know of
		}
	}
	return outcome{valid: !slices.ContainsFunc(want, func(o observation) bool { return o.fault != nil })}
}

// observe runs the texts of a case one way.
func (s scene) observe(ctx context.Context, db *sql.DB, run func(step, context.Context, queryer) observation) []observation {
	seen := make([]observation, len(s.steps))
	var q queryer = db
	if s.transaction {
		tx, err := db.BeginTx(ctx, nil)
		if err != nil {
			seen[0].fault = newFault(err)
			return seen
		}
		defer tx.Rollback()
		q = tx
	}
	for i, step := range s.steps {
		seen[i] = run(step, ctx, q)
	}
	return seen
}

// runNative runs a text through pgx.
func (s step) runNative(ctx context.Context, q queryer) observation {
	switch {
	case s.several:
		return observeExec(ctx, q, s.native, s.args)
	case s.parts != nil:
		return observeParts(ctx, q, s.parts)
	}
	return observe(ctx, q, s.native, s.args)
}

// run runs a text through the driver.
func (s step) run(ctx context.Context, q queryer) observation {
	if s.several {
		return observeExec(ctx, q, s.driver, s.driverArgs())
	}
	return observe(ctx, q, s.driver, s.driverArgs())
}

// driverArgs returns the arguments with their names, if they have some.
func (s step) driverArgs() []any {
	if !s.named {
		return s.args
	}
	args := make([]any, len(s.args))
	for i, value := range s.args {
		args[i] = sql.Named(names[i], value)
	}
	return args
}
