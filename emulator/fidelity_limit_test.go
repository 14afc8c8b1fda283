package emulator_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

const tooLarge = "The result exceeds the size limit 1 MB."

var limitClaims = []claim{
	{
		id: "limit-statement", claim: "A statement has at most 65,536 characters.",
		source: model, grade: documented, verdict: same, note: "Characters, not octets; the exception and its text are guesses.",
		check: calls(
			gives("select 1 --"+strings.Repeat("é", 65536-11), `{"longValue":1}`),
			invalid("select 1 --"+strings.Repeat("x", 65537-11), "1 validation error detected: Value at 'sql' failed to satisfy constraint: Member must have length less than or equal to 65536")),
	},
	{
		id: "limit-request", claim: "A request has at most 4 MiB with its headers; of one that is larger nothing runs.",
		source: calling, grade: documented, verdict: same,
		check: checkRequestLimit,
	},
	{
		id: "limit-request-error", claim: "What is the answer to a request that is larger?",
		verdict: unknown, note: "RequestEntityTooLargeException, 413.",
		check: calls(fails("select :a", "RequestEntityTooLargeException", "The request exceeds the size limit 4 MiB.", with("a", "stringValue", strings.Repeat("x", 4<<20)))),
	},
	{
		id: "limit-result", claim: "`The result exceeds the size limit 1 MB.` is the UnsupportedResultException for a result above 1 MiB.",
		source: "ra100/pgea src/rds/paginate.rs; " + proxy, grade: seen, verdict: same,
		check: calls(fails("select repeat('x', 1048571)", unsupportedResult, tooLarge)),
	},
	{
		id: "limit-result-count", claim: "A row counts 2 octets, 4 for each column and those of its values as text: 24,800 rows of a uuid pass and 25,000 fail, 522 rows of 1000 `é` pass and 523 fail.",
		source: ez4, grade: secondHand, verdict: same,
		check: calls(
			updates("select gen_random_uuid() from generate_series(1, 24800)", 0),
			fails("select gen_random_uuid() from generate_series(1, 25000)", unsupportedResult, tooLarge),
			updates("select repeat('é', 1000) from generate_series(1, 522)", 0),
			fails("select repeat('é', 1000) from generate_series(1, 523)", unsupportedResult, tooLarge)),
	},
	{
		id: "limit-result-exact", claim: "A result of exactly 1 MiB so counted passes, one octet more does not; NULL weighs nothing but its 4.",
		source: ez4, grade: inferred, verdict: same,
		check: calls(
			updates("select repeat('x', 1048570)", 0),
			updates("select repeat('x', 1048566), null", 0),
			fails("select repeat('x', 1048567), null", unsupportedResult, tooLarge)),
	},
	{
		id: "limit-row", claim: "No row limit of 64 KB is enforced: a text of 100,000 characters and a bytea of 500 KiB come back.",
		source: client2025, grade: seen, verdict: same,
		check: calls(
			gives("select repeat('x', 100000)", `{"stringValue":"`+strings.Repeat("x", 100000)+`"}`),
			gives(`select length(:a), :a`, `{"longValue":512000},{"blobValue":"`+strings.Repeat("AAAA", 170666)+`AAA="}`, with("a", "blobValue", strings.Repeat("AAAA", 170666)+"AAA="))),
	},
	{
		id: "limit-formatted", claim: "formattedRecords has at most 10 MB; more is a BadRequestException.",
		source: jsonPage, grade: documented, verdict: same, note: "The text is a guess, and so is that the 1 MiB of database data counts besides.",
		check: calls(
			failsWith(members{"sql": `select true as "` + strings.Repeat("k", 63) + `" from generate_series(1, 149000)`, "formatRecordsAs": "JSON"}, "BadRequestException", "The formatted result exceeds the size limit 10 MB."),
			failsWith(members{"sql": "select repeat('x', 1048571)", "formatRecordsAs": "JSON"}, unsupportedResult, tooLarge)),
	},
	{
		id: "timeout", claim: "A call that takes 45 seconds is a StatementTimeoutException, and the statement is cancelled.",
		source: calling + "; " + pythonTest, grade: documented, verdict: same,
		check: checkTimeout,
	},
	{
		id: "timeout-text", claim: "What is the text of the timeout?",
		verdict: unknown, note: "The older generation's (aws/aws-sdk-js#3385), with the process id of the session as dbConnectionId.",
		check: checkTimeoutText,
	},
	{
		id: "timeout-continue", claim: "With continueAfterTimeout the call fails all the same, and the statement goes on to its end.",
		source: calling, grade: documented, verdict: same,
		check: checkTimeoutContinue,
	},
	{
		id: "timeout-transaction", claim: "A timeout without continueAfterTimeout aborts the transaction.",
		source: pythonTest, grade: seen, verdict: same,
		check: checkTimeoutTransaction,
	},
	{
		id: "timeout-transaction-continue", claim: "With continueAfterTimeout the transaction goes on, and its next statement sees what the slow one did.",
		source: pythonTest, grade: seen, verdict: same,
		note:  "Until the slow one is done, calls are told that the transaction is still running a query.",
		check: checkTimeoutTransactionContinue,
	},
	{
		id: "timeout-commit", claim: "BeginTransaction, CommitTransaction and RollbackTransaction can be a StatementTimeoutException, too.",
		source: model, grade: documented, verdict: same, note: "A COMMIT that is cancelled so has rolled back, and the transactionId is gone; that is a guess.",
		check: checkTimeoutCommit,
	},
	{
		id: "timeout-setting", claim: "What does `SHOW statement_timeout` say?",
		verdict: unknown, note: "What the database is set to; the emulator cancels by itself.",
		check: calls(gives("show statement_timeout", `{"stringValue":"0"}`)),
	},
}

