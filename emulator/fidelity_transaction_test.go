package emulator_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi/emulator"
)

const stillRunning = "Transaction is still running a query"

var transactionClaims = []claim{
	{
		id: "transaction-id", claim: "A transactionId is opaque base64 of about 180 characters.",
		source: "jeremydaly/data-api-client#96", grade: seenEarlier, verdict: same,
		note: "Those of today's generation are in no published trace.",
		check: func(t *testing.T) {
			first, second := begin(t, shared), begin(t, shared)
			defer rollback(t, shared, first)
			defer rollback(t, shared, second)
			if !isTransactionID(first) || !isTransactionID(second) || first == second {
				t.Errorf("the ids are %q and %q", first, second)
			}
		},
	},
	{
		id: "transaction-commit", claim: "CommitTransaction answers `Transaction Committed`, and the changes are there.",
		source: calling, grade: documented, verdict: same,
		check: checkCommit,
	},
	{
		id: "transaction-rollback", claim: "RollbackTransaction answers `Rollback Complete`, and the changes are gone.",
		source: calling, grade: documented, verdict: same,
		check: checkRollback,
	},
	{
		id: "transaction-session", claim: "A transaction has one session: temporary tables, SET LOCAL, savepoints and PREPARE last from call to call.",
		source: proxy, grade: seen, verdict: same,
		check: transacts(
			runs("create temp table t (n int4)"), runs("set local application_name = 'fidelity'"), runs("prepare p as select 1"),
			runs("savepoint s"), runs("insert into t values (1)"), runs("rollback to s"), runs("release s"),
			gives("select count(*), current_setting('application_name') from t", `{"longValue":0},{"stringValue":"fidelity"}`),
			gives("execute p", `{"longValue":1}`)),
	},
	{
		id: "transaction-cursor", claim: "A cursor lasts from call to call of a transaction: the way past the 1 MiB of a result.",
		source: proxy, grade: seen, verdict: same,
		check: transacts(
			runs("declare c no scroll cursor for select repeat('x', 100000) from generate_series(1, 20)"),
			updates("fetch 10 from c", 0), updates("fetch 10 from c", 0), givesRecords("fetch 10 from c", `[]`)),
	},
	{
		id: "transaction-isolation", claim: "SET TRANSACTION as the first statement sets isolation level and access mode; without it they are PostgreSQL's defaults.",
		source: proxy + "; " + goTests, grade: seen, verdict: same,
		check: all(
			transacts(gives("show transaction_isolation", `{"stringValue":"read committed"}`), gives("show transaction_read_only", `{"stringValue":"off"}`)),
			transacts(
				runs("set transaction isolation level serializable, read only"),
				gives("show transaction_isolation", `{"stringValue":"serializable"}`),
				databaseError("create table t ()", "ERROR: cannot execute CREATE TABLE in a read-only transaction; SQLState: 25006"))),
	},
	{
		id: "transaction-aborted", claim: "After an error every statement fails until ROLLBACK TO a savepoint.",
		source: proxy + "; " + pythonTest, grade: seen, verdict: same,
		check: transacts(
			runs("savepoint s"),
			databaseError("select 1/0", "ERROR: division by zero; SQLState: 22012"),
			databaseError("select 1", aborted),
			runs("rollback to s"),
			gives("select 1", `{"longValue":1}`)),
	},
	{
		id: "transaction-commit-aborted", claim: "What does CommitTransaction answer in an aborted transaction, which PostgreSQL rolls back?",
		verdict: unknown, note: "`Transaction Committed`, and the changes are gone: a client must remember the error.",
		check: checkCommitAborted,
	},
	{
		id: "transaction-refused-result", claim: "Does a transaction live on after a result that is too large or of a refused type?",
		verdict: unknown, note: "Yes. The older generation ended it (cloud-utils/aurora-data-api tests).",
		check: transacts(
			runs("create temp table t (n int4)"),
			fails("select repeat('x', 2000000)", unsupportedResult, tooLarge),
			refusesType("interval '1 day'", "INTERVAL"),
			updates("insert into t values (1)", 1)),
	},
	{
		id: "transaction-invalid-call", claim: "Does a transaction live on after a call that never reaches the database?",
		verdict: unknown, note: "Yes, after a ValidationException.",
		check: transacts(invalid("select 1", "Cannot find parameter: a", with("a", "longValue", 1)), gives("select 1", `{"longValue":1}`)),
	},
	{
		id: "transaction-multistatement", claim: "What becomes of a transaction after several statements in one call are refused?",
		verdict: unknown, note: "It is aborted, since PostgreSQL is asked.",
		check: transacts(invalid("select 1; select 2", "Multistatements aren't supported."), databaseError("select 1", aborted)),
	},
	{
		id: "transaction-parallel", claim: "A call while another runs in the transaction is DatabaseErrorException `Transaction is still running a query`, at once.",
		source: difference + "; aws/aws-sdk-js#4615", grade: seen, verdict: same,
		check: checkParallelUse,
	},
	{
		id: "transaction-not-found", claim: "A transactionId that is unknown, committed or rolled back is a TransactionNotFoundException, 404.",
		source: model, grade: documented, verdict: same,
		note:  "The text is one of the older generation, without its explanations.",
		check: checkNotFound,
	},
	{
		id: "transaction-end-not-found", claim: "Is it TransactionNotFoundException or NotFoundException for CommitTransaction and RollbackTransaction, which have both?",
		verdict: unknown, note: "TransactionNotFoundException.",
		check: calls(func(t *testing.T, c caller) {
			for _, path := range []string{"/CommitTransaction", "/RollbackTransaction"} {
				c.call(t, path, members{"transactionId": "nonsense"}).wantException(t, "TransactionNotFoundException", "Transaction nonsense is not found")
			}
		}),
	},
	{
		id: "transaction-idle", claim: "A transaction that no call uses for 3 minutes is rolled back.",
		source: calling, grade: documented, verdict: same,
		check: checkIdle,
	},
	{
		id: "transaction-lifetime", claim: "A transaction ends after 24 hours.",
		source: model, grade: documented, verdict: same,
		check: checkLifetime,
	},
	{
		id: "transaction-expired-rollback", claim: "RollbackTransaction of an expired transaction is an error.",
		source: calling, grade: documented, verdict: same, note: "Which one is unknown; here as for any id that is not there.",
		check: func(t *testing.T) {
			s, clock := serve(t)
			id := begin(t, s)
			clock.Advance(3 * time.Minute)
			caller{server: s}.call(t, "/RollbackTransaction", members{"transactionId": id}).
				wantException(t, "TransactionNotFoundException", "Transaction "+id+" is not found")
		},
	},
	{
		id: "transaction-abandoned", claim: "A client that disconnects leaves its transaction and its locks as they are.",
		source: proxy, grade: seen, verdict: same,
		check: checkAbandoned,
	},
	{
		id: "transaction-database-omitted", claim: "Statements of a transaction may leave out the database.",
		source: "awslabs/rds-data-api-client-library-java", grade: secondHand, verdict: same,
		check: transacts(answers("/Execute", members{"sql": "select current_database()::text", "database": nil}, `{"numberOfRecordsUpdated":0,"records":[[{"stringValue":"postgres"}]]}`)),
	},
	{
		id: "transaction-database", claim: "A statement that names another database than BeginTransaction fails, also where BeginTransaction named none.",
		source: "aws/aws-sdk-js-v3#2595", grade: seenEarlier, verdict: same,
		note:  "What today's generation does is unknown; the exception and its text are guesses.",
		check: checkDatabaseMismatch,
	},
	{
		id: "transaction-other", claim: "What is the answer when another cluster or secret is named than BeginTransaction did?",
		verdict: unknown, note: "As for an unknown id.",
		check: checkOtherSecret,
	},
	{
		id: "transaction-text-commit", claim: "What comes of COMMIT and ROLLBACK sent as a statement of a transaction?",
		verdict: unknown, note: "They do what they say, and the transactionId is gone with the transaction.",
		check: checkTextCommit,
	},
	{
		id: "transaction-create-database", claim: "CREATE DATABASE fails in a transaction with PostgreSQL's error.",
		source: "jeremydaly/data-api-client#106", grade: seenEarlier, verdict: same,
		check: transacts(databaseError("create database fidelity_refused", "ERROR: CREATE DATABASE cannot run inside a transaction block; SQLState: 25001")),
	},
	{
		id: "transaction-session-lost", claim: "What becomes of a transaction whose session the server ends?",
		verdict: unknown, note: "The next call is a DatabaseUnavailableException, 504, after that the id is gone.",
		check: checkSessionLost,
	},
}

