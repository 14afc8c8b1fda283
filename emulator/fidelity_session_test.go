package emulator_test

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"testing"

	"github.com/auroradataapi/auroradataapi/emulator"
)

var sessionClaims = []claim{
	{
		id: "session-autocommit", claim: "A call outside a transaction commits by itself.",
		source: calling, grade: documented, verdict: same,
		check: checkAutocommit,
	},
	{
		id: "session-set", claim: "SET succeeds and has no effect on later calls.",
		source: proxy, grade: seen, verdict: same,
		check: calls(runs("set application_name = 'fidelity'"), gives("select current_setting('application_name') = 'fidelity'", `{"booleanValue":false}`)),
	},
	{
		id: "session-prepare", claim: "PREPARE is lost with its call.",
		source: proxy, grade: seen, verdict: same,
		check: calls(runs("prepare p as select 1"), databaseError("execute p", `ERROR: prepared statement "p" does not exist; SQLState: 26000`)),
	},
	{
		id: "session-temporary", claim: "Temporary tables are lost with their call.",
		source: proxy, grade: seen, verdict: same,
		check: calls(
			runs("create temp table fidelity_temporary (n int4)"),
			databaseError("select * from fidelity_temporary", `ERROR: relation "fidelity_temporary" does not exist; Position: 15; SQLState: 42P01`)),
	},
	{
		id: "session-listen", claim: "LISTEN is accepted and nothing comes of it.",
		source: proxy, grade: seen, verdict: same,
		check: calls(
			answers("/Execute", members{"sql": "listen fidelity"}, `{"generatedFields":[],"numberOfRecordsUpdated":0}`),
			givesRecords("select pg_listening_channels()", `[]`)),
	},
	{
		id: "session-discard", claim: "DISCARD ALL runs between calls, so that session locks are gone too.",
		source: "sbalmt/ez4#61", grade: seen, verdict: same,
		check: func(t *testing.T) {
			calls(runs("select pg_advisory_lock(45101)"))(t)
			// The answer does not wait for DISCARD ALL: whoever takes the lock does.
			backend(t, "set lock_timeout = '10s'", "select pg_advisory_lock(45101)")
		},
	},
	{
		id: "session-time-zone", claim: "The time zone of a session is UTC.",
		source: proxy, grade: seen, verdict: same,
		check: all(calls(gives("show timezone", `{"stringValue":"UTC"}`)), transacts(gives("show timezone", `{"stringValue":"UTC"}`))),
	},
	{
		id: "session-begin", claim: "What comes of BEGIN sent as a statement outside a transaction?",
		verdict: unknown, note: "It succeeds and is undone with its call: what follows commits by itself.",
		check: checkTextBegin,
	},
	{
		id: "session-commit", claim: "What comes of COMMIT and ROLLBACK sent as a statement outside a transaction?",
		verdict: unknown, note: "They succeed, with a warning of PostgreSQL that nobody sees.",
		check: calls(runs("commit"), runs("rollback")),
	},
	{
		id: "session-create-database", claim: "CREATE DATABASE works, so that no transaction is opened around a call.",
		source: goTests + "; jeremydaly/data-api-client#106", grade: seen, verdict: same,
		check: func(t *testing.T) {
			calls(runs("create database fidelity_created"))(t)
			backend(t, "drop database fidelity_created")
		},
	},
	{
		id: "session-vacuum", claim: "Other statements that refuse to run in a transaction, such as VACUUM, work too.",
		source: "koxudaxi/local-data-api#158", grade: inferred, verdict: same,
		check: func(t *testing.T) {
			table(t, "fidelity_vacuum", "n int4")
			calls(runs("vacuum fidelity_vacuum"), runs("create index concurrently on fidelity_vacuum (n)"))(t)
		},
	},
	{
		id: "session-database", claim: "Without database a call goes to the database named like the secret's user.",
		source: "aws/aws-cli#8577; aws/aws-cdk#17182", grade: seen, verdict: same,
		check: checkDefaultDatabase,
	},
	{
		id: "session-user", claim: "The database is really logged into with the secret's user.",
		source: "AuroraUserGuide data-api.access", grade: documented, verdict: same,
		check: func(t *testing.T) {
			c := serveSecrets(t, "fidelity_user", emulator.Secret{Name: "fidelity/user", Username: "fidelity_user", Password: "right"})
			answers("/Execute", members{"sql": "select session_user::text", "secretArn": "fidelity/user"}, `{"numberOfRecordsUpdated":0,"records":[[{"stringValue":"fidelity_user"}]]}`)(t, c)
		},
	},
	{
		id: "session-cancel", claim: "A client that goes away does not cancel its statement.",
		source: proxy, grade: inferred, verdict: same,
		check: checkClientGone,
	},
	{
		id: "session-parallel", claim: "Calls outside a transaction run side by side.",
		source: calling, grade: inferred, verdict: same,
		check: checkParallelCalls,
	},
}

