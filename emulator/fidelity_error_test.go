package emulator_test

import (
	"fmt"
	"testing"

	"github.com/auroradataapi/auroradataapi/emulator"
)

const aborted = "ERROR: current transaction is aborted, commands ignored until end of transaction block; SQLState: 25P02"

var errorClaims = []claim{
	{
		id: "error-syntax", claim: "A syntax error is DatabaseErrorException `ERROR: syntax error at or near \"SELEKT\"; Position: 1; SQLState: 42601`.",
		source: "tmokmss/aurora-data-api-proxy src/dataapi.rs", grade: seen, verdict: same,
		check: calls(databaseError("SELEKT 1", `ERROR: syntax error at or near "SELEKT"; Position: 1; SQLState: 42601`)),
	},
	{
		id: "error-table", claim: "A missing table is `ERROR: relation \"no_such_table_xyz\" does not exist; Position: 15; SQLState: 42P01`.",
		source: "tmokmss/aurora-data-api-proxy src/dataapi.rs", grade: seen, verdict: same,
		check: calls(databaseError("SELECT * FROM no_such_table_xyz", `ERROR: relation "no_such_table_xyz" does not exist; Position: 15; SQLState: 42P01`)),
	},
	{
		id: "error-hint", claim: "A hint stands before the position: `ERROR: operator does not exist: integer = text; Hint: …; Position: 36; SQLState: 42883`.",
		source: "tmokmss/aurora-data-api-proxy src/dataapi.rs", grade: seen, verdict: same,
		check: calls(databaseError("SELECT FROM (SELECT 1 n) t WHERE n = :a", "ERROR: operator does not exist: integer = text; Hint: "+noMatch+"; Position: 36; SQLState: 42883", with("a", "stringValue", "1"))),
	},
	{
		id: "error-not-null", claim: "A violated NOT NULL is told without the detail that PostgreSQL has.",
		source: "tmokmss/aurora-data-api-proxy src/dataapi.rs", grade: seen, verdict: same,
		check: transacts(
			runs("create temp table proxy_test (id int4, name text not null)"),
			databaseError("insert into proxy_test values (1, null)", `ERROR: null value in column "name" of relation "proxy_test" violates not-null constraint; SQLState: 23502`)),
	},
	{
		id: "error-foreign-key", claim: "A violated foreign key is told without it, too.",
		source: "cloud-utils/aurora-data-api#53", grade: seen, verdict: same,
		check: transacts(
			runs("create temp table songs (id int4 primary key)"),
			runs("create temp table song_sheets (song int4 constraint of_song references songs)"),
			runs("insert into songs values (1)"), runs("insert into song_sheets values (1)"),
			databaseError("delete from songs", `ERROR: update or delete on table "songs" violates foreign key constraint "of_song" on table "song_sheets"; SQLState: 23503`)),
	},
	{
		id: "error-unique", claim: "A violated unique constraint is told without it, too.",
		source: "cloud-utils/aurora-data-api#53", grade: inferred, verdict: same,
		check: transacts(
			runs("create temp table t (n int4 constraint c unique)"),
			databaseError("insert into t values (1), (1)", `ERROR: duplicate key value violates unique constraint "c"; SQLState: 23505`)),
	},
	{
		id: "error-parts", claim: "All parts of an error stand in one order: message, detail, hint, position, where, SQLSTATE.",
		source: "tmokmss/aurora-data-api-proxy src/dataapi.rs", grade: inferred, verdict: same,
		note: "A detail or a where was seen in no published message; that other errors than violated constraints carry them is inferred.",
		check: calls(
			databaseError("select '{'::json", "ERROR: invalid input syntax for type json; Detail: The input string ended unexpectedly.; Position: 8; Where: JSON data, line 1: {; SQLState: 22P02"),
			databaseError("do 'begin raise exception ''a'' using detail = ''b'', hint = ''c''; end'", "ERROR: a; Detail: b; Hint: c; Where: PL/pgSQL function inline_code_block line 1 at RAISE; SQLState: P0001")),
	},
	{
		id: "error-position", claim: "The position counts characters of the statement after its placeholders were rewritten.",
		source: "tmokmss/aurora-data-api-proxy src/dataapi.rs", grade: inferred, verdict: same,
		check: calls(databaseError("select 'é', :a_long_name::int4, nope", `ERROR: column "nope" does not exist; Position: 23; SQLState: 42703`, with("a_long_name", "longValue", 1))),
	},
	{
		id: "error-aborted", claim: "A statement in an aborted transaction is `ERROR: current transaction is aborted, commands ignored until end of transaction block; SQLState: 25P02`.",
		source: "tmokmss/aurora-data-api-proxy src/dataapi.rs", grade: seen, verdict: same,
		check: transacts(
			databaseError("select 1/0", "ERROR: division by zero; SQLState: 22012"),
			databaseError("select 1", aborted),
			databaseError("rollback to savepoint nowhere", "ERROR: savepoint \"nowhere\" does not exist; SQLState: 3B001")),
	},
	{
		id: "error-refused-changes", claim: "What becomes of the changes of a statement whose result is refused?",
		verdict: unknown, note: "Outside a transaction they are committed, since the statement has run: the error does not mean that nothing happened.",
		check: checkRefusedChanges,
	},
	{
		id: "error-copy", claim: "COPY TO STDOUT is `execute: unexpected message: CopyOutResponse`.",
		source: proxy, grade: seen, verdict: same, note: "That the exception is a DatabaseErrorException is a guess.",
		check: transacts(
			databaseError("copy (select 1) to stdout", "execute: unexpected message: CopyOutResponse"),
			gives("select 1", `{"longValue":1}`)),
	},
	{
		id: "error-copy-in", claim: "What is the answer to COPY FROM STDIN?",
		verdict: unknown, note: "The same with CopyInResponse, by analogy.",
		check: transacts(runs("create temp table t (n int4)"), databaseError("copy t from stdin", "execute: unexpected message: CopyInResponse")),
	},
	{
		id: "error-database", claim: "A database that does not exist is `ERROR: database \"…\" does not exist; SQLState: 3D000`, though PostgreSQL says FATAL.",
		source: "aws/aws-cli#8577", grade: seen, verdict: same,
		check: calls(failsWith(members{"sql": "select 1", "database": "nowhere"}, "DatabaseErrorException", `ERROR: database "nowhere" does not exist; SQLState: 3D000`)),
	},
	{
		id: "error-password", claim: "What is the text when the database refuses the secret's password?",
		verdict: unknown, note: "PostgreSQL's in the form of the text above; another emulator has the exception, too.",
		check: checkWrongPassword,
	},
	{
		id: "error-secret", claim: "A secret that does not exist is a SecretsErrorException.",
		source: model, grade: documented, verdict: same, note: "The text, Secrets Manager's own, is a guess.",
		check: calls(failsWith(members{"sql": "select 1", "secretArn": "rds-db-credentials/nowhere"}, "SecretsErrorException", "Secrets Manager can't find the specified secret.")),
	},
	{
		id: "error-secret-incomplete", claim: "A secret without username or password is an InvalidSecretException.",
		source: model, grade: documented, verdict: same, note: "The text is a guess.",
		check: checkIncompleteSecret,
	},
	{
		id: "error-cluster", claim: "An ARN of no cluster is answered like a cluster whose endpoint is not enabled; upper and lower case count.",
		source: "AuroraUserGuide data-api.troubleshooting", grade: documented, verdict: same,
		check: calls(
			failsWith(members{"sql": "select 1", "resourceArn": "arn:aws:rds:us-east-1:123456789012:cluster:nowhere"}, "HttpEndpointNotEnabledException", "HttpEndpoint is not enabled for cluster nowhere"),
			failsWith(members{"sql": "select 1", "resourceArn": "arn:aws:rds:us-east-1:123456789012:cluster:LOCAL"}, "HttpEndpointNotEnabledException", "HttpEndpoint is not enabled for cluster LOCAL")),
	},
	{
		id: "error-endpoint", claim: "A cluster without the Data API is HttpEndpointNotEnabledException `HttpEndpoint is not enabled for cluster …`.",
		source: "AuroraUserGuide data-api.troubleshooting", grade: documented, verdict: same,
		check: checkEndpointDisabled,
	},
	{
		id: "error-unavailable", claim: "A database that cannot be reached is a DatabaseUnavailableException, 504.",
		source: model, grade: documented, verdict: same, note: "The text is a guess.",
		check: checkUnavailable,
	},
	{
		id: "error-multistatement", claim: "`Multistatements aren't supported.` is the ValidationException for several statements in one call.",
		source: difference, grade: documented, verdict: same, note: "That PostgreSQL is asked, so that `;` in a literal counts for nothing, is a guess.",
		check: calls(
			invalid("select 1; select 2", "Multistatements aren't supported."),
			gives("select ';select 2';", `{"stringValue":";select 2"}`)),
	},
	{
		id: "error-multistatement-batch", claim: "Several statements in a batch are refused in the same way.",
		source: difference, grade: inferred, verdict: same,
		check: calls(func(t *testing.T, c caller) {
			c.call(t, "/BatchExecute", members{"sql": "select 1; select 2", "parameterSets": [][]members{{}}}).wantException(t, "ValidationException", "Multistatements aren't supported.")
		}),
	},
	{
		id: "error-schema", claim: "The member schema is ValidationException `The schema parameter isn't supported`, in every operation that has it.",
		source: difference, grade: documented, verdict: same,
		check: calls(
			failsWith(members{"sql": "select 1", "schema": "public"}, "ValidationException", "The schema parameter isn't supported"),
			func(t *testing.T, c caller) {
				for _, path := range []string{"/BatchExecute", "/BeginTransaction"} {
					c.call(t, path, members{"sql": "select 1", "schema": "public"}).wantException(t, "ValidationException", "The schema parameter isn't supported")
				}
			}),
	},
	{
		id: "error-too-many-connections", claim: "What is the answer when PostgreSQL has no connection left?",
		verdict: unknown, note: "DatabaseErrorException with PostgreSQL's text.",
		check: checkTooManyConnections,
	},
	{
		id: "error-connection-lost", claim: "What is the answer when the session of a call is ended by the server?",
		verdict: unknown, note: "DatabaseErrorException with the server's last words, FATAL and all; the next call is none the wiser.",
		check: calls(
			databaseError("select pg_terminate_backend(pg_backend_pid())", "FATAL: terminating connection due to administrator command; SQLState: 57P01"),
			gives("select 1", `{"longValue":1}`)),
	},
	{
		id: "error-zero-byte", claim: "What is the answer to a zero byte in a string?",
		verdict: unknown, note: "DatabaseErrorException with PostgreSQL's words for it.",
		check: calls(databaseError("select :a", `ERROR: invalid byte sequence for encoding "UTF8": 0x00; Where: unnamed portal parameter $1; SQLState: 22021`, with("a", "stringValue", "\x00"))),
	},
}

