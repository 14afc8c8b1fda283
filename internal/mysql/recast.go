package mysql

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/auroradataapi/auroradataapi/internal/sqltext"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// Recast knows the columns that a query returns, and which of them the service does
// not return as they are: those are cast to bytes, which are the text of a number or
// a time and the bytes of anything else. It does not change.
type Recast struct {
	columns []wire.Column
	cast    []bool
}

// NewRecast returns what is to be done about a result's columns, as far as their
// types tell.
func NewRecast(columns []wire.Column) *Recast {
	r := &Recast{columns: columns, cast: make([]bool, len(columns))}
	for i := range columns {
		r.cast[i] = isLossy(&columns[i])
	}
	return r
}

// With returns what casts also the columns that a refusal may be about, and whether
// there are any that were not cast before.
func (r *Recast) With(refusal Refusal) (with *Recast, changed bool) {
	with = &Recast{columns: r.columns, cast: make([]bool, len(r.columns))}
	for i := range r.columns {
		with.cast[i] = r.cast[i] || refusal.concerns(&r.columns[i])
		changed = changed || with.cast[i] != r.cast[i]
	}
	return with, changed
}

// WithFloats returns what has all digits of a FLOAT returned also in the text protocol,
// where it has six.
func (r *Recast) WithFloats() *Recast {
	with := &Recast{columns: r.columns, cast: make([]bool, len(r.columns))}
	for i := range r.columns {
		with.cast[i] = r.cast[i] || typeOf(&r.columns[i]).kind == float
	}
	return with
}

// Needed reports whether a column is to be cast.
func (r *Recast) Needed() bool {
	for _, cast := range r.cast {
		if cast {
			return true
		}
	}
	return false
}

// recastName is the name that the query gets. Nothing else is called so.
const recastName = "auroradataapi"

// Rewrite returns a query with its columns cast:
//
//	WITH auroradataapi (c1, c2) AS (query) SELECT c1, CAST(c2 AS BINARY) FROM auroradataapi
//
// Names for the columns allow the query to have a name twice. The columns are to be
// described by [Recast.Restore]. What orders the query's rows orders them once more:
// MariaDB forgets the order where they are put aside on disk, as with any TEXT. A query
// that is ordered by something else than what it returns has columns cast in its own
// list. It reports false for one with which neither can be done.
func (r *Recast) Rewrite(o *sqltext.Outline) (string, bool) {
	order, ok := r.order(o)
	if !ok {
		return r.replace(o)
	}
	names := make([]string, len(r.columns))
	values := make([]string, len(r.columns))
	for i := range r.columns {
		names[i] = "c" + strconv.Itoa(i+1)
		values[i] = names[i]
		if r.cast[i] {
			values[i] = exact(&r.columns[i], names[i])
		}
	}
	nested, ok := o.Nest(recastName + " (" + strings.Join(names, ", ") + ") AS")
	return nested.SQL + " SELECT " + strings.Join(values, ", ") + " FROM " + recastName + order, ok
}

// replace casts columns in the list of the query:
//
//	SELECT c1, CAST(c2 AS BINARY) AS auroradataapi_2 FROM t ORDER BY c3
//
// The names are others, so that those of the columns still stand for the columns.
func (r *Recast) replace(o *sqltext.Outline) (string, bool) {
	list, ok := o.SelectList()
	if !ok || list.Len() != len(r.columns) {
		return "", false
	}
	texts := make([]string, len(r.columns))
	for i := range r.columns {
		if !r.cast[i] {
			continue
		}
		name, ok := list.Column(i)
		if !ok {
			return "", false
		}
		texts[i] = exact(&r.columns[i], name) + " AS " + recastName + "_" + strconv.Itoa(i+1)
	}
	return list.Replace(texts), true
}

// order returns the ORDER BY of the rewritten query. It reports false if the query is
// ordered by something else than its columns.
func (r *Recast) order(o *sqltext.Outline) (string, bool) {
	keys, ok := o.SortKeys()
	if !ok || o.ReturnsOne() {
		return "", ok || o.ReturnsOne()
	}
	items := make([]string, len(keys))
	for i, key := range keys {
		n := r.sorted(key, o.ReadsOneTable())
		if n == 0 {
			return "", false
		}
		items[i] = "c" + strconv.Itoa(n)
		if key.Descending {
			items[i] += " DESC"
		}
	}
	if len(items) == 0 {
		return "", true
	}
	return " ORDER BY " + strings.Join(items, ", "), true
}

