package conformance_test

import (
	"fmt"
	"slices"
	"strings"
)

// reason is why cases differ. What is refused has advice of its own instead, in
// the section of refused statements.
type reason struct {
	why   string
	found []finding
	by    map[string]map[verdict]int // by mode
}

// reasonsOf puts the listed differences together by their reason, the most
// frequent first.
func reasonsOf(list []finding) (all []reason) {
	index := map[string]int{}
	for _, f := range list {
		if f.verdict != listed || sectionOf(f.test) == refusedStatementsTitle {
			continue
		}
		i, known := index[f.why]
		if !known {
			i = len(all)
			index[f.why] = i
			all = append(all, reason{why: f.why})
		}
		all[i].found = append(all[i].found, f)
	}
	for i := range all {
		all[i].by = count(all[i].found)
	}
	slices.SortFunc(all, func(a, b reason) int {
		if n := len(b.found) - len(a.found); n != 0 {
			return n
		}
		return strings.Compare(a.why, b.why)
	})
	return all
}

// inDefaultMode reports whether the default mode differs for the reason.
func (r *reason) inDefaultMode() bool { return r.by[modes()[0].name][listed] > 0 }

// overview is what somebody reads who decides whether to use the driver.
func (p *page) overview(list []finding) {
	usual := modes()[0].name
	counted := count(list)[usual]
	refused := countListed(list, usual, refusedStatementsTitle)
	differing := counted[listed] - refused
	reasons := 0
	for _, r := range reasonsOf(list) {
		if r.inDefaultMode() {
			reasons++
		}
	}
	fmt.Fprintf(p, overviewFormat, usual, counted[equal], counted[equal]+differing, differing, reasons, refused, anchor(refusedStatementsTitle))
}

// countListed counts the listed differences of a section in a mode.
func countListed(list []finding, mode, title string) (n int) {
	for _, f := range list {
		if f.mode == mode && f.verdict == listed && sectionOf(f.test) == title {
			n++
		}
	}
	return n
}

const overviewFormat = `
In the default mode, %s, %d of %d cases are equal. The other %d differ, for [%d reasons](#differences).
%d more are [statements that are refused](#%s), with what to do instead: LISTEN, COPY, and outside a transaction what
lives in the session, such as temporary tables.
`

// reasons lists the differences by their reason, those of the default mode first.
func (p *page) reasons(list []finding) {
	p.WriteString("\n## Differences\n\nBy reason, with the number of cases. In mode " + modes()[0].name + ":\n\n")
	all := reasonsOf(list)
	p.reasonRows(all, (*reason).inDefaultMode)
	p.WriteString("\nIn the other modes only:\n\n")
	p.reasonRows(all, func(r *reason) bool { return !r.inDefaultMode() })
}

func (p *page) reasonRows(all []reason, wanted func(*reason) bool) {
	p.WriteString("| reason | where |")
	for _, mode := range modes() {
		fmt.Fprintf(p, " %s |", mode.name)
	}
	p.WriteString("\n|---|---|" + strings.Repeat("---:|", len(modes())) + "\n")
	for i := range all {
		if r := &all[i]; wanted(r) {
			p.reasonRow(r)
		}
	}
}

func (p *page) reasonRow(r *reason) {
	fmt.Fprintf(p, "| %s | %s |", cell(r.why), strings.Join(titles(r.found), ", "))
	for _, mode := range modes() {
		fmt.Fprintf(p, " %s |", number(r.by[mode.name][listed]))
	}
	p.WriteString("\n")
}
