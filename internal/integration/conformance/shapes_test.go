package conformance_test

import (
	"testing"
	"time"
)

var shapeTime = time.Date(2024, 2, 29, 13, 14, 15, 0, time.UTC)

// shapes are ways to write one argument in a statement that programs commonly
// have. About half of them fail where the argument has the type of its Go value.
// A result of a type that the service refuses is cast to text.
var shapes = []textCase{
	{sql: "select 1 from ty where u = $1", args: args("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), differs: fails("42883"), why: noOperator},
	{sql: "insert into ty(u) values ($1)", args: args("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), differs: fails("42804"), why: notAssigned},
	{sql: "insert into ty(m) values ($1)", args: args("ok"), differs: fails("42804"), why: notAssigned},
	{sql: "insert into ty(j) values ($1)", args: args(`{"a":1}`), differs: fails("42804"), why: notAssigned},
	{sql: "select 1 from ty where j @> $1", args: args(`{"a":1}`), differs: fails("42883"), why: noOperator},
	{sql: "select 1 from ty where j ? $1", args: args("a")},
	{sql: "select j -> $1 from ty", args: args("a")},
	{sql: "select j -> $1 from ty", args: args(1), differs: fails("42883"), why: noOperator},
	{sql: "select jsonb_set(j, $1, '1')::text from ty", args: args("{a}"), differs: fails("42883"), why: noOperator},
	{sql: "insert into ty(i) values ($1)", args: args("10.0.0.1"), differs: fails("42804"), why: notAssigned},
	{sql: "select 1 from ty where i << $1", args: args("10.0.0.0/8"), differs: fails("42883"), why: noOperator},
	{sql: "insert into ty(ta) values ($1)", args: args("{a,b}"), differs: fails("42804"), why: notAssigned},
	{sql: "select 1 from ty where n = any($1)", args: args("{1,2}"), differs: fails("42809"), why: noOperator},
	{sql: "select 1 from ty where t = any($1)", args: args("{a,b}"), differs: fails("42809"), why: noOperator},
	{sql: "select 1 from ty where t = any($1::text[])", args: args("{a,b}")},
	{sql: "insert into ty(tz) values ($1)", args: args("2024-02-29 13:14:15+00"), differs: fails("42804"), why: notAssigned},
	{sql: "select 1 from ty where tz > $1", args: args("2024-01-01"), differs: fails("42883"), why: noOperator},
	{sql: "select 1 from ty where d = $1", args: args("2024-02-29"), differs: fails("42883"), why: noOperator},
	{sql: "insert into ty(num) values ($1)", args: args("1.5"), differs: fails("42804"), why: notAssigned},
	{sql: "insert into ty(n) values ($1)", args: args("1"), differs: fails("42804"), why: notAssigned},
	{sql: "select 1 from ty where n = $1", args: args("1"), differs: fails("42883"), why: noOperator},
	{sql: "select 1 from ty where b = $1", args: args("true"), differs: fails("42883"), why: noOperator},
	{sql: "select timestamptz '2024-02-29 13:14:15Z' + $1", args: args("1 day"), differs: fails("42883"), why: noOperator},
	{sql: "select timestamptz '2024-02-29 13:14:15Z' + $1::interval", args: args("1 day")},
	{sql: "select 1 from ty where t like $1", args: args("a")},
	{sql: "select t || $1 from ty", args: args("a")},
	{sql: "select 1 from ty where t = $1", args: args("a")},
	{sql: "select 1 from ty where c = $1", args: args("a"), differs: instead("int64 1\n", ""), why: "a string is a text, and citext compared with text heeds the case: cast to citext"},
	{sql: "select 1 from ty where ch = $1", args: args("a")},
	{sql: "select 1 from pg_class where relname = $1", args: args("a")},
	{sql: "select 1 where 'pg_class'::regclass = $1", args: args("1259"), differs: fails("42883"), why: noOperator},
	{sql: "select nextval($1) > 0", args: args("shape_sequence")},
	{sql: "select to_regclass($1)::text", args: args("1259")},
	{sql: "select set_config('app.x', $1, true)", args: args("a")},
	{sql: "select pg_advisory_xact_lock_shared($1)::text", args: args("1"), differs: fails("42883"), why: noOperator},
	{sql: "select 1 from ty where tv @@ $1", args: args("a"), differs: fails("42883"), why: noOperator},
	{sql: "select to_tsvector('english', $1)::text", args: args("a")},
	{sql: "select to_tsquery($1, 'a')::text", args: args("english"), differs: fails("42883"), why: noOperator},
	{sql: "select date_trunc($1, timestamptz '2024-02-29 13:14:15Z')", args: args("hour")},
	{sql: "select timestamptz '2024-02-29 13:14:15Z' at time zone $1", args: args("UTC")},
	{sql: "select date_part($1, timestamptz '2024-02-29 13:14:15Z')", args: args("hour")},
	{sql: "select coalesce(n, $1) from ty", args: args("1"), differs: fails("42804"), why: notAssigned},
	{sql: "select coalesce($1, t) from ty", args: args("a")},
	{sql: "select case when true then $1 else u end from ty", args: args("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), differs: fails("42804"), why: notAssigned},
	{sql: "select unnest($1)", args: args("{a}"), differs: fails("42883"), why: noOperator},
	{sql: "insert into ty(s) values ($1)", args: args(1)},
	{sql: "insert into ty(num) values ($1)", args: args(1)},
	{sql: "insert into ty(f) values ($1)", args: args(1)},
	{sql: "insert into ty(b) values ($1)", args: args(1), differs: fails("42804"), why: notAssigned},
	{sql: "insert into ty(t) values ($1)", args: args(1)},
	{sql: "select 1 from ty where n = $1", args: args(1)},
	{sql: "select 1 limit $1", args: args(1)},
	{sql: "select substr(t, $1) from ty", args: args(1), differs: fails("42883"), why: noOperator},
	{sql: "select left(t, $1) from ty", args: args(1), differs: fails("42883"), why: noOperator},
	{sql: "select d + $1 from ty", args: args(1), differs: fails("42883"), why: noOperator},
	{sql: "select ta[$1] from ty", args: args(1)},
	{sql: "select make_interval(days => $1)::text", args: args(1), differs: fails("42883"), why: noOperator},
	{sql: "select round(num, $1) from ty", args: args(1), differs: fails("42883"), why: noOperator},
	{sql: "select repeat(t,$1) from ty", args: args(1), differs: fails("42883"), why: noOperator},
	{sql: "select ($1 * interval '1 day')::text", args: args(1)},
	{sql: "select to_timestamp($1)", args: args(1)},
	{sql: "select setseed($1)", args: args(0.5)},
	{sql: "insert into ty(num) values ($1)", args: args(1.5)},
	{sql: "insert into ty(n) values ($1)", args: args(1.5)},
	{sql: "select 1 from ty where num = $1", args: args(1.5)},
	{sql: "select round($1, 2)", args: args(1.5), differs: fails("42883"), why: noOperator},
	{sql: "insert into ty(n) values ($1)", args: args(true), differs: fails("42804"), why: notAssigned},
	{sql: "insert into ty(by) values ($1)", args: args([]byte("a"))},
	{sql: "insert into ty(j) values ($1)", args: args([]byte(`{"a":1}`)), differs: fails("42804"), why: notAssigned},
	{sql: "insert into ty(t) values ($1)", args: args([]byte("a"))},
	{sql: "insert into ty(u) values ($1)", args: args([]byte("0123456789abcdef")), differs: fails("42804"), why: notAssigned},
	{sql: "insert into ty(ts) values ($1)", args: args(shapeTime)},
	{sql: "insert into ty(tz) values ($1)", args: args(shapeTime)},
	{sql: "insert into ty(d) values ($1)", args: args(shapeTime)},
	{sql: "insert into ty(ti) values ($1)", args: args(shapeTime)},
	{sql: "select 1 from ty where d = $1", args: args(shapeTime), differs: instead("int64 1\n", ""), why: "a time.Time is a timestamptz, which a date at midnight is not equal to: cast to date"},
	{sql: "insert into ty(t) values ($1)", args: args(shapeTime)},
	{sql: "select $1", args: args("a")},
	{sql: "insert into ty(n) values (1) on conflict do nothing", args: args()},
	{sql: "update ty set u = $1", args: args("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), differs: fails("42804"), why: notAssigned},
	{sql: "update ty set u = v.u from (values ($1)) as v(u)", args: args("6ba7b810-9dad-11d1-80b4-00c04fd430c8")},
	{sql: "select generate_series(1,$1)", args: args(1), differs: instead("INT4 int32", "INT8 int64"), why: ownType},
	{sql: "select 1 from ty where u in ($1)", args: args("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), differs: fails("42883"), why: noOperator},
	{sql: "select 1 from ty where ts between $1 and $1", args: args("2024-02-29 13:14:15"), differs: fails("42883"), why: noOperator},
	{sql: "select 1 from ty where (u, t) = ($1, 'x')", args: args("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), differs: fails("42883"), why: noOperator},
}

// TestShapes runs every shape through pgx and in each mode of the driver.
func TestShapes(t *testing.T) {
	create(t, `table ty (u uuid, m mood, j jsonb, i inet, ta text[], n int4, t text, tz timestamptz, ts timestamp, d date, ti time,
		num numeric, f float8, b bool, by bytea, s int2, c citext, ch char(5), tv tsvector)`)
	create(t, "sequence shape_sequence")
	native(t, `insert into ty values ('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'ok', '{"a":1}', '10.0.0.1', '{a,b}', 1, 'a',
		'2024-02-29 13:14:15Z', '2024-02-29 13:14:15', '2024-02-29', '13:14:15', 1.5, 1.5, true, 'a', 1, 'A', 'a', 'a')`)
	runTextCases(t, shapes)
}
