package emulator_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi/emulator"
)

// Sources on the older generation.
const (
	troubleshooting = "AuroraUserGuide data-api.troubleshooting"
	localKotlin     = "koxudaxi/local-data-api SecretManager.kt"
	tooLargeV1      = "Database response exceeded size limit"
	linkFailure     = "Communications link failure\n\nThe last packet sent successfully to the server was 0 milliseconds ago. The driver has not received any packets from the server."
)

// older gives a caller of a cluster of the older generation over the shared
// database.
func older(t *testing.T) caller {
	return caller{server: serveOlder(t, &emulator.Server{}), cluster: "v1"}
}

// olderMySQL does so for MySQL.
func olderMySQL(t *testing.T) caller {
	return caller{server: serveOlder(t, &emulator.Server{}), cluster: "v1-mysql", database: mysqlDatabase}
}

// serveOlder starts a server with one cluster of either engine.
func serveOlder(t *testing.T, s *emulator.Server) *emulator.Server {
	t.Helper()
	s.Clusters = append([]emulator.Cluster{
		{ID: "v1", DSN: shared.BackendDSN("local"), Personality: emulator.V1},
		{ID: "v1-mysql", Engine: emulator.MySQL, DSN: shared.BackendDSN("mysql"), Personality: emulator.V1},
	}, s.Clusters...)
	return emulator.StartT(t, s)
}

// callsOlder gives the check that makes the calls to such a cluster, and
// transactsOlder makes them in a transaction.
func callsOlder(with func(*testing.T) caller, steps ...step) check {
	return func(t *testing.T) {
		c := with(t)
		for _, s := range steps {
			s(t, c)
		}
	}
}

func transactsOlder(with func(*testing.T) caller, steps ...step) check {
	return func(t *testing.T) {
		c := with(t).begin(t)
		defer c.call(t, "/RollbackTransaction", members{"database": nil}) // not found when a step has ended it
		for _, s := range steps {
			s(t, c)
		}
	}
}

// badRequest wants the exception that the older generation has for everything.
func badRequest(sql, message string, parameters ...members) step {
	return fails(sql, "BadRequestException", message, parameters...)
}

