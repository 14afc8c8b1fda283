package postgres

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/auroradataapi/auroradataapi/internal/sqltext"
)

// Guard has a statement that cannot be run twice look at its own result, before
// anybody has seen it: the service runs a statement whose result is above its limit,
// and returns nothing of it. The zero value is no guard.
type Guard struct {
	kind guardKind
	name string // of the settings that keep the rows
}

type guardKind uint8

const (
	noGuard guardKind = iota
	failing
	keeping
)

// FailingGuard has the statement fail if its result is too large, so that outside a
// transaction nothing has happened: see [FailedByGuard].
var FailingGuard = Guard{kind: failing}

// KeepingGuard has the statement keep a result that is too large in settings of the
// transaction. Then it returns one row of nothing but NULL, and [KeptPages] says
// where the rows are. A result that fits is returned as it is.
func KeepingGuard(name string) Guard { return Guard{kind: keeping, name: name} }

// KeptName returns the name under which a connection keeps its nth result.
func KeptName(n int) string { return "auroradataapi.kept_" + strconv.Itoa(n) }

// IsNone reports whether there is no guard.
func (g Guard) IsNone() bool { return g.kind == noGuard }

// Keeps reports whether the guard keeps rows, and under what name.
func (g Guard) Keeps() (name string, keeps bool) { return g.name, g.kind == keeping }

// maxResult is how much the service returns: 1 MiB (AuroraUserGuide
// data-api.limitations). A row counts 2 octets, each field 4 and those of its text
// (so tested by sbalmt/ez4).
const maxResult = 1 << 20

// keptPage is how many octets of rows a setting keeps, or those of one row if it has
// more.
const keptPage = 900_000

// guardFailure begins the text that the failing guard has PostgreSQL complain of.
const guardFailure = "auroradataapi result of "

// Nest returns the statement with its columns cast, as far as they are to be, and
// under a guard. recast is nil if the columns are not known. It reports false for a
// statement that cannot be nested.
func Nest(o *sqltext.Outline, recast *Recast, g Guard) (sqltext.Nested, bool) {
	s := selection{source: recastName, list: recastName + ".*", row: recastName + ".*", extra: unknownExtra}
	cte := recastName
	if recast != nil && (recast.Needed() || g.kind == noGuard) {
		s = recast.selection()
		cte += s.header
	}
	nested, ok := o.Nest(cte + " AS MATERIALIZED")
	switch g.kind {
	case keeping:
		if recast != nil && recast.Needed() {
			nested.SQL += recast.texts(&s)
		}
		nested.SQL += s.kept(g.name)
	case failing:
		nested.SQL += s.from() + " WHERE " + s.fits() + s.and()
	default:
		nested.SQL += s.from() + " WHERE " + s.unchanged
	}
	return nested, ok
}

// selection is what is selected from the nested statement.
type selection struct {
	source    string // the name of what is read: the nested statement's, or another with its rows
	header    string // the names of its columns in parentheses, if they are not its own
	list, row string // of the columns, with and without their names
	unchanged string // the condition that the columns are those that are known; empty if they are not known
	extra     string // what a row counts in a result beyond its literal
}

// textsName is the name of the rows whose columns have been cast.
const textsName = recastName + "_texts"

// unknownExtra counts the columns by the literal of a row of NULLs, (,,), which has
// one octet more than the row has columns.
const unknownExtra = "(SELECT 3 * pg_catalog.octet_length(CAST(ROW(" + recastName + ".*) AS pg_catalog.text)) - 2" +
	" FROM (SELECT) AS one LEFT JOIN " + recastName + " ON false)"

// knownExtra returns the same for a number of columns: the literal has an octet for
// each column and one more, where the service counts four and two.
func knownExtra(columns int) string { return strconv.Itoa(3*columns + 1) }

func (s *selection) from() string { return " SELECT " + s.list + " FROM " + s.source }

