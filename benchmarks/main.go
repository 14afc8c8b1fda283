package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"regexp"
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
}

func (o options) run(ctx context.Context) error {
	p := newProgram(os.Stdout)
	p.quick = o.quick
	if o.only != "" {
		only, err := regexp.Compile(o.only)
		if err != nil {
			return fmt.Errorf("read -only: %w", err)
		}
		p.only = only
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
