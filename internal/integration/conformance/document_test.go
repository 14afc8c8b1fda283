package conformance_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
)

var update = flag.Bool("update", false, "write docs/compatibility.md anew")

const documentPath = "../../../docs/compatibility.md"

// checkDocument compares docs/compatibility.md with what a complete run has found.
// With -update it writes the file.
func checkDocument(list []finding) error {
	want, err := document(list)
	if err != nil {
		return err
	}
	if *update {
		return os.WriteFile(documentPath, []byte(want), 0o644)
	}
	got, err := os.ReadFile(documentPath)
	if err != nil {
		return err
	}
	if line, differ := firstDifference(string(got), want); differ {
		return fmt.Errorf("docs/compatibility.md is not what the tests have found, from line %d on: write it anew with\n"+
			"go test ./internal/integration/conformance -update", line)
	}
	return nil
}

// documentVersion is the major version of PostgreSQL that the document is of:
// others have more types and other words.
const documentVersion = 15

// complete tells whether all tests have run, once, on the document's servers.
func complete() bool {
	var number int
	if err := cluster.Native.QueryRow("select current_setting('server_version_num')::int").Scan(&number); err != nil || number/10000 != documentVersion {
		return false
	}
	var version string
	if err := mySQL.Native.QueryRow("select version()").Scan(&version); err != nil || !strings.HasPrefix(version, mySQLDocumentVersion) {
		return false
	}
	for name, want := range map[string]string{"test.run": "", "test.skip": "", "test.list": "", "test.count": "1"} {
		if flag.Lookup(name).Value.String() != want {
			return false
		}
	}
	return true
}

// firstDifference gives the number of the first line that differs.
func firstDifference(a, b string) (line int, differ bool) {
	left, right := strings.Split(a, "\n"), strings.Split(b, "\n")
	for i := range min(len(left), len(right)) {
		if left[i] != right[i] {
			return i + 1, true
		}
	}
	return min(len(left), len(right)) + 1, a != b
}

// page is the document in the making.
type page struct {
	strings.Builder
	found map[string][]finding // by test
}

// document renders what tests have found. It fails for a test without a section.
func document(list []finding) (string, error) {
	p := page{found: map[string][]finding{}}
	list, ofPQ, ofMySQL := splitMeasures(list)
	for _, f := range list {
		if sectionOf(f.test) == "" {
			return "", fmt.Errorf("docs/compatibility.md has no section for what %s has found: name one in sections_test.go", f.test)
		}
		p.found[f.test] = append(p.found[f.test], f)
	}
	if err := unusedDifference(p.found["TestTypes"]); err != nil {
		return "", err
	}
	p.WriteString(documentIntroduction)
	p.overview(list)
	p.reasons(list)
	p.WriteString(documentMethod)
	p.summary(list)
	for _, s := range sections {
		p.section(s)
	}
	p.suites()
	p.libPQ(ofPQ)
	err := p.mySQL(ofMySQL)
	return p.String(), err
}

// splitMeasures puts the findings apart by the native driver that was the measure.
func splitMeasures(list []finding) (pgx, libpq, mySQL []finding) {
	for _, f := range list {
		switch f.mode {
		case pqMode:
			libpq = append(libpq, f)
		case mySQLMode:
			mySQL = append(mySQL, f)
		default:
			pgx = append(pgx, f)
		}
	}
	return pgx, libpq, mySQL
}

const documentIntroduction = `# Compatibility

<!-- Written by "go test ./internal/integration/conformance -update" from what the tests of that package find. -->

What a program sees through this driver, beside what it sees through pgx/stdlib on the same PostgreSQL server. [lib/pq](#in-the-place-of-libpq),
in whose place the driver can be as well, and [MySQL](#mysql) have parts of their own, in the end.
`

const documentMethod = `
## How it is measured

Each case does one thing both ways and compares all that there is to see: values and their Go types, names and types of columns, numbers
of rows, SQLSTATEs. The server is PostgreSQL 15; the driver goes through the emulator of the Data API, whose own fidelity is
[another page](fidelity.md). The tests fail when a case differs without being listed, when a listed difference has gone, and when this
page is not what they find.

Each case runs in each of the driver's modes (` + "`default_query_exec_mode`" + `):

- **equal**: what pgx/stdlib shows by default.
- **pgx's mode**: not that, but what pgx shows in its own mode of the same name (exec; simple_protocol for simple).
- **differs**: a listed difference; the last column has the reason, and what to do about it.

Two things are taken for equal throughout: a timestamptz is in UTC, where pgx gives the same instant in the local time zone, and a type for which
pgx gives its OID has its name in ` + "`ColumnType.DatabaseTypeName`" + `.
`

// summary counts the cases of each section.
func (p *page) summary(list []finding) {
	p.WriteString("\n## Summary\n\nCases, as equal / pgx's mode / differs.\n\n| section |")
	for _, mode := range modes() {
		fmt.Fprintf(p, " %s |", mode.name)
	}
	p.WriteString("\n|---|" + strings.Repeat("---:|", len(modes())) + "\n")
	for _, s := range sections {
		if found := p.of(s); len(found) > 0 {
			p.countRow(fmt.Sprintf("[%s](#%s)", s.title, anchor(s.title)), found)
		}
	}
	p.countRow("all", list)
}

func (p *page) countRow(title string, list []finding) {
	by := count(list)
	fmt.Fprintf(p, "| %s |", title)
	for _, mode := range modes() {
		c := by[mode.name]
		if c == nil {
			p.WriteString(" |")
			continue
		}
		fmt.Fprintf(p, " %d / %d / %d |", c[equal], c[asPgxsMode], c[listed])
	}
	p.WriteString("\n")
}

// titles gives the sections of findings, each once, in the document's order.
func titles(list []finding) (all []string) {
	for _, s := range sections {
		if slices.ContainsFunc(list, func(f finding) bool { return slices.Contains(s.tests, f.test) }) {
			all = append(all, s.title)
		}
	}
	return all
}

// of returns what the tests of a section have found.
func (p *page) of(s section) (list []finding) {
	for _, test := range s.tests {
		list = append(list, p.found[test]...)
	}
	return list
}

func (p *page) section(s section) {
	found := p.of(s)
	if len(found) == 0 {
		return
	}
	fmt.Fprintf(p, "\n## %s\n\n%s\n\n", s.title, s.about)
	if s.layout != nil {
		s.layout(p, s)
		return
	}
	p.modeHead("case")
	cases := byCase(found)
	if s.sorted {
		slices.SortFunc(cases, func(a, b foundCase) int { return strings.Compare(a.name, b.name) })
	}
	for _, c := range cases {
		title := cell(c.name)
		if s.code {
			title = code(c.name)
		}
		p.modeRow(title, c)
	}
}

// modeHead begins a table with a column for each mode.
func (p *page) modeHead(first string) {
	fmt.Fprintf(p, "| %s |", first)
	for _, mode := range modes() {
		fmt.Fprintf(p, " %s |", mode.name)
	}
	p.WriteString(" why |\n|---|" + strings.Repeat("---|", len(modes())) + "---|\n")
}

// modeRow writes a case with its verdict in each mode.
func (p *page) modeRow(title string, c foundCase) {
	fmt.Fprintf(p, "| %s |", title)
	for _, mode := range modes() {
		fmt.Fprintf(p, " %s |", verdictWords[c.verdict(mode.name)])
	}
	fmt.Fprintf(p, " %s |\n", cell(c.why()))
}

var verdictWords = map[verdict]string{equal: "equal", asPgxsMode: "pgx's mode", listed: "**differs**"}
