package conformance_test

import (
	"database/sql"
	"slices"
	"strings"
	"testing"
	"time"
)

// placeholderCases are places in PostgreSQL's grammar where a placeholder may
// stand and not everything else may.
var placeholderCases = []textCase{
	{sql: "select n from generate_series(1, 5) n order by n fetch first $1 rows only", args: args(2)},
	{sql: "select n from generate_series(1, 5) n order by n offset $1 rows fetch next $2 rows only", args: args(1, 2)},
	{sql: "select n from generate_series(1, 5) n order by n limit $1 offset $2", args: args("2", 1), differs: fails("42804"), why: notAssigned},
	{sql: "select ($1::int4[])[2]", args: args("{1,2}")},
	{sql: "select ($1::pair).a, ($1::pair).b", args: args("(1,x)")},
	{sql: "select ($1::pair).*", args: args("(1,x)")},
	{sql: "select -$1::int, - $1::int, 1-$1::int, +$1::int", args: args(-1)},
	{sql: "select 2*$1::int, 2/$1::int, 2^$1::int, $1::int!=1", args: args(-1)},
	{sql: "select $1::text collate \"C\" < $2::text", args: args("a", "b")},
	{sql: "select $1::timestamptz at time zone $2", args: args(time.Unix(0, 0), "Asia/Tokyo")},
	{sql: "select $1::int between $2 and $3", args: args(2, 1, 3)},
	{sql: "select $1::int in ($2, $3)", args: args(2, 1, 3)},
	{sql: "select $1::text is null, $1::text is distinct from $2::text", args: args(nil, "a")},
	{sql: "select $1::int = any($2), $1::int = all($2)", args: args(1, []int{1, 2})},
	{sql: "select row($1::int, $2::text)::text, ($1::int, $2::text) = (1, 'a')", args: args(1, "a")},
	{sql: "select array[$1::int, $2], array[[$1::int], [$2]]::text", args: args(1, 2), differs: instead("_INT4", "_INT8"), why: ownType},
	{sql: "select '{1,2,3}'::int[] = array[1,2,3], ('{1,2,3}'::int[])[$1], ('{1,2,3}'::int[])[$1:$2]", args: args(1, 2)},
	{sql: "select case $1::int when $2 then $3 else $4 end", args: args(1, 1, "a", "b")},
	{sql: "select extract(epoch from $1::interval), cast($2 as numeric(5,1)), $3::varchar(2)", args: args("1 day", 1.25, "abc")},
	{sql: "select substring($1::text from $2 for $3), overlay($1::text placing $4 from 1), position($4 in $1::text), trim(both $4 from $1::text)", args: args("abca", 2, 2, "a"), differs: fails("42883"), why: noOperator},
	{sql: "select $1::int8 as \"group by\", $1::int8 + $2 order by 1", args: args(1, 2)},
	{sql: "select lag(n, $1, $2) over (order by n rows between $3 preceding and current row) from generate_series(1, 3) n", args: args(1, 0, 1), differs: fails("42883"), why: noOperator},
	{sql: "select $1::text::bytea::text, length($1::text)", args: args(`a'b"c:d`)},
	{sql: "select $1::text", args: args(`back\slash \' and '' and :x and $1 and -- and /* and $$`)},
	{sql: "select $1::text, $2::text", args: args("a\nb", "\\")},
}