// serveSecrets gives a server over the shared database with one more secret, and
// a role to log in with.
func serveSecrets(t *testing.T, role string, secret emulator.Secret) caller {
	t.Helper()
	backend(t, fmt.Sprintf("create role %s login password 'right'", role))
	t.Cleanup(func() { backend(t, "drop role "+role) })
	return caller{server: attached(t, &emulator.Server{Secrets: []emulator.Secret{
		{Name: localSecret, Username: "postgres", Password: "postgres"}, secret,
	}})}
}

func checkWrongPassword(t *testing.T) {
	c := serveSecrets(t, "fidelity_login", emulator.Secret{Name: "fidelity/wrong", Username: "fidelity_login", Password: "wrong"})
	c.call(t, "/Execute", members{"sql": "select 1", "secretArn": "fidelity/wrong"}).
		wantException(t, "DatabaseErrorException", `ERROR: password authentication failed for user "fidelity_login"; SQLState: 28P01`)
}

func checkIncompleteSecret(t *testing.T) {
	c := serveSecrets(t, "fidelity_incomplete", emulator.Secret{Name: "fidelity/incomplete", Username: "fidelity_incomplete"})
	c.call(t, "/Execute", members{"sql": "select 1", "secretArn": "fidelity/incomplete"}).
		wantException(t, "InvalidSecretException", "The secret has no username or no password.")
}

