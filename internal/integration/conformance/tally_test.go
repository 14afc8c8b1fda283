package conformance_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"
)

// verdict is what a comparison has come to.
type verdict string

const (
	equal      verdict = "equal"             // as pgx/stdlib
	asPgxsMode verdict = "as pgx's own mode" // not as pgx/stdlib by default, but as in its mode of the same name
	listed     verdict = "listed difference"
)

var verdicts = []verdict{equal, asPgxsMode, listed}

// finding is the verdict on one case in one mode of the driver.
type finding struct {
	test, name, mode string
	verdict          verdict
	why              string // of a listed difference
	pgx, ours        string // what was seen, cut off
}

// findings is what tests have found, in the order of finding. Goroutines may
// share it.
type findings struct {
	mu   sync.Mutex // guards what follows
	list []finding
}

// total has the findings of all tests.
var total findings

func (f *findings) add(one finding) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.list = append(f.list, one)
}

// of returns the findings of one test, or of all if it has no name.
func (f *findings) of(test string) []finding {
	f.mu.Lock()
	defer f.mu.Unlock()
	var list []finding
	for _, one := range f.list {
		if test == "" || one.test == test {
			list = append(list, one)
		}
	}
	return list
}

// counts counts findings by mode and verdict.
type counts map[string]map[verdict]int

func count(list []finding) counts {
	c := counts{}
	for _, one := range list {
		if c[one.mode] == nil {
			c[one.mode] = map[verdict]int{}
		}
		c[one.mode][one.verdict]++
	}
	return c
}

func (c counts) String() string { return strings.Join(c.lines(), "\n") }

// lines has one for each mode.
func (c counts) lines() (lines []string) {
	for _, mode := range modes() {
		if by := c[mode.name]; by != nil {
			lines = append(lines, fmt.Sprintf("conformance, mode %s: %d cases equal to pgx/stdlib, %d as pgx in that mode, %d listed differences",
				mode.name, by[equal], by[asPgxsMode], by[listed]))
		}
	}
	return lines
}

// tally records the findings of one test in one mode.
type tally struct{ test, mode string }

// newTally returns the tally of a test in the driver's default mode. The test logs
// its counts at its end.
func newTally(t *testing.T) *tally {
	c := &tally{t.Name(), "describe"}
	t.Cleanup(func() { t.Log(count(total.of(c.test))) })
	return c
}

// in returns the tally of the same test in another mode.
func (c *tally) in(mode way) *tally { return &tally{c.test, mode.name} }

// longest is how much of what was seen is kept.
const longest = 1000

func (c *tally) found(v verdict, name, why, pgx, ours string) {
	total.add(finding{c.test, name, c.mode, v, why, pgx[:min(len(pgx), longest)], ours[:min(len(ours), longest)]})
}

// equal records that a case is equal.
func (c *tally) equal(name string) { c.found(equal, name, "", "", "") }

// differs records a listed difference.
func (c *tally) differs(name, why, pgx, ours string) { c.found(listed, name, why, pgx, ours) }
