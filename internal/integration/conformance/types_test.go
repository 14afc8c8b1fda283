package conformance_test

import (
	"fmt"
	"regexp"
	"slices"
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
	x.check(t, literal, returned, "update "+x.name+" set id = id where id = $1 returning v, v as again", id)
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
	x.check(t, "NULL", returned, "update "+x.name+" set id = id where id = $1 returning "+columns, 0)
	x.check(t, "no rows", scalar, "select "+columns+" from "+x.name+" where id = $1", -1)
	x.check(t, "no rows", returned, "update "+x.name+" set id = id where id = $1 returning "+columns, -1)
}

// check runs a query in all ways.
func (x typeTable) check(t *testing.T, literal, variant, query string, arg any) {
	t.Helper()
	known := typeExceptions(x.types.expr, literal, variant)
	compareModes(t, x.counts, typeFinding(x.types.expr, literal, variant), known, func(w way) string {
		return w.observe(t.Context(), w.db, query, arg)
	})
}

// typeFinding is the name of what is found about a value.
func typeFinding(expr, literal, variant string) string {
	return expr + " " + literal + ", " + variant
}

// typeDifference is what becomes of values of some types otherwise than with pgx.
type typeDifference struct {
	exprs    []string
	literals []string // nil for all but NULL
	variants []string // nil for all
	differs  difference
	why      string
}

func (d typeDifference) covers(expr, literal, variant string) bool {
	return slices.Contains(d.exprs, expr) &&
		(d.literals == nil && literal != "NULL" && literal != "no rows" || slices.Contains(d.literals, literal)) &&
		(d.variants == nil || slices.Contains(d.variants, variant))
}

// Reasons for several differences.
const (
	jsonNumbers = "the service re-serialises JSON: numbers change their form, and those with more digits than a double has lose some: cast to text"
	arrayYears  = "how the service writes years before 1 and after 9999 in arrays is not known: the driver leaves the text of an element alone: cast the array to text"
)

var typeDifferences = []typeDifference{
	{list("time"), list(`'24:00:00'`), nil, instead(`24:00:00`, `00:00:00`), "the end of a day is its start in the service's time type: cast to text"},
	{list("json", "jsonb", "jsonb[]"), list(`'{"a": 1}'`, `'{"b": [1, null]}'`, `'{"{\"a\": 1}"}'`), nil, sameJSON, "the service re-serialises JSON, without white space: cast to text what must stay as it is"},
	{list("json"), list(`'{"a":1e5}'`), nil, instead(`1e5`, `100000.0`), jsonNumbers},
	{list("json"), list(`'12345678901234567890.5'`), nil, instead(`12345678901234567890.5`, `1.2345678901234567e19`), jsonNumbers},
	{list("jsonb"), list(`'1.50'`), nil, instead(`1.50`, `1.5`), jsonNumbers},
	{list("int4[]", "text[]"), list(`'[0:1]={1,2}'`, `'[5:5]={a}'`), nil, withoutBounds, "the service's arrays have no bounds: cast to text"},
	{list("date[]"), list(`'{"0044-03-15 BC"}'`), nil, instead(`\"0044-03-15 BC\"`, `-0043-03-15`), arrayYears},
	{list("date"), list(`'0044-03-15 BC'`), list(array), instead(`\"0044-03-15 BC\"`, `-0043-03-15`), arrayYears},
	{list("timestamp"), list(`'0044-03-15 13:14:15 BC'`), list(array), instead(`0044-03-15 13:14:15 BC`, `-0043-03-15 13:14:15`), arrayYears},
	{list("timestamptz"), list(`'4713-01-01 BC'`), list(array), instead(`4713-01-01 00:00:00+00 BC`, `-4712-01-01 00:00:00+00`), arrayYears},
	{list("date"), list(`'10000-01-01'`), list(array), instead(`10000`, `+10000`), arrayYears},
	{list("timestamp", "timestamptz"), list(`'12024-02-29 13:14:15'`, `'12024-02-29 13:14:15+00'`), list(array), instead(`12024`, `+12024`), arrayYears},
	{list("numeric(3,-2)"), list(`12345`, "NULL", "no rows"), list(scalar, parameter, returned), instead(`3,2046`, `3,-2`), "pgx reads a scale below 0 as one above 2000"},
}

// typeExceptions are those of a value.
func typeExceptions(expr, literal, variant string) (list exceptions) {
	for _, d := range typeDifferences {
		if d.covers(expr, literal, variant) {
			list = append(list, exception{"", d.differs, d.why})
		}
	}
	return list
}

// anyFailure accepts an error through the driver.
func anyFailure(_, ours string) bool { return strings.HasPrefix(ours, "error") }

// sameJSON accepts less white space inside of values.
func sameJSON(pgx, ours string) bool {
	return strings.ReplaceAll(pgx, " ", "") == strings.ReplaceAll(ours, " ", "")
}

var arrayBounds = regexp.MustCompile(`"\[[-0-9:\]\[]+=`)

// withoutBounds accepts arrays without the bounds in front of them.
func withoutBounds(pgx, ours string) bool { return arrayBounds.ReplaceAllString(pgx, `"`) == ours }