func checkAutocommit(t *testing.T) {
	table(t, "fidelity_autocommit", "n int4")
	calls(runs("insert into fidelity_autocommit values (1)"))(t)
	if n := backend(t, "select count(*) from fidelity_autocommit"); n != "1" {
		t.Errorf("%s rows are visible after the call", n)
	}
}

func checkTextBegin(t *testing.T) {
	table(t, "fidelity_begin", "n int4")
	calls(
		runs("begin"),
		runs("insert into fidelity_begin values (1)"),
		runs("rollback"),
		gives("select count(*) from fidelity_begin", `{"longValue":1}`),
	)(t)
}

func checkDefaultDatabase(t *testing.T) {
	c := serveSecrets(t, "fidelity_named", emulator.Secret{Name: "fidelity/named", Username: "fidelity_named", Password: "right"})
	m := members{"sql": "select current_database()::text", "secretArn": "fidelity/named", "database": nil}
	failsWith(m, "DatabaseErrorException", `ERROR: database "fidelity_named" does not exist; SQLState: 3D000`)(t, c)
	backend(t, "create database fidelity_named")
	defer backend(t, "drop database fidelity_named with (force)")
	answers("/Execute", m, `{"numberOfRecordsUpdated":0,"records":[[{"stringValue":"fidelity_named"}]]}`)(t, c)
}

func checkClientGone(t *testing.T) {
	const key = 45102
	table(t, "fidelity_slow", "n int4")
	unlock := lock(t, key)
	defer unlock()
	ctx, leave := context.WithCancel(t.Context())
	left := make(chan error, 1)
	request := postRequest(t, ctx, members{"sql": slow(key)})
	go func() {
		response, err := http.DefaultClient.Do(request)
		if err == nil {
			response.Body.Close()
		}
		left <- err
	}()
	awaitBlocked(t, key, 1)
	leave()
	if err := <-left; err == nil {
		t.Fatal("the statement was answered before its lock was free")
	}
	staysBlocked(t, key)
	unlock()
	await(t, "select count(*) from fidelity_slow", "1")
}

// postRequest gives a request that a context ends.
func postRequest(t *testing.T, ctx context.Context, m members) *http.Request {
	t.Helper()
	m["resourceArn"], m["secretArn"], m["database"] = shared.ClusterARN("local"), localSecret, "postgres"
	body, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, shared.URL()+"/Execute", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	return request
}

func checkParallelCalls(t *testing.T) {
	const key = 45103
	unlock := lock(t, key)
	defer unlock()
	c := caller{server: shared}
	m := members{"sql": "select pg_advisory_xact_lock(45103)"}
	first := blocked(t, c, key, m)
	second := make(chan answer, 1)
	go func() { second <- c.call(t, "/Execute", m) }()
	awaitBlocked(t, key, 2)
	gives("select 1", `{"longValue":1}`)(t, c)
	unlock()
	(<-first).wantStatus(t, http.StatusOK)
	(<-second).wantStatus(t, http.StatusOK)
}
