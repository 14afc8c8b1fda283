package emulator_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi/emulator"
)

var mysqlErrorClaims = []claim{
	{
		id: "mysql-error", claim: "An error has the server's message, its number and its SQLSTATE: `…; Error code: 1146; SQLState: 42S02`.",
		source: pythonAPI, grade: seenEarlier, verdict: same,
		check: callsMySQL(
			databaseError("select * from nothing", "Table 'test.nothing' doesn't exist; Error code: 1146; SQLState: 42S02"),
			databaseError("select * from nothing where a = :a", "Table 'test.nothing' doesn't exist; Error code: 1146; SQLState: 42S02", with("a", "longValue", 1))),
	},
	{
		id: "mysql-multistatement", claim: "A text of two statements is a ValidationException, Multistatements aren't supported.",
		source: difference, grade: documented, verdict: same, note: "A semicolon at the end is taken. A syntax error before the second statement is the answer where there is one.",
		check: callsMySQL(
			invalid("select 1; select 2", "Multistatements aren't supported."),
			invalid("select ';', :a; -- x\nselect 2", "Multistatements aren't supported.", with("a", "longValue", 1)),
			gives("select ';';", `{"stringValue":";"}`),
			gives("select 1; -- done", `{"longValue":1}`)),
	},
	{
		id: "mysql-wrong-password", claim: "A wrong password is the server's own error.",
		source: "aws-amplify/amplify-cli#4384", grade: seenEarlier, verdict: same, note: "With the number and the SQLSTATE behind, which is a guess, as is DatabaseErrorException.",
		check: checkMySQLWrongPassword,
	},
	{
		id: "mysql-unknown-database", claim: "What is the answer to a database that does not exist?",
		verdict: unknown, note: "The server's own error when logging in to it.",
		check: callsMySQL(failsWith(members{"sql": "select 1", "database": "nothing"}, "DatabaseErrorException", "Unknown database 'nothing'; Error code: 1049; SQLState: 42000")),
	},
	{
		id: "mysql-too-large", claim: "A result above 1 MiB is an UnsupportedResultException.",
		source: calling, grade: documented, verdict: same, note: "It is counted as on PostgreSQL, which is a guess. A transaction goes on.",
		check: transactsMySQL(
			fails("select repeat('x', 1048571)", unsupportedResult, tooLarge), gives("select length(repeat('x', 1048570))", `{"longValue":1048570}`),
			fails("select repeat('x', 100000) from information_schema.collations a, information_schema.collations b", unsupportedResult, tooLarge),
			gives("select 1", `{"longValue":1}`)),
	},
	{
		id: "mysql-local-file", claim: "Can LOAD DATA read a file of the client?",
		verdict: unknown, note: "No: the server is told that there is none.",
		check: callsMySQL(
			either(
				databaseError("load data local infile '/etc/passwd' into table nothing", "The used command is not allowed because the MariaDB server or client has disabled the local infile capability; Error code: 4166; SQLState: HY000"),
				databaseError("load data local infile '/etc/passwd' into table nothing", "Loading local data is disabled; this must be enabled on both the client and server sides; Error code: 3948; SQLState: 42000"))),
	},
	{
		id: "mysql-timeout", claim: "A statement is cancelled after 45 seconds.",
		source: calling, grade: documented, verdict: same,
		check: all(checkMySQLTimeout, checkSleepTimeout),
	},
	{
		id: "mysql-timeout-transaction", claim: "What becomes of a transaction in which a statement was cancelled?",
		verdict: unknown, note: "It goes on without the statement, as MySQL has it.",
		check: checkMySQLTimeoutTransaction,
	},
	{
		id: "mysql-timeout-continue", claim: "With continueAfterTimeout the statement goes on.",
		source: calling, grade: documented, verdict: same,
		check: checkMySQLTimeoutContinue,
	},
}

