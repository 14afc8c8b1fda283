package conformance_test

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"testing"
)

// TestMySQLStatements holds what database/sql does with a statement against
// go-sql-driver/mysql.
func TestMySQLStatements(t *testing.T) {
	compareMySQLBehaviours(t, []behaviour{
		{name: "rows found", do: mySQLRows},
		{name: "generated keys", do: generatedKeys},
		{name: "on duplicate key", do: onDuplicateKey},
		{name: "replace and ignore", do: replaceAndIgnore},
		{name: "generated keys that are given", do: givenKeys, differs: shows("insert into thing values (-1, 'g'): 1 rows, <nil>, id 0, <nil>"), why: noNegative},
		{name: "schema statements", do: mySQLSchema},
		{name: "query without rows", do: mySQLQueryWithoutRows},
		{name: "exec of a query", do: mySQLExecOfQuery},
		{name: "prepared statements", do: mySQLPrepared},
		{name: "prepare of what is wrong", do: mySQLPrepareWrong},
		{name: "numbers of arguments", do: mySQLArgumentCounts, differs: shows(`column "@a:= ?"`), why: commentless},
		{name: "named arguments", do: mySQLNamed},
		{name: "columns of an empty table", do: mySQLEmptyColumns, differs: instead(" ENUM ", " CHAR "), why: calledChar},
		{name: "names of columns", do: mySQLColumnNames, differs: instead("1 /* d */ + 2\" INT", "1   + 2\" INT"), why: commentless},
		{name: "procedures", do: mySQLProcedures},
		{name: "TINYINT(1) beside a function of the program's", do: mySQLFunction, differs: instead("int64 7", "int64 1"), why: ranOnce},
		{name: "scan into Go types", do: mySQLScan},
		{name: "rows closed early", do: mySQLClosedEarly},
	})
}

func mySQLRows(ctx context.Context, r *transcript, w way) {
	r.insert(ctx, w.db, "insert into thing (name) values ('a'), ('b'), ('c')")
	for _, statement := range list(
		"update thing set name = name", "update thing set name = 'z' where id = 1", "update thing set name = 'z' where id = 1", "update thing set name = 'x' where id = 99",
		"update thing set id = id + 10 order by id desc", "delete from thing where id = 99", "delete from thing where id = 11", "delete from thing", "insert into thing select 5, 'five'",
		"insert into thing select id + 1, 'six' from thing", "truncate table thing", "do 1", "select 1",
	) {
		r.insert(ctx, w.db, statement)
	}
	r.insert(ctx, w.db, "insert into thing (name) values (?), (?)", "a", "b")
	r.insert(ctx, w.db, "update thing set name = ? where name = ?", "b", "b")
}

func generatedKeys(ctx context.Context, r *transcript, w way) {
	r.insert(ctx, w.db, "insert into thing (name) values ('a')")
	r.insert(ctx, w.db, "insert into thing (name) values (?)", "b")
	r.insert(ctx, w.db, "insert into thing (name) values ('c'), ('d'), ('e')")
	r.insert(ctx, w.db, "insert into thing (name) values (?), (?)", "f", "g")
	r.insert(ctx, w.db, "insert into thing (name) select concat(name, '2') from thing where id < 3")
	r.insert(ctx, w.db, "insert into thing () values ()")
	r.insert(ctx, w.db, "insert into thing set name = 'set'")
	r.insert(ctx, w.db, "insert into thing (name) values ('a')")
	r.insert(ctx, w.db, "update thing set name = 'u' where id = 1")
	r.insert(ctx, w.db, "update thing set id = last_insert_id(id + 100) where id = 2")
	tx := r.begin(ctx, w, nil)
	r.insert(ctx, tx, "insert into thing (name) values ('t')")
	r.query(ctx, w, tx, "select last_insert_id()")
	r.err("commit", tx.Commit())
	r.query(ctx, w, w.db, "select id, name from thing order by id")
}

func onDuplicateKey(ctx context.Context, r *transcript, w way) {
	for _, statement := range list(
		"insert into thing (name) values ('a') on duplicate key update name = 'b'",
		"insert into thing (name) values ('a') on duplicate key update name = 'b'",
		"insert into thing (name) values ('b') on duplicate key update id = last_insert_id(id)",
		"insert into thing (id, name) values (1, 'q'), (7, 'r') on duplicate key update name = values(name)",
		"insert into thing (name) values ('r') on duplicate key update name = name",
		"insert into thing (name) values ('s'), ('t') on duplicate key update name = concat(values(name), '!')",
	) {
		r.insert(ctx, w.db, statement)
	}
	r.query(ctx, w, w.db, "select id, name from thing order by id")
}

