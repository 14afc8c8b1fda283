package conformance_test

import (
	"strings"
	"testing"
)

// difference tells whether two observations differ in one known way.
type difference func(pgx, ours string) bool

// instead accepts one text in the place of another.
func instead(pgx, ours string) difference {
	return func(want, got string) bool { return strings.ReplaceAll(want, pgx, ours) == got }
}

// ends accepts another value in the end.
func ends(value string) difference {
	return func(_, ours string) bool { return strings.HasSuffix(ours, "\n"+value+"\n") }
}

// fails accepts an error through the driver.
func fails(name string) difference {
	return func(_, ours string) bool { return ours == "error "+name+"\n" }
}

// compare fails the test unless both ways have seen the same.
func compare(t *testing.T, counts *tally, what, pgx, ours string) {
	t.Helper()
	if ours != pgx {
		t.Errorf("%s: %s\n%s", counts.mode, what, showDifference(pgx, ours))
		return
	}
	counts.found(equal, what, "", pgx, ours)
}

// showDifference shows both observations, without the lines that are equal if they
// have as many.
func showDifference(native, ours string) string {
	want, got := strings.SplitAfter(native, "\n"), strings.SplitAfter(ours, "\n")
	if len(want) == len(got) {
		native, ours = "", ""
		for i := range want {
			if want[i] != got[i] {
				native, ours = native+want[i], ours+got[i]
			}
		}
	}
	return "got, through the driver:\n" + ours + "want, as through the native driver:\n" + native
}

// compareUnless does the same for a case with a listed difference, which fails
// the test when it is another one or has gone. Nil is for a case without.
func compareUnless(t *testing.T, counts *tally, differs difference, why, what, pgx, ours string) {
	t.Helper()
	switch {
	case differs == nil:
		compare(t, counts, what, pgx, ours)
	case ours == pgx:
		t.Errorf("%s: %s\nboth ways see the same, but a difference is listed: %s\n%s", counts.mode, what, why, ours)
	case !differs(pgx, ours):
		t.Errorf("%s: %s\n%sbut for: %s", counts.mode, what, showDifference(pgx, ours), why)
	default:
		counts.differs(what, why, pgx, ours)
	}
}

// compareQuery runs a query both ways and compares what is seen.
func compareQuery(t *testing.T, counts *tally, query string, args ...any) {
	t.Helper()
	pgx, ours := ways()
	compare(t, counts, query, pgx.observe(t.Context(), pgx.db, query, args...), ours.observe(t.Context(), ours.db, query, args...))
}

// exception is a difference that a case lists, and why there is one.
type exception struct {
	modes   string // that it is for, separated by spaces; empty for all
	differs difference
	why     string
}

// exceptions are those of one case.
type exceptions []exception

// in returns the one for a mode, or the zero one.
func (list exceptions) in(mode string) exception {
	for _, e := range list {
		if e.modes == "" || strings.Contains(" "+e.modes+" ", " "+mode+" ") {
			return e
		}
	}
	return exception{}
}

// compareModes looks at one thing through pgx/stdlib and in each mode of the
// driver. What a mode shows must be what pgx shows by default, or in its own mode
// of the same name, or else be listed.
func compareModes(t *testing.T, counts *tally, what string, list exceptions, see func(way) string) {
	t.Helper()
	pgx, _ := ways()
	want := see(pgx)
	for _, mode := range modes() {
		got, e := see(mode), list.in(mode.name)
		switch own := pgxModes[mode.name]; {
		case got == want || own == nil || got != see(way{name: "pgx", native: true, db: own}):
			compareUnless(t, counts.in(mode), e.differs, e.why, what, want, got)
		case e.differs != nil:
			t.Errorf("%s: %s\npgx does the same in that mode, so that no difference needs to be listed: %s\n%s", mode.name, what, e.why, got)
		default:
			counts.in(mode).found(asPgxsMode, what, "", want, got)
		}
	}
}