// texts returns a common table expression behind the one of the nested statement, and
// has s read that: the texts of the columns that are cast are those of the session,
// and so must have been made before the guard puts its settings aside. Its columns
// have numbers.
func (r *Recast) texts(s *selection) string {
	numbers, list := make([]string, len(r.columns)), make([]string, len(r.columns))
	for i := range r.columns {
		numbers[i] = "c" + strconv.Itoa(i+1)
		list[i] = numbers[i] + " AS " + quoteName(label(&r.columns[i]))
	}
	cte := ", " + textsName + " (" + strings.Join(numbers, ", ") + ") AS MATERIALIZED (SELECT " + s.row + " FROM " + s.source + ")"
	s.source, s.list, s.row = textsName, strings.Join(list, ", "), strings.Join(numbers, ", ")
	return cte
}

// and returns the condition on the columns behind another one.
func (s *selection) and() string {
	if s.unchanged == "" {
		return ""
	}
	return " AND " + s.unchanged
}

// literal returns the expression for a row's text.
func (s *selection) literal() string { return "CAST(ROW(" + s.row + ") AS pg_catalog.text)" }

// total returns the expression for the size of the result, at most a little more
// than the service counts: literals have quotes.
func (s *selection) total() string {
	return "coalesce(pg_catalog.sum(pg_catalog.octet_length(" + s.literal() + ")), 0) + pg_catalog.count(*) * " + s.extra
}

// fits returns a condition that is true, or an error: a text that is no boolean,
// which cannot be known before the statement has run.
func (s *selection) fits() string {
	return "(SELECT CASE WHEN total <= " + strconv.Itoa(maxResult) + " THEN true" +
		" ELSE CAST('" + guardFailure + "' || CAST(total AS pg_catalog.text) || ' octets' AS pg_catalog.bool) END" +
		" FROM (SELECT " + s.total() + " AS total FROM " + s.source + ") AS weighed)"
}

// kept returns a query with three ends: no row if there is none, all rows if they
// fit, and else one row of NULLs, since the outer join finds nothing to join.
func (s *selection) kept(name string) string {
	return " SELECT " + s.list + ` FROM (SELECT (SELECT CASE WHEN pg_catalog.count(*) = 0 THEN 0` +
		" WHEN " + s.total() + " <= " + strconv.Itoa(maxResult) + " THEN 1 ELSE " + s.keep(name) + " END" +
		" FROM " + s.source + `) AS "auroradataapi end" OFFSET 0) AS "auroradataapi guard"` +
		" LEFT JOIN " + s.source + ` ON "auroradataapi end" = 1 WHERE "auroradataapi end" > 0` + s.and()
}

// keep returns an expression that writes the rows into settings and is 2. When it is
// evaluated, the statement has run. CASE evaluates one thing after the other: the
// settings that texts depend on are put aside and made PostgreSQL's own, the rows are
// written, and the settings put back.
func (s *selection) keep(name string) string {
	const aside = "auroradataapi.texts"
	var own, plain, back []string
	for _, setting := range []struct{ name, value string }{
		{"DateStyle", "ISO, MDY"}, {"TimeZone", "UTC"}, {"extra_float_digits", "1"}, {"bytea_output", "hex"},
	} {
		at := strconv.Itoa(len(own))
		own = append(own, "pg_catalog.current_setting('"+setting.name+"')")
		plain = append(plain, setLocal(setting.name, "'"+setting.value+"'"))
		back = append(back, setLocal(setting.name, "CAST(pg_catalog.current_setting('"+aside+"') AS pg_catalog.json) ->> "+at))
	}
	return "CASE WHEN " + setLocal(aside, "CAST(pg_catalog.json_build_array("+strings.Join(own, ", ")+") AS pg_catalog.text)") + " IS NULL THEN 0" +
		" WHEN " + strings.Join(plain, " || ") + " IS NULL THEN 0" +
		" WHEN (" + s.pages(name) + ") IS NULL THEN 0" +
		" WHEN " + strings.Join(back, " || ") + " IS NULL THEN 0 ELSE 2 END"
}

// setLocal returns the expression that sets something for the transaction, and has
// its value.
func setLocal(name, value string) string {
	return "pg_catalog.set_config('" + name + "', " + value + ", true)"
}