func replaceAndIgnore(ctx context.Context, r *transcript, w way) {
	for _, statement := range list(
		"replace into thing (name) values ('a')", "replace into thing (name) values ('a')", "replace into thing (id, name) values (2, 'b')",
		"insert ignore into thing (name) values ('a')", "insert ignore into thing (name) values ('b'), ('c')", "insert ignore into thing (id, name) values (2, 'way too long for this column')",
	) {
		r.insert(ctx, w.db, statement)
	}
	r.query(ctx, w, w.db, "select count(*) from thing")
}

func givenKeys(ctx context.Context, r *transcript, w way) {
	for _, statement := range list(
		"insert into thing values (5, 'a')", "insert into thing values (0, 'b')", "insert into thing values (null, 'c')", "insert into thing values (20, 'd'), (null, 'e'), (30, 'f')", "insert into thing values (-1, 'g')",
	) {
		r.insert(ctx, w.db, statement)
	}
	r.exec(ctx, w.db, "drop table if exists unsigned_keys")
	r.exec(ctx, w.db, "create table unsigned_keys (id bigint unsigned auto_increment primary key)")
	for _, statement := range list("insert into unsigned_keys values (9223372036854775808)", "insert into unsigned_keys values (null)") {
		r.insert(ctx, w.db, statement)
	}
	r.exec(ctx, w.db, "drop table unsigned_keys")
}

func mySQLSchema(ctx context.Context, r *transcript, w way) {
	for _, statement := range list(
		"create table later (a int, b varchar(10), key (b))", "alter table later add column c int", "create index later_c on later (c)", "insert into later values (1, 'x', 2), (2, 'y', 3)",
		"create table copied as select * from later", "create table alike like later", "create view seen as select a from later", "rename table alike to unlike", "analyze table later", "optimize table unlike",
		"drop view seen", "drop table if exists later, copied, unlike, nothing",
	) {
		r.insert(ctx, w.db, statement)
	}
}

func mySQLQueryWithoutRows(ctx context.Context, r *transcript, w way) {
	for _, statement := range list("insert into thing (name) values ('q')", "create table q (a int)", "drop table q", "do 1", "update thing set name = 'r'", "set @a = 1", "begin", "commit") {
		r.query(ctx, w, w.db, statement)
	}
	r.query(ctx, w, w.db, "insert into thing (name) values (?)", "s")
}

func mySQLExecOfQuery(ctx context.Context, r *transcript, w way) {
	r.insert(ctx, w.db, "insert into thing (name) values ('a'), ('b')")
	for _, statement := range list("select * from thing", "select * from thing where false", "show tables like 'thing'", "explain select 1", "describe thing", "table thing", "values (1), (2)", "with q as (select 1) select * from q", "(select 1) union (select 2)", "check table thing") {
		r.insert(ctx, w.db, statement)
	}
	r.insert(ctx, w.db, "select * from thing where id > ?", 0)
}

func mySQLPrepared(ctx context.Context, r *transcript, w way) {
	insert, err := w.db.PrepareContext(ctx, "insert into thing (name) values (?)")
	r.err("prepare", err)
	for _, name := range []any{"a", nil, 7, []byte("b"), "a"} {
		result, err := insert.ExecContext(ctx, name)
		r.err(fmt.Sprint(name), err)
		if err == nil {
			r.result(fmt.Sprint(name), result)
		}
	}
	r.err("close", insert.Close())
	query, err := w.db.PrepareContext(ctx, "select id, name from thing where id >= ? order by id")
	r.err("prepare", err)
	for _, id := range []any{1, "2", 99} {
		rows, err := query.QueryContext(ctx, id)
		r.err(fmt.Sprint(id), err)
		for err == nil && rows.Next() {
			var n int
			var name sql.NullString
			r.err("scan", rows.Scan(&n, &name))
			r.add("%d %v", n, name)
		}
	}
	r.err("close", query.Close())
	tx := r.begin(ctx, w, nil)
	stmt, err := tx.PrepareContext(ctx, "update thing set name = ? where id = ?")
	r.err("prepare", err)
	result, err := stmt.ExecContext(ctx, "x", 1)
	r.err("update", err)
	r.result("update", result)
	r.err("rollback", tx.Rollback())
	r.query(ctx, w, w.db, "select name from thing where id = 1")
}

