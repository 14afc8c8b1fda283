package emulator_test

import (
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/emulator"
)

// Sources of claims about MySQL.
const (
	goRDSData = "shogo82148/go-rdsdata integration tests"
	fixtures  = "jeremydaly/data-api-client fixtures"
	pythonAPI = "cloud-utils/aurora-data-api base.py"
)

// incorrectArguments is the answer to an execution with too few parameters.
const incorrectArguments = "Incorrect arguments to mysqld_stmt_execute; Error code: 1210; SQLState: HY000"

// isMariaDB says which kind of server is behind the cluster of MySQL. Some
// answers are the server's own.
func isMariaDB(t *testing.T) bool {
	t.Helper()
	version := string(mysql.execute(t, "select version()").result(t).Records)
	return strings.Contains(version, "MariaDB")
}

// either gives the step for the server that there is.
func either(onMariaDB, onMySQL step) step {
	return func(t *testing.T, c caller) {
		t.Helper()
		if isMariaDB(t) {
			onMariaDB(t, c)
			return
		}
		onMySQL(t, c)
	}
}

// attachedMySQL starts a server of its own over the MySQL of the shared one.
func attachedMySQL(t *testing.T, s *emulator.Server) caller {
	t.Helper()
	s.Clusters = append([]emulator.Cluster{{ID: "mysql", Engine: emulator.MySQL, DSN: shared.BackendDSN("mysql")}}, s.Clusters...)
	return caller{server: emulator.StartT(t, s), cluster: "mysql", database: mysqlDatabase}
}

// mysqlTable makes a table for one test.
func mysqlTable(t *testing.T, name, columns string) {
	t.Helper()
	runs("create table "+name+" ("+columns+")")(t, mysql)
	t.Cleanup(func() { runs("drop table "+name)(t, mysql) })
}

