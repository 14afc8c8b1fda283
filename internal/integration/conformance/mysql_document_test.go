package conformance_test

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// mySQLDocumentVersion is how the version of the server begins that the document
// is of.
const mySQLDocumentVersion = "10.11."

// mySQLSections are those of the document's part about MySQL, in its order.
var mySQLSections = []section{
	{
		title: "MySQL types", tests: list("TestMySQLTypes"), layout: (*page).mySQLTypes,
		about: "Values of each type of column: **text**, without arguments; **binary**, with one; **prepared**; **derived**, from a subquery, ordered; " +
			"**transaction**, read for update in one. NULL and results without rows have the same columns.",
	},
	{
		title: "MySQL expressions", tests: list("TestMySQLExpressions"), code: true,
		about: "Values of expressions, which have types that no column was declared with.",
	},
	{
		title: "MySQL arguments", tests: list("TestMySQLArguments"), layout: (*page).mySQLArguments,
		about: "Each kind of Go value inserted into a column of each type, and read back as bytes past the Data API; *refused* by both ways is equal, whoever refuses it.",
	},
	{
		title: "MySQL arguments returned", tests: list("TestMySQLReturnedArguments"), layout: (*page).mySQLCounted,
		about: "Each kind of Go value selected, concatenated, added to and held against NULL.",
	},
	{title: "MySQL statements", tests: list("TestMySQLStatements"), about: "What `database/sql` does with a statement: rows found, generated keys, prepared statements, columns, scanning."},
	{title: "MySQL texts of several statements", tests: list("TestMySQLTexts"), code: true, about: "All result sets, and what is in the table afterwards."},
	{title: "MySQL transactions", tests: list("TestMySQLTransactions", "TestMySQLTransactionsAsText"), about: "By `BeginTx` and as text; statements that commit by themselves."},
	{title: "MySQL sessions", tests: list("TestMySQLSessions"), about: "`USE`, `SET`, user variables, locks, statement by statement on one connection."},
	{title: "MySQL programs", tests: list("TestMySQLPrograms"), code: true, about: "Statements of the kinds that GORM, Bun, Ent, xorm, sqlx and tools for migrations send, in a row."},
	{title: "MySQL driver interfaces", tests: list("TestMySQLDriverInterfaces", "TestMySQLNumInput"), about: "The optional interfaces of `database/sql/driver`: whether the driver has the one that go-sql-driver/mysql has."},
	{title: "MySQL errors", tests: list("TestMySQLErrors"), code: true, about: "Number, SQLSTATE, message and text of errors, as an `Error` of the driver and as `errors.As` finds them in a `*mysql.MySQLError`."},
}

const mySQLIntroduction = `
# MySQL

The same for an Aurora MySQL cluster, beside go-sql-driver/mysql with ` + "`parseTime=true`, `loc=UTC`, `clientFoundRows=true` and `multiStatements=true`" + ` on the
same server, which is MariaDB 10.11: what only MySQL 8 does is not measured here ([fidelity.md](fidelity.md) has what MariaDB lacks).
%d of %d cases are equal. The other %d differ, for the reasons that the first table lists.

`

// mySQL writes the part about MySQL.
func (p *page) mySQL(list []finding) error {
	for _, f := range list {
		if !slices.ContainsFunc(mySQLSections, func(s section) bool { return slices.Contains(s.tests, f.test) }) {
			return fmt.Errorf("docs/compatibility.md has no section for what %s has found: name one in mysql_document_test.go", f.test)
		}
		p.found[f.test] = append(p.found[f.test], f)
	}
	by := count(list)[mySQLMode]
	fmt.Fprintf(p, mySQLIntroduction, by[equal], by[equal]+by[listed], by[listed])
	p.mySQLReasons(list)
	p.mySQLSummary()
	for _, s := range mySQLSections {
		p.mySQLSection(s)
	}
	return nil
}

// mySQLReasons lists the differences by their reason, the most frequent first.
func (p *page) mySQLReasons(list []finding) {
	cases := map[string]int{}
	var reasons []string
	for _, f := range list {
		if f.verdict != listed {
			continue
		}
		if cases[f.why] == 0 {
			reasons = append(reasons, f.why)
		}
		cases[f.why]++
	}
	slices.SortFunc(reasons, func(a, b string) int { return cmp.Or(cases[b]-cases[a], strings.Compare(a, b)) })
	p.WriteString("| reason | cases |\n|---|---:|\n")
	for _, why := range reasons {
		fmt.Fprintf(p, "| %s | %d |\n", cell(why), cases[why])
	}
}