func checkCommit(t *testing.T) {
	table(t, "fidelity_commit", "n int4")
	c := caller{server: shared, transaction: begin(t, shared)}
	runs("insert into fidelity_commit values (1)")(t, c)
	calls(gives("select count(*) from fidelity_commit", `{"longValue":0}`))(t)
	answers("/CommitTransaction", members{"database": nil}, `{"transactionStatus":"Transaction Committed"}`)(t, c)
	calls(gives("select count(*) from fidelity_commit", `{"longValue":1}`))(t)
}

func checkRollback(t *testing.T) {
	table(t, "fidelity_rollback", "n int4")
	c := caller{server: shared, transaction: begin(t, shared)}
	runs("insert into fidelity_rollback values (1)")(t, c)
	answers("/RollbackTransaction", members{"database": nil}, `{"transactionStatus":"Rollback Complete"}`)(t, c)
	calls(gives("select count(*) from fidelity_rollback", `{"longValue":0}`))(t)
}

func checkCommitAborted(t *testing.T) {
	table(t, "fidelity_commit", "n int4")
	c := caller{server: shared, transaction: begin(t, shared)}
	runs("insert into fidelity_commit values (1)")(t, c)
	databaseError("select 1/0", "ERROR: division by zero; SQLState: 22012")(t, c)
	answers("/CommitTransaction", members{"database": nil}, `{"transactionStatus":"Transaction Committed"}`)(t, c)
	calls(gives("select count(*) from fidelity_commit", `{"longValue":0}`))(t)
}

