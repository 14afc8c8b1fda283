package conformance_test

import (
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/auroradataapi/auroradataapi"
)

// textCase is SQL that is hard to read for whoever looks for placeholders and
// ends of statements. The service's own scanner, which the driver has to get
// past, knows single-quoted and double-quoted text and comments only.
type textCase struct {
	name string
	sql  string
	args []any

	differs difference // if arguments are typed by their Go type; nil if both ways see the same
	why     string
	always  bool // in each mode

	inSimple    difference // instead, in mode simple
	whyInSimple string

	others exceptions // before these
}

func (c textCase) exceptions() exceptions {
	modes := "exec"
	if c.always {
		modes = "describe exec simple"
	}
	list := exceptions{{modes, c.differs, c.why}}
	if c.inSimple != nil {
		list = append(exceptions{{"simple", c.inSimple, c.whyInSimple}}, list...)
	}
	return append(c.others[:len(c.others):len(c.others)], list...)
}

// title is the case's name, or else its text and its arguments.
func (c textCase) title() string {
	if c.name != "" {
		return c.name
	}
	title := c.sql
	for i, arg := range c.args {
		if i == 0 {
			title += " ←"
		}
		title += " " + nameOf(arg)
	}
	return title
}

var textCases = []textCase{
	{name: "standard string", sql: `select 'it''s :x $1 ; -- no /* comment'`},
	{name: "standard string and placeholder", sql: `select 'it''s :x $1 ;', $1::text`, args: []any{"a"}},
	{name: "backslash in a standard string", sql: `select 'a\', $1::text, ':b'`, args: []any{"a"}},
	{name: "E string", sql: `select E'it\'s :x $1', $1::text`, args: []any{"a"}},
	{name: "E string in lower case", sql: `select e'\\', ':x', e'\':y\\', $1::text`, args: []any{"a"}},
	{name: "type name before a string", sql: `select name'x\', text':y', $1::text`, args: []any{"a"}},
	{name: "identifier that ends in e before a string", sql: `select date'2024-02-29', $1::text`, args: []any{"a"}},
	{name: "U& string", sql: `select U&'d!0061t:x' UESCAPE '!', $1::text`, args: []any{"a"}},
	{name: "bit strings", sql: `select B'101'::text, x'1F'::text, $1::text`, args: []any{"a"}},
	{name: "national string", sql: `select N'a:b'::text, $1::text`, args: []any{"a"}},
	{name: "string continuation", sql: "select 'a:b'\n'c:d', $1::text", args: []any{"a"}},
	{name: "E string continuation", sql: "select E'a\\':b'\n'c\\':d', $1::text", args: []any{"a"}},
	{name: "quoted identifier", sql: `select 1 as "a:b", 2 as "a""b:c", 3 as "$1", $1::text`, args: []any{"a"}},
	{name: "U& identifier", sql: `select 1 as U&"d\0061ta:x", $1::text`, args: []any{"a"}},
	{name: "dollar quote", sql: `select $$it's :x $1 ; "$$, $1::text`, args: []any{"a"}},
	{name: "dollar quote without placeholders", sql: `select $$it's :x, :y and 'z $$`},
	{name: "dollar quote with a backslash", sql: `select $$a\b :x \'$$, $1::text`, args: []any{"a"}},
	{name: "tagged dollar quote", sql: `select $fn$ a $$ :x $$ $other$ $fn$, $1::text`, args: []any{"a"}},
	{name: "tag with letters beyond ASCII", sql: `select $é1$ :x $é1$, $1::text`, args: []any{"a"}},
	{name: "empty dollar quote", sql: `select $$$$, $1::text`, args: []any{"a"}},
	{name: "dollars in an identifier", sql: `select foo$1$bar, $1::text from (values (1)) as t(foo$1$bar)`, args: []any{"a"}},
	{name: "dollar in an identifier without placeholders", sql: `select a$1 from (values (7)) as t(a$1)`},
	{name: "qualified dollar identifier", sql: `select t1.a$1 from (values (7)) as t1(a$1) where t1.a$1 > $1`, args: []any{1}},
	{name: "nested comment", sql: `select /* a /* :z $9 ' */ ; " */ $1::text`, args: []any{"a"}},
	{name: "line comment", sql: "-- name: X :one $2 '\nselect $1::text -- :z", args: []any{"a"}},
	{name: "comment in an operator", sql: `select 6/*:c*//2, 5--3
	+1, $1::text`, args: []any{"a"}},
	{name: "comment after an operator", sql: "select 2 *-- :x\n 3, $1::text", args: []any{"a"}},
	{name: "comment with a quote", sql: `select 1 /* don't :x */, $1::text`, args: []any{"a"}},
	{name: "hint", sql: `/*+ SeqScan(t) :x */ select $1::text`, args: []any{"a"}},
	{name: "cast", sql: `select $1::text, $2::int4::text, '1'::int, array[]::text[]`, args: []any{"a", 2}},
	{name: "cast with space", sql: `select '1' :: int, $1 ::text`, args: []any{"a"}},
	{name: "slice", sql: `select a[1:2], a[:2], a[2:], a[:], a[b:c] from (select array[1,2,3] as a, 1 as b, 2 as c) t`},
	{name: "slice and placeholder", sql: `select a[1:2], a[b:c], $1::text from (select array[1,2,3] as a, 1 as b, 2 as c) t`, args: []any{"a"}},
	{name: "slice of placeholders", sql: `select (array[1,2,3])[$1::int:$2::int]`, args: []any{2, 3}},
	{name: "slice with cast", sql: `select (array[1,2,3])['1'::int:b::int] from (values (2)) t(b)`},
	{name: "named notation", sql: `select make_interval(days := 1)::text, make_interval(days => $1::int)::text`, args: []any{2}},
	{name: "operator ?", sql: `select '{"a":1}'::jsonb ? 'a', '{"a":1}'::jsonb ?| array['b'], '{"a":1}'::jsonb ?& array['a', $1::text]`, args: []any{"b"}},
	{name: "operator @?", sql: `select '{"a":1}'::jsonb @? '$.a ? (@ > 0)', $1::text`, args: []any{"a"}},
	{name: "operator @>", sql: `select '{"a":1}'::jsonb @> $1::text::jsonb`, args: []any{`{"a":1}`}},
	{name: "operator ->", sql: `select '{"a":{"b":2}}'::jsonb -> 'a' ->> 'b', '{"a":{"b":2}}'::jsonb #>> '{a,b}', $1::text`, args: []any{"a"}},
	{name: "jsonpath variable", sql: `select jsonb_path_exists('{"a":5}', '$.a ? (@ == $x)', '{"x":5}'), $1::text`, args: []any{"a"}},
	{name: "colons in time and JSON", sql: `select '10:20'::time, '{"a":":b"}'::jsonb ->> 'a', $1::text`, args: []any{"a"}},
	{name: "limit", sql: `select n from generate_series(1, 5) n order by n limit $1 offset $2`, args: []any{2, 1}},
	{name: "in", sql: `select n from generate_series(1, 5) n where n in ($1, $2, 5) order by n`, args: []any{2, 4}},
	{name: "any", sql: `select n from generate_series(1, 5) n where n = any($1) order by n`, args: []any{[]int64{2, 4}}},
	{name: "any of text", sql: `select x from unnest(array['a','b','c']) x where x = any($1) order by x`, args: []any{[]string{"a", "c"}}},
	{name: "repeated placeholder", sql: `select $1::text || $1::text, $1::text`, args: []any{"a"}},
	{name: "placeholders out of order", sql: `select $3::text, $1::text, $2::text, $1::text`, args: []any{"a", "b", "c"}},
	{name: "ten placeholders", sql: `select $10::text, $1::text, $2||$3||$4||$5||$6||$7||$8||$9`, args: []any{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10"}},
	{name: "group by the same placeholder", sql: `select left(x, $1::int), count(*) from unnest(array['ab','ac']) x group by left(x, $1::int)`, args: []any{1}},
	{name: "placeholder at once after a sign", sql: `select 1+$1::int,1-$1::int,($1)::int`, args: []any{2}},
	{name: "semicolon at the end", sql: `select $1::text;`, args: []any{"a"}},
	{name: "semicolons, comments and space at the end", sql: "select $1::text ; ; -- :x\n /* :y */ ", args: []any{"a"}},
	{name: "text beyond ASCII", sql: `select 'héllo 日本 😀 :x', $1::text as "naïve:col"`, args: []any{"日本 😀"}},
	{name: "text beyond ASCII without quotes", sql: `select naïve from (values ($1::text)) as t(naïve)`, args: []any{"a"}},
	{name: "carriage returns and tabs", sql: "select\r\n\t$1::text\r\n-- :x\r\n", args: []any{"a"}},
	{name: "case", sql: `select case when $1 then 'y:es' else 'n;o' end`, args: []any{true}},
	{name: "at time zone", sql: `select (timestamptz '2024-01-01 00:00:00Z' at time zone 'Asia/Tokyo')::text, $1::text`, args: []any{"a"}},
	{name: "common table expression", sql: `with x(a) as (select $1::int), y as materialized (select a from x) select * from y`, args: []any{7}},
	{name: "values", sql: `values ($1::int, ':x'), ($2::int, $3::text)`, args: []any{1, 2, "c"}},
	{name: "array constructor with colons", sql: `select array[':a', $1::text], array[[1,2],[3,4]][1:1][2:2] = array[[2]]`, args: []any{"b"}},
	{name: "do block", sql: "do $$ declare x int := 1; begin x := x + 1; if x <> 2 then raise 'x is :x'; end if; end $$"},
	{name: "do block that raises", sql: "do $body$ begin raise exception 'boom :x %', 1 using errcode = 'P0042'; end $body$"},
	{name: "create function", sql: "create or replace function text_case(a int, b int = 2) returns int language plpgsql as $$ declare c int := a; begin c := c * b; return c; end; $$"},
	{name: "call of the function", sql: "select text_case(a := $1::int), text_case($1::int, b => 5)", args: []any{4}},
	{name: "create function with a begin atomic body", sql: "create or replace function text_atomic(a int) returns int language sql begin atomic; select 1; select case when a > 0 then a end; end"},
	{name: "call of the begin atomic function", sql: "select text_atomic($1::int)", args: []any{4}},
	{name: "create rule with a list", sql: "create or replace rule text_rule as on insert to text_view do instead (select 1; select 2)"},

	{name: "void function", sql: "select pg_sleep(0)"},
	{name: "untyped literal and null", sql: "select 'untyped', null"},
	{name: "the same column name twice", sql: "select 1 as a, 2 as a"},
	{name: "no columns", sql: "select"},
	{name: "no columns, three rows", sql: "select from generate_series(1, 3)"},
	{name: "catalog table", sql: "select oid, datname, datcollate, datallowconn from pg_database order by datname"},
	{name: "many columns", sql: "select " + strings.Repeat("1, ", 1599) + "2"},
	{name: "close to the limit of a result", sql: "select n, repeat('é', 100), n * 1.5, timestamptz '2024-02-29 13:14:15Z' + n * interval '1 ms', n % 2 = 0 from generate_series(1, 4000) n"},
	{name: "set returning function with ordinality", sql: "select * from unnest(array['a:b', 'c']) with ordinality as t(v, n)"},

	{name: "empty"},
	{name: "comment alone", sql: "-- :x"},
	{name: "semicolon alone", sql: ";"},
	{name: "syntax error", sql: "selec $1", args: []any{"a"}},
	{name: "syntax error after text beyond ASCII", sql: "select 'é' form $1", args: []any{"a"}},
	{name: "operator that does not exist", sql: "select 1 ??? $1::int", args: []any{1}},
	{name: "unterminated string", sql: "select 'a"},
	{name: "unterminated comment", sql: "select 1 /* a"},
	{name: "unterminated dollar quote", sql: "select $a$ b"},
	{name: "unterminated identifier", sql: `select "a`},
	{name: "missing argument", sql: "select $1::text, $2::text", args: []any{"a"}},
	{name: "too many arguments", sql: "select $1::text", args: []any{"a", "b"}},
	{name: "digits and letters", sql: "select $1abc", args: []any{"a"}},
}

// TestText runs every text as a query and in a transaction, both ways.
func TestText(t *testing.T) {
	create(t, "view text_view as select 1 as a")
	counts := newTally(t)
	for _, c := range textCases {
		t.Run(c.name, func(t *testing.T) {
			compareModes(t, counts, c.name, c.exceptions(), func(w way) string { return w.observeText(t, c) })
			compareModes(t, counts, c.name+", in a transaction", c.exceptions(), func(w way) string { return w.observeInTransaction(t, c) })
		})
	}
}

// observeText sees a query. Which of driver and server finds an error, so that
// it has a SQLSTATE or has none, does not matter for a text that neither runs.
func (w way) observeText(t *testing.T, c textCase) string {
	return unifyRefusals(w.observe(t.Context(), w.db, c.sql, c.args...))
}

func (w way) observeInTransaction(t *testing.T, c textCase) string {
	t.Helper()
	tx, err := w.db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	return unifyRefusals(w.observe(t.Context(), tx, c.sql, c.args...))
}

// unifyRefusals makes one of a syntax error that the server found and a text
// that the driver could not read.
func unifyRefusals(seen string) string {
	switch seen {
	case "error 42601\n", "error 08P01\n", "error without SQLSTATE\n":
		return "error of syntax or arguments\n"
	}
	return seen
}

// namedCase is a query with names for the driver, and the same with numbers for
// pgx, which has no names in database/sql.
type namedCase struct {
	name    string
	named   string
	ordinal string
	args    []any // of the named one; of the other they are in order of names' first use
}

func TestNamedPlaceholders(t *testing.T) {
	a, b := sql.Named("a", "x"), sql.Named("b", int64(2))
	cases := []namedCase{
		{name: "one", named: "select :a::text", ordinal: "select $1::text", args: []any{a}},
		{name: "two", named: "select :a::text, :b::int", ordinal: "select $1::text, $2::int", args: []any{a, b}},
		{name: "repeated", named: "select :a::text, :b::int, :a::text", ordinal: "select $1::text, $2::int, $1::text", args: []any{a, b}},
		{name: "beside text", named: "select ':a', $$:b$$, /* :c */ :a::text -- :d", ordinal: "select ':a', $$:b$$, $1::text", args: []any{a}},
		{name: "in a slice", named: "select (array[1,2,3])[:b:3]", ordinal: "select (array[1,2,3])[$1::int:3]", args: []any{b}},
		{name: "at both ends of a slice", named: "select (array[1,2,3])[:b::int : :b::int]", ordinal: "select (array[1,2,3])[$1::int:$1::int]", args: []any{b}},
		{name: "with a cast", named: "select cast(:b as int)::text::varchar(3)", ordinal: "select cast($1 as int)::text::varchar(3)", args: []any{b}},
		{name: "beside JSON operators", named: `select '{"x":1}'::jsonb ? :a`, ordinal: `select '{"x":1}'::jsonb ? $1`, args: []any{a}},
		{name: "beside named notation", named: "select make_interval(days := :b::int)::text", ordinal: "select make_interval(days := $1::int)::text", args: []any{b}},
	}
	counts := newTally(t)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			plain := make([]any, len(c.args))
			for i, arg := range c.args {
				plain[i] = arg.(sql.NamedArg).Value
			}
			compareModes(t, counts, c.named, nil, func(w way) string {
				if w.native {
					return w.observe(t.Context(), w.db, c.ordinal, plain...)
				}
				return w.observe(t.Context(), w.db, c.named, c.args...)
			})
		})
	}
}

