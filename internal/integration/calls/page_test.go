package calls_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/internal/integration/bothways"
)

var update = flag.Bool("update", false, "write docs/calls.md anew")

const (
	pagePath = "../../../docs/calls.md"

	introduction = `# Calls of the Data API

Each call is a request over HTTPS: some milliseconds within a region, some tens from a laptop. So their number says how fast a
program is. This page has it for the operations of some libraries, as counted at the emulator.

*Natively* is what the library sends over a native connection: each statement, and the begin and the end of each transaction.
Preparing a statement is not counted. Fewer calls there cannot be. *Later* is what the operation takes as a rule; *first* is the first time in a process, when the
driver asks PostgreSQL for the types of a text's parameters, or sees that the service loses or refuses a type of its result. What it is
told is kept for each text, and can be saved for the next process (Connector.SaveDescriptions). That *later* is not above
*natively* is tested.

This page is written by ` + "`go test ./internal/integration/calls -update`" + `, and compared by the tests.
`
)

// count is what an operation takes.
type count struct{ natively, first, later int }

// TestPage counts all, and compares with the page.
func TestPage(t *testing.T) {
	var page strings.Builder
	page.WriteString(introduction)
	for _, engine := range []auroradataapi.Engine{auroradataapi.EnginePostgreSQL, auroradataapi.EngineMySQL} {
		fmt.Fprintf(&page, "\n## %s\n\n| library | operation | natively | first | later |\n|---|---|---|---|---|\n", title(engine))
		for _, l := range libraries {
			writeRows(t, &page, engine, l)
		}
	}
	if *update {
		must(t, os.WriteFile(pagePath, []byte(page.String()), 0o644))
	}
	got, err := os.ReadFile(pagePath)
	must(t, err)
	if string(got) != page.String() {
		t.Errorf("docs/calls.md is not what was counted: write it anew with -update. Counted:\n%s", page.String())
	}
}

func title(engine auroradataapi.Engine) string {
	if engine == auroradataapi.EngineMySQL {
		return "MySQL"
	}
	return "PostgreSQL"
}

// writeRows counts what a library does, and writes the rows of the table.
// An operation must take no more calls than it has statements.
func writeRows(t *testing.T, page *strings.Builder, engine auroradataapi.Engine, l library) {
	t.Helper()
	names, counts := counted(t, engine, l)
	for _, name := range names {
		c := counts[name]
		if c.later > c.natively {
			t.Errorf("%s, %s of %s: %d calls, natively %d statements", title(engine), name, l.name, c.later, c.natively)
		}
		fmt.Fprintf(page, "| %s | %s | %d | %d | %d |\n", l.name, name, c.natively, c.first, c.later)
	}
}

// counted does each operation of a library twice natively and through the driver.
func counted(t *testing.T, engine auroradataapi.Engine, l library) (names []string, counts map[string]count) {
	t.Helper()
	counts = make(map[string]count)
	bare := bothways.New(t, engine, true)
	operations := l.operations(t, bare, counting(t, bare))
	for _, o := range operations {
		names = append(names, o.name)
		o.do(t)
		before := native.n.Load()
		o.do(t)
		counts[o.name] = count{natively: int(native.n.Load() - before)}
	}
	d := bothways.New(t, engine, false)
	for _, o := range l.operations(t, d, d.DB) {
		c := counts[o.name]
		c.first = d.Calls(func() { o.do(t) })
		c.later = d.Calls(func() { o.do(t) })
		counts[o.name] = c
	}
	return names, counts
}