// pages returns a query that writes the literals of the rows, one behind the other,
// into settings of the transaction, a page in each, and what it has written into
// another one. upto is where a row ends, which also is their order.
func (s *selection) pages(name string) string {
	return "SELECT " + setLocal(name, "CAST(pg_catalog.json_agg(pg_catalog.json_build_array("+
		"page, rows, pg_catalog.octet_length(kept), pg_catalog.length(kept)) ORDER BY page) AS pg_catalog.text)") +
		" FROM (SELECT upto / " + strconv.Itoa(keptPage) + " AS page, pg_catalog.count(*) AS rows, pg_catalog.set_config('" + name + "_'" +
		" || CAST(upto / " + strconv.Itoa(keptPage) + " AS pg_catalog.text), pg_catalog.string_agg(literal, '' ORDER BY upto), true) AS kept" +
		" FROM (SELECT literal, pg_catalog.sum(pg_catalog.octet_length(literal)) OVER (ROWS UNBOUNDED PRECEDING) AS upto" +
		" FROM (SELECT " + s.literal() + " AS literal FROM " + s.source + ") AS literals) AS lengths GROUP BY upto / " + strconv.Itoa(keptPage) + ") AS pages"
}

// FailedByGuard reports whether an error of the database is that of the failing
// guard. The words around the guard's are the server's, in its language.
func FailedByGuard(code, message string) bool {
	return code == "22P02" && strings.Contains(message, `"`+guardFailure)
}

// CannotBeNested reports whether an error of the database is that for a statement
// which modifies rows of a table with rules of some kinds, and is part of another.
// The keyword in it is the same in all languages.
func CannotBeNested(code, message string) bool {
	return code == "0A000" && strings.Contains(message, "WITH")
}

// KeptPage is a part of a result that a guard has kept.
type KeptPage struct {
	Setting    string // that has the literals of the rows, one behind the other
	Rows       int64
	Octets     int64 // of the setting's value,
	Characters int64 // in UTF-8
}

// Pieces returns the queries for the text of the page, one after the other: one,
// unless the last of its rows is too large for it. The first of them gives back what
// the page before has taken, which nobody asks for again; it may be nil.
func (p *KeptPage) Pieces(before *KeptPage) []string {
	step := p.Characters
	if p.Octets > SpoolPiece {
		step = FirstCharacters
	}
	var pieces []string
	for at := int64(0); at < p.Characters; at += step {
		pieces = append(pieces, "SELECT pg_catalog.substr(pg_catalog.current_setting('"+p.Setting+"'), "+
			strconv.FormatInt(at+1, 10)+", "+strconv.FormatInt(step, 10)+")")
	}
	if before != nil {
		pieces[0] += " || " + setLocal(before.Setting, "''")
	}
	return pieces
}

// KeptPages returns the query for what the guard of a name has kept, for
// [ParseKeptPages]. It returns NULL or an empty text if that is nothing.
func KeptPages(name string) string {
	return "SELECT pg_catalog.current_setting('" + name + "', true)"
}

// DropKept returns the query after which the server holds nothing any more of what
// the guard of a name has kept. It may be sent twice.
func DropKept(name string) string {
	return "SELECT pg_catalog.count(pg_catalog.set_config('" + name + "_' || (page ->> 0), '', true))" +
		" FROM pg_catalog.json_array_elements(CAST(pg_catalog.current_setting('" + name + "') AS pg_catalog.json)) AS pages (page)"
}

// ParseKeptPages reads the answer to [KeptPages].
func ParseKeptPages(name, text string) ([]KeptPage, error) {
	if text == "" {
		return nil, nil
	}
	var list [][4]int64
	if err := json.Unmarshal([]byte(text), &list); err != nil {
		return nil, fmt.Errorf("read pages of kept result: %w", err)
	}
	pages := make([]KeptPage, len(list))
	for i, page := range list {
		if page[1] <= 0 || page[3] <= 0 || page[2] < page[3] || page[2]-page[3] > 3*page[3] {
			return nil, errors.New("read pages of kept result: numbers that no page has")
		}
		pages[i] = KeptPage{Setting: name + "_" + strconv.FormatInt(page[0], 10), Rows: page[1], Octets: page[2], Characters: page[3]}
	}
	return pages, nil
}
