package mysqlsession

import (
	"context"
	"database/sql"
	"testing"
	"time"
)

var things = []string{
	"drop table if exists thing", "drop table if exists other", "drop database if exists side", "create database side",
	"create table side.thing (id int primary key)",
	"create table thing (id bigint auto_increment primary key, name varchar(20)) engine=innodb",
	"create or replace procedure answer(in a int, out b int) set b = a + 1",
}

func TestSettings(t *testing.T) {
	both(t, things, []program{
		{"variables", []string{"?select @a", "set @a = 1, @b = 'x'", "?select @a, @b, @A + 1", "set @a = null", "?select @a, @b"}},
		{"types of variables", []string{
			"set @i = -5, @u = 18446744073709551615, @d = 1.50, @f = 0.1e0, @s = 'ä', @x = x'ff', @n = now() is null, @t = date'2024-01-01'",
			"set @w = cast(7 as decimal(10,0)), @j = json_object('a', 1), @l = _latin1 x'e4', @bin = 'a' collate utf8mb4_bin",
			"?select @i, @d, @f, @s, @x, @n, @t, @w, @j", "?select cast(@u as char), hex(@l), charset(@l), collation(@bin), @bin = 'A', collation(@i)",
			"create table other as select @i a, @u b, @d c, @f d, @s e, @x f, @w g", "?show create table other",
		}},
		{"assigned in a query", []string{"?select @a := 41 + 1", "?select @a", "?select 5, 'x' into @b, @c", "?select @b, @c", "call answer(1, @out)", "?select @out"}},
		{"in several ways", []string{"set @a = 1, @b = @a + 1, @c := (select 7)", "?select @a, @b, @c", "set @a = @a + 1", "?select @a", "?select @a := @a + 1 from thing", "?select @a", "do @a := 'x'", "?select @a", "set @`we ird` = 1, @'q''t' = 2, @\"d\" = 3, @x.y$z = 4", "?select @`we ird`, @'q''t', @d, @X.Y$Z", "set @long = repeat('ä\\\\', 20000)", "?select length(@long), md5(@long)"}},
		{"in a transaction", []string{".begin", "set @a = 1", "set @b = @a + 1", ".commit", "?select @a, @b", ".begin", "set @a = uuid() is not null", ".rollback", "?select @a, @b"}},
		{"text of a transaction", []string{"begin", "set @a = 1 + 1", "rollback", "?select @a"}},
		{"settings", []string{
			"set foreign_key_checks = 0", "?select @@foreign_key_checks", "set @old = @@sql_mode, sql_mode = 'NO_AUTO_VALUE_ON_ZERO'", "?select @@sql_mode, @old",
			"set sql_mode = @old, foreign_key_checks = 1", "?select @@sql_mode, @@foreign_key_checks", "set session time_zone = '+05:30'", "?select @@time_zone, from_unixtime(0)",
			"set time_zone = default", "?select @@time_zone = @@global.time_zone",
		}},
		{"rolled back", []string{".begin", "set sql_notes = 0", "savepoint a", "set unique_checks = 0", "rollback to a", ".rollback", "?select @@sql_notes, @@unique_checks"}},
		{"errors", []string{"set nothing = 1", "set @a =", "set foreign_key_checks = 7", "set @@global.sql_notes = 5, @a = 1", "?select @a", "set"}},
		{"use", []string{"?select count(*) from thing", "use side", "?select database()", "insert into thing values (1)", "?select * from thing", "use nowhere", "?select database()", ".begin", "use app", "?select database()", ".rollback", "?select database()"}},
		{"long value", []string{"set @a = repeat('ä\\\\', 60000), @b = 1", "?select length(@a), md5(@a), charset(@a), @b", "set @a = unhex(repeat('00ff', 40000))", "?select length(@a), md5(@a), charset(@a)"}},
		{"database that is dropped", []string{
			"use side", "set sql_notes = 0", "drop database side", "?select database()", "?select count(*) from app.thing", "create table here (id int)", "create database side", "use side", "?select database()",
			"drop database side", "use app", "?select database()",
		}},
		{"database dropped by another", []string{"use side", "2: drop database side", "use app", "?select database()"}},
		{"names", []string{"set names utf8mb4 collate utf8mb4_bin", "?select 'a' = 'A', @@collation_connection", "set names default", "?select 'a' = 'A'"}},
		{"executable comments", []string{"/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */", "?select @@sql_mode", "/*!40101 SET SQL_MODE=@OLD_SQL_MODE */", "?select @@sql_mode = @old_sql_mode"}},
		{"with statements that commit", []string{"set sql_mode = ''", "create table other (id int, s varchar(2))", "insert into other values (1, 'abc')", "?select s from other", "drop table other", "?select @@sql_mode"}},
		{"tables dropped by a mapper of objects", []string{
			"create table other (id bigint, foreign key (id) references thing (id))", "drop table thing", "set foreign_key_checks = 0;", "drop table if exists `thing` cascade",
			"SET FOREIGN_KEY_CHECKS = 1;", "drop table other", "?show tables like 'thing'", ".begin", "set foreign_key_checks = 0", "insert into nothing values (1)", ".rollback", "?select @@foreign_key_checks",
		}},
		{"failing with settings", []string{"set @a = 1", "insert into nothing values (1)", "create table thing (id int)", "?select @a"}},
	})
}