var mysqlSessionClaims = []claim{
	{
		id: "mysql-no-database", claim: "Without `database` there is none.",
		source: "jeremydaly/data-api-client#47", grade: seenEarlier, verdict: same,
		check: callsMySQL(
			failsWith(members{"sql": "select * from nothing", "database": nil}, "DatabaseErrorException", "No database selected; Error code: 1046; SQLState: 3D000"),
			answers("/Execute", members{"sql": "select database()", "database": nil}, `{"numberOfRecordsUpdated":0,"records":[[{"isNull":true}]]}`)),
	},
	{
		id: "mysql-use", claim: "USE has no effect on later calls.",
		source: calling, grade: documented, verdict: same,
		check: callsMySQL(
			runs("use mysql"), runs("/* x */ use mysql"), gives("select database()", `{"stringValue":"test"}`),
			runs("create database fidelity_dropped"),
			answers("/Execute", members{"sql": "drop database fidelity_dropped", "database": "fidelity_dropped"}, `{"generatedFields":[],"numberOfRecordsUpdated":0}`),
			failsWith(members{"sql": "select 1", "database": "fidelity_dropped"}, "DatabaseErrorException", "Unknown database 'fidelity_dropped'; Error code: 1049; SQLState: 42000")),
	},
	{
		id: "mysql-forgotten", claim: "Settings, variables, temporary tables, locks and prepared statements do not outlast a call.",
		source: proxy, grade: inferred, verdict: same, note: "Seen on PostgreSQL.",
		check: checkMySQLReset,
	},
	{
		id: "mysql-settings", claim: "What does a session start with?",
		verdict: unknown, note: "With utf8mb4, the time zone +00:00, and whatever else the server's settings are.",
		check: callsMySQL(gives("select @@time_zone, @@character_set_client, @@autocommit", `{"stringValue":"+00:00"},{"stringValue":"utf8mb4"},{"longValue":1}`)),
	},
	{
		id: "mysql-text-begin", claim: "What becomes of a transaction that is begun by a statement outside of one?",
		verdict: unknown, note: "It is rolled back after the call.",
		check: checkMySQLTextBegin,
	},
}

var mysqlTransactionClaims = []claim{
	{
		id: "mysql-tx", claim: "A transaction holds a session; it commits and rolls back.",
		source: calling, grade: documented, verdict: same,
		check: checkMySQLTransaction,
	},
	{
		id: "mysql-tx-error", claim: "After an error the transaction goes on, as MySQL has it.",
		source: calling, grade: inferred, verdict: same,
		check: transactsMySQL(
			runs("create temporary table t (n int primary key)"), runs("insert into t values (1)"),
			databaseError("insert into t values (1)", "Duplicate entry '1' for key 'PRIMARY'; Error code: 1062; SQLState: 23000"),
			gives("select n from t", `{"longValue":1}`)),
	},
	{
		id: "mysql-tx-isolation", claim: "Does SET TRANSACTION ISOLATION LEVEL work behind BeginTransaction?",
		verdict: unknown, note: "No: the transaction is begun by START TRANSACTION, behind which MySQL refuses it.",
		check: transactsMySQL(databaseError("set transaction isolation level serializable",
			"Transaction characteristics can't be changed while a transaction is in progress; Error code: 1568; SQLState: 25001")),
	},
	{
		id: "mysql-tx-ddl", claim: "DDL commits the transaction.",
		source: calling, grade: documented, verdict: same,
		check: checkMySQLImplicitCommit,
	},
	{
		id: "mysql-tx-ddl-id", claim: "The id of a transaction that DDL has committed takes further statements and is committed or rolled back.",
		source: pythonTest, grade: seen, verdict: same, note: "That the further statements commit one by one is a guess.",
		check: checkMySQLImplicitCommitID,
	},
	{
		id: "mysql-tx-ddl-error", claim: "DDL commits even if it fails.",
		source: calling, grade: inferred, verdict: same,
		check: func(t *testing.T) {
			mysqlTable(t, "fidelity_ddl", "n int")
			c := mysql.begin(t)
			runs("insert into fidelity_ddl values (1)")(t, c)
			databaseError("create table fidelity_ddl (n int)", "Table 'fidelity_ddl' already exists; Error code: 1050; SQLState: 42S01")(t, c)
			endsMySQL(t, c, "/RollbackTransaction")
			callsMySQL(gives("select n from fidelity_ddl", `{"longValue":1}`))(t)
		},
	},
	{
		id: "mysql-tx-text-commit", claim: "What becomes of the id of a transaction in which COMMIT or ROLLBACK was sent as a statement?",
		verdict: unknown, note: "It ends. A START TRANSACTION commits and begins anew under the same id.",
		check: checkMySQLTextCommit,
	},
	{
		id: "mysql-tx-deadlock", claim: "What becomes of the id of a transaction that a deadlock has rolled back?",
		verdict: unknown, note: "It ends.",
		check: checkMySQLDeadlock,
	},
	{
		id: "mysql-tx-savepoint", claim: "Savepoints and temporary tables work in a transaction.",
		source: calling, grade: inferred, verdict: same,
		check: transactsMySQL(
			runs("create temporary table t (n int)"), runs("insert into t values (1)"), runs("savepoint a"), runs("insert into t values (2)"), runs("rollback to a"),
			givesRecords("select n from t", `[[{"longValue":1}]]`)),
	},
	{
		id: "mysql-tx-use", claim: "What does USE in a transaction do?",
		verdict: unknown, note: "It changes the database until the transaction's end.",
		check: transactsMySQL(runs("use mysql"), gives("select database()", `{"stringValue":"mysql"}`)),
	},
	{
		id: "mysql-tx-expiry", claim: "A transaction that is not used for three minutes is rolled back.",
		source: calling, grade: documented, verdict: same,
		check: checkMySQLExpiry,
	},
}

