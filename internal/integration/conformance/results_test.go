package conformance_test

import (
	"context"
	"database/sql"
	"strings"
	"testing"
)

func TestResults(t *testing.T) {
	compareBehaviours(t, []behaviour{
		{name: "rows affected by every command", do: rowsAffectedByCommands, differs: func(pgx, ours string) bool {
			return strings.ReplaceAll(pgx, "from thing: 6 rows", "") == strings.ReplaceAll(strings.ReplaceAll(ours, "from thing: 6 rows", ""), "from thing: 0 rows", "")
		}, why: "the service counts the rows of insert, update, delete and merge only, and not those that CREATE TABLE AS and SELECT INTO have copied"},
		{name: "merge", do: merge},
		{name: "rows of a changing statement", do: rowsOfChanges},
		{name: "no statement", do: noStatement},
		{name: "column types of expressions", do: columnsOfExpressions},
		{name: "names of columns", do: namesOfColumns},
		{name: "columns of an empty table", do: columnsOfEmptyTable},
		{name: "a value near a mebibyte", do: longValues},
		{name: "many rows", do: tenThousandRows},
		{name: "rows read twice at once", do: rowsAtOnce},
		{name: "error after rows", do: errorAfterRows},
		{name: "QueryRow", do: queryRow},
	})
}

func rowsAffectedByCommands(ctx context.Context, r *transcript, w way) {
	for _, query := range []string{
		"insert into thing select n, 'n' || n from generate_series(1, 5) n",
		"insert into thing values (6, 'six') returning id",
		"insert into thing values (6, 'six'), (7, 'seven') on conflict do nothing",
		"update thing set name = null",
		"update thing set name = null where false",
		"update thing set id = id returning id",
		"with changed as (update thing set id = id returning 1) select * from changed",
		"with changed as (update thing set id = id returning 1) select 1",
		"with gone as (delete from thing where id = 7 returning *) insert into thing select * from gone where false",
		"select * from thing",
		"select from thing",
		"select 1 where false",
		"table thing",
		"values (1), (2), (3)",
		"select pg_sleep(0)",
		"create table thing_copy as select * from thing",
		"select * into thing_copy_2 from thing",
		"create table if not exists thing_copy as select 1",
		"create materialized view thing_seen as select * from thing",
		"refresh materialized view thing_seen",
		"drop table thing_copy, thing_copy_2 cascade",
		"drop materialized view thing_seen",
		"do $$ begin delete from thing where id = 1; end $$",
		"create or replace procedure thing_less() language sql as 'delete from thing where id = 2'",
		"call thing_less()",
		"drop procedure thing_less",
		"show server_encoding",
		"explain select 1",
		"analyze thing",
		"vacuum thing",
		"lock thing",
		"comment on table thing is 'x'",
		"delete from thing",
		"truncate thing",
		"notify thing",
		"checkpoint",
	} {
		r.exec(ctx, w.db, query)
	}
}

func merge(ctx context.Context, r *transcript, w way) {
	r.exec(ctx, w.db, "insert into thing values (1, 'a'), (2, 'b')")
	r.exec(ctx, w.db, `merge into thing using (values ($1::int, $2::text), (3, 'c')) as v(id, name) on thing.id = v.id
		when matched then update set name = v.name when not matched then insert values (v.id, v.name)`, 2, "z")
	r.exec(ctx, w.db, "merge into thing using (values (3)) as v(id) on thing.id = v.id when matched then delete")
	r.query(ctx, w, w.db, "merge into thing using (values (9)) as v(id) on thing.id = v.id when matched then do nothing")
	r.query(ctx, w, w.db, "select * from thing order by id")
}

