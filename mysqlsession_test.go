package auroradataapi_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/internal/mysql"
)

// generated answers to an INSERT that has generated an id.
func generated(id string) step {
	return answer(`{"generatedFields":[{"longValue":` + id + `}],"numberOfRecordsUpdated":1}`)
}

// answered is an answer with one row of some fields, whose columns are of some types.
func answered(types, fields string) step {
	var columns []string
	for name := range strings.FieldsSeq(types) {
		columns = append(columns, `{"name":"c","label":"c","typeName":"`+name+`"}`)
	}
	return answer(`{"numberOfRecordsUpdated":0,"records":[[` + fields + `]],"columnMetadata":[` + strings.Join(columns, ",") + `]}`)
}

// TestMySQLSessionCalls: what a connection of MySQL sends for what sessions remember.
func TestMySQLSessionCalls(t *testing.T) {
	const (
		begin, commit, rollback = "/BeginTransaction", "T1 /CommitTransaction", "T1 /RollbackTransaction"
		commit2, rollback2      = "T2 /CommitTransaction", "T2 /RollbackTransaction"

		insert    = "insert into t values (1)"
		rehearsal = "T1 PREPARE auroradataapi FROM 'drop table t'"
		question  = "SELECT NULLIF(@a, @a), HEX(CAST(@a AS BINARY)), CHARSET(@a), COLLATION(@a)"
		reset     = "SET SESSION /*!80000 transaction_isolation = DEFAULT *//*M!100000 tx_isolation = DEFAULT */"
	)
	deadlock := databaseError("Deadlock found when trying to get lock; Error code: 1213; SQLState: 40001")
	tooLate := databaseError("Transaction characteristics can't be changed while a transaction is in progress; Error code: 1568; SQLState: 25001")
	syntax := databaseError("You have an error in your SQL syntax; Error code: 1064; SQLState: 42000")
	tests := []struct {
		name       string
		statements [][2]string // the statement and its error
		steps      []step
		calls      []string
	}{
		{
			name:       "set and set back",
			statements: [][2]string{{"set foreign_key_checks = 0"}, {insert}, {"set foreign_key_checks = 1"}, {insert}, {insert}},
			steps:      []step{updated("0"), began("T1"), updated("0"), updated("1"), committed(), updated("0"), selected("1"), updated("1"), updated("1")},
			calls: []string{
				"set foreign_key_checks = 0", begin, "T1 SET @@SESSION.foreign_key_checks = 0", "T1 " + insert, commit,
				"set foreign_key_checks = 1", "SELECT @@SESSION.foreign_key_checks", insert, insert,
			},
		}, {
			name:       "set to another value",
			statements: [][2]string{{"set sql_notes = 0"}, {"set sql_notes = 1"}, {insert}},
			steps:      []step{updated("0"), updated("0"), selected("0"), began("T1"), updated("0"), updated("1"), committed()},
			calls: []string{
				"set sql_notes = 0", "set sql_notes = 1", "SELECT @@SESSION.sql_notes",
				begin, "T1 SET @@SESSION.sql_notes = 1", "T1 " + insert, commit,
			},
		}, {
			name:       "names as they are",
			statements: [][2]string{{"set names utf8mb4"}, {insert}, {"set names utf8mb4"}, {insert}},
			steps:      []step{updated("0"), answered("VARCHAR", `{"stringValue":"utf8mb4"}`), updated("1"), updated("0"), updated("1")},
			calls:      []string{"set names utf8mb4", mysql.AskSetting("names"), insert, "set names utf8mb4", insert},
		}, {
			name:       "names that are not",
			statements: [][2]string{{"set names utf8mb4"}, {insert}, {insert}},
			steps: []step{
				updated("0"), answer(`{"numberOfRecordsUpdated":0,"records":[],"columnMetadata":[{"name":"c","label":"c","typeName":"VARCHAR"}]}`),
				began("T1"), updated("0"), updated("1"), committed(), began("T1"), updated("0"), updated("1"), committed(),
			},
			calls: []string{
				"set names utf8mb4", mysql.AskSetting("names"), begin, "T1 SET NAMES utf8mb4", "T1 " + insert, commit,
				begin, "T1 SET NAMES utf8mb4", "T1 " + insert, commit,
			},
		}, {
			name:       "variable of which only the server knows the value",
			statements: [][2]string{{"set @a = uuid()"}, {insert}},
			steps: []step{
				began("T1"), updated("0"), answered("LONGTEXT VARCHAR VARCHAR VARCHAR", `{"isNull":true},{"stringValue":"61"},{"stringValue":"utf8mb4"},{"stringValue":"utf8mb4_bin"}`), committed(),
				began("T2"), updated("0"), updated("1"), committed(),
			},
			calls: []string{
				begin, "T1 set @a = uuid()", "T1 " + question, commit,
				begin, "T2 SET @a = _utf8mb4 'a' COLLATE utf8mb4_bin", "T2 " + insert, commit2,
			},
		}, {
			name:       "statement that commits",
			statements: [][2]string{{"begin"}, {insert}, {"drop table t"}, {"commit"}, {insert}},
			steps:      []step{began("T1"), updated("1"), updated("0"), committed(), updated("0"), updated("1")},
			calls:      []string{begin, "T1 " + insert, rehearsal, commit, "drop table t", insert},
		}, {
			name:       "statement that would commit if it could be read",
			statements: [][2]string{{"begin"}, {insert}, {"drop table t", "1064"}, {"rollback"}},
			steps:      []step{began("T1"), updated("1"), syntax, rolledBack()},
			calls:      []string{begin, "T1 " + insert, rehearsal, rollback},
		}, {
			name:       "statement that commits, with settings",
			statements: [][2]string{{"set sql_notes = 0"}, {"drop table t"}, {"drop table t", "1051"}},
			steps: []step{
				updated("0"), began("T1"), updated("0"), updated("0"), notFound(),
				began("T1"), updated("0"), databaseError("Unknown table 't'; Error code: 1051; SQLState: 42S02"), notFound(),
			},
			calls: []string{
				"set sql_notes = 0", begin, "T1 SET @@SESSION.sql_notes = 0", "T1 drop table t", commit,
				begin, "T1 SET @@SESSION.sql_notes = 0", "T1 drop table t", rollback,
			},
		}, {
			name:       "deadlock",
			statements: [][2]string{{"begin"}, {insert, "1213"}, {insert, "begin it again"}, {"commit", "rollback"}},
			steps:      []step{began("T1"), deadlock, notFound()},
			calls:      []string{begin, "T1 " + insert, rollback},
		}, {
			name: "isolation",
			statements: [][2]string{
				{"set session transaction isolation level read committed"}, {"begin"}, {insert}, {"commit"}, {"start transaction read only"}, {"rollback"},
			},
			steps: []step{
				updated("0"), began("T1"), tooLate, updated("0"), updated("0"), updated("0"), updated("0"), updated("1"), committed(),
				began("T2"), updated("0"), updated("0"), updated("0"), rolledBack(),
			},
			calls: []string{
				"set session transaction isolation level read committed",
				begin, "T1 SET TRANSACTION ISOLATION LEVEL READ COMMITTED",
				"T1 SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED", "T1 START TRANSACTION", "T1 " + reset,
				"T1 SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED", "T1 " + insert, commit,
				begin, "T2 SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED", "T2 START TRANSACTION READ ONLY", "T2 " + reset, rollback2,
			},
		}, {
			name:       "last generated id",
			statements: [][2]string{{insert}, {"select last_insert_id()"}, {"begin"}, {"select last_insert_id()"}, {insert}, {"select last_insert_id()"}, {"commit"}},
			steps: []step{
				generated("5"), began("T1"), updated("0"), selected("5"), committed(),
				began("T2"), updated("0"), selected("5"), generated("6"), selected("6"), committed(),
			},
			calls: []string{
				insert, begin, "T1 DO LAST_INSERT_ID(5)", "T1 select last_insert_id()", commit,
				begin, "T2 DO LAST_INSERT_ID(5)", "T2 select last_insert_id()", "T2 " + insert, "T2 select last_insert_id()", commit2,
			},
		}, {
			name:       "long wait for a lock",
			statements: [][2]string{{"select get_lock('a', 100)"}, {"select release_lock('a')"}},
			steps: []step{
				began("T1"), updated("0"), updated("0"), selected("0"), selected("0"), selected("1"), updated("0"), selected("1"), rolledBack(),
			},
			calls: []string{
				begin, "T1 START TRANSACTION READ ONLY", "T1 SAVEPOINT auroradataapi",
				"T1 select get_lock('a', 40)", "T1 select get_lock('a', 40)", "T1 select get_lock('a', 20)", "T1 ROLLBACK TO SAVEPOINT auroradataapi",
				"T1 select release_lock('a')", rollback,
			},
		}, {
			name:       "lock that is not to be had",
			statements: [][2]string{{"select get_lock('a', 0)"}, {insert}},
			steps:      []step{began("T1"), updated("0"), updated("0"), selected("0"), rolledBack(), updated("1")},
			calls:      []string{begin, "T1 START TRANSACTION READ ONLY", "T1 SAVEPOINT auroradataapi", "T1 select get_lock('a', 0)", rollback, insert},
		}, {
			name: "temporary tables",
			statements: [][2]string{
				{"begin"}, {"create temporary table t (a int)"}, {"truncate t", "temporary table t would be gone"}, {"drop table if exists t"}, {insert},
			},
			steps: []step{began("T1"), updated("0"), updated("0"), updated("0"), updated("0"), notFound(), updated("1")},
			calls: []string{
				begin, "T1 create temporary table t (a int)", "T1 PREPARE auroradataapi FROM 'truncate t'",
				"T1 PREPARE auroradataapi FROM 'drop table if exists t'", "T1 drop table if exists t", commit, insert,
			},
		}, {
			name:       "refused",
			statements: [][2]string{{"lock tables t read", "GET_LOCK"}, {"create temporary table t (a int)", "BeginTx"}, {"set sql_mode = 'ANSI_QUOTES'", "backslash"}},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newService(t, tt.steps...)
			s.config.Engine = auroradataapi.EngineMySQL
			s.config.DefaultQueryExecMode = 0
			s.run(tt.statements, tt.calls)
		})
	}
}

// TestMySQLUse: what follows USE is for another database.
func TestMySQLUse(t *testing.T) {
	s := newService(t, updated("0"), updated("1"), began("T1"), updated("1"), committed())
	s.config.Engine = auroradataapi.EngineMySQL
	s.config.DefaultQueryExecMode = 0
	conn, err := s.open().Conn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	for _, sql := range []string{"use `side`", "delete from t", "begin", "delete from t", "commit"} {
		if _, err := conn.ExecContext(t.Context(), sql); err != nil {
			t.Errorf("%s: %v", sql, err)
		}
	}
	var databases []string
	for _, r := range s.got() {
		databases = append(databases, r.Database)
	}
	if want := []string{"", "side", "side", "", ""}; !slices.Equal(databases, want) {
		t.Errorf("databases %q, want %q", databases, want)
	}
}