func TestTransactions(t *testing.T) {
	both(t, things, []program{
		{"begin in one", []string{"begin", "insert into thing (name) values ('a')", "start transaction", "insert into thing (name) values ('b')", "rollback", "?select name from thing"}},
		{"chain", []string{"start transaction", "insert into thing (name) values ('a')", "commit and chain", "insert into thing (name) values ('b')", "rollback and chain", "insert into thing (name) values ('c')", "commit", "?select name from thing", "rollback"}},
		{"chain outside", []string{"commit and chain", "insert into thing (name) values ('a')", "rollback", "?select name from thing"}},
		{"ends outside", []string{"commit", "rollback", "savepoint a", "rollback to a", "release savepoint a"}},
		{"an error keeps it", []string{".begin", "insert into thing (name) values ('a')", "insert into nothing values (1)", "insert into thing (id) values (1)", "?select count(*) from thing", ".commit", "?select name from thing"}},
		{"begun in one", []string{"begin", "insert into thing (name) values ('a')", ".begin", "insert into thing (name) values ('b')", ".rollback", "?select name from thing", "set autocommit = 0", "insert into thing (name) values ('c')", "create table other (id int)", "insert into other values (1)", "rollback", "?select name from thing", "?select count(*) from other", "rollback"}},
		{"mistaken begins", []string{"start transaction sometimes", "begin read only", "begin not atomic select 1; end", "commit sometimes", "insert into thing (name) values ('a')", "rollback", "?select count(*) from thing"}},
		{"isolation and snapshot", []string{"set session transaction isolation level repeatable read", "start transaction with consistent snapshot, read only", "2: insert into thing (name) values ('x')", "?select count(*) from thing", "insert into thing (name) values ('a')", "commit", "?select count(*) from thing"}},
		{"savepoints", []string{".begin", "insert into thing (name) values ('a')", "savepoint A", "insert into thing (name) values ('b')", "rollback to savepoint a", "release savepoint a", "rollback to a", ".commit", "?select name from thing"}},
		{"table made in one", []string{".begin", "insert into thing (name) values ('a')", "create table other (id int)", "insert into other values (1)", ".rollback", "?select name from thing", "?select * from other"}},
		{"statement that fails behind its commit", []string{".begin", "insert into thing (name) values ('a')", "drop table nothing", ".rollback", "?select name from thing"}},
		{"statement that cannot be read", []string{".begin", "insert into thing (name) values ('a')", "create table other (id int", ".rollback", "?select name from thing"}},
		{"temporary table", []string{".begin", "insert into thing (name) values ('a')", "create temporary table scratch (id int)", "insert into scratch values (1)", "?select * from scratch", "drop temporary table scratch", ".rollback", "?select name from thing"}},
		{"temporary table dropped as a table", []string{".begin", "insert into thing (name) values ('a')", "create temporary table scratch (id int)", "set @a = 1 + 1", "drop table scratch", ".rollback", "?select name from thing", "?select @a", "drop table scratch"}},
		{"temporary table before a table", []string{"insert into thing (name) values ('a')", ".begin", "create temporary table thing (id int)", "insert into thing values (5)", "drop table if exists `thing`", "?select name from thing", "insert into thing (name) values ('b')", ".rollback", "?select name from thing"}},
		{"begin after statements", []string{"begin", "insert into thing (name) values ('a')", ".begin", "insert into thing (name) values ('b')", ".rollback", "?select name from thing", "set autocommit = 0", "insert into thing (name) values ('c')", ".begin", ".rollback", "?select name from thing"}},
		{"characteristics that there are not", []string{"start transaction isolation level serializable", "begin read only", "start transaction read", "insert into thing (name) values ('a')", "rollback", "?select name from thing"}},
		{"truncate", []string{"insert into thing (name) values ('a')", ".begin", "insert into thing (name) values ('b')", "truncate thing", ".rollback", "?select count(*) from thing"}},
		{"autocommit off", []string{"set autocommit = 0", "insert into thing (name) values ('a')", "rollback", "?select count(*) from thing", "insert into thing (name) values ('b')", "set autocommit = 1", "rollback", "?select name from thing", "insert into thing (name) values ('c')", "rollback", "?select name from thing"}},
		{"read only", []string{".begin readonly", "insert into thing (name) values ('a')", "?select count(*) from thing", ".commit", "start transaction read only", "insert into thing (name) values ('a')", "commit", "insert into thing (name) values ('b')"}},
		{"isolation", []string{
			".begin committed", "?select count(*) from thing", "2: insert into thing (name) values ('x')", "?select count(*) from thing", ".commit",
			".begin repeatable", "?select count(*) from thing", "2: insert into thing (name) values ('x')", "?select count(*) from thing", "?select @@tx_isolation", ".commit",
			".begin", "?select @@tx_isolation", ".rollback",
		}},
		{"isolation of the next one", []string{
			"set transaction isolation level read committed", "begin", "?select count(*) from thing", "2: insert into thing (name) values ('x')", "?select count(*) from thing", "commit",
			"begin", "?select count(*) from thing", "2: insert into thing (name) values ('x')", "?select count(*) from thing", "commit",
			"set transaction read only", "insert into thing (name) values ('a')",
		}},
		{"isolation of the session", []string{
			"set session transaction isolation level read committed, read only", "?select @@tx_isolation", "insert into thing (name) values ('a')", "set session transaction read write", "insert into thing (name) values ('a')",
			".begin", "?select count(*) from thing", "2: insert into thing (name) values ('x')", "?select count(*) from thing", ".commit",
		}},
		{"consistent snapshot", []string{"start transaction with consistent snapshot", "2: insert into thing (name) values ('x')", "?select count(*) from thing", "commit", "?select count(*) from thing"}},
		{"too late", []string{".begin", "set transaction read only", ".commit"}},
	})
}