func (p *page) mySQLSummary() {
	p.WriteString("\n| section | equal | differ |\n|---|---:|---:|\n")
	for _, s := range mySQLSections {
		by := count(p.of(s))[mySQLMode]
		fmt.Fprintf(p, "| [%s](#%s) | %d | %s |\n", s.title, anchor(s.title), by[equal], number(by[listed]))
	}
}

func (p *page) mySQLSection(s section) {
	fmt.Fprintf(p, "\n## %s\n\n%s\n\n", s.title, s.about)
	if s.layout != nil {
		s.layout(p, s)
		return
	}
	p.WriteString("| case | driver | why |\n|---|---|---|\n")
	for _, c := range byCase(p.of(s)) {
		title := cell(c.name)
		if s.code {
			title = code(c.name)
		}
		fmt.Fprintf(p, "| %s | %s | %s |\n", title, verdictWords[c.verdict(mySQLMode)], cell(c.why()))
	}
}

// mySQLCounted lists only what differs, in an order that does not depend on which of
// the tests that run at once was the first.
func (p *page) mySQLCounted(s section) {
	by := count(p.of(s))[mySQLMode]
	fmt.Fprintf(p, "%d cases are equal.", by[equal])
	if by[listed] == 0 {
		p.WriteString("\n")
		return
	}
	p.WriteString(" These differ:\n\n| case | go-sql-driver/mysql | driver | why |\n|---|---|---|---|\n")
	found := slices.Clone(p.of(s))
	slices.SortStableFunc(found, func(a, b finding) int { return cmp.Or(strings.Compare(a.why, b.why), strings.Compare(a.name, b.name)) })
	for _, f := range found {
		if f.verdict == listed {
			fmt.Fprintf(p, "| %s | %s | %s | %s |\n", cell(f.name), code(strings.TrimSpace(f.pgx)), code(strings.TrimSpace(f.ours)), cell(f.why))
		}
	}
}

// mySQLTypes writes a row for each value of each type.
func (p *page) mySQLTypes(s section) {
	p.WriteString("| type | value | go-sql-driver/mysql | driver | name | Go type | text | binary | prepared | derived | transaction | why |\n")
	p.WriteString("|---|---|---|---|---|---|---|---|---|---|---|---|\n")
	found := map[string]finding{}
	for _, f := range p.of(s) {
		found[f.name] = f
	}
	for _, c := range mySQLTypeCases {
		for _, literal := range append(slices.Clone(c.literals), "NULL") {
			if _, known := found[typeFinding(c.expr, literal, byText)]; known {
				p.mySQLTypeRow(found, c.expr, literal)
			}
		}
	}
}

func (p *page) mySQLTypeRow(found map[string]finding, expr, literal string) {
	first := found[typeFinding(expr, literal, byText)]
	column, native := splitObservation(first.pgx)
	_, ours := splitObservation(first.ours)
	if ours == native {
		ours = "same"
	} else {
		ours = code(ours)
	}
	fmt.Fprintf(p, "| %s | %s | %s | %s | %s | %s |", code(expr), code(literal), code(native), ours, column.name, column.scan)
	var whole foundCase
	for _, variant := range []string{byText, byBinary, prepared, derived, inTx} {
		f := found[typeFinding(expr, literal, variant)]
		whole.found = append(whole.found, f)
		if f.verdict == equal {
			p.WriteString(" = |")
		} else {
			p.WriteString(" **≠** |")
		}
	}
	fmt.Fprintf(p, " %s |\n", cell(whole.why()))
}

// mySQLArguments writes a row for each kind of argument, with its number of
// column types, and then what differs.
func (p *page) mySQLArguments(s section) {
	p.WriteString("Types of columns: ")
	for i, to := range mySQLTargets {
		if i > 0 {
			p.WriteString(", ")
		}
		p.WriteString(code(to.expr))
	}
	p.WriteString(".\n\n| argument | stored | refused | differ |\n|---|---:|---:|---:|\n")
	found := p.of(s)
	for _, from := range mySQLArguments() {
		stored, refused, differ := 0, 0, 0
		for _, f := range argumentFindings(found, from) {
			switch {
			case f.verdict == listed:
				differ++
			case f.pgx == "refused\n":
				refused++
			default:
				stored++
			}
		}
		fmt.Fprintf(p, "| %s, %s | %s | %s | %s |\n", cell(from.name), code(nameOf(from.value)), number(stored), number(refused), number(differ))
	}
	p.WriteString("\n")
	p.mySQLCounted(s)
}
