package postgres

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/auroradataapi/auroradataapi/internal/sqltext"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// Recast knows the columns that a statement returns, and which of them the
// service does not return as they are: those are cast to text. It does not change.
type Recast struct {
	columns []wire.Column
	cast    []bool
}

// NewRecast returns what is to be done about a result's columns, as far as their
// types tell.
func NewRecast(columns []wire.Column) *Recast {
	r := &Recast{columns: columns, cast: make([]bool, len(columns))}
	for i := range columns {
		r.cast[i] = isRefused(&columns[i])
	}
	return r
}

// With returns what casts also the columns that a refusal may be about, and
// whether there are any that were not cast before.
func (r *Recast) With(refusal Refusal) (with *Recast, changed bool) {
	with = &Recast{columns: r.columns, cast: make([]bool, len(r.columns))}
	for i := range r.columns {
		with.cast[i] = r.cast[i] || refusal.concerns(&r.columns[i])
		changed = changed || with.cast[i] != r.cast[i]
	}
	return with, changed
}

// IsEmpty reports whether there are no columns, or none that are known.
func (r *Recast) IsEmpty() bool { return len(r.columns) == 0 }

// Needed reports whether a column is to be cast.
func (r *Recast) Needed() bool {
	for _, cast := range r.cast {
		if cast {
			return true
		}
	}
	return false
}

// recastName is the name that the statement gets. Nothing else is called so, and
// WITH RECURSIVE would make it mean the statement itself.
const recastName = "auroradataapi"

// Rewrite returns the statement with its columns cast. It reports false for a
// statement that cannot be nested.
func (r *Recast) Rewrite(o *sqltext.Outline) (sqltext.Nested, bool) { return Nest(o, r, Guard{}) }

// selection returns what to select of the statement's columns. Should it return
// other columns by now, in number, names or types, then PostgreSQL refuses the text
// before anything has run: see [SuggestsOtherColumns].
//
//	WITH auroradataapi AS MATERIALIZED (statement)
//	SELECT "id", CAST("age" AS pg_catalog.text) AS "age" FROM auroradataapi
//	WHERE NOT EXISTS (SELECT * FROM auroradataapi WHERE false
//	UNION ALL SELECT NULL, CAST(NULL AS pg_catalog."interval") WHERE false)
//
// MATERIALIZED has PostgreSQL run the statement as it is.
func (r *Recast) selection() selection {
	names, renamed := r.names()
	s := selection{
		source:    recastName,
		list:      r.list(names),
		row:       strings.Join(r.values(names), ", "),
		unchanged: "NOT EXISTS (SELECT * FROM " + recastName + " WHERE false UNION ALL SELECT " + r.types() + " WHERE false)",
		extra:     knownExtra(len(r.columns)),
	}
	if renamed {
		s.header = " (" + strings.Join(names, ", ") + ")"
	}
	return s
}

// names returns what the columns are called in the nested statement: as they are
// or, if two of them have the same name, by numbers.
func (r *Recast) names() (names []string, renamed bool) {
	names = make([]string, len(r.columns))
	seen := map[string]bool{}
	for i := range r.columns {
		names[i] = quoteName(label(&r.columns[i]))
		seen[names[i]] = true
	}
	if len(seen) == len(names) {
		return names, false
	}
	for i := range names {
		names[i] = "c" + strconv.Itoa(i+1)
	}
	return names, true
}

// list returns the columns to select.
func (r *Recast) list(names []string) string {
	items := r.values(names)
	for i := range names {
		if alias := quoteName(label(&r.columns[i])); items[i] != alias {
			items[i] += " AS " + alias
		}
	}
	return strings.Join(items, ", ")
}

// values returns the columns without other names.
func (r *Recast) values(names []string) []string {
	values := make([]string, len(names))
	for i := range names {
		values[i] = names[i]
		if r.cast[i] {
			values[i] = textOf(names[i], r.columns[i].TypeName)
		}
	}
	return values
}

// textOf returns the expression for the text of a column. That of a date or
// timestamp follows DateStyle, but not in JSON. The cast of an XML document
// differs from its text in the declaration of an encoding.
func textOf(name, typeName string) string {
	switch {
	case instants(typeName):
		return "pg_catalog.to_json(" + name + ") #>> '{}'"
	case typeName == "xml":
		name = "pg_catalog.xml_out(" + name + ")"
	}
	return "CAST(" + name + " AS pg_catalog.text)"
}

// types returns NULL for each column, of its type if it is cast and the name of
// the type is sure to be found.
func (r *Recast) types() string {
	nulls := make([]string, len(r.columns))
	for i := range r.columns {
		nulls[i] = "NULL"
		if typeName := r.columns[i].TypeName; r.cast[i] && isBuiltIn(typeName) {
			nulls[i] = "CAST(NULL AS pg_catalog." + quoteName(typeName) + ")"
		}
	}
	return strings.Join(nulls, ", ")
}

// Restore puts the descriptions of the columns that were cast in the place of
// those that the service has given.
func (r *Recast) Restore(columns []wire.Column) {
	for i := range min(len(columns), len(r.columns)) {
		if r.cast[i] {
			columns[i] = r.columns[i]
		}
	}
}

// Advice says what to write for the columns that a refusal may be about, or for
// all that are cast if it is none.
func (r *Recast) Advice(refusal Refusal) string {
	var parts []string
	for i := range r.columns {
		c := &r.columns[i]
		if r.cast[i] && (refusal.concerns(c) || refusal.isOfTypes() && isRefused(c)) {
			parts = append(parts, fmt.Sprintf("column %q of type %s: write %s", label(c), displayName(c.TypeName), castOf(label(c))))
		}
	}
	return "the Data API does not return " + refusal.what() + strings.Join(parts, "; nor ")
}

// castOf returns the cast to write for a column, whose expression is not known if
// PostgreSQL has made its name up.
func castOf(name string) string {
	if name == "?column?" {
		return "(…)::text"
	}
	if strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789_") != "" {
		name = quoteName(name)
	}
	return name + "::text"
}

// displayName returns the name of a type as SQL has it.
func displayName(typeName string) string {
	if element, ok := strings.CutPrefix(typeName, "_"); ok {
		return displayName(element) + "[]"
	}
	if typeName == "char" {
		return `"char"`
	}
	return typeName
}

func quoteName(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// SuggestsOtherColumns reports whether a statement that was rewritten and failed
// with an SQLSTATE may have done so because it returns other columns by now: a
// name is gone, a type does not fit, there are more columns or fewer.
func SuggestsOtherColumns(code string) bool {
	switch code {
	case "42703", "42804", "42601", "42P10", "42846", "0A000":
		return true
	}
	return false
}