var olderRequestClaims = []claim{
	{
		id: "v1-engine-mode", claim: "A cluster that RDS creates with the EngineMode serverless is of the older generation.",
		source: difference, grade: documented, verdict: same,
		check: checkServerless,
	},
	{
		id: "v1-schema", claim: "The member schema is taken, and counts for nothing.",
		source: difference, grade: documented, verdict: same,
		check: callsOlder(older, answers("/Execute", members{"sql": "select 1", "schema": "nowhere"}, `{"numberOfRecordsUpdated":0,"records":[[{"longValue":1}]]}`)),
	},
	{
		id: "v1-several-statements", claim: "Of several statements in one call all run, and the first one's result is the answer.",
		source: difference, grade: documented, verdict: same,
		note: "That they run in one transaction, as pgjdbc sends them, is inferred.",
		check: transactsOlder(older,
			runs("create temp table t (n int4)"),
			gives("select :a::int4; insert into t values (2); select 3", `{"longValue":1}`, with("a", "stringValue", "1")),
			gives("select 'it''s; ' || :a; select 2", `{"stringValue":"it's; \\';'"}`, with("a", "stringValue", `\';'`)),
			updates("insert into t values (3), (4); select 1", 2),
			gives("select count(*) from t", `{"longValue":3}`)),
	},
	{
		id: "v1-parameter-missing", claim: "`Cannot find parameter: …` is the BadRequestException for parameters and placeholders that do not go together.",
		source: "jeremydaly/data-api-client#98", grade: seenEarlier, verdict: same, note: "Which of the two ways it is about is not clear from the report: here it is both.",
		check: callsOlder(older, badRequest("select :a", "Cannot find parameter: a"), badRequest("select 1", "Cannot find parameter: b", with("b", "longValue", 1))),
	},
	{
		id: "v1-parameter-value", claim: "A parameter without a value is BadRequestException `Parameter \"…\" has value with no field set`.",
		source: "aws-amplify/amplify-cli#5418", grade: seenEarlier, verdict: same,
		check: callsOlder(older, badRequest("select :a", `Parameter "a" has value with no field set`, members{"name": "a", "value": members{}})),
	},
	{
		id: "v1-parameter-array", claim: "An arrayValue is BadRequestException `Array parameters are not supported.`.",
		source: "boto/boto3#2272", grade: seenEarlier, verdict: same,
		check: callsOlder(older, badRequest("select :a", "Array parameters are not supported.", with("a", "arrayValue", members{"longValues": []int{1}}))),
	},
	{
		id: "v1-empty", claim: "An empty statement is BadRequestException `SQL is empty`.",
		source: "marcgreenstock/data-api-local", grade: secondHand, verdict: same,
		check: callsOlder(older, badRequest("", "SQL is empty")),
	},
	{
		id: "v1-string", claim: "A string is character varying to the database.",
		source: "drizzle-team/drizzle-orm#330", grade: seenEarlier, verdict: same,
		check: transactsOlder(older,
			gives("select pg_typeof(:a)::text", `{"stringValue":"character varying"}`, with("a", "stringValue", "x")),
			runs("create temp table t (id uuid)"),
			badRequest("insert into t values (:id)", "ERROR: column \"id\" is of type uuid but expression is of type character varying\n  Hint: You will need to rewrite or cast the expression.\n  Position: 23; SQLState: 42804", with("id", "stringValue", "x"))),
	},
	{
		id: "v1-json-numbers", claim: "The hint JSON takes numbers of any size.",
		source: pythonTest, grade: seenEarlier, verdict: same,
		check: callsOlder(older, gives("select length(:a::text)", `{"longValue":401}`, with("a", "stringValue", "1"+strings.Repeat("0", 400), "JSON"))),
	},
	{
		id: "v1-batch-returning", claim: "RETURNING in a batch fills generatedFields.",
		source: difference, grade: documented, verdict: same, note: "That several rows come one behind the other is a guess.",
		check: transactsOlder(older,
			runs("create temp table t (id int4 generated always as identity, n text)"),
			answers("/BatchExecute", members{"sql": "insert into t (n) values (:n) returning id, n", "parameterSets": [][]members{{with("n", "stringValue", "a")}, {with("n", "stringValue", "b")}}},
				`{"updateResults":[{"generatedFields":[{"longValue":1},{"stringValue":"a"}]},{"generatedFields":[{"longValue":2},{"stringValue":"b"}]}]}`),
			answers("/BatchExecute", members{"sql": "delete from t", "parameterSets": [][]members{{}}}, `{"updateResults":[{"generatedFields":[]}]}`)),
	},
	{
		id: "v1-execute-sql", claim: "ExecuteSql is BadRequestException `This API is deprecated and not available. Use ExecuteStatement API instead`.",
		source: "aws/aws-cli#4086", grade: seenEarlier, verdict: same,
		check: callsOlder(older, func(t *testing.T, c caller) {
			c.call(t, "/ExecuteSql", members{"sqlStatements": "select 1"}).wantException(t, "BadRequestException", "This API is deprecated and not available. Use ExecuteStatement API instead")
		}),
	},
	{
		id: "v1-rate", claim: "An account has 1,000 requests per second; more are ThrottlingException `Rate exceeded`.",
		source: "awsdocs/amazon-rds-user-guide#110", grade: seenEarlier, verdict: differs, note: "Nothing is counted: FaultThrottle answers so.",
	},
	{
		id: "v1-parallel-mixed", claim: "In 2019 and 2020 parallel callers were given each other's results, and sessions kept what others had left in them.",
		source: "aws/aws-sdk-js#3387", grade: seenEarlier, verdict: differs, note: "Not emulated: every call finds a session as new.",
	},
}

