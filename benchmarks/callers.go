package main

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"sync"
	"time"
)

// callerCounts are how many goroutines call at the same time.
var callerCounts = []int{1, 16, 256}

// callersTime is how long they call in a round.
const callersTime = 300 * time.Millisecond

// calls is what callers together have done.
type calls struct {
	rate    float64 // a second
	latency float64 // the median in seconds
}

// way is one of the ways to ask the small query.
type way struct {
	name string
	do   func() error
}

// measureCallers asks the small query from several goroutines. The clients are
// what a program would have: of the SDK's, the defaults.
func measureCallers(ctx context.Context, p *program, c *clients) error {
	said, err := c.record(ctx, c.distance, 2, c.ask)
	if err != nil {
		return err
	}
	bare := bareClient()
	defer bare.CloseIdleConnections()
	ways := c.ways(ctx, said, bare)
	for _, n := range p.callerCounts() {
		c.callers(n)
		found, err := p.compareCallers(n, ways)
		if err != nil {
			return err
		}
		p.reportCallers(c.at("callers")+"/"+strconv.Itoa(n), found, ways)
	}
	return nil
}

func (c *clients) ways(ctx context.Context, said conversation, bare *http.Client) []way {
	ways := []way{
		{"driver", func() error { return c.ask(ctx, c.driver) }},
		{"sdk", func() error { return askSDKAt(ctx, c) }},
		{"bare", func() error { _, err := said.repeat(bare); return err }},
	}
	if c.native != nil {
		ways = append(ways, way{c.nativeName, func() error { return c.ask(ctx, c.native) }})
	}
	return ways
}

// compareCallers lets callers call in turns, with a round to warm up.
func (p *program) compareCallers(n int, ways []way) (map[string][]calls, error) {
	found := map[string][]calls{}
	for _, way := range ways {
		if _, err := call(n, p.callersTime()/10, way.do); err != nil {
			return nil, fmt.Errorf("%s: %w", way.name, err)
		}
	}
	for range p.rounds(7) {
		for _, way := range ways {
			called, err := call(n, p.callersTime(), way.do)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", way.name, err)
			}
			found[way.name] = append(found[way.name], called)
		}
	}
	return found, nil
}

func (p *program) callerCounts() []int {
	if p.small {
		return callerCounts[:2]
	}
	return callerCounts
}

func (p *program) callersTime() time.Duration {
	if p.small {
		return callersTime / 30
	}
	return callersTime
}

func (p *program) reportCallers(name string, found map[string][]calls, ways []way) {
	for _, way := range ways {
		var rates, latencies sample
		for _, c := range found[way.name] {
			rates, latencies = append(rates, c.rate), append(latencies, c.latency)
		}
		p.spread(name+"/"+way.name, rates, "/s")
		p.spread(name+"/"+way.name+"-latency", latencies.times(1e3), "ms")
	}
}

// call has n goroutines do something until the time is over.
func call(n int, during time.Duration, do func() error) (calls, error) {
	latencies := make([]sample, n)
	errs := make([]error, n)
	start := time.Now()
	var callers sync.WaitGroup
	for i := range n {
		callers.Go(func() { latencies[i], errs[i] = callUntil(start.Add(during), do) })
	}
	callers.Wait()
	took := time.Since(start)
	var all sample
	for i := range n {
		if errs[i] != nil {
			return calls{}, errs[i]
		}
		all = append(all, latencies[i]...)
	}
	return calls{rate: float64(len(all)) / took.Seconds(), latency: all.median()}, nil
}

// callUntil calls at least once, and until the time has come.
func callUntil(end time.Time, do func() error) (latencies sample, err error) {
	for now := time.Now(); ; {
		if err := do(); err != nil {
			return nil, err
		}
		done := time.Now()
		latencies = append(latencies, done.Sub(now).Seconds())
		if now = done; now.After(end) {
			return latencies, nil
		}
	}
}
