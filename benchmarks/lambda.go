package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// modulePath is in front of the import paths of the project's packages.
const modulePath = "github.com/auroradataapi/auroradataapi"

// buildFlags are those that the AWS Lambda guide recommends for a small Go
// function (the tag lambda.norpc leaves out what only the retired runtime go1.x
// needs), without symbols.
var buildFlags = []string{"build", "-tags", "lambda.norpc", "-ldflags", "-s -w"}

// functions are the programs of the folder lambda, built.
type functions struct{ folder string }

// buildFunctions builds them into a temporary folder, which the caller removes.
func buildFunctions(ctx context.Context) (*functions, error) {
	folder, err := os.MkdirTemp("", "auroradataapi-benchmark-")
	if err != nil {
		return nil, err
	}
	f := &functions{folder}
	for _, name := range []string{"bare", "sdk", "driver"} {
		arguments := append(slices.Clone(buildFlags), "-o", f.path(name), modulePath+"/benchmarks/lambda/"+name)
		command := exec.CommandContext(ctx, "go", arguments...)
		command.Env = append(os.Environ(), "GOOS=linux", "CGO_ENABLED=0")
		if output, err := command.CombinedOutput(); err != nil {
			f.remove()
			return nil, fmt.Errorf("build function %s: %w: %s", name, err, output)
		}
	}
	return f, nil
}

func (f *functions) remove() { _ = os.RemoveAll(f.folder) }

func (f *functions) path(name string) string { return filepath.Join(f.folder, name) }

// size gives the size of a function in megabytes.
func (f *functions) size(name string) (float64, error) {
	info, err := os.Stat(f.path(name))
	if err != nil {
		return 0, err
	}
	return float64(info.Size()) / 1e6, nil
}

// initialization is what package initializers of a process have cost.
type initialization struct {
	clock       time.Duration // of all packages
	own         time.Duration // of the project's packages
	allocations int           // of the project's packages
}

// initLine is a line of the Go runtime's inittrace, such as
// "init os @1.0 ms, 0.015 ms clock, 416 bytes, 9 allocs".
var initLine = regexp.MustCompile(`(?m)^init (\S+) @.* ms, (\S+) ms clock, \d+ bytes, (\d+) allocs$`)

// initialize starts a function, which ends itself for want of Lambda's runtime
// interface, and reads what its initializers cost.
func (f *functions) initialize(ctx context.Context, name string) (initialization, error) {
	command := exec.CommandContext(ctx, f.path(name))
	command.Env = []string{
		"GODEBUG=inittrace=1", "AURORA_CLUSTER_ARN=" + clusterARN, "AURORA_SECRET_ARN=" + secretARN,
		"AWS_REGION=" + region,
	}
	trace, _ := command.CombinedOutput() // it fails, and the trace is there
	return parseInitialization(string(trace))
}

func parseInitialization(trace string) (total initialization, err error) {
	lines := initLine.FindAllStringSubmatch(trace, -1)
	if len(lines) == 0 {
		return total, fmt.Errorf("no initializers in the trace %q", trace)
	}
	for _, line := range lines {
		milliseconds, err := strconv.ParseFloat(line[2], 64)
		if err != nil {
			return total, err
		}
		clock := time.Duration(milliseconds * float64(time.Millisecond))
		total.clock += clock
		if strings.HasPrefix(line[1], modulePath) {
			n, err := strconv.Atoi(line[3])
			if err != nil {
				return total, err
			}
			total.own += clock
			total.allocations += n
		}
	}
	return total, nil
}

// measureFunctions holds the import of the driver in a Lambda function to its
// budgets for size and initialization.
func measureFunctions(ctx context.Context, p *program) error {
	f, err := buildFunctions(ctx)
	if err != nil {
		return err
	}
	defer f.remove()
	sizes := map[string]float64{}
	for _, name := range []string{"bare", "sdk", "driver"} {
		if sizes[name], err = f.size(name); err != nil {
			return err
		}
		p.measure("lambda/"+name, sizes[name], "MB")
	}
	p.measure("lambda/sdk-over-bare", sizes["sdk"]-sizes["bare"], "MB")
	p.budget(budget{name: "lambda/binary", measured: sizes["driver"] - sizes["bare"], bound: 3.5, unit: "MB"})
	return f.measureInitialization(ctx, p)
}

// ownInitialization is the most that counts as no work: a driver registers
// itself under its names, and makes its error values.
const ownInitialization = 100 * time.Microsecond

func (f *functions) measureInitialization(ctx context.Context, p *program) error {
	clocks := map[string][]float64{}
	var own, allocations []float64
	for range p.rounds(15) {
		for _, name := range []string{"bare", "sdk", "driver"} {
			cost, err := f.initialize(ctx, name)
			if err != nil {
				return err
			}
			clocks[name] = append(clocks[name], cost.clock.Seconds()*1e3)
			if name == "driver" {
				own = append(own, cost.own.Seconds()*1e3)
				allocations = append(allocations, float64(cost.allocations))
			}
		}
	}
	for _, name := range []string{"bare", "sdk", "driver"} {
		p.spread("lambda/"+name+"-init", clocks[name], "ms")
	}
	p.measure("lambda/own-init-allocations", sample(allocations).median(), "")
	p.budget(budget{name: "lambda/init", measured: sample(own).median(), bound: ownInitialization.Seconds() * 1e3, unit: "ms"})
	return nil
}