var olderResultClaims = []claim{
	{
		id: "v1-types", claim: "Every type is returned.",
		source: difference, grade: documented, verdict: same, note: "Those that the current generation refuses are strings, PostgreSQL's text: a guess.",
		check: callsOlder(older, gives("select interval '1 day', '$1.50'::money, point(1, 2), '12:00+02'::timetz, 'pg_class'::regclass, 'a'::\"char\", b'101', int8range(1, 3), row(1, 'a')",
			`{"stringValue":"1 day"},{"stringValue":"$1.50"},{"stringValue":"(1,2)"},{"stringValue":"12:00:00+02"},{"stringValue":"pg_class"},{"stringValue":"a"},{"stringValue":"101"},{"stringValue":"[1,3)"},{"stringValue":"(1,a)"}`)),
	},
	{
		id: "v1-arrays-nested", claim: "An array of arrays is arrayValues.",
		source: difference + "; koxudaxi/py-data-api#84", grade: documented, verdict: same,
		check: callsOlder(older,
			gives("select array[[1,2],[3,null]], array[['a']]", `{"arrayValue":{"arrayValues":[{"longValues":[1,2]},{"longValues":[3,null]}]}},{"arrayValue":{"arrayValues":[{"stringValues":["a"]}]}}`),
			formats("select array[[1,2],[3,4]] as a", `[{"a":[[1,2],[3,4]]}]`)),
	},
	{
		id: "v1-arrays-types", claim: "What are arrays of the types that the current generation refuses?",
		verdict: unknown, note: "stringValues.",
		check: callsOlder(older, gives("select array[interval '1 day'], array[box(point(1,1), point(0,0)), box(point(2,2), point(0,0))]",
			`{"arrayValue":{"stringValues":["1 day"]}},{"arrayValue":{"stringValues":["(1,1),(0,0)","(2,2),(0,0)"]}}`)),
	},
	{
		id: "v1-json", claim: "json and jsonb are PostgreSQL's text, with its spaces.",
		source: pythonTest, grade: seenEarlier, verdict: same,
		check: callsOlder(older, gives(`select '{"x":0, "y":[0,1]}'::jsonb, '{"x" :0}'::json`, `{"stringValue":"{\"x\": 0, \"y\": [0, 1]}"},{"stringValue":"{\"x\" :0}"}`)),
	},
	{
		id: "v1-timestamptz", claim: "A timestamptz is the wall clock of UTC.",
		source: operations, grade: documented, verdict: same,
		check: callsOlder(older, gives("select '2024-01-15 12:34:56+09'::timestamptz", `{"stringValue":"2024-01-15 03:34:56"}`)),
	},
	{
		id: "v1-fraction", claim: "How many digits of a second are there, and what is infinity?",
		verdict: unknown, note: "As many as PostgreSQL writes, as pgjdbc hands them on; `infinity`.",
		check: callsOlder(older, gives("select '2024-01-15 12:34:56.8'::timestamp, '12:34:56.85+00'::time, '2024-01-15 12:34:56.8551+00'::timestamptz, 'infinity'::timestamptz, '-infinity'::date",
			`{"stringValue":"2024-01-15 12:34:56.8"},{"stringValue":"12:34:56.85"},{"stringValue":"2024-01-15 12:34:56.8551"},{"stringValue":"infinity"},{"stringValue":"-infinity"}`)),
	},
	{
		id: "v1-float4", claim: "Is a float4 widened to a double?",
		verdict: unknown, note: "No, it is 0.1, as FLOAT was on MySQL.",
		check: callsOlder(older, gives("select 0.1::float4", `{"doubleValue":0.1}`)),
	},
	{
		id: "v1-scalars", claim: "The other types are as on the current generation; an oid is a string.",
		source: operations + "; marcgreenstock/data-api-local", grade: secondHand, verdict: same,
		check: callsOlder(older, gives(`select true, 1::int2, 2::int8, 1.5::float8, 1.50::numeric, 'a'::text, 'a'::char(2), '\x00ff'::bytea, 26::oid, null::int4, pg_sleep(0)`,
			`{"booleanValue":true},{"longValue":1},{"longValue":2},{"doubleValue":1.5},{"stringValue":"1.50"},{"stringValue":"a"},{"stringValue":"a "},{"blobValue":"AP8="},{"stringValue":"26"},{"isNull":true},{"stringValue":""}`)),
	},
	{
		id: "v1-metadata", claim: "columnMetadata is pgjdbc's: codes of java.sql.Types, names of pg_type, serial for a column that counts.",
		source: "pgjdbc/pgjdbc PgResultSetMetaData.java", grade: inferred, verdict: same, note: "As on the current generation, which was seen to keep it.",
		check: transactsOlder(older,
			runs("create temp table t (id serial, n numeric(5,2) not null)"),
			describes("select id as b, n, interval '1 day' as i, array[[1]] as a from t",
				`{"label":"b","name":"b","type":4,"typeName":"serial","isAutoIncrement":true,"tableName":"t","schemaName":""}`,
				`{"type":2,"typeName":"numeric","precision":5,"scale":2,"nullable":0}`, `{"type":1111,"typeName":"interval"}`, `{"type":2003,"typeName":"_int4"}`)),
	},
	{
		id: "v1-result", claim: "`Database response exceeded size limit` is the BadRequestException for a result above 1 MiB.",
		source: pythonTest, grade: seenEarlier, verdict: same, note: "An earlier text was `Database returned more than the allowed response size limit`. How the size is counted is taken from the current generation.",
		check: callsOlder(older, updates("select repeat('x', 1048570)", 0), badRequest("select repeat('x', 1048571)", tooLargeV1)),
	},
	{
		id: "v1-result-rows", claim: "The first version of 2019 returned 1000 rows at most.",
		source: "koxudaxi/local-data-api#23", grade: seenEarlier, verdict: differs, note: "There is no such limit.",
		check: callsOlder(older, updates("select 1 from generate_series(1, 2000)", 0)),
	},
}

