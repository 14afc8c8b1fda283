package emulator

import (
	"slices"
	"time"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
)

// pause is the pause of the clusters. The zero value is none.
type pause struct {
	on    bool
	rule  int       // that began it; 0 for Server.Pause
	calls int       // that are still to be refused; 0 is no limit
	until time.Time // zero is no limit
}

// begin begins a pause. Without a number of calls and a time it lasts until
// somebody ends it.
func (p *pause) begin(rule, calls int, length time.Duration, now time.Time) {
	*p = pause{on: true, rule: rule, calls: calls}
	if length > 0 {
		p.until = now.Add(length)
	}
}

// refuses counts a call that comes in a pause, and reports whether it is
// refused.
func (p *pause) refuses(operation *dataapi.Operation, now time.Time) bool {
	if !p.lasts(now) || !slices.Contains(resumable, operation) {
		return false
	}
	if p.calls > 0 {
		p.calls--
		p.on = p.calls > 0
	}
	return true
}

// lasts reports whether there is a pause that is not over.
func (p *pause) lasts(now time.Time) bool {
	return p.on && (p.until.IsZero() || now.Before(p.until))
}
