package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"regexp"
	"time"
)

// program is one run of the measurements.
type program struct {
	report
	only   *regexp.Regexp // nil means all
	small  bool           // a hundredth of the rows and of the time, to see that everything works
	places map[string]*place
}

func newProgram(out io.Writer) *program {
	return &program{report: report{out: out}, places: map[string]*place{}}
}

// measurement is what can be run by itself.
type measurement struct {
	name string
	run  func(context.Context, *program) error
}

// measurements gives all of them in their order.
func measurements() []measurement {
	all := []measurement{
		{"decode", measureDecoding},
		{"query", measureQuery},
		{"lambda", measureFunctions},
		{"lambda-environment", measureEnvironment},
		{"first-query", measureFirst},
		{"emulator", measureEmulator},
		{"emulator-mysql", measureEmulatorMySQL},
		{"describe", measureDescribe},
		{"describe-mysql", measureDescribeMySQL},
	}
	for _, kind := range everywhere {
		for _, place := range kind.places {
			for _, distance := range distances {
				name := kind.name + "/" + place + "/" + distanceName(distance)
				all = append(all, measurement{name, func(ctx context.Context, p *program) error {
					return p.measureAt(ctx, place, distance, kind.run)
				}})
			}
		}
	}
	return all
}

// everywhere are the measurements that are made at places and distances.
var everywhere = []struct {
	name   string
	places []string
	run    func(context.Context, *program, *clients) error
}{
	{"small", placeNames, measureSmall},
	{"page", placeNames, measurePage},
	{"callers", placeNames, measureCallers},
	{"scan-100k", placeNames, func(ctx context.Context, p *program, c *clients) error {
		return measureScan(ctx, p, c, "scan-100k", hundredThousand)
	}},
	{"scan-1M", placeNames, func(ctx context.Context, p *program, c *clients) error {
		return measureScan(ctx, p, c, "scan-1M", million)
	}},
	{"insert", placeNames[1:], measureInsert},
}

// Amounts of rows.
const (
	hundredThousand = 100_000
	million         = 1_000_000
)

func (p *program) measureAt(ctx context.Context, name string, distance time.Duration, run func(context.Context, *program, *clients) error) error {
	place, err := p.place(ctx, name)
	if err != nil {
		return err
	}
	c, err := place.open(distance)
	if err != nil {
		return err
	}
	return errors.Join(run(ctx, p, c), c.close())
}

func (p *program) list() {
	for _, m := range measurements() {
		fmt.Fprintln(p.out, m.name)
	}
}

func (p *program) run(ctx context.Context) error {
	fmt.Fprintf(p.out, "machine %s, load average %s\n", machine(), load())
	err := p.runMeasurements(ctx)
	for _, place := range p.places {
		err = errors.Join(err, place.stop())
	}
	return err
}

func (p *program) runMeasurements(ctx context.Context) error {
	for _, m := range measurements() {
		if !p.takes(m.name) {
			continue
		}
		if err := m.run(ctx, p); err != nil {
			return fmt.Errorf("%s: %w", m.name, err)
		}
	}
	return nil
}

// long are the measurements that a quick run leaves out.
var long = regexp.MustCompile(`^(scan-1M/(emulator|mysql)/.*|(scan-1M|insert)/.*/0ms)$`)

// takes reports whether to run a measurement.
func (p *program) takes(name string) bool {
	if p.only != nil {
		return p.only.MatchString(name)
	}
	return !p.quick || p.small || !long.MatchString(name)
}

// rounds gives how many rounds to run of those that a figure needs.
func (p *program) rounds(n int) int {
	if p.quick {
		return 1
	}
	return n
}

// runs gives how many runs to make in a round of those that a figure needs.
func (p *program) runs(n int) int {
	if p.small {
		return 1
	}
	return n
}

// rows gives how many rows to take for an amount.
func (p *program) rows(n int) int {
	if p.small {
		return n / 100
	}
	return n
}
