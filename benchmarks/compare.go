package main

import (
	"fmt"
	"runtime"
	"slices"
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
	c := comparison{}
	for round := range rounds + 1 {
		for _, v := range variants {
			measured, err := v.measure()
			if err != nil {
				return nil, fmt.Errorf("%s: %w", v.name, err)
			}
			if round > 0 {
				c[v.name] = append(c[v.name], measured)
			}
		}
	}
	return c, nil
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

// median gives a variant's cost.
func (c comparison) median(variant string, of func(cost) float64) float64 {
	values := make([]float64, len(c[variant]))
	for round, cost := range c[variant] {
		values[round] = of(cost)
	}
	return median(values)
}

// ratio gives the cost of a variant over that of others together, which is the
// median of the rounds.
func (c comparison) ratio(of func(cost) float64, variant string, others ...string) float64 {
	values := make([]float64, len(c[variant]))
	for round := range values {
		var sum float64
		for _, other := range others {
			sum += of(c[other][round])
		}
		values[round] = of(c[variant][round]) / sum
	}
	return median(values)
}

func median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	slices.Sort(values)
	middle := len(values) / 2
	if len(values)%2 == 1 {
		return values[middle]
	}
	return (values[middle-1] + values[middle]) / 2
}