var olderErrorClaims = []claim{
	{
		id: "v1-error", claim: "An error of the database is a BadRequestException, whose parts stand on lines of their own with the SQLSTATE behind.",
		source: "cloud-utils/sqlalchemy-aurora-data-api#46", grade: seenEarlier, verdict: same,
		check: transactsOlder(older,
			runs("create temp table episodes (pid text constraint episodes_pk primary key)"), runs("insert into episodes values ('m001q2mq')"),
			badRequest("insert into episodes values ('m001q2mq')", "ERROR: duplicate key value violates unique constraint \"episodes_pk\"\n  Detail: Key (pid)=(m001q2mq) already exists.; SQLState: 23505")),
	},
	{
		id: "v1-error-position", claim: "Hint and position follow in the same way: `ERROR: …\\n  Hint: …\\n  Position: 36; SQLState: 42883`.",
		source: "cloud-utils/aurora-data-api aurora_data_api/base.py", grade: seenEarlier, verdict: same,
		check: callsOlder(older, badRequest("SELECT FROM (SELECT 1 n) t WHERE n = :a", "ERROR: operator does not exist: integer = character varying\n  Hint: "+noMatch+"\n  Position: 36; SQLState: 42883", with("a", "stringValue", "1"))),
	},
	{
		id: "v1-error-early", claim: "Until about 2021 the text had no SQLSTATE.",
		source: "ArsenyYankovsky/typeorm-aurora-data-api-driver#86", grade: seenEarlier, verdict: differs, note: "The later form alone is emulated.",
	},
	{
		id: "v1-error-database", claim: "A database that does not exist is `FATAL: database \"…\" does not exist; SQLState: 3D000`.",
		source: "aws/aws-cdk#17182", grade: seenEarlier, verdict: same,
		check: callsOlder(older, failsWith(members{"sql": "select 1", "database": "nowhere"}, "BadRequestException", `FATAL: database "nowhere" does not exist; SQLState: 3D000`)),
	},
	{
		id: "v1-error-password", claim: "A wrong password is `FATAL: password authentication failed for user \"…\"`.",
		source: "ArsenyYankovsky/typeorm-aurora-data-api-driver#86", grade: seenEarlier, verdict: same, note: "With the SQLSTATE of the later form behind it, which is inferred.",
		check: checkOlderPassword,
	},
	{
		id: "v1-error-secret", claim: "A secret that does not exist is `Error fetching secret … : Secrets Manager can't find the specified secret. (Service: AWSSecretsManager; Status Code: 400; Error Code: ResourceNotFoundException; Request ID: …)`.",
		source: localKotlin, grade: secondHand, verdict: same,
		check: callsOlder(older, checkOlderSecret),
	},
	{
		id: "v1-error-secret-json", claim: "A secret that is no JSON is `Failed to fetch secret Failed to parse secret …: malformed Json`.",
		source: "sid88in/serverless-appsync-plugin#462", grade: seenEarlier, verdict: same, note: "As AppSync passed it on, with the reference of the request. Other faults of a secret are in the words of the current generation.",
		check: callsOlder(older, func(t *testing.T, c caller) {
			secretsManager(t, c.server, "CreateSecret", members{"Name": "fidelity/hush", "SecretString": "hush"})
			failsWith(members{"sql": "select 1", "secretArn": "fidelity/hush"}, "BadRequestException", "Failed to fetch secret Failed to parse secret fidelity/hush: malformed Json")(t, c)
		}),
	},
	{
		id: "v1-error-endpoint", claim: "A cluster without the Data API is BadRequestException `HttpEndpoint is not enabled for cluster …`.",
		source: troubleshooting, grade: documented, verdict: same,
		check: checkOlderEndpoint,
	},
	{
		id: "v1-error-cluster", claim: "An ARN of no cluster is `invalid cluster id`.",
		source: "aws/aws-sdk-ruby#1922", grade: seenEarlier, verdict: same,
		note:  "That the ARN follows is a guess. An ARN has no generation when there is no such cluster: it is answered so where all clusters are of the older one.",
		check: callsOlder(older, failsWith(members{"sql": "select 1", "resourceArn": "arn:aws:rds:us-east-1:123456789012:cluster:nowhere"}, "BadRequestException", "invalid cluster id: arn:aws:rds:us-east-1:123456789012:cluster:nowhere")),
	},
	{
		id: "v1-error-paused", claim: "A paused cluster is BadRequestException `Communications link failure`, with the explanation of Connector/J.",
		source: "aws/aws-sdk-js#2914", grade: seenEarlier, verdict: same, note: "On request alone, see Faults. That clusters of PostgreSQL had the same text is a guess.",
		check: checkOlderPause,
	},
	{
		id: "v1-error-unavailable", claim: "What is the answer when the database cannot be reached?",
		verdict: unknown, note: "The same.",
		check: checkOlderUnavailable,
	},
	{
		id: "v1-error-copy", claim: "What is the answer to COPY?",
		verdict: unknown, note: "pgjdbc's words for it.",
		check: transactsOlder(older, badRequest("copy (select 1) to stdout", "COPY commands are only supported using the CopyManager API.; SQLState: 0A000")),
	},
	{
		id: "v1-timeout", claim: "A statement that takes 45 seconds is a StatementTimeoutException, `Request timed out` or `canceling statement due to user request`.",
		source: "aws/aws-sdk-js#3385", grade: seenEarlier, verdict: same, note: "Always the first of the two, as on the current generation.",
		check: checkOlderTimeout,
	},
}

