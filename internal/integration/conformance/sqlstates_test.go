package conformance_test

import (
	"strings"
	"testing"
)

// sqlStateCases make PostgreSQL raise many SQLSTATEs. The
// text before a statement prepares it, in the same transaction.
var sqlStateCases = []struct{ state, before, statement string }{
	{"21000", "", "select (select n from generate_series(1, 2) n)"},
	{"22001", "", "insert into raising (v) values ('abcd')"},
	{"22003", "", "select 2147483647 + 1"},
	{"22004", "", "select format('%I', null)"},
	{"22007", "", "select 'x'::date"},
	{"22008", "", "select '2024-02-30'::date"},
	{"22009", "", "select '2024-01-01 00:00+99'::timestamptz"},
	{"2200H", "create sequence short maxvalue 2 start 2", "select nextval('short'), nextval('short')"},
	{"22011", "", "select substring('a', 1, -1)"},
	{"22012", "", "select 1 / 0"},
	{"22013", "", "select sum(n) over (rows between -1 preceding and current row) from generate_series(1, 2) n"},
	{"22014", "", "select ntile(0) over ()"},
	{"2201B", "", "select 'a' ~ '('"},
	{"2201E", "", "select ln(0)"},
	{"2201F", "", "select (-1) ^ 0.5"},
	{"2201G", "", "select width_bucket(1, 1, 1, 5)"},
	{"2201W", "", "select 1 limit -1"},
	{"2201X", "", "select 1 offset -1"},
	{"22021", "", "select convert_from('\\xff', 'UTF8')"},
	{"22023", "", "select generate_series(1, 2, 0)"},
	{"22025", "", "select 'ab' like 'a\\'"},
	{"2202E", "", "select array[1, 2] || array[[[1]]]"},
	{"2203A", "", "select jsonb_path_query('{}', 'strict $.a')"},
	{"22P02", "", "select 'x'::int"},
	{"22P05", "", "select convert_to('é日', 'LATIN1')"},
	{"23502", "", "insert into raising (id) values (null)"},
	{"23503", "", "insert into raising (id, r) values (5, 99)"},
	{"23505", "", "insert into raising (id) values (1)"},
	{"23514", "", "insert into raising (id, c) values (5, -1)"},
	{"23P01", "", "insert into raising (id, e) values (5, '[1,3)'), (6, '[2,4)')"},
	{"25001", "", "vacuum raising"},
	{"25006", "set transaction read only", "insert into raising (id) values (7)"},
	{"26000", "", "execute nothing"},
	{"2BP01", "", "drop table raised"},
	{"34000", "", "fetch all from nothing"},
	{"3B001", "", "rollback to savepoint nothing"},
	{"3F000", "", "create table nothing.t (a int)"},
	{"0A000", "", "select count(*) from raising for update"},
	{"40001", "", "do $$ begin raise serialization_failure; end $$"},
	{"40P01", "", "do $$ begin raise deadlock_detected; end $$"},
	{"42501", "set local role pg_read_all_settings", "insert into raising (id) values (8)"},
	{"42601", "", "selec 1"},
	{"42622", "", "do $$ begin raise name_too_long; end $$"},
	{"42701", "", "create table t (a int, a int)"},
	{"42702", "", "select id from raising, raised"},
	{"42703", "", "select nope from raising"},
	{"42704", "", "select 1::nothing"},
	{"42710", "", "create type mood as enum ()"},
	{"42712", "", "select 1 from raising, raising"},
	{"42723", "", "create function raising() returns int language sql as 'select 1'"},
	{"42725", "", "select '1' + '2'"},
	{"42803", "", "select id, count(*) from raising"},
	{"42804", "", "select case when 1 then 1 end"},
	{"42809", "", "select count(*) from raising where id = any(1)"},
	{"42830", "", "create table t (r int references raising (v))"},
	{"42846", "", "select true::date"},
	{"42883", "", "select nothing()"},
	{"428C9", "", "insert into raising (g) values (1)"},
	{"42P01", "", "select * from nothing"},
	{"42P02", "", "do $$ begin execute 'select $1'; end $$"},
	{"42P07", "", "create table raising (a int)"},
	{"42P10", "", "insert into raising (id) values (9) on conflict (v) do nothing"},
	{"42P16", "", "create table t (a int primary key, primary key (a))"},
	{"42P17", "", "create index on raising ((random()))"},
	{"42P18", "", "select array[]"},
	{"42P19", "", "with recursive q as (select count(*) from q) select * from q"},
	{"42P20", "", "select row_number() over (order by row_number() over ())"},
	{"42P21", "", "select 'a' collate \"C\" < 'b' collate \"POSIX\""},
	{"53400", "", "do $$ begin raise configuration_limit_exceeded; end $$"},
	{"54000", "", "select array_fill(1, array[100000, 100000])"},
	{"54001", "create function deep(i int) returns int language plpgsql as 'begin return deep(i + 1); end'", "select deep(1)"},
	{"54011", "", "select " + strings.Repeat("1, ", 1664) + "1"},
	{"54023", "", "select concat(" + strings.Repeat("1, ", 120) + "1)"},
	{"55000", "", "select currval('fresh')"},
	{"55P02", "", "set local shared_buffers = '1MB'"},
	{"57014", "set local statement_timeout = '10ms'", "select pg_sleep(60)"},
	{"P0001", "", "do $$ begin raise 'x'; end $$"},
	{"P0002", "", "do $$ declare x int; begin select 1 into strict x where false; end $$"},
	{"P0003", "", "do $$ declare x int; begin select n into strict x from generate_series(1, 2) n; end $$"},
	{"P0004", "", "do $$ begin assert false; end $$"},
	{"XX000", "", "do $$ begin raise internal_error; end $$"},
	{"ZZ999", "", "do $$ begin raise 'own' using errcode = 'ZZ999'; end $$"},
}

// TestSQLStates makes statements fail in many ways, in a transaction and prepared
// in one.
func TestSQLStates(t *testing.T) {
	create(t, "table raised (id int primary key)")
	create(t, `table raising (id int primary key, v varchar(3), c int check (c > 0), r int references raised on delete restrict, e int4range,
		g int generated always as (id * 2) stored, exclude using gist (e with &&))`)
	create(t, "sequence fresh")
	create(t, "function raising() returns int language sql return 1")
	native(t, "insert into raised values (1)", "insert into raising (id, r) values (1, 1)")
	counts := newTally(t)
	for _, c := range sqlStateCases {
		t.Run(c.state, func(t *testing.T) {
			pgx, _ := ways()
			if got := pgx.fail(t, c.before, c.statement); got != "error "+c.state+"\n" {
				t.Errorf("%s: got %s, want %s", c.statement, got, c.state)
			}
			compareModes(t, counts, c.state+" "+c.statement, nil, func(w way) string { return w.fail(t, c.before, c.statement) })
		})
	}
}

// fail runs a statement that fails.
func (w way) fail(t *testing.T, before, statement string) string {
	t.Helper()
	tx, err := w.db.BeginTx(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	if before != "" {
		if _, err := tx.ExecContext(t.Context(), before); err != nil {
			t.Fatalf("%s: %v", before, err)
		}
	}
	_, err = tx.ExecContext(t.Context(), statement)
	return describeError(err)
}
