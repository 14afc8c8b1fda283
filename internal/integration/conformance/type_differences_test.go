package conformance_test

import (
	"regexp"
	"slices"
	"strings"
)

// typeDifference is what becomes of values of some types otherwise than with pgx.
type typeDifference struct {
	exprs    []string
	literals []string // nil for all, with NULL
	variants []string
	modes    string // empty for all
	differs  difference
	why      string
}

func (d typeDifference) covers(expr, literal, variant string) bool {
	return slices.Contains(d.exprs, expr) && slices.Contains(d.variants, variant) &&
		(d.literals == nil && literal != noRows || slices.Contains(d.literals, literal))
}

// Reasons for several differences.
const (
	sentAgain   = "the service refuses the type, which shows when the statement has run and cannot run again: cast to text, or use the mode describe"
	refusedThen = "the service refuses this value of the type, which shows when the statement has run and cannot run again: cast to text"
	shortDay    = "the end of a day is its start in the service's time type: cast to text"
	jsonSpace   = "the service re-serialises JSON, without white space: cast to text what must stay as it is"
	jsonNumbers = "the service re-serialises JSON: numbers change their form, and lose the digits that a double has not: cast to text"
	arrayYears  = "how the service writes such years in arrays is not known: cast the array to text"
	arrayBounds = "the service's arrays have no bounds: cast to text"
)

// Variants that differ together.
var (
	flat    = list(scalar, parameter, returned, array)
	scalars = list(scalar, parameter, returned)
)

// refusedTypes are those of which the service returns no value.
var refusedTypes = list(
	"money", "xid", "xid8", "cid", "tid", "pg_lsn", "regclass", "regtype", "regproc", "regprocedure", "regoper", "regoperator", "regnamespace", "regrole",
	"regcollation", "regconfig", "regdictionary", "int2vector", "oidvector", "pg_snapshot", "txid_snapshot", "aclitem", "refcursor",
	`"char"`, "citext", "bit", "bit(3)", "varbit", "varbit(7)", "timetz", "interval", "interval(3)", "interval hour to minute",
	"jsonpath", "xml", "tsvector", "tsquery", "hstore", "ltree", "lquery", "ltxtquery", "macaddr", "macaddr8",
	"point", "line", "lseg", "box", "path", "polygon", "circle", "cube", "seg",
	"int8range", "daterange", "tsrange", "tstzrange", "floatrange",
	"int4multirange", "int8multirange", "nummultirange", "datemultirange", "tsmultirange", "tstzmultirange",
	"pair", "pairs", "domain_interval", "domain_pair", "mood[]", "inet[]", "interval[]", "pair[]", "domain_array[]",
)

var typeDifferences = []typeDifference{
	{refusedTypes, nil, list(returned), "exec simple", fails("unsupported result type"), sentAgain},
	{list("date", "timestamp", "timestamptz", "domain_date", "date[]"), list(`'infinity'`, `'-infinity'`, `'{infinity}'`), list(returned), "", anyFailure, refusedThen},
	{list("int4[]", "text[]"), list(`'{{1,2},{3,4}}'`, `'[2:3][-1:0]={{1,2},{3,4}}'`, `'{{{1}},{{2}}}'`, `'{{a,NULL},{"",","}}'`), list(returned), "", anyFailure, refusedThen},
	{list("regclass"), list(`'0'`), list(parameter), "exec", fails("42P01"), "a text is cast to regclass by a function of PostgreSQL's that knows names, and neither numbers nor the dash of no table: cast by way of bpchar"},
	{list("time"), list(`'24:00:00'`), scalars, pqMode, instead(`0000-01-02T`, `0000-01-01T`), shortDay},
	{list("time"), list(`'24:00:00'`), flat, "", instead(`24:00:00`, `00:00:00`), shortDay},
	{list("json", "jsonb", "jsonb[]"), list(`'{"a": 1}'`, `'{"b": [1, null]}'`, `'{"{\"a\": 1}"}'`), flat, "", sameJSON, jsonSpace},
	{list("json"), list(`'{"a":1e5}'`), flat, "", instead(`1e5`, `100000.0`), jsonNumbers},
	{list("json"), list(`'12345678901234567890.5'`), flat, "", instead(`12345678901234567890.5`, `1.2345678901234567e19`), jsonNumbers},
	{list("jsonb"), list(`'1.50'`), flat, "", instead(`1.50`, `1.5`), jsonNumbers},
	{list("int4[]", "text[]"), list(`'[0:1]={1,2}'`, `'[5:5]={a}'`), scalars, "", withoutBounds, arrayBounds},
	{list("date[]"), list(`'{"0044-03-15 BC"}'`), scalars, "", instead(`\"0044-03-15 BC\"`, `-0043-03-15`), arrayYears},
	{list("date"), list(`'0044-03-15 BC'`), list(array), "", instead(`\"0044-03-15 BC\"`, `-0043-03-15`), arrayYears},
	{list("timestamp"), list(`'0044-03-15 13:14:15 BC'`), list(array), "", instead(`0044-03-15 13:14:15 BC`, `-0043-03-15 13:14:15`), arrayYears},
	{list("timestamptz"), list(`'4713-01-01 BC'`), list(array), "", instead(`4713-01-01 00:00:00+00 BC`, `-4712-01-01 00:00:00+00`), arrayYears},
	{list("date"), list(`'10000-01-01'`), list(array), "", instead(`10000`, `+10000`), arrayYears},
	{list("timestamp", "timestamptz"), list(`'12024-02-29 13:14:15'`, `'12024-02-29 13:14:15+00'`), list(array), "", instead(`12024`, `+12024`), arrayYears},
}

// typeExceptions are those of a value.
func typeExceptions(expr, literal, variant string) (list exceptions) {
	for _, d := range typeDifferences {
		if d.covers(expr, literal, variant) {
			list = append(list, exception{d.modes, d.differs, d.why})
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

var boundsOfArray = regexp.MustCompile(`"\[[-0-9:\]\[]+=`)

// withoutBounds accepts arrays without the bounds in front of them.
func withoutBounds(pgx, ours string) bool { return boundsOfArray.ReplaceAllString(pgx, `"`) == ours }
