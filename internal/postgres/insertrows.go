package postgres

import (
	"strconv"
	"strings"
)

// transport says how the values of a type travel in an array.
type transport uint8

const (
	// typedElements: as an array of the type.
	typedElements transport = iota
	// textElements: as an array of text, of which each element is cast, because
	// there are no arrays of arrays, or because the elements of an array of the type
	// are not set off by commas, as those of box are not.
	textElements
	// wrappedElements: as an array of text, of which each element is an array of
	// the type with one element. So it reaches the type's input function whatever
	// sets off the elements of its arrays. A cast from text would not do: to a
	// domain over varchar(3) it cuts off what is too long, without an error.
	wrappedElements
)

// transport returns how values travel to an INSERT.
func (t Type) transport() transport {
	name, isOwn := t.ownName()
	switch {
	case t.noCommas: // as geometry of PostGIS, which has colons
		return wrappedElements
	case isOwn && !strings.HasPrefix(name, "_"):
		return typedElements
	case t.name == "" || t.name == "box" || t.name == "record" || t.name == "unknown":
		return textElements
	}
	return typedElements
}

// loopTransport returns how values travel to a [Loop], where a composite by itself
// could not be one of several that are assigned at once.
func (t Type) loopTransport() transport {
	if name, isOwn := t.ownName(); isOwn && !strings.HasPrefix(name, "_") {
		return wrappedElements
	}
	return textElements
}

// ownName returns the name of a type that is not built in.
func (t Type) ownName() (name string, isOwn bool) {
	schema, name, isQualified := cutSchema(t.cast)
	return strings.Trim(name, `"`), isQualified && schema != "pg_catalog"
}

// cutSchema splits a qualified name, of which each part may be quoted.
func cutSchema(name string) (schema, rest string, ok bool) {
	quoted := false
	for i := range len(name) {
		switch {
		case name[i] == '"':
			quoted = !quoted
		case name[i] == '.' && !quoted:
			return name[:i], name[i+1:], true
		}
	}
	return "", name, false
}

// arrayCast returns the type of the parameter that carries a column.
func (t Type) arrayCast() string {
	if t.transport() == typedElements {
		return t.cast + "[]"
	}
	return "text[]"
}

// fromArray returns the expression for a value of the type from what travels.
func (t Type) fromArray(column string) string {
	switch t.transport() {
	case textElements:
		return column + "::" + t.cast
	case wrappedElements:
		return "(" + column + "::" + t.cast + "[])[1]"
	}
	return column
}

// QuoteIdentifier returns a name as an identifier that stands for itself.
func QuoteIdentifier(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// InsertOne returns the statement that inserts one row into columns of a table,
// with $1, $2, … for the values. table is its name behind that of its schema, if
// any.
func InsertOne(table, columns, returning []string) string {
	sql := "INSERT INTO " + quoteAll(table, ".") + " (" + quoteAll(columns, ", ") + ") " + OneRow(len(columns))
	if len(returning) > 0 {
		sql += " RETURNING " + quoteAll(returning, ", ")
	}
	return sql
}

// OneRow returns VALUES with one row of $1, $2, … up to n.
func OneRow(n int) string {
	placeholders := make([]string, n)
	for i := range placeholders {
		placeholders[i] = "$" + strconv.Itoa(i+1)
	}
	return "VALUES (" + strings.Join(placeholders, ", ") + ")"
}

func quoteAll(names []string, separator string) string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = QuoteIdentifier(name)
	}
	return strings.Join(quoted, separator)
}

// rowsAlias is what the rows of a sheet are called.
const rowsAlias = "auroradataapi"

// SheetRows returns what comes in place of VALUES ($n, $m, …) to insert all rows of a
// [Sheet], in their order, with $1, $2, … for the columns. order has the n of each
// value, from 1; types are those of $1, $2, …
//
// Of the ways to give many rows to a statement this one takes the server the least:
// arrays unnested side by side in a SELECT. In FROM they are stored first, and
// documents take twice as long to be read.
func SheetRows(types []Type, order []int) string {
	var b strings.Builder
	b.WriteString("SELECT ")
	for i, n := range order {
		separate(&b, i)
		b.WriteString(types[n-1].fromArray(rowsAlias + ".c" + strconv.Itoa(n)))
	}
	b.WriteString(" FROM (SELECT ")
	for i, t := range types {
		separate(&b, i)
		n := strconv.Itoa(i + 1)
		b.WriteString("unnest($" + n + "::" + t.arrayCast() + ") AS c" + n)
	}
	b.WriteString(") AS " + rowsAlias)
	return b.String()
}

func separate(b *strings.Builder, i int) {
	if i > 0 {
		b.WriteString(", ")
	}
}

// LacksKey reports whether an SQLSTATE says that there is no row of the key that
// one refers to.
func LacksKey(code string) bool { return code == "23503" }

// RefersToItself returns the query for whether a foreign key of a name may refer to
// the table that it is of. It may if there is none of the name, or if it is that of
// a partition.
func RefersToItself(constraint string) string {
	return "SELECT coalesce(bool_or(confrelid = conrelid OR conparentid <> 0), true) FROM pg_catalog.pg_constraint" +
		" WHERE contype = 'f' AND conname = " + quote(constraint)
}

// BlamesRow reports whether an SQLSTATE is that of an error which one of many rows
// may be to blame for: a value, a constraint, what a trigger raises.
func BlamesRow(code string) bool {
	for _, class := range []string{"22", "23", "44", "P0"} {
		if strings.HasPrefix(code, class) {
			return true
		}
	}
	return code == "42804" || code == "428C9" || code == "2F003"
}