func TestLastInsertID(t *testing.T) {
	both(t, things, []program{
		{"outside", []string{"?select last_insert_id()", "insert into thing (name) values ('a'), ('b')", "?select last_insert_id()", "?select LAST_INSERT_ID() as id, @@identity", "insert into thing (id, name) select last_insert_id() + 10, 'c'", "?select * from thing"}},
		{"of a transaction", []string{".begin", "insert into thing (name) values ('a')", "?select last_insert_id()", ".rollback", "?select last_insert_id()", ".begin", "?select last_insert_id()", ".commit"}},
		{"sequence", []string{"insert into thing values (7, 'a')", "update thing set id = last_insert_id(id + 1)", "?select last_insert_id()", "?select last_insert_id(41)", "?select last_insert_id()"}},
	})
}

func TestLocks(t *testing.T) {
	both(t, things, []program{
		{"taken and given back", []string{"?select get_lock('a', 0)", "2: ?select get_lock('a', 0)", "2: ?select is_free_lock('a')", "?select release_lock('a')", "2: ?select get_lock('a', 0)", "?select release_lock('a'), release_lock('b')", "2: ?select release_all_locks()"}},
		{"twice", []string{"?select get_lock('a', 0)", "?select get_lock('A', 0)", "?select release_lock('a')", "2: ?select get_lock('a', 0)", "?select release_lock('a')", "?select release_lock('a')", "2: ?select get_lock('a', 0)"}},
		{"across transactions", []string{".begin", "?select get_lock('a', 0)", "insert into thing (name) values ('a')", ".rollback", "2: ?select get_lock('a', 0)", "create table other (id int)", "2: ?select get_lock('a', 0)", "?select release_all_locks()", "2: ?select get_lock('a', 0)"}},
		{"among other things", []string{"?select get_lock('a', 0) as x, get_lock('b', 0) as y", "2: ?select get_lock('b', 0)", "?select release_lock('a')", "2: ?select get_lock('b', 0)", "do release_lock('b')", "2: ?select get_lock('b', 0)"}},
		{"errors", []string{"?select get_lock('a', 0)", "?select get_lock(nothing, 0)", "2: ?select get_lock('a', 0)"}},
		{"who has it", []string{"?select is_used_lock('a')", "?select get_lock('a', 0) as l", "?select is_used_lock('a') = connection_id()", "2: ?select is_used_lock('a') = connection_id()", "?select release_lock('a') l", "2: ?select get_lock('a', 0)"}},
		{"by DO", []string{"do get_lock('a', 0)", "2: ?select get_lock('a', 0)", "do release_lock('a')", "2: ?select get_lock('a', 0)"}},
		{"tables stay free", []string{"?select get_lock('a', 0) from thing", "2: alter table thing add x int", "?select release_all_locks()"}},
	})
}