func checkMySQLBatch(t *testing.T) {
	mysqlTable(t, "fidelity_batch_atomic", "n int primary key")
	mysql.call(t, "/BatchExecute", members{"sql": "insert into fidelity_batch_atomic values (:n)",
		"parameterSets": [][]members{{with("n", "longValue", 1)}, {with("n", "longValue", 1)}, {with("n", "longValue", 2)}}}).
		wantException(t, "DatabaseErrorException", "Duplicate entry '1' for key 'PRIMARY'; Error code: 1062; SQLState: 23000")
	callsMySQL(givesRecords("select n from fidelity_batch_atomic", `[[{"longValue":1}]]`))(t)
}

func checkMySQLWrongPassword(t *testing.T) {
	c := attachedMySQL(t, &emulator.Server{Secrets: []emulator.Secret{{Name: "rds-db-credentials/mysql", Username: "admin", Password: "wrong"}}})
	c.execute(t, "select 1").wantException(t, "DatabaseErrorException", "Access denied for user 'admin'@'localhost' (using password: YES); Error code: 1045; SQLState: 28000")
}

// holdRow makes a table of one row and has a transaction lock it until release is
// called.
func holdRow(t *testing.T) (release func()) {
	t.Helper()
	mysqlTable(t, "fidelity_wait", "id int primary key, n int")
	runs("insert into fidelity_wait values (1, 0)")(t, mysql)
	c := mysql.begin(t)
	runs("select n from fidelity_wait where id = 1 for update")(t, c)
	return sync.OnceFunc(func() { c.call(t, "/RollbackTransaction", members{"database": nil}) })
}

// awaitMySQL asks until the answer is that number.
func awaitMySQL(t *testing.T, c caller, sql string, want int) {
	t.Helper()
	records := fmt.Sprintf(`[[{"longValue":%d}]]`, want)
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); {
		if string(c.execute(t, sql).result(t).Records) == records {
			return
		}
	}
	t.Fatalf("%s: is never %d", sql, want)
}

const (
	lockedRow = "update fidelity_wait set n = n + 1 where id = 1" // waits for the row
	rowWaits  = "select count(*) from information_schema.processlist where info like 'update fidelity_wait%'"
)

// waitForRow starts a statement that waits for the row and returns when it does.
func waitForRow(t *testing.T, c caller, m members) <-chan answer {
	t.Helper()
	m["sql"] = lockedRow
	done := make(chan answer, 1)
	go func() { done <- c.call(t, "/Execute", m) }()
	awaitMySQL(t, mysql, rowWaits, 1)
	return done
}

func checkMySQLTimeout(t *testing.T) {
	clock := &emulator.ManualClock{}
	c := attachedMySQL(t, &emulator.Server{Clock: clock})
	defer holdRow(t)()
	done := waitForRow(t, c, members{})
	clock.Advance(45 * time.Second)
	var body struct{ DBConnectionID int64 }
	a := <-done
	a.wantException(t, "StatementTimeoutException", "Request timed out")
	if json.Unmarshal([]byte(a.body), &body) != nil || body.DBConnectionID == 0 {
		t.Errorf("answered %s without a dbConnectionId", a)
	}
	awaitMySQL(t, mysql, rowWaits, 0)
	gives("select n from fidelity_wait", `{"longValue":0}`)(t, c)
}