func rowsOfChanges(ctx context.Context, r *transcript, w way) {
	r.query(ctx, w, w.db, "insert into thing select n, $1 || n from generate_series(1, 3) n returning *, id * 2 as twice, name || '!'", "n")
	r.query(ctx, w, w.db, "update thing t set name = v.name from (values (1, 'x'), (2, 'y')) as v(id, name) where t.id = v.id returning t.*, v.*")
	r.query(ctx, w, w.db, "delete from thing using generate_series(2, 3) n where id = n returning thing.id, n")
	r.query(ctx, w, w.db, "with gone as (delete from thing returning *) select count(*), min(name) from gone")
	r.query(ctx, w, w.db, "insert into thing values ($1, $2) on conflict (id) do update set name = excluded.name returning (xmax = 0) as inserted, name", 1, "a")
	r.query(ctx, w, w.db, "insert into thing values ($1, $2) on conflict (id) do update set name = excluded.name returning (xmax = 0) as inserted, name", 1, "b")
	r.query(ctx, w, w.db, "insert into thing values (1, 'c') on conflict do nothing returning id")
}

func noStatement(ctx context.Context, r *transcript, w way) {
	for _, text := range []string{"", " ", ";", " ; ; ", "-- nothing", "/* nothing */", "/* a */ ; -- b\n"} {
		r.exec(ctx, w.db, text)
		r.query(ctx, w, w.db, text)
		stmt, err := w.db.PrepareContext(ctx, text)
		r.err("prepare", err)
		if err == nil {
			r.query(ctx, w, preparedQueryer{stmt}, "prepared")
			r.err("close", stmt.Close())
		}
	}
}

func columnsOfExpressions(ctx context.Context, r *transcript, w way) {
	for _, expression := range []string{
		"count(*)", "sum(id)", "sum(id::int8)", "avg(id)", "max(name)", "string_agg(name, ',')", "array_agg(id)", "json_agg(name)", "bool_and(true)",
		"1", "1.5", "'a'", "null", "1 + 1", "1 / 2.0", "2 ^ 0.5", "true and false", "'a' || 1", "array[1, 2]", "coalesce(null, 1)",
		"case when true then 1 else 2.5 end", "now()", "current_date", "localtime", "localtimestamp", "now()::timestamp(3)",
		"current_user", "current_schema", "version()", "pg_backend_pid()", "length('a')", "random()", "gen_random_uuid()",
		"nullif(1, 1)", "greatest(1, 2.5)", "cast(1 as numeric(8,3))", "cast('a' as varchar(7))", "cast('a' as char(7))", "extract(year from now())",
		"to_char(1, '9')", "exists (select 1)", "(select 1)", "md5('a')", "sha256('a')", "generate_series(1, 2)", "row_number() over ()",
		"grouping(name)", "lower('A')", "position('a' in 'ba')", "jsonb_build_object('a', 1)", "to_json(1)", "current_setting('server_version_num')",
	} {
		query := "select " + expression + " from thing where false"
		if strings.HasPrefix(expression, "grouping") {
			query += " group by name"
		}
		r.query(ctx, w, w.db, "select * from ("+query+") as q where false")
	}
}

func namesOfColumns(ctx context.Context, r *transcript, w way) {
	long := strings.Repeat("long ", 20)
	r.query(ctx, w, w.db, `select 1 as "", 2 as " ", 3 as "a""b", 4 as "a.b", 5 as "É 日本 😀", 6 as "SELECT", 7 as "`+long+`", 8 as ":x", 9 as "$1", 10 as "a`+"\n"+`b"`)
	r.query(ctx, w, w.db, "select 1 as a, 2 as a, 3 as \"A\", 4, 5, 6 as \"?column?\"")
	r.query(ctx, w, w.db, "select thing.id, t.id, t.* from thing, thing t")
	r.query(ctx, w, w.db, "select $1::int, $2::text as \"$1\", $1::int as \":p1\"", 1, "a")
}

func columnsOfEmptyTable(ctx context.Context, r *transcript, w way) {
	r.exec(ctx, w.db, "alter table thing drop column id, drop column name")
	r.query(ctx, w, w.db, "select * from thing")
	r.exec(ctx, w.db, "insert into thing default values")
	r.query(ctx, w, w.db, "select * from thing")
	r.query(ctx, w, w.db, "table thing limit 0")
	r.exec(ctx, w.db, "alter table thing add a numeric(5,1) not null default 0, add b varchar(3), add c timestamptz(2), add d int4[]")
	r.query(ctx, w, w.db, "select * from thing where $1", false)
	r.query(ctx, w, w.db, "select * from thing limit $1", 0)
}