// notFound wants the transaction of a caller to be gone.
func notFound(t *testing.T, c caller) {
	t.Helper()
	message := "Transaction " + c.transaction + " is not found"
	fails("select 1", "TransactionNotFoundException", message)(t, c)
	c.call(t, "/BatchExecute", members{"sql": "select 1"}).wantException(t, "TransactionNotFoundException", message)
	c.call(t, "/CommitTransaction", nil).wantException(t, "TransactionNotFoundException", message)
	c.call(t, "/RollbackTransaction", nil).wantException(t, "TransactionNotFoundException", message)
}

func checkNotFound(t *testing.T) {
	notFound(t, caller{server: shared, transaction: "AQC5SRDIm6QQw2"})
	for _, end := range []string{"/CommitTransaction", "/RollbackTransaction"} {
		c := caller{server: shared, transaction: begin(t, shared)}
		c.call(t, end, nil).wantStatus(t, http.StatusOK)
		notFound(t, c)
	}
}

func checkParallelUse(t *testing.T) {
	const key = 45201
	unlock := lock(t, key)
	defer unlock()
	c := caller{server: shared, transaction: begin(t, shared)}
	first := blocked(t, c, key, members{"sql": "select pg_advisory_xact_lock(45201)"})
	databaseError("select 1", stillRunning)(t, c)
	for _, path := range []string{"/BatchExecute", "/CommitTransaction", "/RollbackTransaction"} {
		c.call(t, path, members{"sql": "select 1"}).wantException(t, "DatabaseErrorException", stillRunning)
	}
	unlock()
	(<-first).wantStatus(t, http.StatusOK)
	gives("select 1", `{"longValue":1}`)(t, c)
	c.call(t, "/RollbackTransaction", nil).wantStatus(t, http.StatusOK)
}

func checkIdle(t *testing.T) {
	table(t, "fidelity_idle", "n int4")
	s, clock := serve(t)
	idle, used := caller{server: s, transaction: begin(t, s)}, caller{server: s, transaction: begin(t, s)}
	runs("insert into fidelity_idle values (1)")(t, idle)
	clock.Advance(3*time.Minute - 1)
	gives("select 1", `{"longValue":1}`)(t, used)
	clock.Advance(1)
	notFound(t, idle)
	gives("select count(*) from fidelity_idle", `{"longValue":0}`)(t, used)
}