// checkSleepTimeout has statements time out that do not fail when they are killed.
func checkSleepTimeout(t *testing.T) {
	runs("create procedure sleeper() begin declare continue handler for sqlexception begin end; do sleep(600); end")(t, mysql)
	defer runs("drop procedure sleeper")(t, mysql)
	for _, sql := range []string{"select sleep(600)", "do sleep(600)", "call sleeper()"} {
		clock := &emulator.ManualClock{}
		c := attachedMySQL(t, &emulator.Server{Clock: clock})
		done := make(chan answer, 1)
		go func() { done <- c.execute(t, sql) }()
		awaitMySQL(t, mysql, "select count(*) from information_schema.processlist where state = 'User sleep'", 1)
		clock.Advance(45 * time.Second)
		(<-done).wantException(t, "StatementTimeoutException", "Request timed out")
	}
}

func checkMySQLTimeoutTransaction(t *testing.T) {
	clock := &emulator.ManualClock{}
	c := attachedMySQL(t, &emulator.Server{Clock: clock})
	release := holdRow(t)
	defer release()
	tx := c.begin(t)
	runs("insert into fidelity_wait values (2, 7)")(t, tx)
	done := waitForRow(t, tx, members{})
	clock.Advance(45 * time.Second)
	(<-done).wantException(t, "StatementTimeoutException", "Request timed out")
	release()
	tx.call(t, "/CommitTransaction", members{"database": nil}).wantStatus(t, http.StatusOK)
	givesRecords("select n from fidelity_wait order by id", `[[{"longValue":0}],[{"longValue":7}]]`)(t, c)
}

func checkMySQLTimeoutContinue(t *testing.T) {
	clock := &emulator.ManualClock{}
	c := attachedMySQL(t, &emulator.Server{Clock: clock})
	release := holdRow(t)
	done := waitForRow(t, c, members{"continueAfterTimeout": true})
	clock.Advance(45 * time.Second)
	(<-done).wantException(t, "StatementTimeoutException", "Request timed out")
	release()
	awaitMySQL(t, c, "select n from fidelity_wait where id = 1", 1)
}

func checkMySQLReset(t *testing.T) {
	c := attachedMySQL(t, &emulator.Server{}) // one caller, one pooled connection
	first := string(c.execute(t, "select connection_id()").result(t).Records)
	for _, sql := range []string{
		"set @a = 1", "set time_zone = '+09:00'", "set session sql_mode = 'ansi'", "create temporary table scratch (n int)",
		"select get_lock('reset', 0)", "prepare p from 'select 1'", "set names latin1", "set session transaction isolation level serializable",
		"set autocommit = 0",
	} {
		runs(sql)(t, c)
	}
	gives("select @a, @@time_zone, @@character_set_client, @@autocommit, is_free_lock('reset'), last_insert_id()",
		`{"isNull":true},{"stringValue":"+00:00"},{"stringValue":"utf8mb4"},{"longValue":1},{"longValue":1},{"longValue":0}`)(t, c)
	databaseError("select * from scratch", "Table 'test.scratch' doesn't exist; Error code: 1146; SQLState: 42S02")(t, c)
	databaseError("execute p", "Unknown prepared statement handler (p) given to EXECUTE; Error code: 1243; SQLState: HY000")(t, c)
	givesRecords("select connection_id()", first)(t, c)
}

func checkMySQLTextBegin(t *testing.T) {
	mysqlTable(t, "fidelity_begin", "n int")
	callsMySQL(
		runs("start transaction"), runs("insert into fidelity_begin values (1)"), runs("rollback"),
		gives("select count(*) from fidelity_begin", `{"longValue":1}`))(t)
}

