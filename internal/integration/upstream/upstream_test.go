package upstream_test

import (
	"flag"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/internal/integration/bothways"
	"github.com/auroradataapi/auroradataapi/internal/integration/report"
	"github.com/auroradataapi/auroradataapi/internal/integration/upstream"
)

var (
	complete = flag.Bool("complete", false, "run the heavy suites too, and compare docs/upstream.md with the result")
	update   = flag.Bool("update", false, "write docs/upstream.md anew, in a complete run")
)

// TestSuites runs each suite natively and through the driver, on each engine that
// it has.
func TestSuites(t *testing.T) {
	rows := make([][]row, len(suites))
	t.Cleanup(func() {
		if *complete && flag.Lookup("test.run").Value.String() == "" {
			checkDocument(t, slices.Concat(rows...))
		}
	})
	for i, s := range suites {
		t.Run(s.name, func(t *testing.T) {
			if s.heavy && !*complete {
				t.Skip("runs with -complete")
			}
			t.Parallel()
			b := newBench(t, s)
			for _, engine := range s.engines {
				t.Run(engine.String(), func(t *testing.T) { rows[i] = append(rows[i], b.test(t, engine)) })
			}
		})
	}
}

// bench is where a suite is run.
type bench struct {
	*workspace
	binaries map[string]string // by folder
}

func newBench(t *testing.T, s suite) *bench {
	t.Helper()
	w, err := newWorkspace(t.Context(), t.TempDir(), s)
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{w, make(map[string]string)}
	for _, folder := range s.folders {
		if b.binaries[folder], err = w.build(t.Context(), folder); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

// test runs the suite on an engine and returns its line of the table.
func (b *bench) test(t *testing.T, engine auroradataapi.Engine) row {
	exclusions := upstream.ExclusionsOf(b.suite.name, engine.String())
	native := b.run(t, engine, "", nil)
	driver := b.run(t, engine, "auroradataapi", exclusions)
	c := compare(native, driver, exclusions)
	for _, name := range b.suite.also {
		c.checkAlone(b.run(t, engine, name, exclusions), exclusions)
	}
	for _, problem := range c.problems {
		t.Error(problem)
	}
	if err := report.Line("%s", c.line(b.suite.name, engine)); err != nil {
		t.Error(err)
	}
	return row{suite: b.suite.name, module: b.module + " " + b.version, engine: engine.String(), comparison: *c}
}

// run runs the tests of all packages of the suite in a database of their own,
// natively if no driver is named.
func (b *bench) run(t *testing.T, engine auroradataapi.Engine, driver string, exclusions []upstream.Exclusion) results {
	t.Helper()
	d := bothways.New(t, engine, driver != "auroradataapi")
	if _, err := d.Open(t, true).ExecContext(t.Context(), b.suite.schema[engine]); err != nil && b.suite.schema[engine] != "" {
		t.Fatal(err)
	}
	environment, flags, err := b.settings(d)
	if err != nil {
		t.Fatal(err)
	}
	environment = append(environment, "UPSTREAM_DRIVER="+driver, "UPSTREAM_DSN="+b.dsn(d))
	all := make(results)
	for _, folder := range b.suite.folders {
		for _, selection := range b.selections(exclusions) {
			r := run{binary: b.binaries[folder], dir: filepath.Join(b.source, folder), env: environment, flags: append(selection, flags...)}
			if err := r.do(t.Context(), all); err != nil {
				t.Fatal(err)
			}
		}
	}
	return all
}

// dsn is for the driver that a run is redirected to.
func (b *bench) dsn(d bothways.Database) string {
	if d.Native {
		return d.DSN
	}
	d.Config.Compat = b.suite.compat
	return d.Config.FormatDSN()
}

// settings are the environment and the flags that the suite wants.
func (b *bench) settings(d bothways.Database) (environment, flags []string, err error) {
	if b.suite.environment != nil {
		if environment, err = b.suite.environment(d); err != nil {
			return nil, nil, err
		}
	}
	if b.suite.flags != nil {
		flags, err = b.suite.flags(d)
	}
	return environment, flags, err
}

// selections returns the flags of each run of a test binary: one for most of the
// tests, and one for each that panics when it is redirected.
func (b *bench) selections(exclusions []upstream.Exclusion) [][]string {
	var skipped []string
	if b.suite.skipped != "" {
		skipped = append(skipped, b.suite.skipped)
	}
	var runs [][]string
	for _, e := range exclusions {
		if e.Panics {
			pattern := "^" + e.Test + "$"
			skipped = append(skipped, pattern)
			runs = append(runs, []string{"-test.run=" + pattern})
		}
	}
	if len(skipped) == 0 {
		return append(runs, nil)
	}
	return append(runs, []string{"-test.skip=" + strings.Join(skipped, "|")})
}
