package emulator_test

import (
	"net/http"
	"testing"

	"github.com/auroradataapi/auroradataapi/emulator"
)

const superuserPage = "AuroraUserGuide Appendix.PostgreSQL.CommonDBATasks.Roles.rds_superuser"

var engineClaims = []claim{
	{
		id: "engine-functions", claim: "Aurora has functions of its own: `aurora_version()`, `aurora_replica_status()` and more.",
		source: "AuroraUserGuide Appendix.AuroraPostgreSQL.Functions", grade: documented, verdict: differs,
		note: "Community PostgreSQL has none of them.",
		check: calls(
			databaseError("select aurora_version()", "ERROR: function aurora_version() does not exist; Hint: No function matches the given name and argument types. You might need to add explicit type casts.; Position: 8; SQLState: 42883"),
			gives("select count(*) from pg_proc where proname like 'aurora%'", `{"longValue":0}`)),
	},
	{
		id: "engine-version", claim: "Aurora PostgreSQL with the Data API is 13.11, 14.8, 15.3, 16.1, 17.4 or later.",
		source: "AuroraUserGuide Concepts.Aurora_Fea_Regions_DB-eng.Feature.Data_API", grade: documented, verdict: differs,
		note: "The version is that of the PostgreSQL found on the machine or named by the DSN, older and newer ones included; texts of errors follow it.",
		check: func(t *testing.T) {
			calls(gives("select current_setting('server_version_num')", `{"stringValue":"`+backend(t, "show server_version_num")+`"}`))(t)
		},
	},
	{
		id: "engine-superuser", claim: "The master user is no superuser; it is a member of rds_superuser.",
		source: superuserPage, grade: documented, verdict: same,
		note: "On a private server. There rds_superuser is a member of pg_monitor, pg_signal_backend and pg_checkpoint; of which roles on Aurora depends on the version. A DSN brings its own users.",
		check: calls(
			gives("select rolsuper from pg_roles where rolname = current_user", `{"booleanValue":false}`),
			gives("select rolcreatedb and rolcreaterole from pg_roles where rolname = current_user", `{"booleanValue":true}`),
			gives("select pg_has_role('rds_superuser', 'member')", `{"booleanValue":true}`),
			databaseError("alter system set work_mem = '1MB'", "ERROR: permission denied to set parameter \"work_mem\"; SQLState: 42501")),
	},
	{
		id: "engine-extension-privilege", claim: "rds_superuser may create every extension that Aurora offers.",
		source: superuserPage, grade: documented, verdict: same,
		note:  "On a private server, those that the server has and that are either trusted in PostgreSQL's sense or on a list of Aurora's, of which dblink is left out; not in a database made from template0. The extension is his, and so is, unlike on Aurora, what an untrusted one consists of. ALTER EXTENSION UPDATE of an untrusted one is refused. Those of Aurora alone, such as aws_s3, are not there.",
		check: checkExtensions,
	},
	{
		id: "engine-ordinary-role", claim: "An ordinary role may not do what needs a superuser.",
		source: superuserPage, grade: documented, verdict: same,
		check: transacts(
			runs("create role fidelity_ordinary role postgres"), runs("set local role fidelity_ordinary"),
			databaseError("select pg_read_file('PG_VERSION')", "ERROR: permission denied for function pg_read_file; SQLState: 42501")),
	},
	{
		id: "engine-passwords", claim: "Passwords must be stored as SCRAM-SHA-256, on PostgreSQL 14 and later.",
		source: "AuroraUserGuide data-api.limitations", grade: documented, verdict: same,
		note:  "On a private server, of whatever version; how the service refuses others is unknown. A DSN brings the rules of its own server.",
		check: checkPasswordForm,
	},
	{
		id: "engine-files", claim: "The files of the server are out of reach.",
		source: superuserPage, grade: documented, verdict: same,
		check: calls(
			databaseError("select pg_read_file('PG_VERSION')", "ERROR: permission denied for function pg_read_file; SQLState: 42501")),
	},
	{
		id: "engine-collation", claim: "Databases sort by a natural language as glibc knows it, unless created otherwise.",
		source: "AuroraUserGuide PostgreSQL-Collations", grade: documented, verdict: differs,
		note:  "A private server sorts by code point (C.UTF-8 or C): B stands before a. A DSN brings the order of its own server.",
		check: calls(gives("select 'B' < 'a'", `{"booleanValue":true}`)),
	},
	{
		id: "engine-encoding", claim: "Databases are in UTF-8.",
		source: "AuroraUserGuide PostgreSQL-Collations", grade: documented, verdict: same,
		check: calls(gives("show server_encoding", `{"stringValue":"UTF8"}`), gives("show client_encoding", `{"stringValue":"UTF8"}`)),
	},
	{
		id: "engine-parameters", claim: "Aurora has settings of its own, `rds.*` and `aurora.*`.",
		source: "AuroraUserGuide AuroraPostgreSQL.Reference.ParameterGroups", grade: documented, verdict: differs,
		note:  "There are none.",
		check: calls(gives("select count(*) from pg_settings where name like 'rds.%' or name like 'aurora%'", `{"longValue":0}`)),
	},
	{
		id: "engine-extensions", claim: "Extensions of AWS such as aws_s3 can be created.",
		source: "AuroraUserGuide USER_PostgreSQL.S3Import.InstallExtension", grade: documented, verdict: differs,
		note:  "Those of the PostgreSQL on the machine can; those of AWS cannot.",
		check: calls(gives("select count(*) from pg_available_extensions where name like 'aws%'", `{"longValue":0}`)),
	},
	{
		id: "engine-date-style", claim: "Results do not depend on DateStyle, since the service reads values in binary form.",
		source: "launchbadge/sqlx", grade: inferred, verdict: differs,
		note: "The emulator reads text: after SET LOCAL DateStyle to another style than ISO, dates are an InternalServerErrorException that says so.",
		check: transacts(
			runs("set local datestyle to 'SQL, DMY'"),
			fails("select date '2024-02-01'", "InternalServerErrorException", `emulator: read column "date": not the text of type date; is DateStyle ISO?`),
			runs("set local datestyle to 'ISO, DMY'"),
			gives("select date '2024-02-01'", `{"stringValue":"2024-02-01"}`)),
	},
	{
		id: "engine-float-digits", claim: "Results do not depend on extra_float_digits.",
		source: "launchbadge/sqlx", grade: inferred, verdict: differs,
		note: "A setting below 1 rounds floats here. Sessions start with 1.",
		check: transacts(
			gives("select 0.1::float8 + 0.2::float8", `{"doubleValue":0.30000000000000004}`),
			runs("set local extra_float_digits to 0"),
			gives("select 0.1::float8 + 0.2::float8", `{"doubleValue":0.3}`)),
	},
	{
		id: "engine-bytea-output", claim: "Results do not depend on bytea_output.",
		source: "launchbadge/sqlx", grade: inferred, verdict: same,
		check: transacts(
			runs("set local bytea_output to 'escape'"),
			gives(`select '\x00ff5c61'::bytea`, `{"blobValue":"AP9cYQ=="}`)),
	},
	{
		id: "engine-interval-style", claim: "Does anything of a session's settings show in other results?",
		verdict: unknown, note: "`lc_monetary`, `IntervalStyle` and their like touch refused types alone; text that a statement itself makes follows them as in PostgreSQL.",
		check: transacts(
			runs("set local intervalstyle to 'iso_8601'"),
			gives("select (interval '1 day')::text", `{"stringValue":"P1D"}`)),
	},
	{
		id: "engine-statement-name", claim: "Statements are prepared under names such as `sqlx_s_35`, which errors show.",
		source: repro, grade: seen, verdict: same,
		note: "The numbers start at 1 in every call and transaction; those of the service count for a connection.",
		check: transacts(
			gives("select 1", `{"longValue":1}`),
			databaseError("select $1", `ERROR: bind message supplies 0 parameters, but prepared statement "sqlx_s_2" requires 1; SQLState: 08P01`)),
	},
	{
		id: "engine-error-without-severity", claim: "One published trace of a bind error has neither `ERROR:` nor the statement's name.",
		source: repro, grade: seen, verdict: differs,
		note:  "When the service leaves them out is unknown; here they are always there.",
		check: calls(databaseError("select $1", needsOne)),
	},
}

