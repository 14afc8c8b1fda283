package emulator

import (
	"log/slog"
	"maps"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
)

// faults decides which calls meet which faults. Goroutines may share it.
//
// Each rule draws from a random sequence of its own, one number for each call
// that it looks at, so that whether it strikes the first, the second, the third
// … of them follows from the seed and the rule's number alone.
type faults struct {
	clock  Clock
	logger *slog.Logger

	mu     sync.Mutex // guards what follows
	seed   uint64
	rules  []*rule
	number int // of the last rule
	pause  pause
	counts map[FaultKind]int // of the faults that have struck
}

// rule is a fault that is in force.
type rule struct {
	Fault
	number int // counted from 1 in the order in which rules come
	random *rand.Rand
	seen   int // calls that it was asked about
	struck int
}

// encounter is what a call meets: nothing but a delay if the kind is empty.
type encounter struct {
	kind   FaultKind
	status int
	delay  time.Duration
}

// add puts a checked fault in force, behind the others.
func (f *faults) add(fault Fault) *rule {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.number++
	fault.Operations = slices.Clone(fault.Operations)
	added := &rule{Fault: fault, number: f.number, random: rand.New(rand.NewPCG(f.seed, uint64(f.number)))}
	f.rules = append(f.rules, added)
	return added
}

// remove takes a fault back, and reports whether it was in force.
func (f *faults) remove(number int) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	before := len(f.rules)
	f.rules = slices.DeleteFunc(f.rules, func(r *rule) bool { return r.number == number })
	return len(f.rules) < before
}

// reset takes everything back and begins anew.
func (f *faults) reset(seed uint64) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.seed, f.rules, f.number = seed, nil, 0
	f.pause, f.counts = pause{}, nil
}

func (f *faults) setPause(p pause) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.pause = p
}

func (f *faults) injected() map[FaultKind]int {
	f.mu.Lock()
	defer f.mu.Unlock()
	return maps.Clone(f.counts)
}

// meet decides about a call. While the clusters are paused, only delays look at
// the calls that the pause refuses.
func (f *faults) meet(operation *dataapi.Operation, request *dataapi.Request, requestID string) encounter {
	f.mu.Lock()
	defer f.mu.Unlock()
	var met encounter
	if f.pause.refuses(operation, f.clock.Now()) {
		met.kind = FaultPause
		f.count(FaultPause, f.pause.rule, 0, operation, requestID)
	}
	for _, r := range f.rules {
		if met.kind != "" && r.Kind != FaultDelay || !r.strikes(operation, request) {
			continue
		}
		f.count(r.Kind, r.number, r.seen, operation, requestID)
		switch r.Kind {
		case FaultDelay:
			met.delay += r.Time
			continue
		case FaultPause:
			f.pause.begin(r.number, r.Calls, r.Time, f.clock.Now())
			f.pause.refuses(operation, f.clock.Now()) // this call is the first
		}
		met.kind, met.status = r.Kind, r.Status
	}
	return met
}

// count counts and logs a fault.
func (f *faults) count(kind FaultKind, rule, call int, operation *dataapi.Operation, requestID string) {
	if f.counts == nil {
		f.counts = map[FaultKind]int{}
	}
	f.counts[kind]++
	f.logger.Debug("fault injected", "kind", string(kind), "ordinal", f.counts[kind], "rule", rule, "call", call,
		"operation", operation.Name, "requestId", requestID)
}

// strikes reports whether the rule strikes a call, and counts it if it is one of
// those that the rule is about.
func (r *rule) strikes(operation *dataapi.Operation, request *dataapi.Request) bool {
	if !r.concerns(operation, request) {
		return false
	}
	r.seen++
	if r.seen <= r.After || r.Times > 0 && r.struck == r.Times {
		return false
	}
	if r.Probability > 0 && r.random.Float64() >= r.Probability {
		return false
	}
	r.struck++
	return true
}

func (r *rule) concerns(operation *dataapi.Operation, request *dataapi.Request) bool {
	if r.Kind.needsTransaction() && request.TransactionID == "" {
		return false
	}
	if len(r.Operations) > 0 {
		return slices.Contains(r.Operations, operation.Name)
	}
	return slices.Contains(faultKinds[r.Kind].operations, operation)
}

// status gives what is in force.
func (f *faults) status() faultsStatus {
	f.mu.Lock()
	defer f.mu.Unlock()
	status := faultsStatus{Seed: f.seed, Paused: f.pause.lasts(f.clock.Now()), Faults: []faultStatus{}, Injected: maps.Clone(f.counts)}
	for _, r := range f.rules {
		status.Faults = append(status.Faults, faultStatus{r.number, r.Fault, r.seen, r.struck})
	}
	if status.Injected == nil {
		status.Injected = map[FaultKind]int{}
	}
	return status
}