func checkMySQLTransaction(t *testing.T) {
	mysqlTable(t, "fidelity_tx", "n int")
	for _, test := range []struct{ path, answer, rows string }{
		{path: "/RollbackTransaction", answer: `{"transactionStatus":"Rollback Complete"}`, rows: "0"},
		{path: "/CommitTransaction", answer: `{"transactionStatus":"Transaction Committed"}`, rows: "1"},
	} {
		c := mysql.begin(t)
		runs("insert into fidelity_tx values (:n)", with("n", "longValue", 1))(t, c)
		callsMySQL(gives("select count(*) from fidelity_tx", `{"longValue":0}`))(t)
		answers(test.path, members{"database": nil}, test.answer)(t, c)
		callsMySQL(gives("select count(*) from fidelity_tx", `{"longValue":`+test.rows+`}`))(t)
		notFound(t, c)
	}
}

func checkMySQLImplicitCommit(t *testing.T) {
	mysqlTable(t, "fidelity_ddl", "n int")
	c := mysql.begin(t)
	runs("insert into fidelity_ddl values (1)")(t, c)
	runs("alter table fidelity_ddl add m int")(t, c)
	endsMySQL(t, c, "/RollbackTransaction")
	callsMySQL(gives("select n from fidelity_ddl", `{"longValue":1}`))(t)
}

func checkMySQLImplicitCommitID(t *testing.T) {
	mysqlTable(t, "fidelity_ddl_id", "n int")
	for _, end := range []string{"/CommitTransaction", "/RollbackTransaction"} {
		c := mysql.begin(t)
		runs("truncate table fidelity_ddl_id")(t, c)
		runs("insert into fidelity_ddl_id values (1)")(t, c)
		endsMySQL(t, c, end)
		callsMySQL(gives("select n from fidelity_ddl_id", `{"longValue":1}`))(t)
	}
}

// endsMySQL ends a transaction, which is gone then.
func endsMySQL(t *testing.T, c caller, end string) {
	t.Helper()
	status := map[string]string{"/CommitTransaction": "Transaction Committed", "/RollbackTransaction": "Rollback Complete"}[end]
	answers(end, members{"database": nil}, `{"transactionStatus":"`+status+`"}`)(t, c)
	notFound(t, c)
}

func checkMySQLTextCommit(t *testing.T) {
	mysqlTable(t, "fidelity_text", "n int")
	for _, sql := range []string{"commit", "rollback"} {
		c := mysql.begin(t)
		runs(sql)(t, c)
		notFound(t, c)
	}
	c := mysql.begin(t)
	runs("insert into fidelity_text values (1)")(t, c)
	runs("start transaction")(t, c)
	callsMySQL(gives("select n from fidelity_text", `{"longValue":1}`))(t)
	answers("/RollbackTransaction", members{"database": nil}, `{"transactionStatus":"Rollback Complete"}`)(t, c)
}

func checkMySQLDeadlock(t *testing.T) {
	mysqlTable(t, "fidelity_deadlock", "id int primary key, n int")
	runs("insert into fidelity_deadlock values (1, 0), (2, 0)")(t, mysql)
	a, b := mysql.begin(t), mysql.begin(t)
	runs("update fidelity_deadlock set n = 1 where id = 1")(t, a)
	runs("update fidelity_deadlock set n = 2 where id = 2")(t, b)
	done := make(chan answer, 1)
	go func() { done <- a.execute(t, "update fidelity_deadlock set n = 1 where id = 2") }()
	second := b.execute(t, "update fidelity_deadlock set n = 2 where id = 1") // whoever comes second ends it
	first := <-done
	victim, other := a, b
	if first.status == http.StatusOK {
		victim, other, first = b, a, second
	}
	first.wantException(t, "DatabaseErrorException", "Deadlock found when trying to get lock; try restarting transaction; Error code: 1213; SQLState: 40001")
	notFound(t, victim)
	other.call(t, "/RollbackTransaction", members{"database": nil}).wantStatus(t, http.StatusOK)
}

func checkMySQLExpiry(t *testing.T) {
	mysqlTable(t, "fidelity_expiry", "n int")
	clock := &emulator.ManualClock{}
	c := attachedMySQL(t, &emulator.Server{Clock: clock})
	tx := c.begin(t)
	runs("insert into fidelity_expiry values (1)")(t, tx)
	clock.Advance(3 * time.Minute)
	notFound(t, tx)
	gives("select count(*) from fidelity_expiry", `{"longValue":0}`)(t, c)
}
