package emulator_test

import (
	"strings"
	"testing"
)

var olderMySQLClaims = []claim{
	{
		id: "v1-mysql-error", claim: "An error is a BadRequestException with the server's message, its number and its SQLSTATE: `…; Error code: 1062; SQLState: 23000`.",
		source: pythonAPI, grade: seenEarlier, verdict: same,
		check: transactsOlder(olderMySQL,
			runs("create temporary table t (n int primary key)"), runs("insert into t values (1)"),
			badRequest("insert into t values (1)", "Duplicate entry '1' for key 'PRIMARY'; Error code: 1062; SQLState: 23000"),
			gives("select 1", `{"longValue":1}`)),
	},
	{
		id: "v1-mysql-error-early", claim: "Until about 2021 the text was the server's message alone.",
		source: "Nemo64/dbal-rds-data RdsDataException.php", grade: seenEarlier, verdict: differs, note: "The later form alone is emulated.",
	},
	{
		id: "v1-mysql-several-statements", claim: "Several statements in one call are a syntax error.",
		source: difference, grade: documented, verdict: same,
		check: callsOlder(olderMySQL, syntaxError("select 1; select 2")),
	},
	{
		id: "v1-mysql-year", claim: "A YEAR is the first of January of it.",
		source: fixtures, grade: seenEarlier, verdict: same,
		check: transactsOlder(olderMySQL,
			runs("create temporary table t (a year)"), runs("insert into t values (2020), (null)"),
			givesRecords("select a from t", `[[{"stringValue":"2020-01-01"}],[{"isNull":true}]]`),
			describes("select a from t", `{"typeName":"YEAR","type":91,"precision":4}`)),
	},
	{
		id: "v1-mysql-scalars", claim: "The other types are as on the current generation: TINYINT(1) and BIT are booleans, a FLOAT is not widened, a DATETIME(3) has three digits of a second.",
		source: fixtures, grade: seenEarlier, verdict: same,
		check: transactsOlder(olderMySQL,
			runs("create temporary table t (a tinyint(1), b bit(6), c tinyint, d float, e decimal(5,2), f datetime(3), g datetime, h time(3), i enum('one'), j blob)"),
			runs("insert into t values (1, b'101', 7, 837.484, 0.1, '2020-04-16 15:36:54.384', '2020-04-16 15:36:54', '04:31:56.734', 'one', x'00ff')"),
			gives("select * from t", `{"booleanValue":true},{"booleanValue":true},{"longValue":7},{"doubleValue":837.484},{"stringValue":"0.10"},`+
				`{"stringValue":"2020-04-16 15:36:54.384"},{"stringValue":"2020-04-16 15:36:54"},{"stringValue":"04:31:56.734"},{"stringValue":"one"},{"blobValue":"AP8="}`)),
	},
	{
		id: "v1-mysql-geometry", claim: "What is a geometry?",
		verdict: unknown, note: "A blobValue, the octets that Connector/J has for it.",
		check: callsOlder(olderMySQL, gives("select st_geomfromtext('POINT(1 2)')", `{"blobValue":"AAAAAAEBAAAAAAAAAAAA8D8AAAAAAAAAQA=="}`)),
	},
	{
		id: "v1-mysql-metadata", claim: "columnMetadata is Connector/J's: label and name apart, ENUM as CHAR, TINYINT(1) as BIT.",
		source: fixtures, grade: seenEarlier, verdict: same,
		check: transactsOlder(olderMySQL,
			runs("create temporary table t (a enum('x'), b tinyint(1), c int unsigned)"),
			describes("select a as l, b, c from t", `{"label":"l","name":"a","tableName":"t","typeName":"CHAR","type":1}`, `{"typeName":"BIT","type":-7,"precision":1}`, `{"typeName":"INT UNSIGNED","isSigned":false}`)),
	},
	{
		id: "v1-mysql-generated", claim: "An INSERT of several rows answers with the id of each.",
		source: fixtures, grade: inferred, verdict: same, note: "As Connector/J counts them; the fixtures have one row.",
		check: transactsOlder(olderMySQL,
			runs("create temporary table t (id int auto_increment primary key, n int)"),
			answers("/Execute", members{"sql": "insert into t (n) values (1), (2)"}, `{"generatedFields":[{"longValue":1},{"longValue":2}],"numberOfRecordsUpdated":2}`)),
	},
	{
		id: "v1-mysql-row", claim: "A row above 64 KB is `Packet for query is too large`.",
		source: troubleshooting, grade: documented, verdict: same, note: "On MySQL alone, whose Connector/J has these words; what is counted is a guess.",
		check: callsOlder(olderMySQL, updates("select repeat('x', 65530)", 0), badRequest("select repeat('x', 65531)", "Packet for query is too large")),
	},
	{
		id: "v1-mysql-result", claim: "A result above 1 MiB is `Database response exceeded size limit`, and ends a transaction.",
		source: pythonTest, grade: inferred, verdict: same, note: "It was seen on PostgreSQL.",
		check: transactsOlder(olderMySQL,
			badRequest("select repeat('x', 60000) from information_schema.collations limit 20", tooLargeV1),
			wantEnded("Transaction has been aborted due to an error from a previous call.")),
	},
	{
		id: "v1-mysql-parameter", claim: "`Cannot find parameter: …` is the answer where placeholders and parameters do not go together.",
		source: "jeremydaly/data-api-client#98", grade: seenEarlier, verdict: same,
		check: callsOlder(olderMySQL, badRequest("select :a", "Cannot find parameter: a")),
	},
	{
		id: "v1-mysql-batch-dates", claim: "Parallel batches stored the dates of others.",
		source: "boto/boto3#2816", grade: seenEarlier, verdict: differs, note: "Not emulated.",
	},
}

// syntaxError wants the server's own words, which name the server.
func syntaxError(sql string) step {
	return func(t *testing.T, c caller) {
		t.Helper()
		a := c.execute(t, sql)
		if a.header.Get("x-amzn-ErrorType") != "BadRequestException" || !strings.Contains(a.body, "You have an error in your SQL syntax") ||
			!strings.HasSuffix(a.body, `; Error code: 1064; SQLState: 42000"}`) {
			t.Errorf("answered %s", a)
		}
	}
}
