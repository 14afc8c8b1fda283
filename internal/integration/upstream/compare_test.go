package upstream_test

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/internal/integration/upstream"
)

// results are what became of the tests of a run, by name.
type results map[string]*result

// passes reports whether a test passed.
func (r results) passes(test string) bool { return r[test] != nil && r[test].outcome == "pass" }

// decides reports whether a test passed or failed.
func (r results) decides(test string) bool {
	return r[test] != nil && (r[test].outcome == "pass" || r[test].outcome == "fail")
}

// throughDriver reports whether a test, or else the nearest of those that it is a
// subtest of, opened its database through the driver.
func (r results) throughDriver(test string) bool {
	for ; test != ""; test = parent(test) {
		if r[test] != nil && r[test].opened != "" {
			return r[test].opened == byDriver
		}
	}
	return false
}

// output returns what a test printed, and those that it is a subtest of: test2json
// gives them the trace of a panic.
func (r results) output(test string) (output string) {
	for ; test != ""; test = parent(test) {
		if r[test] != nil {
			output += r[test].output
		}
	}
	return output
}

func parent(test string) string {
	return test[:max(strings.LastIndex(test, "/"), 0)]
}

// below reports whether a test is another, or one of its subtests.
func below(test, other string) bool {
	return test == other || strings.HasPrefix(test, other+"/")
}

// cases returns what counts as a case each: a test without subtests, and a test
// with subtests if it fails and none of them does. A subtest that was not started
// is part of the test that did not start it.
func (r results) cases() []string {
	names := slices.Sorted(maps.Keys(r))
	return slices.DeleteFunc(slices.Clone(names), func(test string) bool {
		parts, failing := 0, 0
		for _, name := range names {
			if name == test || !below(name, test) {
				continue
			}
			parts++
			if !r.passes(name) {
				failing++
			}
		}
		return parts > 0 && (failing > 0 || r.passes(test))
	})
}

// tally counts cases.
type tally struct{ passed, failed int }

func (t *tally) count(passed bool) {
	if passed {
		t.passed++
	} else {
		t.failed++
	}
}

// comparison is of a suite's run through the driver with its native run. Counted
// is what reached a database through the driver, and natively passed or failed.
type comparison struct {
	native, driver tally
	excluded       int      // of those that fail through the driver
	failing        []string // natively
	problems       []string
}

func (c *comparison) problem(format string, args ...any) {
	c.problems = append(c.problems, fmt.Sprintf(format, args...))
}

// compare compares the cases that pass natively.
func compare(native, driver results, exclusions []upstream.Exclusion) *comparison {
	c := new(comparison)
	used := make(map[string]bool)
	cases := driver.cases()
	for _, test := range cases {
		if !native.decides(test) || !driver.throughDriver(test) {
			continue
		}
		c.native.count(native.passes(test))
		c.driver.count(driver.passes(test))
		if !native.passes(test) {
			c.failing = append(c.failing, test)
			continue
		}
		listed := slices.IndexFunc(exclusions, func(e upstream.Exclusion) bool {
			return e.Covers(test) && (test == e.Test || !slices.Contains(cases, e.Test))
		})
		switch passed := driver.passes(test); {
		case passed && listed < 0:
		case passed:
			c.problem("%s passes: take it off the list", test)
		case listed < 0:
			c.problem("%s fails through the driver:\n%s", test, driver.output(test))
		default:
			c.exclude(test, driver.output(test), exclusions[listed].Reason)
			used[exclusions[listed].Test] = true
		}
	}
	for _, e := range exclusions {
		if !used[e.Test] && native.expect(e) {
			c.problem("%s is on the list, and does not fail through the driver", e.Test)
		}
	}
	c.checkPresence(native, driver)
	if c.driver == (tally{}) {
		c.problem("no test has opened a database through the driver")
	}
	return c
}

// exclude counts a case that fails, if it does for the reason that is listed.
func (c *comparison) exclude(test, output string, reason upstream.Reason) {
	c.excluded++
	if reason.Text == "" || reason.Shows == "" || !regexp.MustCompile(reason.Shows).MatchString(output) {
		c.problem("%s fails for another reason than the listed %q:\n%s", test, reason.Text, output)
	}
}

// checkAlone looks for tests that were excluded as a matter of the suite's own
// driver, and pass through another.
func (c *comparison) checkAlone(other results, exclusions []upstream.Exclusion) {
	for _, test := range other.cases() {
		for _, e := range exclusions {
			if e.Reason.OnlyLibPQ && e.Covers(test) && other.passes(test) {
				c.problem("%s passes through another driver: it is not the suite's own driver's alone that it %s", test, e.Reason.Text)
			}
		}
	}
}