var missingClaims = []claim{
	{
		id: "missing-rds", claim: "RDS has snapshots, parameter groups, proxies, global databases and much more.",
		source: "aws/aws-sdk-go-v2 service/rds", grade: documented, verdict: differs, note: "Clusters, their instances, endpoints and tags alone; other actions are InvalidAction. Changes are made at once, also without ApplyImmediately.",
	},
	{
		id: "missing-secrets-manager", claim: "Secrets Manager rotates and replicates secrets, and has policies on them.",
		source: "aws/aws-sdk-go-v2 service/secretsmanager", grade: documented, verdict: differs, note: "Secrets, their versions and tags alone; other operations are UnknownOperationException. ListSecrets is in the order of names.",
	},
	{
		id: "missing-pause", claim: "A cluster that paused itself answers the first call with DatabaseResumingException, 400, and is back within seconds to half a minute.",
		source: "aws/aws-sdk-js-v3#6701; AuroraUserGuide aurora-serverless-v2-auto-pause", grade: seen, verdict: differs, note: "Never by itself: FaultPause pauses the clusters, see Faults.",
	},
	{
		id: "missing-failover", claim: "A cluster whose writer is not ready is a DatabaseUnavailableException, 504.",
		source: model, grade: documented, verdict: differs, note: "While a cluster is being created; else never by itself: FaultErrorBefore and FaultErrorAfter answer so.",
	},
	{
		id: "missing-throttling", claim: "Calls are throttled with ThrottlingException where there are too many.",
		source: model, grade: inferred, verdict: differs, note: "Nothing is throttled by itself: FaultThrottle answers so. The current generation has no limit on the rate of requests.",
	},
	{
		id: "missing-tls", claim: "The endpoint speaks HTTPS alone.",
		source: "AuroraUserGuide data-api.vpc-endpoint", grade: documented, verdict: differs, note: "The emulator speaks HTTP unless it is given Server.TLS, and on the loopback interface unless told otherwise.",
		check: checkPlainHTTP,
	},
	{
		id: "missing-latency", claim: "A call takes about 17 ms within the region.",
		source: "tmokmss/aurora-data-api-proxy docs/benchmark.md", grade: seen, verdict: differs, note: "The emulator answers as fast as it can; FaultDelay delays calls.",
	},
}

