package conformance_test

import (
	"context"
	"database/sql"
	"testing"
)

func TestStatements(t *testing.T) {
	compareBehaviours(t, []behaviour{
		{name: "rows affected", do: rowsAffected},
		{name: "last insert id", do: lastInsertID},
		{name: "returning", do: returning},
		{name: "on conflict", do: onConflict},
		{name: "schema statements", do: schemaStatements},
		{name: "query without rows", do: queryWithoutRows},
		{name: "exec of a query", do: execOfQuery},
		{name: "query of a statement without columns", do: queryOfStatement},
		{name: "prepared query", do: preparedQuery},
		{name: "prepared statement in a transaction", do: preparedInTransaction},
		{name: "prepare of what is wrong", do: prepareWrong, modes: "exec simple", differs: foundWhenRun, why: foundLater},
		{name: "violations", do: violations},
		{name: "scan into Go types", do: scanIntoTypes},
		{name: "scan into what does not fit", do: scanMismatch},
		{name: "rows closed early", do: rowsClosedEarly},
		{name: "columns of a row with several names", do: columnNames},
	})
}

func rowsAffected(ctx context.Context, r *transcript, w way) {
	for _, query := range []string{
		"insert into thing values (1, 'a'), (2, 'b'), (3, 'c')",
		"update thing set name = name || 'x' where id > 1",
		"update thing set name = 'y' where false",
		"delete from thing where id = 3",
		"select * from thing",
		"insert into thing select n, n::text from generate_series(10, 19) n",
		"with gone as (delete from thing where id >= 10 returning id) select * from gone",
		"with gone as (delete from thing returning id) insert into thing select id + 1 from gone",
		"truncate thing",
		"delete from thing",
	} {
		r.exec(ctx, w.db, query)
	}
}

func lastInsertID(ctx context.Context, r *transcript, w way) {
	result, err := w.db.ExecContext(ctx, "insert into thing values (1)")
	if err != nil {
		r.err("insert", err)
		return
	}
	id, err := result.LastInsertId()
	r.add("id %d, %v", id, err)
}

func returning(ctx context.Context, r *transcript, w way) {
	r.query(ctx, w, w.db, "insert into thing values ($1, $2), ($3, $4) returning id, name as label", 1, "a", 2, nil)
	r.query(ctx, w, w.db, "update thing set name = name || $1 returning *", "x")
	r.query(ctx, w, w.db, "update thing set name = 'z' where false returning *")
	r.query(ctx, w, w.db, "delete from thing returning id")
	r.exec(ctx, w.db, "insert into thing values (1), (2) returning id")
}

func onConflict(ctx context.Context, r *transcript, w way) {
	const insert = "insert into thing values ($1, $2) on conflict (id) do "
	r.exec(ctx, w.db, insert+"nothing", 1, "a")
	r.exec(ctx, w.db, insert+"nothing", 1, "b")
	r.query(ctx, w, w.db, insert+"update set name = excluded.name || '!' returning name", 1, "c")
}

func schemaStatements(ctx context.Context, r *transcript, w way) {
	for _, query := range []string{
		"create table thing_part (id bigint generated always as identity, thing int references thing)",
		"create index on thing_part (thing)",
		"comment on table thing_part is ':x $1'",
		"alter table thing_part add column note text default 'a:b'",
		"insert into thing_part (note) values (default)",
		"drop table thing_part",
		"drop table thing_part",
	} {
		r.exec(ctx, w.db, query)
	}
}

func queryWithoutRows(ctx context.Context, r *transcript, w way) {
	var n int
	r.err("query row", w.db.QueryRowContext(ctx, "select id from thing where id = $1", 1).Scan(&n))
	r.query(ctx, w, w.db, "select id, name from thing")
}

func execOfQuery(ctx context.Context, r *transcript, w way) {
	r.exec(ctx, w.db, "select 1")
	r.exec(ctx, w.db, "select n from generate_series(1, 1000) n")
	r.exec(ctx, w.db, "values (1), (2)")
	r.exec(ctx, w.db, "show server_version")
	r.exec(ctx, w.db, "explain select 1")
}

func queryOfStatement(ctx context.Context, r *transcript, w way) {
	r.query(ctx, w, w.db, "insert into thing values (1)")
	r.query(ctx, w, w.db, "create table thing_else ()")
	r.query(ctx, w, w.db, "table thing_else")
	r.query(ctx, w, w.db, "drop table thing_else")
	r.query(ctx, w, w.db, "")
}