var mysqlParameterClaims = []claim{
	{
		id: "mysql-placeholder", claim: "A placeholder is `:name`; a name of digits is one, too.",
		source: goRDSData, grade: seen, verdict: same,
		check: callsMySQL(gives("select :a, :1", `{"longValue":7},{"stringValue":"x"}`, with("a", "longValue", 7), with("1", "stringValue", "x"))),
	},
	{
		id: "mysql-scanner", claim: "Does the search for placeholders know backticks, comments from # and escapes by a backslash?",
		verdict: unknown, note: "No: it is the one of PostgreSQL, which leaves alone '…', \"…\", -- and /* */.",
		check: callsMySQL(
			describes("select 1 as `a :b`", `{"label":"a ?"}`),
			gives("select ':a', \":b\" /* :c */ -- :d", `{"stringValue":":a"},{"stringValue":":b"}`)),
	},
	{
		id: "mysql-placeholder-missing", claim: "What is the answer to a placeholder without a parameter?",
		verdict: unknown, note: "The server's own, error 1210.",
		check: callsMySQL(databaseError("select :a", incorrectArguments), databaseError("select :a, :b", incorrectArguments, with("a", "longValue", 1))),
	},
	{
		id: "mysql-question-mark", claim: "What becomes of a question mark in the text?",
		verdict: unknown, note: "It goes to the server as it is: a syntax error, or with other placeholders one parameter too few.",
		check: callsMySQL(databaseError("select ?, :a", incorrectArguments, with("a", "longValue", 1))),
	},
	{
		id: "mysql-string", claim: "A stringValue is text in utf8mb4, and a blobValue is binary.",
		source: goRDSData, grade: inferred, verdict: same,
		check: callsMySQL(
			gives("select charset(:s), charset(:b)", `{"stringValue":"utf8mb4"},{"stringValue":"binary"}`, with("s", "stringValue", "x"), with("b", "blobValue", "eA==")),
			gives("select :s, :b", `{"stringValue":"é😀"},{"blobValue":"AP8="}`, with("s", "stringValue", "é😀"), with("b", "blobValue", "AP8="))),
	},
	{
		id: "mysql-time-string", claim: "A string without a hint is taken for a time, with up to nine digits of a fraction.",
		source: goRDSData, grade: seen, verdict: same,
		check: transactsMySQL(
			runs("create temporary table t (a time(6), b datetime(6))"),
			runs("insert into t values (:a, :b)", with("a", "stringValue", "12:34:56.123456000"), with("b", "stringValue", "2024-02-29 12:34:56.123456000")),
			gives("select a, b from t", `{"stringValue":"12:34:56.123456"},{"stringValue":"2024-02-29 12:34:56.123456"}`)),
	},
	{
		id: "mysql-hints", claim: "The hints DATE, TIME, TIMESTAMP and DECIMAL are taken.",
		source: operations, grade: documented, verdict: same, note: "The strings are sent as values of these types, and take the documented formats alone; both are guesses.",
		check: callsMySQL(
			gives("select :d, :t, :s, :n",
				`{"stringValue":"2024-02-29"},{"stringValue":"23:59:58.123"},{"stringValue":"2024-02-29 01:02:03.123"},{"stringValue":"1.50"}`,
				with("d", "stringValue", "2024-02-29", "DATE"), with("t", "stringValue", "23:59:58.123", "TIME"),
				with("s", "stringValue", "2024-02-29 01:02:03.123", "TIMESTAMP"), with("n", "stringValue", "1.50", "DECIMAL")),
			invalid("select :d", `Parameter "d" has a value that is not a valid DATE`, with("d", "stringValue", "2024-02-30", "DATE"))),
	},
	{
		id: "mysql-hint-uuid", claim: "The hint UUID is not supported.",
		source: "jeremydaly/data-api-client#139", grade: secondHand, verdict: same, note: "The exception and its text are guesses, and so is the refusal of JSON.",
		check: callsMySQL(
			invalid("select :a", `Parameter "a" has the type hint UUID, which Aurora MySQL does not support`, with("a", "stringValue", "0194fdc2-fa2f-4cc0-81d3-ff12045b73c8", "UUID")),
			invalid("select :a", `Parameter "a" has the type hint JSON, which Aurora MySQL does not support`, with("a", "stringValue", "{}", "JSON"))),
	},
	{
		id: "mysql-scalars", claim: "longValue, doubleValue, booleanValue and isNull arrive as what they are.",
		source: goRDSData, grade: seen, verdict: same, note: "A booleanValue is the number 1 or 0.",
		check: callsMySQL(gives("select :l, :d, :t + 1, :f, :n", `{"longValue":-9223372036854775808},{"doubleValue":1.5},{"longValue":2},{"longValue":0},{"isNull":true}`,
			with("l", "longValue", -9223372036854775808), with("d", "doubleValue", 1.5), with("t", "booleanValue", true), with("f", "booleanValue", false), with("n", "isNull", true))),
	},
	{
		id: "mysql-protocol", claim: "Are statements prepared on the server?",
		verdict: unknown, note: "Those with placeholders are, and those that the server does not prepare fail then; others are sent as text.",
		check: callsMySQL(
			gives("select variable_value > 0 from information_schema.session_status where variable_name = 'com_stmt_prepare' and :a", `{"longValue":1}`, with("a", "longValue", 1)),
			gives("select variable_value > 0 from information_schema.session_status where variable_name = 'com_stmt_prepare'", `{"longValue":0}`)),
	},
}

