package main

import (
	"fmt"
	"runtime"
	"syscall"
	"time"
)

// variant is one of the things that are compared.
type variant struct {
	name string
	runs int // in a round
	do   func() error
}

// cost is what one run of a variant takes.
type cost struct {
	wall, cpu   time.Duration
	allocations float64
}

// comparison holds the cost of one run of each variant, by its name, in each round.
type comparison map[string][]cost

// compare runs the variants in turns. A round that comes first warms up and does
// not count.
func compare(rounds int, variants ...variant) (comparison, error) {
	if err := (comparison{}).round(variants); err != nil {
		return nil, err
	}
	return compareCold(rounds, variants...)
}

// compareCold compares without a round to warm up, which makes no difference to
// variants that run for seconds.
func compareCold(rounds int, variants ...variant) (comparison, error) {
	c := comparison{}
	for range rounds {
		if err := c.round(variants); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// round measures each variant once.
func (c comparison) round(variants []variant) error {
	for _, v := range variants {
		measured, err := v.measure()
		if err != nil {
			return fmt.Errorf("%s: %w", v.name, err)
		}
		c[v.name] = append(c[v.name], measured)
	}
	return nil
}

// measure runs a variant as often as a round has it, from a clean heap, so that
// none pays for what another has left.
func (v *variant) measure() (cost, error) {
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start, cpu := time.Now(), processCPU()
	for range v.runs {
		if err := v.do(); err != nil {
			return cost{}, err
		}
	}
	wall, cpu := time.Since(start), processCPU()-cpu
	runtime.ReadMemStats(&after)
	runs := time.Duration(v.runs)
	allocations := float64(after.Mallocs-before.Mallocs) / float64(v.runs)
	return cost{wall / runs, cpu / runs, allocations}, nil
}

// processCPU is the time that the process has used so far, on all processors and
// in the system.
func processCPU() time.Duration {
	var u syscall.Rusage
	// It cannot fail: the arguments are right.
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func wall(c cost) float64        { return c.wall.Seconds() }
func cpu(c cost) float64         { return c.cpu.Seconds() }
func allocations(c cost) float64 { return c.allocations }

// of gives a variant's cost in each round.
func (c comparison) of(variant string, of func(cost) float64) sample {
	values := make(sample, len(c[variant]))
	for round, cost := range c[variant] {
		values[round] = of(cost)
	}
	return values
}

// median gives a variant's cost.
func (c comparison) median(variant string, of func(cost) float64) float64 {
	return c.of(variant, of).median()
}

// ratios gives the cost of a variant over that of others together, in each round.
func (c comparison) ratios(of func(cost) float64, variant string, others ...string) sample {
	sums := make(sample, len(c[variant]))
	for _, other := range others {
		for round, value := range c.of(other, of) {
			sums[round] += value
		}
	}
	return c.of(variant, of).over(sums)
}

// ratio gives the cost of a variant over that of others together, which is the
// median of the rounds.
func (c comparison) ratio(of func(cost) float64, variant string, others ...string) float64 {
	return c.ratios(of, variant, others...).median()
}