func mySQLPrepareWrong(ctx context.Context, r *transcript, w way) {
	for _, text := range list("selec 1", "select * from nope", "select nope from thing where id = ?", "insert into nope values (?)", "select ? from", "", "-- c", "select 'a", "select 1; select 2", "update thing set nope = ?", "call nope(?)") {
		stmt, err := w.db.PrepareContext(ctx, text)
		r.err(text, err)
		if err == nil {
			r.err("close", stmt.Close())
		}
	}
}

func mySQLArgumentCounts(ctx context.Context, r *transcript, w way) {
	r.exec(ctx, w.db, "select ?")
	r.exec(ctx, w.db, "select ?", 1, 2)
	r.exec(ctx, w.db, "select 1", 1)
	r.exec(ctx, w.db, "select '?'", 1)
	r.query(ctx, w, w.db, "select '?', \"?\", `?`, /* ? */ ? -- ?\n from (select 1 as `?`) q # ?", 1)
	r.query(ctx, w, w.db, `select 'it\'s ?', "a\"?", ?`, "x")
	r.query(ctx, w, w.db, "select /*!40101 ? */ + ?, /*!99999999 ? */ 1", 1, 2)
	r.query(ctx, w, w.db, "select @a:=?, ':a', @b := 7", 5)
}

func mySQLNamed(ctx context.Context, r *transcript, w way) {
	if w.native {
		r.query(ctx, w, w.db, "select ?, ?, ?", 1, "b", 1)
	} else {
		rows := w.observe(ctx, w.db, "select :a, :b, :a", sql.Named("a", 1), sql.Named("b", "b"))
		r.add("%s: %s", "select ?, ?, ?", strings.NewReplacer(":a", "?", ":b", "?").Replace(rows))
	}
}

func mySQLEmptyColumns(ctx context.Context, r *transcript, w way) {
	r.exec(ctx, w.db, "drop table if exists empty_columns")
	r.exec(ctx, w.db, "create table empty_columns (a tinyint(1), b bit(3), c bigint unsigned not null, d decimal(7,3), e datetime(2), f json, g geometry, h enum('x'), i blob, j varchar(3) not null, k year, l time(1))")
	r.query(ctx, w, w.db, "select * from empty_columns")
	r.query(ctx, w, w.db, "select * from empty_columns where a = ?", 1)
	r.query(ctx, w, w.db, "select a + 1, max(c), group_concat(j), d / 3, count(*) from empty_columns group by a, d")
	r.exec(ctx, w.db, "drop table empty_columns")
}

func mySQLColumnNames(ctx context.Context, r *transcript, w way) {
	for _, query := range list(
		"select 1, 1, 2 as a, 3 as a", "select 'x', \"y\", `q`.`a b` from (select 1 as `a b`) q", "select 1 as ``", "select 1 as `:a?`, 2 as `it's`", "select count(*), now() is null, 1+1, ( 2 )", "select q.*, q.a from (select 1 as a, 2 as b) q",
		"select a.x, b.x from (select 1 as x) a join (select 2 as x) b", "select id as ID, ID from thing", "select /* c */ 1 /* d */ + 2", "select 'a' 'b'", "select  1  +  1", "select -1, - 1, not 1",
	) {
		r.query(ctx, w, w.db, query)
	}
	r.query(ctx, w, w.db, "select ?, ? as x, ?+1", 1, 2, 3)
}

func mySQLFunction(ctx context.Context, r *transcript, w way) {
	r.insert(ctx, w.db, "create function seven() returns tinyint(1) return 7")
	r.query(ctx, w, w.db, "select seven()")
	r.query(ctx, w, w.db, "select seven() = 7")
	r.query(ctx, w, w.db, "select concat(seven() + 0)")
	r.insert(ctx, w.db, "drop function seven")
}

