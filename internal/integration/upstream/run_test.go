package upstream_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
)

// Ways in which a test opened its database.
const (
	byDriver = "upstream: opened through the driver"
	natively = "upstream: opened natively"
)

// result is what became of one test or subtest.
type result struct {
	outcome string // pass, fail or skip; empty when it did not come to its end
	opened  string // byDriver, natively or empty
	output  string
}

// run is one run of the tests of a package.
type run struct {
	binary, dir string
	env         []string
	flags       []string
}

// do runs the tests and adds what became of each to results, by its name. Tests
// that fail are no error.
func (r run) do(ctx context.Context, results results) error {
	args := append([]string{"tool", "test2json", "-t", r.binary, "-test.v=test2json", "-test.timeout=5m"}, r.flags...)
	command := exec.CommandContext(ctx, "go", args...)
	command.Dir = r.dir
	command.Env = append(os.Environ(), r.env...)
	out, err := command.Output()
	if failed := new(exec.ExitError); err != nil && !errors.As(err, &failed) {
		return fmt.Errorf("upstream: run %s: %w", r.binary, err)
	}
	return readEvents(bytes.NewReader(out), results)
}

// readEvents reads what test2json writes.
func readEvents(r io.Reader, results results) error {
	for d := json.NewDecoder(r); ; {
		var event struct{ Action, Test, Output string }
		switch err := d.Decode(&event); {
		case err == io.EOF:
			return nil
		case err != nil:
			return fmt.Errorf("upstream: read the events of a run: %w", err)
		case event.Test == "":
			continue
		}
		if results[event.Test] == nil {
			results[event.Test] = new(result)
		}
		results[event.Test].note(event.Action, event.Output)
	}
}

func (r *result) note(action, output string) {
	switch action {
	case "pass", "fail", "skip":
		r.outcome = action
	case "output":
		r.output += output
		for _, way := range []string{byDriver, natively} {
			if strings.Contains(output, way) {
				r.opened = way
			}
		}
	}
}
