package conformance_test

import (
	"database/sql"
	"math"
	"strings"
	"testing"
	"time"
)

// Reasons for differences in expressions.
const (
	noOperator  = "PostgreSQL has no operator or function for the type of the Go value: it needs a cast"
	ownType     = "the parameter has the type of the Go value; pgx has the type that the server infers"
	tooLarge    = "the service takes 65,536 characters, and in mode simple the arguments are among them"
	notInferred = "the server cannot infer a type from the expression, or one that pgx cannot encode; the driver's follows from the Go value"
)

// expressionCases are arguments in places other than an insertion's values.
var expressionCases = []textCase{
	{sql: "select $1", args: args("a")},
	{sql: "select $1", args: args(nil)},
	{sql: "select $1", args: args(7), differs: ends("int64 7"), why: notInferred},
	{sql: "select $1", args: args(true), differs: ends("bool true"), why: notInferred},
	{sql: "select $1", args: args([]byte("a")), differs: ends(`[]uint8 "a"`), why: ownType},
	{
		sql: "select $1 union all select 2::int4", args: args(int32(1)),
		others: exceptions{{"describe exec compat=pq", instead(`column "?column?"`, `column "int4"`), "a column that is nothing but a placeholder of another type than text is named by the cast to that type: give it a name with AS"}},
	},

	{sql: "select id from sample where id = $1", args: args(1)},
	{sql: "select id from sample where small = $1", args: args(2)},
	{sql: "select id from sample where big = $1", args: args(3)},
	{sql: "select id from sample where n = $1", args: args(1.5)},
	{sql: "select id from sample where t = $1", args: args("t")},
	{sql: "select id from sample where v = $1", args: args("v")},
	{sql: "select id from sample where b = $1", args: args([]byte("x"))},
	{sql: "select id from sample where real = $1", args: args(float32(1.1))},
	{sql: "select id from sample where d = $1", args: args(time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC))},
	{sql: "select id from sample where ts = $1", args: args(time.Date(2024, 2, 29, 13, 14, 15, 0, time.UTC))},
	{sql: "select id from sample where tz = $1", args: args(time.Date(2024, 2, 29, 14, 14, 15, 0, time.FixedZone("", 3600)))},
	{sql: "select id from sample where numbers = $1", args: args([]int32{1, 2})},
	{sql: "select id from sample where id = any($1)", args: args([]int{1, 2})},
	{sql: "select id from sample where $1 = any(words)", args: args("a")},
	{sql: "select id from sample where words @> $1", args: args([]string{"a"})},
	{sql: "select id from sample where j ->> $1 = '1'", args: args("a")},
	{sql: "select id from sample where t like $1", args: args("t%")},
	{sql: "select id from sample where t ilike '%' || $1 || '%'", args: args("T")},
	{sql: "select id from sample where u = $1::uuid", args: args("6ba7b810-9dad-11d1-80b4-00c04fd430c8")},
	{sql: "select id from sample where u = any($1::uuid[])", args: args([]string{"6ba7b810-9dad-11d1-80b4-00c04fd430c8"})},
	{sql: "select id from sample where j @> $1::jsonb", args: args(`{"a":1}`)},

	{sql: "select id from sample where n = $1", args: args("1.5"), differs: fails("42883"), why: noOperator},
	{sql: "select id from sample where d = $1", args: args("2024-02-29"), differs: fails("42883"), why: noOperator},
	{sql: "select id from sample where u = $1", args: args("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), differs: fails("42883"), why: noOperator},
	{sql: "select id from sample where e = $1", args: args("ok"), differs: fails("42883"), why: noOperator},
	{sql: "select id from sample where ip = $1", args: args("10.1.2.3"), differs: fails("42883"), why: noOperator},
	{sql: "select id from sample where j @> $1", args: args(`{"a":1}`), differs: fails("42883"), why: noOperator},
	{sql: "select id from sample where numbers = $1", args: args([]int64{1, 2}), differs: fails("42883"), why: noOperator},
	{sql: "select id from sample where u = any($1)", args: args([]string{"6ba7b810-9dad-11d1-80b4-00c04fd430c8"}), differs: fails("42883"), why: noOperator},
	{sql: "select count(*) from sample where real = $1", args: args(1.1), differs: ends("int64 0"), why: "a float64 is a float8, which a float4 column is not equal to: pass a float32"},
	{sql: "select id from sample where $1 is null or t = $1", args: args("t"), differs: ends("int64 1"), why: notInferred},

	{sql: "select coalesce($1, t) from sample", args: args("c")},
	{sql: "select n + $1 from sample", args: args(5)},
	{sql: "select tz + $1 * interval '1 day' from sample", args: args(2)},
	{sql: "select date_trunc($1, timestamp '2024-02-29 13:14:15')", args: args("hour")},
	{sql: "select extract($1 from d) from sample", args: args("year")},
	{sql: "select to_char(n, $1) from sample", args: args("9.99")},
	{sql: "select numbers[$1] from sample", args: args(2)},
	{sql: "select case when $1 then 1 else 2 end", args: args(true)},
	{sql: "select $1 || $2", args: args("a", "b")},
	{sql: "select coalesce($1, id) from sample", args: args(5), differs: instead("INT4 int32", "INT8 int64"), why: ownType},
	{sql: "select id + $1 from sample", args: args(5), differs: instead("INT4 int32", "INT8 int64"), why: ownType},
	{sql: "select generate_series(1, $1)", args: args(2), differs: instead("INT4 int32", "INT8 int64"), why: ownType},
	{sql: "select greatest($1, 2)", args: args(1), differs: instead("INT4 int32", "INT8 int64"), why: ownType},
	{sql: "select array_append(numbers, $1) from sample", args: args(3), differs: instead("_INT4", "_INT8"), why: ownType},
	{sql: "select n * $1 from sample", args: args(1.5), differs: ends("float64 2.25"), why: ownType},
	{sql: "select substr('abcdef', $1)", args: args(2), differs: fails("42883"), why: noOperator},
	{sql: "select substr('abcdef', $1)", args: args(int32(2))},
	{sql: "select substr('abcdef', $1::int)", args: args(2)},
	{sql: "select left('abc', $1)", args: args(2), differs: fails("42883"), why: noOperator},
	{sql: "select round(1.2345, $1)", args: args(2), differs: fails("42883"), why: noOperator},
	{sql: "select make_date($1, $2, $3)", args: args(2024, 2, 29), differs: fails("42883"), why: noOperator},
	{sql: "select $1 + $2", args: args(3, 4), differs: ends("int64 7"), why: notInferred},
	{sql: "select array[$1, $2]", args: args(1, 2), differs: ends(`string "{1,2}"`), why: notInferred},
	{sql: "select concat($1, $2)", args: args("a", 1), differs: ends(`string "a1"`), why: notInferred},

	{sql: "insert into sample (id) select $1 returning id", args: args(3)},
	{sql: "insert into sample (id, t) values ($1, $2), ($3, $4) returning id, t", args: args(4, "a", 5, nil)},
	{sql: "update sample set t = $1, n = $2 where id = $3 returning t, n", args: args("x", 2.5, 4)},
	{sql: "update sample set d = $1 where id = $2 returning d", args: args(time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC), 4)},
	{sql: "insert into sample (id) select unnest($1) returning id", args: args([]int{7, 8}), differs: ends("int64 7\nint64 8"), why: notInferred},
}

