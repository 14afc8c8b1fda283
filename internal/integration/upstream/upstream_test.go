package upstream_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/integration/report"
	"github.com/auroradataapi/auroradataapi/internal/integration/upstream"
)

// TestPGX runs the tests of pgx's database/sql driver.
func TestPGX(t *testing.T) {
	b := newBench(t, pgxSuite)
	native := b.run(t, "native", false, "")
	driver := b.run(t, "driver", true, "auroradataapi")
	b.report(t, compare(native, driver, upstream.Excluded[pgxSuite.name]))
}

// TestLibPQ runs the tests of lib/pq, through pgx/stdlib as well: what fails there
// too is lib/pq's own.
func TestLibPQ(t *testing.T) {
	b := newBench(t, libpqSuite)
	native := b.run(t, "native", false, "")
	driver := b.run(t, "driver", true, "auroradataapi")
	pgx := b.run(t, "pgx", true, "pgx")
	exclusions := upstream.Excluded[libpqSuite.name]
	b.report(t, compare(native, driver, exclusions))
	for _, test := range pgx.cases() {
		for _, e := range exclusions {
			if e.Reason.OnlyLibPQ && e.Covers(test) && pgx.passes(test) {
				t.Errorf("%s passes through pgx/stdlib: it is not lib/pq's alone that it %s", test, e.Reason.Text)
			}
		}
	}
}

// TestGoMySQL runs the tests of go-sql-driver/mysql.
func TestGoMySQL(t *testing.T) {
	startMySQL(t)
	b := newBench(t, mySQLSuite)
	native := b.run(t, "native", false, "")
	driver := b.run(t, "driver", true, "auroradataapi")
	b.report(t, compare(native, driver, upstream.Excluded[mySQLSuite.name]))
}

// bench is where a suite is run.
type bench struct {
	suite     suite
	workspace workspace
	source    string // folder of the suite's redirected module
}

func newBench(t *testing.T, s suite) *bench {
	t.Helper()
	w := workspace{t.TempDir()}
	source, err := w.add(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	return &bench{suite: s, workspace: w, source: source}
}

// run runs the tests of all packages of the suite in a database of their own.
func (b *bench) run(t *testing.T, name string, redirected bool, driverName string) results {
	t.Helper()
	database := strings.NewReplacer("/", "_", "-", "_").Replace(b.suite.name) + "_" + name
	environment := b.suite.environment(t, database, driverName)
	all := make(results)
	for _, folder := range b.suite.folders {
		binary, err := b.workspace.build(t.Context(), b.suite, folder, redirected)
		if err != nil {
			t.Fatal(err)
		}
		for _, flags := range b.flags(redirected) {
			r := run{binary: binary, dir: filepath.Join(b.source, folder), env: environment, flags: flags}
			if err := r.do(t.Context(), all); err != nil {
				t.Fatal(err)
			}
		}
	}
	return all
}

// flags returns the flags of each run of a test binary: one for most of the tests,
// and one for each that panics when it is redirected.
func (b *bench) flags(redirected bool) [][]string {
	var skipped []string
	if b.suite.skipped != "" {
		skipped = append(skipped, b.suite.skipped)
	}
	var runs [][]string
	for _, e := range upstream.Excluded[b.suite.name] {
		if redirected && e.Panics {
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

func (b *bench) report(t *testing.T, c *comparison) {
	t.Helper()
	for _, problem := range c.problems {
		t.Error(problem)
	}
	if err := report.Line("upstream %s: %d run, %d passed, %d excluded", b.suite.name, c.run, c.passed, c.excluded); err != nil {
		t.Error(err)
	}
}