var olderTransactionClaims = []claim{
	{
		id: "v1-transaction-queue", claim: "Calls of one transaction at the same time wait for each other.",
		source: difference, grade: documented, verdict: same, note: "In the order in which they come, and no longer than a statement may take: guesses.",
		check: checkOlderQueue,
	},
	{
		id: "v1-transaction-result", claim: "A result that is too large ends the transaction: `Transaction … is not found`.",
		source: pythonTest, grade: seenEarlier, verdict: same,
		check: transactsOlder(older, badRequest("select repeat('x', 2000000)", tooLargeV1), wantEnded("Transaction has been aborted due to an error from a previous call.")),
	},
	{
		id: "v1-transaction-ended", claim: "A transaction that was committed or rolled back is not found, with the reason `One previous call resulted in a termination of your transaction.`.",
		source: troubleshooting, grade: documented, verdict: same, note: "How reason and text are joined is a guess. In the first years there was no reason (customink/activerecord-aurora-serverless-adapter).",
		check: transactsOlder(older,
			answers("/CommitTransaction", members{"database": nil}, `{"transactionStatus":"Transaction Committed"}`),
			wantEnded("One previous call resulted in a termination of your transaction.")),
	},
	{
		id: "v1-transaction-expired", claim: "One that is expired, or never was, is not found with the reason `Transaction may be expired.`.",
		source: troubleshooting, grade: documented, verdict: same,
		check: transactsOlder(older, func(t *testing.T, c caller) {
			c.server.ExpireTransactions(c.transaction)
			wantEnded("Transaction may be expired.")(t, c)
			c.transaction = "nonsense"
			wantEnded("Transaction may be expired.")(t, c)
		}),
	},
	{
		id: "v1-transaction-aborted", claim: "After an error of a statement every other one fails with PostgreSQL's own error, and the transaction is still there.",
		source: pythonTest, grade: seenEarlier, verdict: same,
		check: transactsOlder(older,
			badRequest("select 1/0", "ERROR: division by zero; SQLState: 22012"),
			badRequest("select 1", aborted),
			answers("/RollbackTransaction", members{"database": nil}, `{"transactionStatus":"Rollback Complete"}`)),
	},
	{
		id: "v1-transaction-database", claim: "A statement that names another database than BeginTransaction fails.",
		source: "aws/aws-sdk-js-v3#2595", grade: seenEarlier, verdict: same, note: "The text is that of koxudaxi/local-data-api.",
		check: transactsOlder(older, failsWith(members{"sql": "select 1", "database": "nowhere"}, "BadRequestException", "Database name is not the same as when transaction was created")),
	},
}

