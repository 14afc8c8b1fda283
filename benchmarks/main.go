package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"regexp"
	"slices"
)

func main() {
	runChild()
	var o options
	flag.BoolVar(&o.quick, "quick", false, "one round of most measurements, in less than two minutes")
	flag.StringVar(&o.only, "only", "", "run the measurements whose names match this regular `expression`")
	flag.BoolVar(&o.list, "list", false, "print the names of the measurements")
	flag.BoolVar(&o.markdown, "markdown", false, "print the figures as tables in the end")
	flag.StringVar(&o.update, "update", "", "write the tables into this `file`, between the lines that mark them")
	flag.Parse()
	o.rest = flag.Args()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := o.run(ctx)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "benchmarks:", err)
		os.Exit(1)
	}
}

// options are those of the command line.
type options struct {
	quick, list, markdown bool
	only, update          string
	rest                  []string // what is no option
}

// program gives what the options ask for.
func (o options) program(out io.Writer) (*program, error) {
	p := newProgram(out)
	p.quick = o.quick
	switch {
	case len(o.rest) > 0:
		return nil, fmt.Errorf("%q is no option: did you mean -%[1]s?", o.rest[0])
	case o.only == "":
		return p, nil
	case o.update != "":
		return nil, errors.New("-update writes all tables anew: leave -only out")
	}
	var err error
	if p.only, err = regexp.Compile(o.only); err != nil {
		return nil, fmt.Errorf("read -only: %w", err)
	}
	if !slices.ContainsFunc(measurements(), func(m measurement) bool { return p.takes(m.name) }) {
		return nil, fmt.Errorf("no measurement matches -only %s: -list names them", o.only)
	}
	return p, nil
}

func (o options) run(ctx context.Context) error {
	p, err := o.program(os.Stdout)
	if err != nil {
		return err
	}
	if o.list {
		p.list()
		return nil
	}
	if err := p.run(ctx); err != nil {
		return err
	}
	if o.markdown {
		fmt.Print("\n", p.markdown())
	}
	if o.update == "" {
		return nil
	}
	return writeFigures(o.update, p.markdown())
}