var mysqlResultClaims = []claim{
	{
		id: "mysql-type-boolean", claim: "TINYINT(1) and BOOLEAN are a booleanValue.",
		source: goRDSData, grade: seen, verdict: same, note: "All but 0 is true, which is a guess: 0 and 1 alone were seen.",
		check: transactsMySQL(
			runs("create temporary table t (a tinyint(1), b boolean, c tinyint(1))"), runs("insert into t values (1, false, -3)"),
			gives("select * from t", `{"booleanValue":true},{"booleanValue":false},{"booleanValue":true}`)),
	},
	{
		id: "mysql-type-bit", claim: "BIT(n) is a booleanValue, of whatever width, and its bits are lost.",
		source: goRDSData, grade: seen, verdict: same,
		check: transactsMySQL(
			runs("create temporary table t (a bit, b bit(6), c bit(64))"), runs("insert into t values (b'0', b'101', b'0')"),
			gives("select * from t", `{"booleanValue":false},{"booleanValue":true},{"booleanValue":false}`),
			gives("select * from t where a = :a", `{"booleanValue":false},{"booleanValue":true},{"booleanValue":false}`, with("a", "longValue", 0))),
	},
	{
		id: "mysql-type-integers", claim: "TINYINT, SMALLINT, MEDIUMINT, INT and BIGINT, signed and unsigned, are a longValue.",
		source: goRDSData, grade: seen, verdict: same,
		check: transactsMySQL(
			runs("create temporary table t (a tinyint, b smallint unsigned, c mediumint, d int unsigned, e bigint, f bigint unsigned)"),
			runs("insert into t values (-128, 65535, -8388608, 4294967295, -9223372036854775808, 9223372036854775807)"),
			gives("select * from t", mysqlIntegers), gives("select * from t where a = :a", mysqlIntegers, with("a", "longValue", -128))),
	},
	{
		id: "mysql-type-unsigned", claim: "What is a BIGINT UNSIGNED above 2^63-1?",
		verdict: unknown, note: "Refused.",
		check: callsMySQL(
			fails("select 18446744073709551615", unsupportedResult, "The result contains the unsupported data type BIGINT UNSIGNED."),
			fails("select 18446744073709551615, :a", unsupportedResult, "The result contains the unsupported data type BIGINT UNSIGNED.", with("a", "longValue", 1))),
	},
	{
		id: "mysql-type-float", claim: "FLOAT is a doubleValue that is the shortest decimal, 837.484 and not the widened float.",
		source: fixtures, grade: seenEarlier, verdict: same, note: "Of what was sent as text the server itself keeps six digits.",
		check: transactsMySQL(
			runs("create temporary table t (a float)"), runs("insert into t values (837.484)"),
			gives("select a from t", `{"doubleValue":837.484}`), gives("select a from t where a < :a", `{"doubleValue":837.484}`, with("a", "longValue", 1000))),
	},
	{
		id: "mysql-type-double", claim: "DOUBLE is a doubleValue.",
		source: goRDSData, grade: seen, verdict: same,
		check: callsMySQL(gives("select 1e-300, 0.1e0 + 0.2e0", `{"doubleValue":1e-300},{"doubleValue":0.30000000000000004}`)),
	},
	{
		id: "mysql-type-decimal", claim: "DECIMAL is a stringValue that keeps its scale.",
		source: goRDSData, grade: seen, verdict: same,
		check: callsMySQL(gives("select cast(0.1 as decimal(5,2)), cast(745 as decimal(10,0))", `{"stringValue":"0.10"},{"stringValue":"745"}`)),
	},
	{
		id: "mysql-type-text", claim: "CHAR, VARCHAR and the types of TEXT are a stringValue.",
		source: goRDSData, grade: seen, verdict: same,
		check: transactsMySQL(
			runs("create temporary table t (a char(3), b varchar(10), c tinytext, d text, e mediumtext, f longtext)"), runs("insert into t values ('a', '', 'c', 'é', '😀', 'f')"),
			gives("select * from t", `{"stringValue":"a"},{"stringValue":""},{"stringValue":"c"},{"stringValue":"é"},{"stringValue":"😀"},{"stringValue":"f"}`)),
	},
	{
		id: "mysql-type-enum", claim: "ENUM and SET are a stringValue.",
		source: goRDSData, grade: seen, verdict: same,
		check: transactsMySQL(
			runs("create temporary table t (a enum('one', 'two'), b set('one', 'two'))"), runs("insert into t values ('one', 'one,two')"),
			gives("select * from t", `{"stringValue":"one"},{"stringValue":"one,two"}`)),
	},
	{
		id: "mysql-type-binary", claim: "BINARY, VARBINARY and the types of BLOB are a blobValue; BINARY(n) is filled up with zeros.",
		source: goRDSData, grade: seen, verdict: same,
		check: transactsMySQL(
			runs("create temporary table t (a binary(3), b varbinary(3), c blob, d longblob)"), runs("insert into t values ('a', 'b', x'00ff', '')"),
			gives("select * from t", `{"blobValue":"YQAA"},{"blobValue":"Yg=="},{"blobValue":"AP8="},{"blobValue":""}`)),
	},
	{
		id: "mysql-type-json", claim: "JSON is a stringValue, MySQL's own text.",
		source: goRDSData, grade: seen, verdict: same,
		check: transactsMySQL(
			runs("create temporary table t (a json)"), runs(`insert into t values ('{"a": [1, 2]}')`),
			gives("select a from t", `{"stringValue":"{\"a\": [1, 2]}"}`)),
	},
	{
		id: "mysql-type-dates", claim: "DATE, TIME, DATETIME and TIMESTAMP are a stringValue.",
		source: goRDSData, grade: seen, verdict: same,
		check: transactsMySQL(
			runs("create temporary table t (a date, b time(6), c datetime(6), d timestamp(3) null)"),
			runs("insert into t values ('2025-01-04', '12:34:56.789012', '9999-12-31 23:59:59.999999', '2024-02-29 01:02:03.456')"),
			gives("select * from t", mysqlDates), gives("select * from t where a > :a", mysqlDates, with("a", "stringValue", "2000-01-01"))),
	},
	{
		id: "mysql-type-fraction", claim: "How many digits has the fraction of a second?",
		verdict: unknown, note: "None, three or six, as few as keep it, which is the rule that was seen on PostgreSQL.",
		check: callsMySQL(
			gives("select cast('01:02:03' as time(6)), cast('01:02:03.8' as time(6)), cast('2024-02-29 01:02:03.8551' as datetime(6))",
				`{"stringValue":"01:02:03"},{"stringValue":"01:02:03.800"},{"stringValue":"2024-02-29 01:02:03.855100"}`)),
	},
	{
		id: "mysql-type-year", claim: "YEAR is a stringValue of four digits.",
		source: goRDSData, grade: seen, verdict: same,
		check: transactsMySQL(
			runs("create temporary table t (a year)"), runs("insert into t values (2021)"),
			gives("select a from t", `{"stringValue":"2021"}`), gives("select a from t where a > :a", `{"stringValue":"2021"}`, with("a", "longValue", 1))),
	},
	{
		id: "mysql-type-zero-date", claim: "What is a date that no calendar has, such as 0000-00-00?",
		verdict: unknown, note: "A failure without a message, which an infinite date is on PostgreSQL.",
		check: transactsMySQL(
			runs("set session sql_mode = ''"), runs("create temporary table t (a date, b datetime)"), runs("insert into t values ('0000-00-00', '2024-02-00 00:00:00')"),
			failsInternally("select a from t"), failsInternally("select b from t"),
			fails("select a from t where b <> :b", "InternalFailure", "", with("b", "stringValue", "2024-01-01"))),
	},
	{
		id: "mysql-type-long-time", claim: "What is a TIME that is negative, or of 24 hours and more?",
		verdict: unknown, note: "A failure without a message.",
		check: callsMySQL(failsInternally("select cast('-01:00:00' as time)"), failsInternally("select cast('24:00:00' as time)")),
	},
	{
		id: "mysql-type-geometry", claim: "Are spatial values returned?",
		verdict: unknown, note: "No, not even a NULL of such a type; they are not in the documented list.",
		check: callsMySQL(
			fails("select point(1, 2)", unsupportedResult, "The result contains the unsupported data type GEOMETRY."),
			givesRecords("select point(1, 2) from dual where false", "[]")),
	},
	{
		id: "mysql-type-null", claim: "NULL is isNull.",
		source: goRDSData, grade: seen, verdict: same,
		check: callsMySQL(gives("select null, cast(null as date)", `{"isNull":true},{"isNull":true}`), gives("select null, :a", `{"isNull":true},{"isNull":true}`, with("a", "isNull", true))),
	},
	{
		id: "mysql-call", claim: "What does a CALL of a procedure with several results answer?",
		verdict: unknown, note: "The first result; all of the procedure runs.",
		check: checkProcedure,
	},
}

const (
	mysqlIntegers = `{"longValue":-128},{"longValue":65535},{"longValue":-8388608},{"longValue":4294967295},{"longValue":-9223372036854775808},{"longValue":9223372036854775807}`
	mysqlDates    = `{"stringValue":"2025-01-04"},{"stringValue":"12:34:56.789012"},{"stringValue":"9999-12-31 23:59:59.999999"},{"stringValue":"2024-02-29 01:02:03.456"}`
)

func checkProcedure(t *testing.T) {
	mysqlTable(t, "fidelity_procedure", "n int")
	runs("create procedure fidelity_results(n int) begin select n; select 2, 3; insert into fidelity_procedure values (n); end")(t, mysql)
	defer runs("drop procedure fidelity_results")(t, mysql)
	callsMySQL(
		gives("call fidelity_results(1)", `{"longValue":1}`),
		gives("call fidelity_results(:n)", `{"longValue":4}`, with("n", "longValue", 4)),
		givesRecords("select n from fidelity_procedure order by n", `[[{"longValue":1}],[{"longValue":4}]]`))(t)
}