func checkLifetime(t *testing.T) {
	s, clock := serve(t)
	c := caller{server: s, transaction: begin(t, s)}
	const pause = 2 * time.Minute
	for left := 24 * time.Hour; left > pause; left -= pause {
		clock.Advance(pause)
		gives("select 1", `{"longValue":1}`)(t, c)
	}
	clock.Advance(pause - 1)
	gives("select 1", `{"longValue":1}`)(t, c)
	clock.Advance(1)
	notFound(t, c)
}

// checkAbandoned uses one transaction over connections of two clients.
func checkAbandoned(t *testing.T) {
	table(t, "fidelity_abandoned", "n int4")
	id := begin(t, shared)
	first := &http.Transport{}
	request := postRequest(t, t.Context(), members{"sql": "insert into fidelity_abandoned values (1)", "transactionId": id})
	response, err := (&http.Client{Transport: first}).Do(request)
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	first.CloseIdleConnections()
	if n := backend(t, "select count(*) from pg_locks where relation = 'fidelity_abandoned'::regclass"); n == "0" {
		t.Error("the locks are gone")
	}
	c := caller{server: shared, transaction: id}
	gives("select n from fidelity_abandoned", `{"longValue":1}`)(t, c)
	c.call(t, "/RollbackTransaction", nil).wantStatus(t, http.StatusOK)
}

func checkDatabaseMismatch(t *testing.T) {
	const message = "Database name is not the same as when transaction was created"
	c := caller{server: shared, transaction: begin(t, shared)}
	failsWith(members{"sql": "select 1", "database": "template1"}, "DatabaseErrorException", message)(t, c)
	gives("select 1", `{"longValue":1}`)(t, c)
	rollback(t, shared, c.transaction)

	unnamed := caller{server: shared, transaction: beginUnnamed(t)}
	failsWith(members{"sql": "select 1"}, "DatabaseErrorException", message)(t, unnamed)
	rollback(t, shared, unnamed.transaction)
}

// beginUnnamed begins a transaction without a database.
func beginUnnamed(t *testing.T) string {
	t.Helper()
	const prefix, suffix = `{"transactionId":"`, `"}`
	a := caller{server: shared}.call(t, "/BeginTransaction", members{"database": nil})
	a.wantStatus(t, http.StatusOK)
	return a.body[len(prefix) : len(a.body)-len(suffix)]
}

func checkOtherSecret(t *testing.T) {
	s := attached(t, &emulator.Server{
		Clusters: []emulator.Cluster{{ID: "other", DSN: shared.BackendDSN("local")}},
		Secrets: []emulator.Secret{
			{Name: localSecret, Username: "postgres", Password: "postgres"},
			{Name: "fidelity/same-user", Username: "postgres", Password: "postgres"},
		},
	})
	c := caller{server: s, transaction: begin(t, s)}
	message := "Transaction " + c.transaction + " is not found"
	failsWith(members{"sql": "select 1", "secretArn": "fidelity/same-user"}, "TransactionNotFoundException", message)(t, c)
	failsWith(members{"sql": "select 1", "resourceArn": s.ClusterARN("other")}, "TransactionNotFoundException", message)(t, c)
	gives("select 1", `{"longValue":1}`)(t, c)
}

func checkTextCommit(t *testing.T) {
	table(t, "fidelity_text", "n int4")
	for _, end := range []string{"commit", "rollback"} {
		c := caller{server: shared, transaction: begin(t, shared)}
		runs("insert into fidelity_text values (1)")(t, c)
		runs(end)(t, c)
		notFound(t, c)
	}
	calls(gives("select count(*) from fidelity_text", `{"longValue":1}`))(t)
}

func checkSessionLost(t *testing.T) {
	c := caller{server: shared, transaction: begin(t, shared)}
	backend(t, "select pg_terminate_backend(pid, 10000) from pg_stat_activity where pid = "+backendPID(t, c))
	fails("select 1", "DatabaseUnavailableException", "The connection to the database was lost.")(t, c)
	notFound(t, c)
}

// backendPID gives the process id of the session of a transaction.
func backendPID(t *testing.T, c caller) string {
	t.Helper()
	records := string(c.execute(t, "select pg_backend_pid()").result(t).Records)
	return records[len(`[[{"longValue":`) : len(records)-len(`}]]`)]
}
