package conformance_test

import (
	"fmt"
	"slices"
	"strings"
)

// counted says nothing but what the summary says.
func (p *page) counted(s section) {
	p.modeHead("cases")
	all := foundCase{found: p.of(s)}
	p.modeRow(fmt.Sprint(len(all.found)), all)
}

// types writes a row for each value of each type.
func (p *page) types(s section) {
	p.WriteString("| type | value | pgx/stdlib | driver | name | Go type | array | nested | parameter | returned | why |\n")
	p.WriteString("|---|---|---|---|---|---|---|---|---|---|---|\n")
	found := map[string]foundCase{}
	for _, c := range byCase(p.of(s)) {
		found[c.name] = c
	}
	for _, c := range typeCases {
		for _, literal := range append(slices.Clone(c.literals), "NULL") {
			p.typeRow(found, c, literal)
		}
	}
}

func (p *page) typeRow(found map[string]foundCase, c typeCase, literal string) {
	value := found[typeFinding(c.expr, literal, scalar)]
	first := value.found[0] // of the default mode
	column, pgx := splitObservation(first.pgx)
	_, ours := splitObservation(first.ours)
	if ours == pgx {
		ours = "same"
	} else {
		ours = code(ours)
	}
	fmt.Fprintf(p, "| %s | %s | %s | %s | %s | %s |", code(c.expr), code(literal), code(pgx), ours, column.name, column.scan)
	whole := value
	for _, variant := range []string{array, nested, parameter, returned} {
		v := found[typeFinding(c.expr, literal, variant)]
		fmt.Fprintf(p, " %s |", v.mark())
		whole.found = append(whole.found[:len(whole.found):len(whole.found)], v.found...)
	}
	fmt.Fprintf(p, " %s |\n", cell(whole.why()))
}

// unusedDifference fails for a listed difference of types that no value has.
func unusedDifference(found []finding) error {
	for _, d := range typeDifferences {
		for _, expr := range d.exprs {
			if !slices.ContainsFunc(found, func(f finding) bool { return f.why == d.why && strings.HasPrefix(f.name, expr+" ") }) {
				return fmt.Errorf("no value of type %s has the listed difference: %s", expr, d.why)
			}
		}
	}
	return nil
}

// mark is a verdict on all modes in one word.
func (c foundCase) mark() string {
	if len(c.found) == 0 {
		return ""
	}
	var differing []string
	for _, mode := range modes() {
		if c.verdict(mode.name) != equal {
			differing = append(differing, mode.name)
		}
	}
	switch len(differing) {
	case 0:
		return "="
	case len(modes()):
		return "**≠**"
	}
	return "**≠** " + strings.Join(differing, ", ")
}

// observedColumn is a column as describeColumn has it.
type observedColumn struct{ name, scan string }

// splitObservation takes the first column and the first value from what observe
// has seen.
func splitObservation(seen string) (column observedColumn, value string) {
	for line := range strings.Lines(seen) {
		line = strings.TrimSuffix(line, "\n")
		if !strings.HasPrefix(line, "column ") {
			return column, line
		}
		if fields := strings.Fields(line); column.name == "" && len(fields) > 3 {
			column = observedColumn{nativeTypeName(fields[2]), strings.Join(fields[3:], " ")}
		}
	}
	return column, noRows
}

// nativeTypeName shows the name of a type in italics if pgx gives the OID.
func nativeTypeName(name string) string {
	if _, byOID := namedByOID.Load(name); byOID {
		return "*" + name + "*"
	}
	return name
}

// arguments writes a row for each kind of argument, with its number of column
// types, and then the table of differences.
func (p *page) arguments(s section) {
	p.WriteString("Types of columns: ")
	for i, to := range targets {
		if i > 0 {
			p.WriteString(", ")
		}
		p.WriteString(code(to.expr))
	}
	p.WriteString(". The numbers are types of columns, as equal / pgx's mode / differs.\n\n| argument |")
	for _, mode := range modes() {
		fmt.Fprintf(p, " %s |", mode.name)
	}
	p.WriteString("\n|---|" + strings.Repeat("---:|", len(modes())) + "\n")
	found := p.of(s)
	for _, from := range arguments {
		p.countRow(cell(from.name)+", "+code(nameOf(from.value)), argumentFindings(found, from))
	}
	p.argumentDifferences("Differences in mode exec, where arguments have the types of their Go values:", execDifferences)
	p.argumentDifferences("Differences in mode simple, from pgx's simple_protocol:", simpleDifferences)
}

// argumentFindings are those about one argument.
func argumentFindings(found []finding, from argument) (list []finding) {
	for _, f := range found {
		if strings.HasPrefix(f.name, from.name+" into ") {
			list = append(list, f)
		}
	}
	return list
}

// argumentDifferences writes the table of differences of arguments in one mode.
func (p *page) argumentDifferences(about string, differences []argumentDifference) {
	fmt.Fprintf(p, "\n%s\n\n| argument | column | becomes | why |\n|---|---|---|---|\n", about)
	for _, d := range differences {
		fmt.Fprintf(p, "| %s | %s | %s | %s |\n", cell(strings.Join(d.from, ", ")), cell(strings.Join(d.to, ", ")), code(d.outcome), cell(d.why))
	}
}