func longValues(ctx context.Context, r *transcript, w way) {
	for _, query := range []string{
		"select repeat('x', 1000000)",
		"select repeat(E'\\n\"\\\\', 150000)",
		"select repeat('é', 500000)",
		"select decode(repeat('00ff', 250000), 'hex')",
		"select array_fill('x'::text, array[100000])",
	} {
		var value sql.RawBytes
		rows, err := w.db.QueryContext(ctx, query)
		if err != nil {
			r.err(query, err)
			continue
		}
		for rows.Next() {
			err := rows.Scan(&value)
			r.add("%v, %d bytes, %x", err, len(value), checksum(value))
		}
		r.err(query, rows.Err())
		r.err("close", rows.Close())
	}
}

// checksum is one of a long value, to be compared.
func checksum(b []byte) (sum uint64) {
	for _, c := range b {
		sum = sum*31 + uint64(c)
	}
	return sum
}

func tenThousandRows(ctx context.Context, r *transcript, w way) {
	rows, err := w.db.QueryContext(ctx, "select n, n::text, n % 3 = 0, case when n % 5 > 0 then n * 1.5 end from generate_series(1, $1) n", 10_000)
	if err != nil {
		r.err("query", err)
		return
	}
	defer rows.Close()
	var count, sum, null int
	for rows.Next() {
		var (
			n, text int
			third   bool
			x       sql.NullFloat64
		)
		if err := rows.Scan(&n, &text, &third, &x); err != nil {
			r.err("scan", err)
			return
		}
		count++
		sum += n + text
		if third || !x.Valid {
			null++
		}
	}
	r.add("%d %d %d %v", count, sum, null, rows.Err())
}

func rowsAtOnce(ctx context.Context, r *transcript, w way) {
	one, err := w.db.QueryContext(ctx, "select n from generate_series(1, 3) n")
	if err != nil {
		r.err("query", err)
		return
	}
	defer one.Close()
	two, err := w.db.QueryContext(ctx, "select n from generate_series(11, 13) n")
	if err != nil {
		r.err("query", err)
		return
	}
	defer two.Close()
	for one.Next() && two.Next() {
		var a, b int
		r.add("%v %v %d %d", one.Scan(&a), two.Scan(&b), a, b)
	}
	r.add("%v %v", one.Err(), two.Err())
}

// errorAfterRows fails when rows have come natively; over the Data API there is
// nothing before the error. A program that reads to the end sees the error in
// both ways, and it has seen nothing that it may rely on.
func errorAfterRows(ctx context.Context, r *transcript, w way) {
	rows, err := w.db.QueryContext(ctx, "select 10 / (3 - n) from generate_series(1, 5) n")
	if err == nil {
		for rows.Next() {
		}
		err = rows.Err()
		rows.Close()
	}
	r.err("query", err)
}

func queryRow(ctx context.Context, r *transcript, w way) {
	var n int
	r.err("none", w.db.QueryRowContext(ctx, "select 1 where false").Scan(&n))
	r.err("none with an argument", w.db.QueryRowContext(ctx, "select 1 where $1", false).Scan(&n))
	r.err("several", w.db.QueryRowContext(ctx, "select n from generate_series(5, 9) n").Scan(&n))
	r.add("%d", n)
	r.err("of a changing statement", w.db.QueryRowContext(ctx, "insert into thing values (1, 'a') returning id").Scan(&n))
	r.add("%d", n)
	r.err("of one without columns", w.db.QueryRowContext(ctx, "insert into thing values (2, 'b')").Scan(&n))
	r.err("that fails", w.db.QueryRowContext(ctx, "insert into thing values (1, 'a') returning id").Scan(&n))
	r.err("error later", w.db.QueryRowContext(ctx, "select nope").Err())
	stmt, err := w.db.PrepareContext(ctx, "select id from thing where id = $1")
	if err != nil {
		r.err("prepare", err)
		return
	}
	defer stmt.Close()
	r.err("prepared", stmt.QueryRowContext(ctx, 1).Scan(&n))
	r.err("prepared, none", stmt.QueryRowContext(ctx, 99).Scan(&n))
}