func checkRequestLimit(t *testing.T) {
	table(t, "fidelity_request", "n int4")
	c := caller{server: shared}
	insert := func(size int) answer {
		return c.execute(t, "insert into fidelity_request select length(:a)", with("a", "stringValue", strings.Repeat("x", size)))
	}
	insert(4<<20-4096).wantStatus(t, http.StatusOK)
	insert(4<<20).wantStatus(t, http.StatusRequestEntityTooLarge)
	givesRecords("select n from fidelity_request", `[[{"longValue":4190208}]]`)(t, c)
}

// lock has a transaction hold an advisory lock until unlock is called.
func lock(t *testing.T, key int) (unlock func()) {
	t.Helper()
	id := begin(t, shared)
	runs(fmt.Sprintf("select pg_advisory_xact_lock(%d)", key))(t, caller{server: shared, transaction: id})
	unlock = sync.OnceFunc(func() { rollback(t, shared, id) })
	return unlock
}

// blocked starts a statement that waits for a lock, and returns when it waits.
func blocked(t *testing.T, c caller, key int, m members) <-chan answer {
	t.Helper()
	done := make(chan answer, 1)
	go func() { done <- c.call(t, "/Execute", m) }()
	awaitBlocked(t, key, 1)
	return done
}

// awaitBlocked returns when that many statements wait for a lock.
func awaitBlocked(t *testing.T, key, statements int) {
	t.Helper()
	await(t, lockWaiters(key), fmt.Sprint(statements))
}

// staysBlocked looks for a while whether a statement goes on waiting for a lock.
func staysBlocked(t *testing.T, key int) {
	t.Helper()
	for range 10 {
		if backend(t, lockWaiters(key)) != "1" {
			t.Fatal("the statement does not wait any more")
		}
	}
}

// lockWaiters is the query for the number of statements that wait for a lock.
func lockWaiters(key int) string {
	return fmt.Sprintf("select count(*) from pg_locks where locktype = 'advisory' and objid = %d and not granted", key)
}

// slow is an INSERT that waits for a lock.
func slow(key int) string {
	return fmt.Sprintf("insert into fidelity_slow select 1 from pg_advisory_xact_lock(%d)", key)
}

func checkTimeout(t *testing.T) {
	const key = 45001
	table(t, "fidelity_slow", "n int4")
	s, clock := serve(t)
	defer lock(t, key)()
	done := blocked(t, caller{server: s}, key, members{"sql": slow(key)})
	clock.Advance(45*time.Second - 1)
	staysBlocked(t, key)
	clock.Advance(1)
	(<-done).wantException(t, "StatementTimeoutException", "Request timed out")
	awaitBlocked(t, key, 0)
}