// repeatedCases have an argument more than once where PostgreSQL looks for
// expressions that are the same.
var repeatedCases = []textCase{
	{sql: "select date_trunc($1, d), count(*) from days group by date_trunc($1, d) order by date_trunc($1, d)", args: args("month")},
	{sql: "select date_trunc($1, d) as m, count(*) from days group by 1 having date_trunc($1, min(d)) > $2 order by 1", args: args("month", "2024-01-15"), differs: fails("42883"), why: noOperator},
	{sql: "select coalesce(s, $1), sum(n + $2) from days group by coalesce(s, $1) order by 1", args: args("none", 5), differs: func(_, ours string) bool { return strings.Contains(ours, `"sum" NUMERIC`) }, why: ownType},
	{sql: "select n % $1, n / $1, count(*) from days group by n % $1, n / $1 order by 1, 2", args: args(2), differs: instead("?column?\" INT4 int32", "?column?\" INT8 int64"), why: ownType},
	{sql: "select n * $1::numeric from days group by n * $1::numeric order by n * $1::numeric desc", args: args("1.5")},
	{sql: "select d - $1::interval from days group by d - $1::interval order by 1", args: args("1 hour")},
	{sql: "select b = $1, count(*) from days group by b = $1 order by 1", args: args([]byte{0, 255})},
	{sql: "select d > $1, count(*) from days group by d > $1 order by 1", args: args(time.Date(2024, 2, 1, 0, 0, 0, 0, time.UTC))},
	{sql: "select u = $1, count(*) from days group by u = $1 order by 1", args: args("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), differs: fails("42883"), why: noOperator},
	{sql: "select m = $1, count(*) from days group by m = $1 order by 1", args: args("ok"), differs: fails("42883"), why: noOperator},
	{sql: "select n = any($1), count(*) from days group by n = any($1) order by 1", args: args([]int{1, 2})},
	{sql: "select coalesce(s, $1) from days group by coalesce(s, $1)", args: args(nil)},
	{sql: "select coalesce(n, $1), coalesce(b, $2) from days group by coalesce(n, $1), coalesce(b, $2) order by 1", args: args(nil, nil)},
	{sql: "select coalesce(s, $1) from days group by rollup (coalesce(s, $1)) order by 1 nulls first", args: args("none")},
	{sql: "select distinct n % $1 from days order by n % $1", args: args(2), differs: instead("?column?\" INT4 int32", "?column?\" INT8 int64"), why: ownType},
	{sql: "select distinct on (n % $1) n % $1, n from days order by n % $1, n", args: args(2), differs: instead("?column?\" INT4 int32", "?column?\" INT8 int64"), why: ownType},
	{sql: "select string_agg(distinct s || $1, ',' order by s || $1) from days", args: args("!")},
	{sql: "select * from (select s || $1 as x from days group by s || $1) q where x <> $1 order by x", args: args("!")},
	{sql: "select s || $1 from days group by s || $1 union all select $1 order by 1", args: args("!")},
	{sql: "select rank() over (order by n % $1) from days group by n % $1 order by 1", args: args(2)},
	{sql: "select s || $1, s || $2 from days group by s || $1", args: args("!", "!")}, // are two things
	{sql: "select n % $1 from days order by n % $1, n", args: args(2), differs: instead("?column?\" INT4 int32", "?column?\" INT8 int64"), why: ownType},
	{sql: "select s is distinct from $1, $1::text from days order by n", args: args("a")},
}

// unpreparedCases infer types of arguments and cannot be described.
var unpreparedCases = []textCase{
	{sql: "explain (costs off) select n from days where u = $1 and n = $2", args: args("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "1"), differs: fails("42883"), why: noOperator},
	{sql: "EXPLAIN (costs off, analyze, timing off, summary off) update days set s = $1 where n = $2", args: args(`it's \`, 1), differs: instead("(n = 1)", "(n = '1'::bigint)"), why: ownType},
	{sql: "/* x */ call tell($1, $2)", args: args("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "1"), differs: fails("42883"), why: noOperator},
	{sql: "call tell(n => $2, u => $1)", args: args(nil, 1), differs: fails("42883"), why: noOperator},
	{sql: "call tell($1, $2)", args: args("no uuid", 1), differs: fails("42883"), why: noOperator},
	{sql: "call tell($1, $2)", args: args("6ba7b810-9dad-11d1-80b4-00c04fd430c8", 1<<40),
		differs: fails("42883"), why: noOperator, others: exceptions{{"describe", fails("22003"), "the server refuses the value, and pgx before it"}}},
	{sql: "declare c cursor for select n from days where u = $1", args: args("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), differs: fails("42883"), why: noOperator},
	{sql: "create table few as select n from days where u = $1", args: args("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), differs: fails("42883"), why: noOperator},
	{sql: "create temporary table few as select n from days where d > $1 and b = $2", args: args(time.Unix(0, 0), []byte{1})},
	{sql: "comment on table days is $1", args: args("a")},
	{sql: "set local search_path = $1", args: args("a")},
}

// TestPlaceholders runs every text.
func TestPlaceholders(t *testing.T) {
	create(t, "table days (d timestamp, n int4, s text, b bytea, u uuid, m mood)")
	native(t, `create or replace procedure tell(u uuid, inout n int4) language plpgsql as 'begin n := n + 1; end'`)
	t.Cleanup(func() {
		if _, err := cluster.Native.Exec("drop procedure tell"); err != nil {
			t.Error(err)
		}
	})
	native(t, `insert into days values
		('2024-01-01 10:00', 1, 'a', '\x00ff', '6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'ok'),
		('2024-01-31 11:00', 2, 'b', null, null, 'sad'), ('2024-02-29 12:00', 3, null, '\x01', null, null)`)
	runTextCases(t, slices.Concat(placeholderCases, repeatedCases, unpreparedCases))
}

// TestRepeatedNull: a NULL without a type fits everywhere, also where types come
// from Go types.
func TestRepeatedNull(t *testing.T) {
	for _, m := range []mode{describeMode(), execMode(), simpleMode()} {
		t.Run(m.ours.name, func(t *testing.T) {
			var n int
			err := m.ours.db.QueryRowContext(t.Context(), "select coalesce(v, $1) from (values (1), (1)) t(v) group by coalesce(v, $1)", nil).Scan(&n)
			if err != nil || n != 1 {
				t.Errorf("got %d, %v", n, err)
			}
		})
	}
}

// TestRepeatedNames: a name that occurs twice is like a number that does.
func TestRepeatedNames(t *testing.T) {
	for _, m := range []mode{describeMode(), execMode(), simpleMode()} {
		t.Run(m.ours.name, func(t *testing.T) {
			var x string
			err := m.ours.db.QueryRowContext(t.Context(), "select v || :x from (values ('a'), ('a')) t(v) group by v || :x", sql.Named("x", `\'`)).Scan(&x)
			if err != nil || x != `a\'` {
				t.Errorf("got %q, %v", x, err)
			}
		})
	}
}

// TestLargeRepeated: an argument that has no room in the text stays a parameter.
func TestLargeRepeated(t *testing.T) {
	large := strings.Repeat("x", 40_000)
	for _, m := range []mode{describeMode(), execMode()} {
		t.Run(m.ours.name, func(t *testing.T) {
			var n int
			err := m.ours.db.QueryRowContext(t.Context(), "select count(*) + length($1) + length($1::text) from (values (1)) t(v) group by v", large).Scan(&n)
			if err != nil || n != 80_001 {
				t.Errorf("got %d, %v", n, err)
			}
		})
	}
}