func TestTexts(t *testing.T) {
	both(t, things, []program{
		{"transaction in a text", []string{"begin; insert into thing (name) values ('a'); rollback", "insert into thing (name) values ('b'); begin; insert into thing (name) values ('c')", "?select name from thing", "rollback", "?select name from thing"}},
		{"settings in a text", []string{"set @a = 1; set @b = @a + 1, sql_notes = 0; select @b", "?select @a, @b, @@sql_notes"}},
		{"names in a dump", []string{
			"/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */; /*!40101 SET @OLD_COLLATION_CONNECTION=@@COLLATION_CONNECTION */; /*!50503 SET NAMES utf8mb4 */;" +
				"/*!40101 SET @saved_cs_client = @@character_set_client */; /*!50503 SET character_set_client = utf8mb4 */; create table other (s varchar(9));" +
				"/*!40101 SET character_set_client = @saved_cs_client */; insert into other values ('ä');" +
				"/*!40101 SET CHARACTER_SET_CLIENT=@OLD_CHARACTER_SET_CLIENT */; /*!40101 SET COLLATION_CONNECTION=@OLD_COLLATION_CONNECTION */;",
			"?select s, length(s) from other where s = 'Ä'", "?select @@collation_connection = @old_collation_connection",
		}},
		{"dump", []string{
			"/*!40101 SET @saved=@@CHARACTER_SET_CLIENT */; /*!50503 SET NAMES utf8mb4 */; /*!40103 SET @OLD_TIME_ZONE=@@TIME_ZONE */; /*!40103 SET TIME_ZONE='+00:00' */;" +
				"/*!40014 SET @OLD_FOREIGN_KEY_CHECKS=@@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=0 */; DROP TABLE IF EXISTS `other`; CREATE TABLE `other` (id int);" +
				"/*!40000 ALTER TABLE `other` DISABLE KEYS */; INSERT INTO `other` VALUES (1),(2); /*!40000 ALTER TABLE `other` ENABLE KEYS */;" +
				"/*!40103 SET TIME_ZONE=@OLD_TIME_ZONE */; /*!40014 SET FOREIGN_KEY_CHECKS=@OLD_FOREIGN_KEY_CHECKS */;",
			"?select count(*) from other", "?select @@foreign_key_checks, @@time_zone, @old_time_zone",
		}},
	})
}