func preparedQuery(ctx context.Context, r *transcript, w way) {
	insert, err := w.db.PrepareContext(ctx, "insert into thing values ($1, $2)")
	if err != nil {
		r.err("prepare", err)
		return
	}
	defer insert.Close()
	for i, name := range []any{"a", nil, "a", "b"} {
		_, err := insert.ExecContext(ctx, i, name)
		r.err("insert", err)
	}
	query, err := w.db.PrepareContext(ctx, "select name from thing where id >= $1 order by id")
	if err != nil {
		r.err("prepare", err)
		return
	}
	defer query.Close()
	for _, id := range []int{0, 3, 9} {
		r.query(ctx, w, preparedQueryer{query}, "prepared", id)
	}
	r.query(ctx, w, preparedQueryer{query}, "without its argument")
	r.query(ctx, w, preparedQueryer{query}, "with one too many", 1, 2)
}

// preparedQueryer runs a prepared query whatever the text is.
type preparedQueryer struct{ stmt *sql.Stmt }

func (p preparedQueryer) QueryContext(ctx context.Context, _ string, args ...any) (*sql.Rows, error) {
	return p.stmt.QueryContext(ctx, args...)
}

func preparedInTransaction(ctx context.Context, r *transcript, w way) {
	insert, err := w.db.PrepareContext(ctx, "insert into thing values ($1)")
	if err != nil {
		r.err("prepare", err)
		return
	}
	defer insert.Close()
	tx, err := w.db.BeginTx(ctx, nil)
	if err != nil {
		r.err("begin", err)
		return
	}
	_, err = tx.StmtContext(ctx, insert).ExecContext(ctx, 1)
	r.err("insert", err)
	own, err := tx.PrepareContext(ctx, "select count(*) from thing")
	r.err("prepare", err)
	r.query(ctx, w, preparedQueryer{own}, "count inside")
	r.query(ctx, w, w.db, "select count(*) from thing")
	r.err("rollback", tx.Rollback())
	r.query(ctx, w, w.db, "select count(*) from thing")
	_, err = insert.ExecContext(ctx, 2)
	r.err("insert outside", err)
}

func prepareWrong(ctx context.Context, r *transcript, w way) {
	for _, text := range []string{"selec 1", "1 + 1", "(selec 1)", "select * from nothing", "select nope", "select $1 +"} {
		stmt, err := w.db.PrepareContext(ctx, text)
		r.err(text, err)
		if err == nil {
			r.err("close", stmt.Close())
		}
	}
}

func violations(ctx context.Context, r *transcript, w way) {
	for _, query := range []string{
		"insert into thing values (1, 'a')",
		"insert into thing values (1, 'b')",
		"insert into thing values (2, 'a')",
		"insert into thing values (null, 'c')",
		"insert into thing values (2147483648, 'd')",
		"insert into thing values (1, 2, 3)",
		"insert into nothing values (1)",
		"select 1/0",
		"select 'x'::int",
		"select nofunc()",
		"select nope from thing",
		"do $$ begin raise exception 'boom' using errcode = 'P0001', detail = 'd', hint = 'h'; end $$",
		"do $$ begin raise exception 'a; Detail: b; SQLState: 00000' using errcode = '22023'; end $$",
	} {
		_, err := w.db.ExecContext(ctx, query)
		r.err(query, err)
	}
}

func scanIntoTypes(ctx context.Context, r *transcript, w way) {
	var (
		flag   bool
		small  int16
		number int64
		ratio  float64
		text   string
		bytes  []byte
		null   sql.NullString
		exact  sql.Null[string]
		day    sql.NullTime
	)
	err := w.db.QueryRowContext(ctx, "select true, 7::int2, '12'::text, 1.25::numeric, 42, 'b'::bytea, null::text, 1.50::numeric(5,2), date '2024-02-29'").
		Scan(&flag, &small, &number, &ratio, &text, &bytes, &null, &exact, &day)
	r.add("%v %v %v %v %v %v %v %v %v %v", err, flag, small, number, ratio, text, bytes, null, exact, day)
}

func scanMismatch(ctx context.Context, r *transcript, w way) {
	var n int
	for _, query := range []string{"select 'abc'", "select null::int", "select 3000000000", "select 1.5::float8", "select true"} {
		err := w.db.QueryRowContext(ctx, query).Scan(&n)
		r.add("%s: %v", query, err)
	}
}

func rowsClosedEarly(ctx context.Context, r *transcript, w way) {
	rows, err := w.db.QueryContext(ctx, "select n from generate_series(1, 100) n")
	if err != nil {
		r.err("query", err)
		return
	}
	r.add("next: %v, close: %v, next: %v, err: %v", rows.Next(), rows.Close(), rows.Next(), rows.Err())
	r.query(ctx, w, w.db, "select 1")
}

func columnNames(ctx context.Context, r *transcript, w way) {
	r.query(ctx, w, w.db, `select 1 as a, 2 as a, 3, 4 as "", 5 as "A b", count(*), t.id, t.id as x from thing t group by t.id`)
}