// TestNamedArgumentsByNumber passes names where the text has numbers: both ways
// ignore the names.
func TestNamedArgumentsByNumber(t *testing.T) {
	const query = "select $2::text, $1::text"
	compareModes(t, newTally(t), query, nil, func(w way) string {
		return w.observe(t.Context(), w.db, query, sql.Named("x", "a"), sql.Named("y", "b"))
	})
}

// TestPosition wants the position of an error in the caller's own text.
func TestPosition(t *testing.T) {
	counts := newTally(t)
	for _, query := range []string{
		"select nope",
		"select /* c */ nope",
		"-- é\nselect 'é', nope",
		"select $$é' :x$$, nope",
		"select (array[1,2])[1:2], nope",
	} {
		for _, args := range [][]any{nil, {"a", "b"}} {
			text := query
			if args != nil {
				text = query + ", $1::text, nope, $2::text"
			}
			compareModes(t, counts, text, nil, func(w way) string { return fmt.Sprintln(position(t, w.db, text, args)) })
		}
	}
}

func position(t *testing.T, db *sql.DB, query string, args []any) int {
	t.Helper()
	_, err := db.ExecContext(t.Context(), query, args...)
	var ours *auroradataapi.Error
	var pgx *pgconn.PgError
	switch {
	case errors.As(err, &ours):
		return ours.Position
	case errors.As(err, &pgx):
		return int(pgx.Position)
	}
	t.Fatalf("%s: got %v, want an error of the database", query, err)
	return 0
}
