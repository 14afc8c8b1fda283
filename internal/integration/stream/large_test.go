package stream_test

import (
	"fmt"
	"strings"
	"testing"
)

// results are queries with more than the service returns at once.
var results = []struct {
	name  string
	query string
	args  []any
}{
	{name: "narrow rows", query: "select i, i::text || 'x' from generate_series(1, 40000) i"},
	{name: "arguments", query: "select i, $1::text || i, $2::timestamptz + i * interval '1 second' from generate_series(1, $3) i", args: []any{"a", "2024-02-29 12:00:00Z", 30000}},
	{name: "common table expression", query: "with q as (select i, md5(i::text) as h from generate_series(1, 40000) i) select * from q order by h"},
	{name: "values", query: "values (1, repeat('a', 700000)), (2, repeat('b', 700000)), (3, null)"},
	{name: "rows of 5 MB", query: "select i, repeat(chr(96 + i), 5000000) from generate_series(1, 3) i"},
	{name: "row of 2 MB with quotes", query: `select 1, repeat('a"\\(,)é€😀', 100000), null, ''`},
	{name: "skewed widths", query: "select i, repeat('w', case when i % 37 = 0 then 400000 when i % 41 = 0 then 1200000 else i % 50 end) from generate_series(1, 200) i"},
	{name: "random", query: "select count(*) from (select random() from generate_series(1, 200000)) r"},
	{name: "refused type", query: "select i, i * interval '1 minute', point(i, -i) from generate_series(1, 30000) i"},
	{name: "refused type in a row of 2 MB", query: "select i * interval '1 minute', repeat('x', 2000000) from generate_series(1, 3) i"},
	{name: "value refused late", query: "select i, case when i = 30000 then 'infinity' else timestamp '2024-02-29' + i * interval '1 second' end from generate_series(1, 32000) i"},
	{name: "array refused late", query: "select i, case when i = 30000 then array[[1,2],[3,4]] else array[i] end from generate_series(1, 32000) i"},
	{name: "1600 columns", query: "select " + columns(1600) + " from generate_series(1, 200) i"},
	{name: "no columns", query: "select from generate_series(1, 600000)"},
	{name: "union", query: "select i::int8, 'a' from generate_series(1, 32000) i union all select null, 'b' from generate_series(1, 50000)"},
	{name: "same names", query: "select i as a, i + 1 as a, md5(i::text) as a from generate_series(1, 40000) i"},
	{name: "bytea", query: "select i, decode(repeat(md5(i::text), 3000), 'hex') from generate_series(1, 40) i"},
	{name: "bytea of 2 MB", query: "select i, decode(repeat(md5(i::text), 130000), 'hex') from generate_series(1, 2) i"},
	{name: "types", query: typesQuery + "generate_series(1, 4000) i"},
	{name: "types in rows of 2 MB", query: typesQuery + "generate_series(1, 3) i, lateral (select repeat('x', 2000000)) large"},
}

// columns returns a list of n expressions.
func columns(n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf("i %% %d", i+1)
	}
	return strings.Join(list, ", ")
}

const typesQuery = `select i, i % 2 = 0 as b, i::int2 as i2, i::int8 * 1234567890123 as i8, i / 7.0::float8 as f8, (i / 7.0)::float4 as f4,
	i / 7.0 as n, md5(i::text)::uuid as u, date '2024-02-29' + i as d, timestamp '2024-02-29 01:02:03.004' + i * interval '1.5 s' as ts,
	timestamptz '2024-02-29 01:02:03.000400+02' + i * interval '1.25 s' as tz, time '01:02:03' + i * interval '0.001 s' as t,
	array[i, null, -i] as ai, array['a b', null, '"', 'NULL', ''] as at, array[1.5::float8, i] as af,
	array[timestamp '2024-02-29 01:02:03.1'] as ats, inet '10.0.0.1' + i as ip, cidr '10.1.0.0/16' as net, 'x'::char(5) as bc, 'y'::varchar as vc, null::text as nothing,
	oid '12345' as o, 'v'::name as nm, int4range(i, i + 5) as r, * from `

// TestLargeResults: every value is that of pgx, outside of a transaction and in one.
func TestLargeResults(t *testing.T) {
	for _, r := range results {
		t.Run(r.name, func(t *testing.T) {
			ctx := within(t)
			want := contentOf(ctx, t, cluster.Native, r.query, r.args...)
			if got := contentOf(ctx, t, cluster.DataAPI, r.query, r.args...); got != want {
				t.Errorf("the first time: got %+v, want %+v", got, want)
			}
			tx, err := cluster.DataAPI.BeginTx(ctx, nil)
			if err != nil {
				t.Fatal(err)
			}
			defer tx.Rollback()
			if got := contentOf(ctx, t, tx, r.query, r.args...); got != want {
				t.Errorf("known to be large, in a transaction: got %+v, want %+v", got, want)
			}
			if err := tx.Commit(); err != nil {
				t.Error(err)
			}
		})
	}
}
