package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
)

// environmentTag is the build tag with which the driver has the AWS configuration
// from the environment alone.
const environmentTag = "auroradataapi.env"

// buildWithTag builds the function with the driver once more, with that tag, under
// the name "environment".
func (f *functions) buildWithTag(ctx context.Context) error {
	command := exec.CommandContext(ctx, "go", "build", "-tags", "lambda.norpc,"+environmentTag, "-ldflags", "-s -w",
		"-o", f.path("environment"), modulePath+"/benchmarks/lambda/driver")
	command.Env = append(os.Environ(), "GOOS=linux", "CGO_ENABLED=0")
	if output, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("build function environment: %w: %s", err, output)
	}
	return nil
}

// measureEnvironment says what a function has of the tag: the size of its binary
// and what its package initializers cost.
func measureEnvironment(ctx context.Context, p *program) error {
	f, err := buildFunctions(ctx)
	if err != nil {
		return err
	}
	defer f.remove()
	if err := f.buildWithTag(ctx); err != nil {
		return err
	}
	over, err := f.over("environment", "bare")
	if err != nil {
		return err
	}
	var clocks []float64
	for range p.rounds(15) {
		cost, err := f.initialize(ctx, "environment")
		if err != nil {
			return err
		}
		clocks = append(clocks, cost.clock.Seconds()*1e3)
	}
	p.spread("lambda/environment-init", clocks, "ms")
	p.budget(budget{name: "lambda/binary-environment", measured: over, bound: 3.5, unit: "MB"})
	return nil
}

// over gives how much larger one function is than another, in megabytes.
func (f *functions) over(name, other string) (float64, error) {
	size, err := f.size(name)
	if err != nil {
		return 0, err
	}
	less, err := f.size(other)
	return size - less, err
}