func checkTimeoutText(t *testing.T) {
	const key = 45002
	s, clock := serve(t)
	defer lock(t, key)()
	done := blocked(t, caller{server: s}, key, members{"sql": fmt.Sprintf("select pg_advisory_xact_lock(%d)", key)})
	pid := backend(t, fmt.Sprintf("select pid from pg_locks where locktype = 'advisory' and objid = %d and not granted", key))
	clock.Advance(45 * time.Second)
	var body struct {
		Message        string
		DBConnectionID int64
	}
	if a := <-done; json.Unmarshal([]byte(a.body), &body) != nil || body.Message != "Request timed out" || fmt.Sprint(body.DBConnectionID) != pid {
		t.Errorf("answered %s, want the text and dbConnectionId %s", a, pid)
	}
}

func checkTimeoutContinue(t *testing.T) {
	const key = 45003
	table(t, "fidelity_slow", "n int4")
	s, clock := serve(t)
	unlock := lock(t, key)
	defer unlock()
	done := blocked(t, caller{server: s}, key, members{"sql": slow(key), "continueAfterTimeout": true})
	clock.Advance(45 * time.Second)
	(<-done).wantException(t, "StatementTimeoutException", "Request timed out")
	staysBlocked(t, key)
	unlock()
	await(t, "select count(*) from fidelity_slow", "1")
}

func checkTimeoutTransaction(t *testing.T) {
	const key = 45004
	table(t, "fidelity_slow", "n int4")
	s, clock := serve(t)
	defer lock(t, key)()
	c := caller{server: s, transaction: begin(t, s)}
	done := blocked(t, c, key, members{"sql": slow(key)})
	clock.Advance(45 * time.Second)
	(<-done).wantException(t, "StatementTimeoutException", "Request timed out")
	databaseError("select 1", aborted)(t, c)
	if _, err := rollback(t, s, c.transaction); err != nil {
		t.Error(err)
	}
}

func checkTimeoutTransactionContinue(t *testing.T) {
	const key = 45005
	table(t, "fidelity_slow", "n int4")
	s, clock := serve(t)
	unlock := lock(t, key)
	defer unlock()
	c := caller{server: s, transaction: begin(t, s)}
	done := blocked(t, c, key, members{"sql": slow(key), "continueAfterTimeout": true})
	clock.Advance(45 * time.Second)
	(<-done).wantException(t, "StatementTimeoutException", "Request timed out")
	databaseError("select 1", stillRunning)(t, c)
	unlock()
	awaitFree(t, c)
	gives("select n from fidelity_slow", `{"longValue":1}`)(t, c)
	if status, err := commit(t, s, c.transaction); err != nil || status != "Transaction Committed" {
		t.Errorf("commit: %q, %v", status, err)
	}
}

// awaitFree makes calls in a transaction until no other is running in it.
func awaitFree(t *testing.T, c caller) {
	t.Helper()
	deadline := time.Now().Add(patience)
	for a := c.execute(t, "select 1"); a.status != http.StatusOK; a = c.execute(t, "select 1") {
		a.wantException(t, "DatabaseErrorException", stillRunning)
		if t.Failed() || time.Now().After(deadline) {
			t.Fatal("the transaction is never free")
		}
	}
}

// checkTimeoutCommit has a COMMIT wait in a deferred trigger.
func checkTimeoutCommit(t *testing.T) {
	const key = 45006
	table(t, "fidelity_deferred", "n int4")
	backend(t,
		"create function fidelity_wait() returns trigger language plpgsql as 'begin perform pg_advisory_xact_lock(45006); return null; end'",
		"create constraint trigger wait after insert on fidelity_deferred deferrable initially deferred for each row execute function fidelity_wait()")
	defer backend(t, "drop function fidelity_wait() cascade")
	s, clock := serve(t)
	defer lock(t, key)()
	c := caller{server: s, transaction: begin(t, s)}
	runs("insert into fidelity_deferred values (1)")(t, c)
	done := make(chan answer, 1)
	go func() { done <- c.call(t, "/CommitTransaction", members{"database": nil}) }()
	awaitBlocked(t, key, 1)
	clock.Advance(45 * time.Second)
	(<-done).wantException(t, "StatementTimeoutException", "Request timed out")
	notFound(t, c)
	calls(givesRecords("select n from fidelity_deferred", "[]"))(t)
}
