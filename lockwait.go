package auroradataapi

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// lockSlice is how many seconds a statement waits for a lock at a time, where it says
// for how long: the service stops it after 45.
const lockSlice = 40

// sendWaiting runs a statement in the transaction of the locks. One that waits for
// longer than the service lets it waits in slices. Between two of them it is not in
// the queue.
func (c *conn) sendWaiting(ctx context.Context, s *statement, b *bound, columns bool) (*answer, error) {
	wait := s.lockWait(b)
	if wait == nil {
		return c.sendInLocks(ctx, s, b, columns)
	}
	for left := wait.seconds; ; left -= lockSlice {
		a, err := c.sendInLocks(ctx, s, wait.slice(b, min(left, lockSlice)), columns)
		if err != nil || left <= lockSlice {
			return a, err
		}
		if n, ok := a.onlyLong(); n != 0 || !ok || ctx.Err() != nil {
			return a, nil
		}
		a.release()
	}
}

// lockWait is the time that a statement waits for a lock, and where it says so.
type lockWait struct {
	seconds   float64
	literal   string // in the text; empty if a parameter says it
	parameter int
}

// lockWait returns the time, nil if it needs no slices or is not to be seen.
func (s *statement) lockWait(b *bound) *lockWait {
	if !s.onlyLock || !s.locks.Waits {
		return nil
	}
	tokens := slices.Collect(s.text.Tokens())
	i, ok := s.engine.LockTimeout(tokens)
	if !ok {
		return nil
	}
	w := lockWait{parameter: len(b.parameters) - 1}
	if token := tokens[i]; token == "?" || token[0] == ':' {
		if w.parameter < 0 {
			return nil
		}
		w.seconds = secondsOf(&b.parameters[w.parameter])
	} else {
		w.literal = token
		w.seconds, _ = strconv.ParseFloat(token, 64)
		if at := strings.LastIndex(b.sql, token); at < 0 || strings.TrimSpace(b.sql[at+len(token):]) != ")" {
			return nil
		}
	}
	if !(w.seconds > lockSlice) {
		return nil
	}
	return &w
}

// secondsOf returns the number that a parameter is, 0 if it is none.
func secondsOf(p *wire.Parameter) float64 {
	switch p.Kind {
	case wire.Long:
		return float64(p.Long)
	case wire.Double:
		return p.Double
	case wire.String:
		n, _ := strconv.ParseFloat(p.Text, 64)
		return n
	}
	return 0
}

// slice returns the statement with another time to wait.
func (w *lockWait) slice(b *bound, seconds float64) *bound {
	part := *b
	if w.literal != "" {
		at := strings.LastIndex(b.sql, w.literal)
		part.sql = b.sql[:at] + strconv.FormatFloat(seconds, 'f', -1, 64) + b.sql[at+len(w.literal):]
		return &part
	}
	part.parameters = slices.Clone(b.parameters)
	p := &part.parameters[w.parameter]
	*p = wire.Parameter{Name: p.Name, Kind: wire.Double, Double: seconds}
	if whole := int64(seconds); float64(whole) == seconds {
		*p = wire.Parameter{Name: p.Name, Kind: wire.Long, Long: whole}
	}
	return &part
}
