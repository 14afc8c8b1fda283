package emulator

import (
	"errors"
	"fmt"
	"time"
)

// errNotStarted is why faults cannot be set.
var errNotStarted = errors.New("the server is not started, or closed")

// Inject puts a fault in force, behind those that are. remove takes it back, and
// may be called more than once. An error says what is wrong with the fault, or
// that the server does not run.
func (s *Server) Inject(f Fault) (remove func(), err error) {
	faults := s.faults()
	if faults == nil {
		return nil, fmt.Errorf("emulator: inject fault: %w", errNotStarted)
	}
	if err := f.check(); err != nil {
		return nil, fmt.Errorf("emulator: inject fault: %w", err)
	}
	rule := faults.add(f)
	return func() { faults.remove(rule.number) }, nil
}

// Pause pauses the clusters until Resume, as FaultPause does. It does nothing to
// a server that does not run.
func (s *Server) Pause() {
	if faults := s.faults(); faults != nil {
		faults.setPause(pause{on: true})
	}
}

// Resume ends a pause, whoever began it.
func (s *Server) Resume() {
	if faults := s.faults(); faults != nil {
		faults.setPause(pause{})
	}
}

// ExpireTransactions ends the transactions with these ids, as if their time were
// over, and returns how many it has ended. Without ids it ends all. One that a
// call is using stays.
func (s *Server) ExpireTransactions(ids ...string) int {
	if service := s.started(); service != nil {
		return service.transactions.expireAll(ids)
	}
	return 0
}

// Injected returns how many faults of each kind have struck a call. Each call
// that a pause refuses counts. A server that logs has a debug line for each,
// with its kind, its ordinal among those of its kind, the number of the rule,
// the ordinal of the call among those that the rule has looked at, and the
// request id.
func (s *Server) Injected() map[FaultKind]int {
	faults := s.faults()
	if faults == nil {
		return nil
	}
	return faults.injected()
}

// ResetFaults takes back all faults, ends a pause, sets the counts of Injected
// to zero, and begins anew with a seed.
func (s *Server) ResetFaults(seed uint64) {
	if faults := s.faults(); faults != nil {
		faults.reset(seed)
	}
}

// started is the service of a server that runs, or nil.
func (s *Server) started() *service {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil
	}
	return s.service
}

func (s *Server) faults() *faults {
	if service := s.started(); service != nil {
		return service.faults
	}
	return nil
}

// newFaults checks the faults of the server's settings.
func (s *Server) newFaults(v *service) (*faults, error) {
	faults := &faults{clock: v.clock, logger: v.logger, seed: s.FaultSeed}
	for _, f := range s.Faults {
		if err := f.check(); err != nil {
			return nil, fmt.Errorf("fault %q: %w", f, err)
		}
		faults.add(f)
	}
	return faults, nil
}

// wait lets a time pass, unless the service is to stop first.
func (s *service) wait(d time.Duration) bool {
	over := make(chan struct{})
	defer s.clock.AfterFunc(d, func() { close(over) })()
	select {
	case <-over:
		return true
	case <-s.lifetime.Done():
		return false
	}
}