func mySQLProcedures(ctx context.Context, r *transcript, w way) {
	for _, statement := range list(
		"drop procedure if exists p", "create procedure p(in n int) begin insert into thing (name) values (concat('p', n)); end", "call p(1)",
		"drop procedure p", "create procedure p() begin select 1 as one, 'x' as two; end",
	) {
		r.exec(ctx, w.db, statement)
	}
	r.query(ctx, w, w.db, "call p()")
	r.exec(ctx, w.db, "drop procedure p")
	r.exec(ctx, w.db, "create function f(n int) returns int deterministic return n * 2")
	r.query(ctx, w, w.db, "select f(21), f(?)", 4)
	r.exec(ctx, w.db, "drop function f")
	r.query(ctx, w, w.db, "select id, name from thing")
}

func mySQLScan(ctx context.Context, r *transcript, w way) {
	for _, source := range list("1", "0", "300", "1.5", "1e3", "'abc'", "'7'", "''", "x'00ff'", "date '2024-02-29'", "timestamp '2024-02-29 13:14:15.5'", "time '13:14:15'", "cast(18446744073709551615 as unsigned)", "null", "b'1'", "cast('1.50' as decimal(5,2))") {
		for _, target := range scanTargets() {
			r.add("%s into %T: %s", source, target, w.scan(ctx, source, target))
		}
	}
}

func mySQLClosedEarly(ctx context.Context, r *transcript, w way) {
	tx := r.begin(ctx, w, nil)
	rows, err := tx.QueryContext(ctx, "select 1 union all select 2 union all select 3")
	r.err("query", err)
	r.add("%v", rows.Next())
	r.err("close", rows.Close())
	r.query(ctx, w, tx, "select 4")
	r.err("commit", tx.Commit())
}

// TestMySQLTexts runs texts of several statements and reads all of their result
// sets.
func TestMySQLTexts(t *testing.T) {
	counts := newMySQLTally(t)
	for _, text := range list(
		"select 1; select 2, 3", "select 1 where false; select 2", "select 1;", ";", "select 1;;select 2", "insert into thing (name) values ('a'); select id from thing; delete from thing",
		"insert into thing (name) values ('a'), ('b'); update thing set name = concat(name, '!')", "select 1; selec 2", "select 1; select * from nope; select 3",
		"insert into thing (name) values ('x'); insert into thing (name) values ('x')", "select ';'; select \"a;b\" -- ;\n; select `a;b` from (select 1 as `a;b`) q # ;\n", "select 'a\\';b'; select 2",
		"create table later (a int); insert into later values (1); select * from later; drop table later", "start transaction; insert into thing (name) values ('a'); commit; select count(*) from thing",
		"start transaction; insert into thing (name) values ('a'); rollback; select count(*) from thing", "set @x = 5; select @x", "set @x = 5, @y = 6; select @x + @y; set @x = 7; select @x",
		"create procedure p() begin select 1; select 2; end; call p(); drop procedure p", "select /* ; */ 1; -- ;\nselect 2",
	) {
		t.Run(text, func(t *testing.T) {
			differs, why := mySQLTextDifference(text)
			compareMySQL(t, counts, text, differs, why, func(w way) string {
				onMySQL(t, "drop table if exists thing, later", "drop procedure if exists p", "create table thing (id int primary key auto_increment, name varchar(20) unique)")
				return mySQLResultSets(t, w, text) + w.observe(t.Context(), w.db, "select name from thing order by id")
			})
		})
	}
}

// mySQLResultSets returns all rows of all result sets, and the first error.
func mySQLResultSets(t *testing.T, w way, text string) string {
	t.Helper()
	rows, err := w.db.QueryContext(t.Context(), text)
	if err != nil {
		return describeError(err)
	}
	defer rows.Close()
	var b strings.Builder
	for more := true; more; more = rows.NextResultSet() {
		names, err := rows.Columns()
		fmt.Fprintf(&b, "%q %v\n", names, err)
		for rows.Next() {
			values, pointers := make([]any, len(names)), make([]any, len(names))
			for i := range values {
				pointers[i] = &values[i]
			}
			if err := rows.Scan(pointers...); err != nil {
				return b.String() + describeError(err)
			}
			for _, v := range values {
				fmt.Fprintf(&b, "%T %[1]q\n", v)
			}
		}
	}
	if err := rows.Err(); err != nil {
		b.WriteString(describeError(err))
	}
	return b.String()
}