// line is that of the table: the suite, its engine, what passed and failed
// natively and through the driver, and how many of these are excluded.
func (c *comparison) line(suite string, engine auroradataapi.Engine) string {
	return fmt.Sprintf("upstream %-24s %-10s native %4d/%-2d ours %4d/%-2d excluded %d",
		suite, engine, c.native.passed, c.native.failed, c.driver.passed, c.driver.failed, c.excluded)
}

// expect reports whether an exclusion should be needed after a native run: tests
// with short timeouts fail natively too where many programs share a machine.
func (r results) expect(e upstream.Exclusion) bool {
	known := false
	for test := range r {
		if e.Covers(test) {
			if r.passes(test) {
				return true
			}
			known = true
		}
	}
	return !known
}

// checkPresence looks for tests that were not run, as after a panic.
func (c *comparison) checkPresence(native, driver results) {
	for _, test := range slices.Sorted(maps.Keys(native)) {
		switch {
		case parent(test) != "":
		case driver[test] == nil:
			c.problem("%s was not run", test)
		case driver[test].outcome == "":
			c.problem("%s did not come to its end:\n%s", test, driver[test].output)
		}
	}
}

func TestCompare(t *testing.T) {
	native := results{
		"Fails":       {outcome: "fail"},
		"Passes":      {outcome: "pass"},
		"Parts":       {outcome: "pass"},
		"Parts/one":   {outcome: "pass"},
		"Parts/two":   {outcome: "pass"},
		"Own":         {outcome: "pass"},
		"Own/started": {outcome: "pass"},
		"Own/never":   {outcome: "pass"},
	}
	list := func(tests ...string) (exclusions []upstream.Exclusion) {
		for _, test := range tests {
			exclusions = append(exclusions, upstream.Exclusion{Test: test, Reason: upstream.Reason{Text: "is made up", Shows: "made up"}})
		}
		return exclusions
	}
	for _, c := range []struct {
		name       string
		driver     results
		exclusions []upstream.Exclusion
		want       comparison
	}{
		{
			name: "all pass",
			driver: results{
				"Fails":  {outcome: "pass", opened: byDriver},
				"Passes": {outcome: "pass", opened: natively},
				"Parts":  {outcome: "pass"}, "Parts/one": {outcome: "pass", opened: byDriver}, "Parts/two": {outcome: "pass"},
				"Own": {outcome: "pass", opened: byDriver}, "Own/started": {outcome: "pass"}, "Own/never": {outcome: "pass", opened: natively},
			},
			want: comparison{native: tally{2, 1}, driver: tally{3, 0}},
		},
		{
			name: "some fail",
			driver: results{
				"Fails":  {outcome: "fail", opened: byDriver, output: "is made up"},
				"Passes": {outcome: "fail", opened: byDriver, output: "is made up"},
				"Parts":  {outcome: "fail"}, "Parts/one": {outcome: "pass", opened: byDriver}, "Parts/two": {outcome: "fail", opened: byDriver, output: "is made up"},
				"Own": {outcome: "fail", opened: byDriver, output: "is made up"}, "Own/started": {outcome: "pass"},
			},
			exclusions: list("Passes", "Parts/t*", "Own"),
			want:       comparison{native: tally{5, 1}, driver: tally{2, 4}, excluded: 3},
		},
		{
			name: "lists are wrong",
			driver: results{
				"Fails":  {outcome: "fail", opened: byDriver, output: "is made up"},
				"Passes": {outcome: "skip", opened: byDriver, output: "why"},
				"Parts":  {outcome: "pass"}, "Parts/one": {outcome: "pass", opened: byDriver}, "Parts/two": {outcome: "pass"},
			},
			exclusions: append(list("Fails", "Parts", "Gone"), upstream.Exclusion{Test: "Passes"}),
			want: comparison{native: tally{2, 1}, driver: tally{1, 2}, excluded: 1, problems: []string{
				"Parts/one passes: take it off the list",
				"Passes fails for another reason than the listed \"\":\nwhy",
				"Parts is on the list, and does not fail through the driver",
				"Gone is on the list, and does not fail through the driver",
				"Own was not run",
			}},
		},
		{
			name: "failure that is not listed",
			driver: results{
				"Fails":  {outcome: "pass"},
				"Passes": {outcome: "fail", opened: byDriver, output: "why"},
				"Parts":  {outcome: "pass"},
				"Own":    {outcome: "pass"},
			},
			want: comparison{native: tally{1, 0}, driver: tally{0, 1}, problems: []string{"Passes fails through the driver:\nwhy"}},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := compare(native, c.driver, c.exclusions)
			if got.native != c.want.native || got.driver != c.want.driver || got.excluded != c.want.excluded || !slices.Equal(got.problems, c.want.problems) {
				t.Errorf("got %+v, want %+v", *got, c.want)
			}
		})
	}
}
