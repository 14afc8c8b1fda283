package conformance_test

import (
	"fmt"
	"strings"
	"testing"
)

// TestTypes holds every type against pgx/stdlib: its values, arrays of one and of
// two dimensions with them, as columns and as parameters, NULL, results without
// rows, and what a changing statement returns.
func TestTypes(t *testing.T) {
	counts := newTally(t)
	for i, c := range typeCases {
		t.Run(c.expr, func(t *testing.T) {
			t.Parallel()
			table := typeTable{fmt.Sprintf("type_%d", i), c, counts}
			table.create(t)
			for id, literal := range c.literals {
				table.checkValue(t, id+1, literal)
			}
			table.checkNull(t)
		})
	}
}

// typeTable has a row of NULL with the id 0, and one for each value.
type typeTable struct {
	name   string
	types  typeCase
	counts *tally
}

// isArray tells whether the type is an array by itself, of which there are no
// arrays.
func (c typeCase) isArray() bool {
	return strings.HasSuffix(c.expr, "[]") || c.expr == "domain_array"
}

func (x typeTable) create(t *testing.T) {
	t.Helper()
	columns, null := "v "+x.types.expr, ""
	if !x.types.isArray() {
		columns += fmt.Sprintf(", vs %s[], vss %[1]s[]", x.types.expr)
		null = ", null, null"
	}
	native(t, fmt.Sprintf("create table %s (id int4, %s)", x.name, columns),
		fmt.Sprintf("insert into %s values (0, null%s)", x.name, null))
	for i, literal := range x.types.literals {
		v := fmt.Sprintf("(%s)::%s", literal, x.types.expr)
		row := fmt.Sprintf("%d, %s", i+1, v)
		if !x.types.isArray() {
			row += fmt.Sprintf(", array[%s, null], array[array[%[1]s, null], array[null, %[1]s]]", v)
		}
		native(t, fmt.Sprintf("insert into %s values (%s)", x.name, row))
	}
}

// noRows is in the place of a value where there is none.
const noRows = "no rows"

// Variants of a value.
const (
	scalar    = "value"
	array     = "array"
	nested    = "nested array"
	parameter = "parameter"
	returned  = "returned"
)

func (x typeTable) checkValue(t *testing.T, id int, literal string) {
	t.Helper()
	x.check(t, literal, scalar, "select v as label from "+x.name+" where id = $1", id)
	x.check(t, literal, parameter, "select $1::"+x.types.expr, x.textOf(t, id))
	x.check(t, literal, returned, fmt.Sprintf("update %s set id = id where id = $1 returning v, v as v%d", x.name, id), id)
	if !x.types.isArray() {
		x.check(t, literal, array, "select vs from "+x.name+" where id = $1", id)
		x.check(t, literal, nested, "select vss from "+x.name+" where id = $1", id)
	}
}

// textOf is PostgreSQL's text of a value.
func (x typeTable) textOf(t *testing.T, id int) (text string) {
	t.Helper()
	if err := cluster.Native.QueryRowContext(t.Context(), "select v::text from "+x.name+" where id = $1", id).Scan(&text); err != nil {
		t.Fatal(err)
	}
	return text
}

func (x typeTable) checkNull(t *testing.T) {
	t.Helper()
	columns := "v, id, v"
	if !x.types.isArray() {
		columns = "v, id, v, vs, vss"
	}
	x.check(t, "NULL", scalar, "select "+columns+" from "+x.name+" where id = $1", 0)
	x.check(t, "NULL", parameter, "select $1::"+x.types.expr, nil)
	x.check(t, "NULL", returned, "update "+x.name+" set id = id where id = $1 returning v, id", 0)
	x.check(t, noRows, scalar, "select "+columns+" from "+x.name+" where id = $1", -1)
	x.check(t, noRows, returned, "update "+x.name+" set id = id where id = $1 returning "+columns, -1)
}

// check runs a query in all ways.
func (x typeTable) check(t *testing.T, literal, variant, query string, arg any) {
	t.Helper()
	known := typeExceptions(x.types.expr, literal, variant)
	see := func(w way) string { return w.observe(t.Context(), w.db, query, arg) }
	compareModes(t, x.counts, typeFinding(x.types.expr, literal, variant), known, see)
	comparePQ(t, x.counts, typeFinding(x.types.expr, literal, variant), known, see)
}

// typeFinding is the name of what is found about a value.
func typeFinding(expr, literal, variant string) string {
	return expr + " " + literal + ", " + variant
}
