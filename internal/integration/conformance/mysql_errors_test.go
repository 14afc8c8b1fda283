package conformance_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"testing"

	"github.com/go-sql-driver/mysql"

	"github.com/auroradataapi/auroradataapi"
)

// mySQLErrorCases are statements that fail in MySQL.
var mySQLErrorCases = []errorCase{
	{statement: "insert into failing (id, u) values (1, 'z')"},
	{statement: "insert into failing (u, n) values ('a', 1)"},
	{statement: "insert into failing (u, n) values (?, ?)", args: []any{"a", 1}},
	{statement: "insert into failing (u, n) values ('it''s', 1), ('it''s', 2)"},
	{statement: "insert into failing (u, n) values ('q', null)"},
	{statement: "insert into failing (u) values ('nodef')"},
	{statement: "insert into failing (u, n, c) values ('r', 1, -1)"},
	{statement: "insert into failing (u, n, r) values ('s', 1, 99)"},
	{statement: "delete from failing where id = 1"},
	{statement: "insert into failing (u, n) values ('way too long for this column', 1)"},
	{statement: "insert into failing (n) values ('abc')"},
	{statement: "insert into failing (n) values (99999999999)"},
	{statement: "insert into failing (n, d) values (1, '2024-13-01')"},
	{statement: "insert into failing (n, e) values (1, 'c')"},
	{statement: "insert into failing (n, j) values (1, '{')"},
	{statement: "insert into failing (n) values (1, 2)"},
	{statement: "insert into failing (id, nope) values (1, 2)"},
	{statement: "update failing set u = 'a'"},
	{statement: "update failing set n = n - ?", args: []any{"x; Error code: 1; SQLState: 00000"}},
	{statement: "select * from nope"},
	{statement: "select * from nope.nope"},
	{statement: "select nope from failing"},
	{statement: "select nope, ? from failing", args: []any{1}},
	{statement: "select id from failing a, failing b"},
	{statement: "select nofunc()"},
	{statement: "select count(*) from failing group by nope"},
	{statement: "select (select id from failing)"},
	{statement: "select (select 1, 2)"},
	{statement: "select 1 union select 1, 2"},
	{statement: "selec 1"},
	{statement: "select 'é' form 1"},
	{statement: "select 'foo"},
	{statement: "select `foo"},
	{statement: "select /* foo"},
	{statement: "select 1 +\n\nfrom"},
	{statement: "select ? ?", args: []any{1, 2}},
	{statement: ""},
	{statement: "-- nothing"},
	{statement: "select 18446744073709551615 + 1"},
	{statement: "select 9223372036854775807 + 1"},
	{statement: "select cast(1 as unsigned) - 2"},
	{statement: "select exp(1000)"},
	{statement: "select a.b.c.d"},
	{statement: "create table failing (id int)"},
	{statement: "create table t1 (id int, id int)"},
	{statement: "create table t1 (id nonsense)"},
	{statement: "drop table nope"},
	{statement: "alter table failing drop column nope"},
	{statement: "create database conformance_failing; create database conformance_failing; drop database conformance_failing"},
	{statement: "use nope"},
	{statement: "set nope = 1"},
	{statement: "set sql_mode = 'nope'"},
	{statement: "set @@global.version = 'x'"},
	{statement: "signal sqlstate '45000' set message_text = 'boom'"},
	{statement: "signal sqlstate '45000' set message_text = 'a; Error code: 7; SQLState: XX000', mysql_errno = 30001"},
	{statement: "signal sqlstate '23000' set message_text = 'line one\\nline two'"},
	{statement: "signal sqlstate '02000'"},
	{statement: "call nope()"},
	{statement: "call failing_procedure()"},
	{statement: "kill 999999999"},
	{statement: "show nonsense"},
	{statement: "explain selec 1"},
	{statement: "savepoint 1"},
	{statement: "rollback to savepoint nope"},
	{statement: "release savepoint nope"},
	{statement: "prepare s from 'selec 1'"},
	{statement: "execute nope"},
	{statement: "lock tables nope read"},
	{statement: "insert into failing_view values (1)"},
	{statement: "select json_extract('{', '$.a') from failing"},
	{statement: "select ST_GeomFromText('POINT(1)')"},
	{statement: "select 'a' collate nope"},
	{statement: "select 'a' regexp '('"},
	{statement: "select max(max(id)) from failing"},
	{statement: "select id from failing where max(id) = 1"},
	{statement: "select 1 limit -1"},
	{statement: "select * from failing where (id, u) = 1"},
	{statement: "select interval 1 day"},
	{statement: "grant nonsense on *.* to nobody"},
}

// TestMySQLErrors compares number, SQLSTATE, message and text of errors, as an
// Error of the driver and as errors.As finds them as those of
// go-sql-driver/mysql.
func TestMySQLErrors(t *testing.T) {
	createFailingOnMySQL(t)
	counts := newMySQLTally(t)
	for _, c := range mySQLErrorCases {
		t.Run(c.statement, func(t *testing.T) {
			differs, why := mySQLErrorDifference(c.statement)
			compareMySQL(t, counts, c.statement, differs, why, func(w way) string { return c.onMySQL(t.Context(), w.db) })
		})
	}
}

func createFailingOnMySQL(t *testing.T) {
	t.Helper()
	createOnMySQL(t, "failing", `(id int auto_increment primary key, u varchar(20) unique, n int not null, c int check (c > 0), r int, d date,
		e enum('a', 'b'), j json, foreign key (r) references failing (id))`)
	onMySQL(t, "insert into failing (id, u, n) values (1, 'a', 1), (2, 'b', 1)", "update failing set r = 1 where id = 2",
		"create or replace view failing_view as select count(*) from failing",
		"drop procedure if exists failing_procedure",
		"create procedure failing_procedure() begin select 1; signal sqlstate '45000' set message_text = 'in a procedure'; end")
	t.Cleanup(func() {
		if err := runOnMySQL(context.Background(), "drop view failing_view", "drop procedure failing_procedure"); err != nil {
			t.Error(err)
		}
	})
}

// onMySQL runs the statement on a connection of its own, in no transaction, since
// some end one.
func (c errorCase) onMySQL(ctx context.Context, db *sql.DB) string {
	_, err := db.ExecContext(ctx, c.statement, c.args...)
	var native *mysql.MySQLError
	if !errors.As(err, &native) {
		return fmt.Sprintf("%s: not of MySQL\n", nameError(err))
	}
	number, state := native.Number, string(native.SQLState[:])
	var ours *auroradataapi.Error
	if errors.As(err, &ours) {
		number, state = uint16(ours.Number), ours.Code
	}
	return fmt.Sprintf("%v\n%d %s %q\n", err, number, state, native.Message)
}