// sorted returns the number of the column that a sort key is, 0 if none certainly is.
// A name with a qualifier is that of a column in a table, and no alias. The service
// tells the table's own name, which the qualifier need not be: with a single table it
// does not matter.
func (r *Recast) sorted(key sqltext.SortKey, single bool) (n int) {
	if key.Name == "" {
		if key.Position > len(r.columns) {
			return 0
		}
		return key.Position
	}
	for i := range r.columns {
		switch {
		case !isSorted(&r.columns[i], key, single):
		case n > 0:
			return 0
		default:
			n = i + 1
		}
	}
	return n
}

// isSorted reports whether a column is the one that a sort key names.
func isSorted(c *wire.Column, key sqltext.SortKey, single bool) bool {
	if key.Qualifier == "" {
		return strings.EqualFold(label(c), key.Name)
	}
	return strings.EqualFold(c.Name, key.Name) && c.TableName != "" && (single || strings.EqualFold(c.TableName, key.Qualifier))
}

// exact returns the expression for the exact value of a column.
func exact(c *wire.Column, name string) string {
	if typeOf(c).kind == float {
		return name + " + 0e0"
	}
	return octetsOf(c, name)
}

// octetsOf returns the expression for the text of a column, or for its octets. Those of
// several bits come by way of their number: MariaDB casts them to digits where the rows
// have been in a temporary table.
func octetsOf(c *wire.Column, name string) string {
	if !hasBits(c) {
		return "CAST(" + name + " AS BINARY)"
	}
	const octet = 8
	digits := 2 * ((c.Precision + octet - 1) / octet)
	return "UNHEX(LPAD(HEX(" + name + " + 0), " + strconv.FormatInt(digits, 10) + ", '0'))"
}

// Restore puts the descriptions of the query's columns in the place of those of the
// rewritten one's.
func (r *Recast) Restore(columns []wire.Column) { copy(columns, r.columns) }

// IsAmbiguous reports whether there is a column of which it is not known whether it
// is a TINYINT(1) or a BIT(1).
func (r *Recast) IsAmbiguous() bool {
	for i := range r.columns {
		if typeOf(&r.columns[i]).kind == boolean {
			return true
		}
	}
	return false
}

// WithRow returns what knows, by the first row of a result that was cast, which
// columns are a TINYINT(1) and which a BIT(1): the former has digits. A NULL does not
// tell.
func (r *Recast) WithRow(row []wire.Field) *Recast {
	with := &Recast{columns: make([]wire.Column, len(r.columns)), cast: r.cast}
	copy(with.columns, r.columns)
	for i := range min(len(row), len(with.columns)) {
		c := &with.columns[i]
		if row[i].Kind != wire.Blob || typeOf(c).kind != boolean {
			continue
		}
		c.TypeName, c.Precision = "TINYINT", 0
		if isBit(row[i].Blob) {
			c.TypeName = oneBit
		}
	}
	return with
}

// Advice says what to write for the columns that a refusal may be about.
func (r *Recast) Advice(refusal Refusal) string {
	var parts []string
	for i := range r.columns {
		c := &r.columns[i]
		if refusal.concerns(c) {
			parts = append(parts, fmt.Sprintf("column %q of type %s: write CAST(… AS BINARY)", label(c), c.TypeName))
		}
	}
	what := ""
	if refusal.times {
		what = "zero dates, and times below 0 or above 24 hours, which may be in "
	}
	return "the Data API does not return " + what + strings.Join(parts, "; nor ")
}

// IsUnreadable reports whether an error says that a text cannot be read, or that it has
// something that MySQL does not know there.
func IsUnreadable(number int) bool { return number == syntaxError || number == notSupportedYet }

// SuggestsOtherColumns reports whether a query that was rewritten and failed with an
// error has more columns or fewer by now.
func SuggestsOtherColumns(number int) bool {
	return number == wrongColumnCount || number == wrongWithColumns
}