// TestArguments: the value of an argument is what the variable has.
func TestArguments(t *testing.T) {
	for name, db := range map[string]*sql.DB{"native": cluster.Native, "driver": cluster.DataAPI} {
		t.Run(name, func(t *testing.T) {
			conn, err := db.Conn(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			for _, value := range []any{"it's :a \\ #", int64(-7), 1.5, nil, uint64(18446744073709551615)} {
				if _, err := conn.ExecContext(t.Context(), "set @a = ?", value); err != nil {
					t.Fatal(err)
				}
				var equal bool
				if err := conn.QueryRowContext(t.Context(), "select @a <=> ?", value).Scan(&equal); err != nil || !equal {
					t.Errorf("%v: equal %t, %v", value, equal, err)
				}
			}
		})
	}
}

// TestTableOfArguments: a statement that commits may have arguments, by name too.
func TestTableOfArguments(t *testing.T) {
	prepare(t.Context(), t)
	tx, err := cluster.DataAPI.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(t.Context(), `create table other as select :a as a, "it's :b" as b`, sql.Named("a", 5)); err != nil {
		t.Error(err)
	}
	var a int
	var b string
	if err := tx.QueryRowContext(t.Context(), "select a, b from other").Scan(&a, &b); err != nil || a != 5 || b != "it's :b" {
		t.Errorf("got %d, %q, %v", a, b, err)
	}
}

// TestLargeResults: what is set holds for results that are read page by page, and the
// locks of the connection are still there behind them.
func TestLargeResults(t *testing.T) {
	prepare(t.Context(), t)
	conn, err := cluster.DataAPI.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	for _, text := range []string{"set @a = 5, @b = concat('x', 1)", "insert into thing (name) with recursive n (i) as (select 1 union all select i + 1 from n where i < 900) select i from n", "use side", "do get_lock('large', 0)"} {
		if _, err := conn.ExecContext(t.Context(), text); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 { // the second time it is known to be large
		rows, err := conn.QueryContext(t.Context(), "select @a, @b, database(), repeat('x', 2000) from app.thing")
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for rows.Next() {
			var a, b, database, long string
			if err := rows.Scan(&a, &b, &database, &long); err != nil || a != "5" || b != "x1" || database != "side" {
				t.Fatalf("row %d: %s, %s, %s, %v", n, a, b, database, err)
			}
			n++
		}
		if err := rows.Err(); err != nil || n != 902 {
			t.Errorf("%d rows, %v", n, err)
		}
	}
	var free int
	if err := cluster.Native.QueryRowContext(t.Context(), "select is_free_lock('large')").Scan(&free); err != nil || free != 0 {
		t.Errorf("the lock is free: %d, %v", free, err)
	}
}

// TestLockWaitGivenUp: a wait whose context ends leaves no lock behind.
func TestLockWaitGivenUp(t *testing.T) {
	holder, err := cluster.Native.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer holder.Close()
	take := func(ctx context.Context, c *sql.Conn, text string) (got sql.NullInt64, err error) {
		err = c.QueryRowContext(ctx, text).Scan(&got)
		return got, err
	}
	if got, err := take(t.Context(), holder, "select get_lock('wait', 0)"); err != nil || got.Int64 != 1 {
		t.Fatalf("got %v, %v", got, err)
	}
	waiter, err := cluster.DataAPI.Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer waiter.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	if got, err := take(ctx, waiter, "select get_lock('wait', 1)"); err == nil {
		t.Errorf("got %v", got)
	}
	if got, err := take(t.Context(), holder, "select release_lock('wait')"); err != nil || got.Int64 != 1 {
		t.Errorf("got %v, %v", got, err)
	}
	if got, err := take(t.Context(), holder, "select get_lock('wait', 20)"); err != nil || got.Int64 != 1 {
		t.Errorf("it is not to be had again: %v, %v", got, err)
	}
	if _, err := take(t.Context(), holder, "select release_all_locks()"); err != nil {
		t.Error(err)
	}
}