// wantEnded wants the caller's transaction to be gone for a reason.
func wantEnded(reason string) step {
	return func(t *testing.T, c caller) {
		t.Helper()
		message := "Transaction " + c.transaction + " is not found. " + reason
		badRequest("select 1", message)(t, c)
		c.call(t, "/CommitTransaction", nil).wantException(t, "BadRequestException", message)
		c.call(t, "/RollbackTransaction", nil).wantException(t, "BadRequestException", message)
	}
}

// checkOlderSecret leaves out the id of the request at the end.
func checkOlderSecret(t *testing.T, c caller) {
	const want = "Error fetching secret rds-db-credentials/nowhere : Secrets Manager can't find the specified secret. " +
		"(Service: AWSSecretsManager; Status Code: 400; Error Code: ResourceNotFoundException; Request ID: "
	a := c.call(t, "/Execute", members{"sql": "select 1", "secretArn": "rds-db-credentials/nowhere"})
	var body struct{ Message string }
	if err := json.Unmarshal([]byte(a.body), &body); err != nil {
		t.Fatal(err)
	}
	id, ok := strings.CutPrefix(body.Message, want)
	if a.header.Get("x-amzn-ErrorType") != "BadRequestException" || !ok || id != a.header.Get("x-amzn-RequestId")+")" {
		t.Errorf("answered %s\nwant BadRequestException: %s…)", a, want)
	}
}

func checkServerless(t *testing.T) {
	c := account(t)
	rds(t, c.server, "<EngineMode>serverless</EngineMode>", "CreateDBCluster", "DBClusterIdentifier", "old", "Engine", "aurora-postgresql",
		"EngineMode", "serverless", "MasterUsername", "clerk", "MasterUserPassword", "secret12", "EnableHttpEndpoint", "true")
	secretsManager(t, c.server, "CreateSecret", members{"Name": "rds-db-credentials/old", "SecretString": `{"username":"clerk","password":"secret12"}`})
	c.cluster = "old"
	badRequest("select 1/0", "ERROR: division by zero; SQLState: 22012")(t, c)
}

func checkOlderPassword(t *testing.T) {
	backend(t, "create role fidelity_v1 login password 'right'")
	t.Cleanup(func() { backend(t, "drop role fidelity_v1") })
	c := caller{server: serveOlder(t, &emulator.Server{Secrets: []emulator.Secret{{Name: "fidelity/wrong", Username: "fidelity_v1", Password: "wrong"}}})}
	c.call(t, "/Execute", members{"sql": "select 1", "resourceArn": c.server.ClusterARN("v1"), "secretArn": "fidelity/wrong"}).
		wantException(t, "BadRequestException", `FATAL: password authentication failed for user "fidelity_v1"; SQLState: 28P01`)
}

