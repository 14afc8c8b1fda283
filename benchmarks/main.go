package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
)

func main() {
	runChild()
	quick := flag.Bool("quick", false, "one round of each measurement, to see that it works")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	p := &program{out: os.Stdout, quick: *quick}
	err := p.run(ctx)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "benchmarks:", err)
		os.Exit(1)
	}
}

// program is one run of all measurements.
type program struct {
	out     io.Writer
	quick   bool
	service string // URL of a service in another process
}

// measurements are in the order of the design's table of budgets.
var measurements = []func(context.Context, *program) error{
	measureDecoding,
	measureQuery,
	measureFunctions,
	measureFirst,
	measureEmulator,
	measureDescribe,
}

func (p *program) run(ctx context.Context) error {
	url, stop, err := startService(ctx)
	if err != nil {
		return fmt.Errorf("start service: %w", err)
	}
	p.service = url
	for _, measure := range measurements {
		if err := measure(ctx, p); err != nil {
			return errors.Join(err, stop())
		}
	}
	return stop()
}

// rounds gives how many rounds to run of those that a figure needs.
func (p *program) rounds(n int) int {
	if p.quick {
		return 1
	}
	return n
}

// measure prints what a figure is made of.
func (p *program) measure(name string, value float64, unit string) {
	fmt.Fprintf(p.out, "measure %s %s%s\n", name, figure(value), unit)
}

// budget prints a figure and its bound.
func (p *program) budget(b budget) { fmt.Fprintln(p.out, b) }
