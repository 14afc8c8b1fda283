package conformance_test

import (
	"context"
	"testing"
)

// TestMySQLSessions runs texts one after another on a connection of their own;
// those with a question mark in front are queries.
func TestMySQLSessions(t *testing.T) {
	onMySQL(t, "create database if not exists elsewhere", "create table if not exists elsewhere.item (id int)", "truncate table elsewhere.item", "insert into elsewhere.item values (42)")
	t.Cleanup(func() {
		if err := runOnMySQL(context.Background(), "drop database elsewhere"); err != nil {
			t.Error(err)
		}
	})
	var behaviours []behaviour
	for _, p := range mySQLSessionPrograms {
		do := func(ctx context.Context, r *transcript, w way) { r.runProgram(ctx, w, p.texts) }
		behaviours = append(behaviours, behaviour{name: p.name, do: do, differs: p.differs, why: p.why})
	}
	compareMySQLBehaviours(t, behaviours)
}

var mySQLSessionPrograms = []sessionProgram{
	{name: "use", texts: []string{"?select database()", "use elsewhere", "?select id from item", "?select database()", "begin", "?select id from item", "use `elsewhere`", "commit", "use nope", "?select database()"}},
	{name: "sql_mode", texts: []string{"set sql_mode = 'ANSI_QUOTES'", `?select "id" from thing`, "set sql_mode = ''", `?select "id"`, "set sql_mode = default", "?select @@sql_mode = @@global.sql_mode"},
		differs: shows("without SQLSTATE"), why: otherLexing},
	{name: "strictness", texts: []string{"set sql_mode = ''", "insert into thing (name) values ('way too long for this column')", "?select name from thing", "set sql_mode = 'STRICT_ALL_TABLES'", "insert into thing (name) values ('way too long for this column')"}},
	{name: "NO_BACKSLASH_ESCAPES", texts: []string{"set sql_mode = 'NO_BACKSLASH_ESCAPES'", `?select 'a\'`, `?select length('\\')`, "set sql_mode = default", `?select 'a\'b'`},
		differs: shows("without SQLSTATE"), why: otherLexing},
	{name: "PIPES_AS_CONCAT", texts: []string{"set session sql_mode = 'PIPES_AS_CONCAT'", "?select 'a' || 'b'", "set sql_mode = default", "?select 1 || 0"}},
	{name: "time zone", texts: []string{"?select @@time_zone", "set time_zone = '+05:00'", "?select from_unixtime(0)", "?select @@time_zone", "begin", "?select from_unixtime(0)", "commit"}},
	{name: "user variables", texts: []string{"set @a = 1", "?select @a + 1", "set @b = @a + 1, @c = 'it''s'", "?select @b, @c", "set @a := 5", "?select @a", "?select @a := 7", "?select @a"},
		differs: instead("LONGTEXT", "TEXT"), why: notLong},
	{name: "names", texts: []string{"set names latin1", "?select @@character_set_client", "?select 'x'", "set names utf8mb4", "?select 'é'", "set names utf8mb4 collate utf8mb4_bin", "?select 'a' = 'A'"},
		differs: shows("set names latin1: without SQLSTATE"), why: otherLexing},
	{name: "foreign key checks", texts: []string{"create table child (id int, foreign key (id) references thing (id))", "insert into child values (9)", "set foreign_key_checks = 0", "insert into child values (9)", "set foreign_key_checks = 1", "insert into child values (8)", "drop table child"}},
	{name: "settings in a transaction", texts: []string{"begin", "set sql_mode = 'ANSI_QUOTES'", `?select "id" from thing`, "rollback", `?select "id" from thing`},
		differs: shows("without SQLSTATE"), why: otherLexing},
	{name: "several settings", texts: []string{"set @@session.group_concat_max_len = 4, sql_mode = ''", "?select group_concat('abcdefgh')", "set session group_concat_max_len = default", "?select group_concat('abcdefgh')", "set local group_concat_max_len = 5", "?select @@group_concat_max_len"}},
	{name: "settings that fail", texts: []string{"set nope = 1", "set group_concat_max_len = 'x'", "?select @@group_concat_max_len", "set group_concat_max_len = 8, nope = 1", "?select @@group_concat_max_len"}},
	{name: "settings in a text", texts: []string{"set group_concat_max_len = 6; select group_concat('abcdefgh')", "?select group_concat('abcdefgh')"}},
	{name: "settings and arguments", texts: []string{"set sql_safe_updates = 1", "update thing set name = 'a'", "set sql_safe_updates = 0", "update thing set name = 'a'"}},
	{name: "locks", texts: []string{"?select get_lock('l', 0)", "?select is_free_lock('l')", "?select is_used_lock('l') = connection_id()", "?select release_lock('l')", "?select is_free_lock('l')", "?select release_lock('l')", "?select release_lock('never')"}},
	{name: "locks counted", texts: []string{"?select get_lock('l', 0)", "?select get_lock('l', 0), get_lock('m', 1)", "?select release_lock('l')", "?select is_free_lock('l')", "?select release_all_locks()", "?select is_free_lock('l'), is_free_lock('m')"}},
	{name: "locks and transactions", texts: []string{"?select get_lock('l', 0)", "begin", "insert into thing values (1, 'a')", "?select get_lock('m', 0)", "rollback", "?select is_free_lock('l'), is_free_lock('m')", "do release_all_locks()", countAll}},
	{name: "do get_lock", texts: []string{"do get_lock('l', 0)", "insert into thing values (1, 'a')", "?select is_free_lock('l')", "do release_lock('l')", "?select is_free_lock('l')", countAll}},
	{name: "last_insert_id of the session", texts: []string{"insert into thing (name) values ('a')", "?select last_insert_id()", "insert into thing (name) values ('b'); select last_insert_id()"}},
	{name: "temporary table outside a transaction", texts: []string{"create temporary table scratch (a int)", "insert into scratch values (1)", "?select a from scratch", "drop temporary table scratch"},
		differs: shows("without SQLSTATE"), why: sessionGone},
	{name: "warnings", texts: []string{"insert ignore into thing (id, name) values (1, 'way too long for this column')", "?show warnings", "?select @@warning_count"},
		differs: shows("without SQLSTATE"), why: sessionGone},
	{name: "found_rows", texts: []string{"insert into thing values (1, 'a'), (2, 'b')", "?select sql_calc_found_rows id from thing limit 1", "?select found_rows()"},
		differs: shows("without SQLSTATE"), why: sessionGone},
	{name: "row_count", texts: []string{"insert into thing values (1, 'a'), (2, 'b')", "?select row_count()"},
		differs: shows("without SQLSTATE"), why: sessionGone},
}