func checkOlderEndpoint(t *testing.T) {
	s := serveOlder(t, &emulator.Server{Clusters: []emulator.Cluster{
		{ID: "off", DSN: shared.BackendDSN("local"), Personality: emulator.V1, EndpointDisabled: true},
	}})
	badRequest("select 1", "HttpEndpoint is not enabled for cluster off")(t, caller{server: s, cluster: "off"})
}

// checkOlderPause pauses one cluster of either engine and generation.
func checkOlderPause(t *testing.T) {
	s := serveOlder(t, &emulator.Server{Clusters: []emulator.Cluster{{ID: "local", DSN: shared.BackendDSN("local")}}})
	s.Pause()
	defer s.Resume()
	badRequest("select 1", linkFailure)(t, caller{server: s, cluster: "v1"})
	badRequest("select 1", linkFailure)(t, caller{server: s, cluster: "v1-mysql"})
	fails("select 1", "DatabaseResumingException", resumingText)(t, caller{server: s})
}

func checkOlderUnavailable(t *testing.T) {
	s := serveOlder(t, &emulator.Server{Clusters: []emulator.Cluster{
		{ID: "gone", DSN: "postgres://postgres:postgres@/postgres?host=/nonexistent", Personality: emulator.V1},
	}})
	badRequest("select 1", linkFailure)(t, caller{server: s, cluster: "gone"})
}

func checkOlderTimeout(t *testing.T) {
	const key = 45301
	unlock := lock(t, key)
	defer unlock()
	clock := &emulator.ManualClock{}
	c := caller{server: serveOlder(t, &emulator.Server{Clock: clock}), cluster: "v1"}
	first := blocked(t, c, key, members{"sql": "select pg_advisory_xact_lock(45301)"})
	clock.Advance(45 * time.Second)
	(<-first).wantException(t, "StatementTimeoutException", "Request timed out")
}

// watchedClock tells when a statement is given its time.
type watchedClock struct {
	*emulator.ManualClock
	set chan struct{} // with room for every statement
}

func (c watchedClock) AfterFunc(d time.Duration, f func()) (stop func() bool) {
	stop = c.ManualClock.AfterFunc(d, f)
	if d == 45*time.Second {
		c.set <- struct{}{}
	}
	return stop
}

// forget forgets the statements so far.
func (c watchedClock) forget() {
	for len(c.set) > 0 {
		<-c.set
	}
}

// checkOlderQueue has calls wait behind one that waits for a lock, until that is
// free, or until their own time is over.
func checkOlderQueue(t *testing.T) {
	const key = 45302
	unlock := lock(t, key)
	defer unlock()
	clock := watchedClock{&emulator.ManualClock{}, make(chan struct{}, 100)}
	c := caller{server: serveOlder(t, &emulator.Server{Clock: clock}), cluster: "v1"}.begin(t)
	first := blocked(t, c, key, members{"sql": "select pg_advisory_xact_lock(45302)", "continueAfterTimeout": true})
	behind := func(path, sql string) <-chan answer {
		clock.forget()
		done := make(chan answer, 1)
		go func() { done <- c.call(t, path, members{"sql": sql}) }()
		<-clock.set // it has its time, and comes to the transaction next
		staysBlocked(t, key)
		return done
	}
	second := behind("/Execute", "select 2")
	clock.Advance(45 * time.Second)
	(<-first).wantException(t, "StatementTimeoutException", "Request timed out")
	(<-second).wantException(t, "StatementTimeoutException", "Request timed out")
	third := behind("/BatchExecute", "select 3")
	last := behind("/CommitTransaction", "")
	unlock()
	(<-third).wantStatus(t, http.StatusOK)
	if a := <-last; a.body != `{"transactionStatus":"Transaction Committed"}` {
		t.Errorf("answered %s", a)
	}
}