// extremeCases are values at the edges of their types.
var extremeCases = []textCase{
	{sql: "select $1::float8", args: args(math.NaN())},
	{sql: "select $1::float8", args: args(math.Inf(-1))},
	{sql: "select $1::float8", args: args(math.MaxFloat64)},
	{sql: "select $1::float8", args: args(math.SmallestNonzeroFloat64)},
	{sql: "select $1::float8", args: args(math.Copysign(0, -1))},
	{sql: "select $1::float8", args: args(0.1 + 0.2)},
	{sql: "select $1::float4", args: args(float32(0.1))},
	{sql: "select $1::float8", args: args(float32(0.1))},
	{sql: "select $1::numeric", args: args(0.1)},
	{sql: "select $1::numeric", args: args(1e20)},
	{sql: "select $1::numeric", args: args(float32(0.1))},
	{sql: "select $1::int8", args: args(int64(math.MinInt64))},
	{sql: "select $1::numeric", args: args(uint64(math.MaxUint64))},
	{sql: "select $1::timestamptz", args: args(time.Time{})},
	{sql: "select $1::timestamptz", args: args(time.Date(-43, 3, 15, 0, 0, 0, 0, time.UTC))},
	{sql: "select $1::timestamptz", args: args(time.Date(12024, 3, 15, 0, 0, 0, 999999999, time.UTC))},
	{sql: "select $1::timestamptz", args: args(time.Date(2024, 3, 15, 0, 0, 0, 1999, time.UTC))},
	{sql: "select $1::timestamptz", args: args(time.Date(1969, 12, 31, 23, 59, 59, 999999999, time.UTC))},
	{sql: "select $1::timestamptz", args: args(time.Date(1800, 1, 1, 0, 0, 0, 0, time.FixedZone("LMT", 4772)))},
	{sql: "select $1::date", args: args(time.Time{})},
	{sql: "select length($1)", args: args(strings.Repeat("é", 100_000)), inSimple: fails("of syntax or arguments"), whyInSimple: tooLarge},
	{sql: "select length($1::bytea)", args: args(make([]byte, 500_000)), inSimple: fails("of syntax or arguments"), whyInSimple: tooLarge},
	{sql: "select $1::text", args: args("\xff")},
	{sql: "select $1::text", args: args("a\x00b")},
	{sql: "select $1::bytea, $1::bytea is null", args: args([]byte{})},
	{sql: "select $1::text[]", args: args([]string{})},
	{sql: "select $1::text[]", args: args([]string{"", "NULL", "a,b", `q"\`, "{}", "é"})},
	{sql: "select $1::text[]", args: args([]*string{nil, &one})},
	{sql: "select $1::bytea[]", args: args([][]byte{{1}, {}})},
	{sql: "select $1::timestamptz[]", args: args([]time.Time{time.Unix(1, 0).UTC()})},
	{sql: "select $1::float8[]", args: args([]float64{math.NaN(), math.Inf(1), -0.5})},
	{sql: "select $1::text[]", args: args([]sql.NullString{{}, {String: "a", Valid: true}})},
	{sql: "select $1::int4[] = '{{1,2},{3,4}}'", args: args([][]int{{1, 2}, {3, 4}})},
	{sql: "select $1::int4[]", args: args([2]int{1, 2})},
}

func args(values ...any) []any { return values }

func TestExpressions(t *testing.T) {
	create(t, `table sample (id int4, small int2, big int8, t text, v varchar(10), n numeric, d date, ts timestamp, tz timestamptz,
		u uuid, j jsonb, e mood, ip inet, "real" float4, b bytea, numbers int4[], words text[])`)
	native(t, `insert into sample values (1, 2, 3, 't', 'v', 1.5, '2024-02-29', '2024-02-29 13:14:15', '2024-02-29 13:14:15Z',
		'6ba7b810-9dad-11d1-80b4-00c04fd430c8', '{"a":1}', 'ok', '10.1.2.3', 1.1, 'x', '{1,2}', '{a,b}')`)
	runTextCases(t, expressionCases)
}

func TestExtremes(t *testing.T) { runTextCases(t, extremeCases) }

// runTextCases runs each query through pgx and in each mode of the driver, in a
// transaction that is rolled back, so that all see the same tables.
func runTextCases(t *testing.T, cases []textCase) {
	t.Helper()
	counts := newTally(t)
	for _, c := range cases {
		t.Run(c.title(), func(t *testing.T) {
			see := func(w way) string { return w.observeInTransaction(t, c) }
			compareModes(t, counts, c.title(), c.exceptions(), see)
			comparePQ(t, counts, c.title(), c.exceptions(), see)
		})
	}
}