// checkUnsigned passes as long as nobody looks at the signature.
func checkUnsigned(t *testing.T) {
	for _, authorization := range []string{"", "AWS4-HMAC-SHA256 Credential=nobody/20200101/us-east-1/rds-data/aws4_request, SignedHeaders=host, Signature=00"} {
		request := postRequest(t, t.Context(), members{"sql": "select 1"})
		request.Header.Set("Authorization", authorization)
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if response.StatusCode != http.StatusOK {
			t.Errorf("authorization %q: answered %s", authorization, response.Status)
		}
	}
}

func checkPlainHTTP(t *testing.T) {
	const want = "http://127.0.0.1:"
	if url := shared.URL(); len(url) < len(want) || url[:len(want)] != want {
		t.Errorf("the endpoint is %s, want %s…", url, want)
	}
}

// checkPasswordForm logs in to a role whose password is stored as MD5.
func checkPasswordForm(t *testing.T) {
	c := serveSecrets(t, "fidelity_md5", emulator.Secret{Name: "fidelity/md5", Username: "fidelity_md5", Password: "right"})
	use := members{"sql": "select 1", "secretArn": "fidelity/md5"}
	c.call(t, "/Execute", use).wantStatus(t, http.StatusOK)
	backend(t, "set password_encryption to 'md5'; alter role fidelity_md5 password 'right'")
	fresh := caller{server: attached(t, &emulator.Server{Secrets: c.server.Secrets})}
	fresh.call(t, "/Execute", use).wantException(t, "DatabaseErrorException", `ERROR: password authentication failed for user "fidelity_md5"; SQLState: 28P01`)
}