func checkEndpointDisabled(t *testing.T) {
	s := attached(t, &emulator.Server{
		Clusters: []emulator.Cluster{{ID: "off", DSN: shared.BackendDSN("local"), EndpointDisabled: true}},
	})
	failsWith(members{"sql": "select 1", "resourceArn": s.ClusterARN("off")}, "HttpEndpointNotEnabledException", "HttpEndpoint is not enabled for cluster off")(t, caller{server: s})
}

func checkUnavailable(t *testing.T) {
	s := attached(t, &emulator.Server{
		Clusters: []emulator.Cluster{{ID: "gone", DSN: "postgres://postgres:postgres@/postgres?host=/nonexistent"}},
	})
	c := caller{server: s}
	c.call(t, "/Execute", members{"sql": "select 1", "resourceArn": s.ClusterARN("gone"), "secretArn": localSecret}).
		wantException(t, "DatabaseUnavailableException", "The database cannot be reached.")
}

func checkRefusedChanges(t *testing.T) {
	table(t, "fidelity_refused", "n int4")
	calls(
		fails("insert into fidelity_refused values (1) returning interval '1 day'", unsupportedResult, "The result contains the unsupported data type INTERVAL."),
		fails("insert into fidelity_refused values (2) returning repeat('x', 2000000)", unsupportedResult, tooLarge),
		givesRecords("select n from fidelity_refused order by n", `[[{"longValue":1}],[{"longValue":2}]]`))(t)
}

// checkTooManyConnections takes the only connection of a role by a transaction.
func checkTooManyConnections(t *testing.T) {
	c := serveSecrets(t, "fidelity_single", emulator.Secret{Name: "fidelity/single", Username: "fidelity_single", Password: "right"})
	backend(t, "alter role fidelity_single connection limit 1")
	single := members{"secretArn": "fidelity/single"}
	c.call(t, "/BeginTransaction", single).wantStatus(t, 200)
	c.call(t, "/Execute", members{"sql": "select 1", "secretArn": "fidelity/single"}).
		wantException(t, "DatabaseErrorException", `ERROR: too many connections for role "fidelity_single"; SQLState: 53300`)
}
