package emulator_test

const someUUID = "0b5b1c8e-0000-4000-8000-00000000000a"

// big128 and big512 are 128**128 and 512**512 in digits enough for a double.
const (
	big128 = "528294531135665246352339784916516606518847326036121522127960709026673902556724859474417255887657187894674394993257128678882347559502685537250538978462939576908386683999005084168731517676426441053024232908211188404148028292751561738838396898767036476489538580897737998336"
	big512 = "1e1387"
)

var bindingClaims = []claim{
	{
		id: "bind-string", claim: "A string without a hint is `text`: neither a uuid nor a number compares with it.",
		source: "drizzle-team/drizzle-orm#2583; " + proxy, grade: seen, verdict: same,
		check: calls(
			gives("select pg_typeof(:a)::text", `{"stringValue":"text"}`, with("a", "stringValue", "x")),
			databaseError("select gen_random_uuid() = :a", "ERROR: operator does not exist: uuid = text; Hint: "+noMatch+"; Position: 26; SQLState: 42883", with("a", "stringValue", someUUID)),
			databaseError("select 1 = :a", "ERROR: operator does not exist: integer = text; Hint: "+noMatch+"; Position: 10; SQLState: 42883", with("a", "stringValue", "1"))),
	},
	{
		id: "bind-string-assigned", claim: "A string without a hint does not go into a uuid column.",
		source: "aws/aws-sdk-pandas#2960", grade: seen, verdict: same,
		check: transacts(
			runs("create temp table t (id uuid)"),
			databaseError("insert into t values (:a)", `ERROR: column "id" is of type uuid but expression is of type text; Hint: You will need to rewrite or cast the expression.; Position: 23; SQLState: 42804`, with("a", "stringValue", someUUID))),
	},
	{
		id: "bind-string-jsonb", claim: "A string without a hint does not go into a jsonb column.",
		source: "aws/aws-sdk-pandas#2960", grade: inferred, verdict: same,
		check: transacts(
			runs("create temp table t (j jsonb)"),
			databaseError("insert into t values (:a)", `ERROR: column "j" is of type jsonb but expression is of type text; Hint: You will need to rewrite or cast the expression.; Position: 23; SQLState: 42804`, with("a", "stringValue", "{}"))),
	},
	{
		id: "bind-enum", claim: "A string goes into an enum column only with a cast.",
		source: "drizzle-team/drizzle-orm#1073; aws/aws-sdk-js#4563", grade: seen, verdict: same,
		check: transacts(
			runs("create type pg_temp.mood as enum ('sad', 'ok')"),
			runs("create temp table t (m pg_temp.mood)"),
			runs("savepoint s"),
			databaseError("insert into t values (:a)", `ERROR: column "m" is of type mood but expression is of type text; Hint: You will need to rewrite or cast the expression.; Position: 23; SQLState: 42804`, with("a", "stringValue", "ok")),
			runs("rollback to s"),
			updates("insert into t values (:a::pg_temp.mood)", 1, with("a", "stringValue", "ok"))),
	},
	{
		id: "bind-long", claim: "A long is `int8` and goes into smaller integer columns.",
		source: client2025, grade: seen, verdict: same,
		check: transacts(
			gives("select pg_typeof(:a)::text", `{"stringValue":"bigint"}`, with("a", "longValue", 1)),
			runs("create temp table t (s int2, i int4)"),
			updates("insert into t values (:a, :a)", 1, with("a", "longValue", 32767))),
	},
	{
		id: "bind-double", claim: "A double is `float8` and goes into a numeric column.",
		source: client2025, grade: seen, verdict: same,
		check: transacts(
			gives("select pg_typeof(:a)::text", `{"stringValue":"double precision"}`, with("a", "doubleValue", 1.5)),
			runs("create temp table t (n numeric)"),
			gives("insert into t values (:a) returning n", `{"stringValue":"0.1"}`, with("a", "doubleValue", 0.1))),
	},
	{
		id: "bind-boolean", claim: "A boolean is `bool`.",
		source: client2025, grade: seen, verdict: same,
		check: calls(gives("select pg_typeof(:a)::text, not :a", `{"stringValue":"boolean"},{"booleanValue":false}`, with("a", "booleanValue", true))),
	},
	{
		id: "bind-blob", claim: "A blob is `bytea`.",
		source: client2025, grade: seen, verdict: same,
		check: calls(gives("select pg_typeof(:a)::text, :a", `{"stringValue":"bytea"},{"blobValue":"AP8="}`, with("a", "blobValue", "AP8="))),
	},
	{
		id: "bind-null", claim: "isNull goes into a column of any type, an array's too.",
		source: client2025, grade: seen, verdict: same,
		check: transacts(
			runs("create temp table t (i int4, a int4[], u uuid, j jsonb, b bytea)"),
			gives("insert into t values (:a, :a, :a, :a, :a) returning a", `{"isNull":true}`, with("a", "isNull", true))),
	},
	{
		id: "bind-null-type", claim: "Which type has an isNull that nothing gives a type to, as in `SELECT :x`?",
		verdict: unknown, note: "None is sent: PostgreSQL makes it text in a SELECT list, and complains where it finds no type.",
		check: calls(
			gives("select :a", `{"isNull":true}`, with("a", "isNull", true)),
			databaseError("select pg_typeof(:a)", "ERROR: could not determine data type of parameter $1; SQLState: 42P18", with("a", "isNull", true))),
	},
	{
		id: "bind-null-hint", claim: "Does a typeHint give an isNull its type?",
		verdict: unknown, note: "No: it is sent without a type all the same.",
		check: calls(
			gives("select :a", `{"isNull":true}`, with("a", "isNull", true, "UUID")),
			databaseError("select pg_typeof(:a)", "ERROR: could not determine data type of parameter $1; SQLState: 42P18", with("a", "isNull", true, "UUID"))),
	},
	{
		id: "bind-non-finite", claim: "How are NaN and the infinities written in a doubleValue?",
		verdict: unknown, note: "As the strings that the AWS SDKs write and read, in both directions.",
		check: calls(gives("select :a, :b, :c", `{"doubleValue":"NaN"},{"doubleValue":"Infinity"},{"doubleValue":"-Infinity"}`,
			with("a", "doubleValue", "NaN"), with("b", "doubleValue", "Infinity"), with("c", "doubleValue", "-Infinity"))),
	},
	{
		id: "bind-array-text", claim: "An array goes in as its text with a cast, or through `string_to_array`.",
		source: client2025 + "; aws/aws-sdk#9", grade: seen, verdict: same,
		check: calls(gives("select :a::int4[], string_to_array(:b, ',')", `{"arrayValue":{"longValues":[1,2]}},{"arrayValue":{"stringValues":["x","y"]}}`,
			with("a", "stringValue", "{1,2}"), with("b", "stringValue", "x,y"))),
	},
	{
		id: "bind-limit", claim: "`LIMIT :n` takes a long and no string.",
		source: "drizzle-team/drizzle-orm#2583", grade: inferred, verdict: same,
		check: calls(
			gives("select 1 limit :n", `{"longValue":1}`, with("n", "longValue", 1)),
			databaseError("select 1 limit :n", "ERROR: argument of LIMIT must be type bigint, not type text; Position: 16; SQLState: 42804", with("n", "stringValue", "1"))),
	},
	{
		id: "hint-uuid", claim: "The hint UUID makes a `uuid`, which does not compare with a varchar.",
		source: "jeremydaly/data-api-client#144", grade: seen, verdict: same,
		check: calls(
			gives("select pg_typeof(:a)::text", `{"stringValue":"uuid"}`, with("a", "stringValue", someUUID, "UUID")),
			databaseError("select 'x'::varchar = :a", "ERROR: operator does not exist: character varying = uuid; Hint: "+noMatch+"; Position: 21; SQLState: 42883", with("a", "stringValue", someUUID, "UUID"))),
	},
	{
		id: "hint-json", claim: "The hint JSON makes a `jsonb`.",
		source: client2025, grade: seen, verdict: same,
		check: calls(
			gives("select pg_typeof(:a)::text", `{"stringValue":"jsonb"}`, with("a", "stringValue", `{"a":1}`, "JSON")),
			databaseError("select :a::int8range", "ERROR: cannot cast type jsonb to int8range; Position: 10; SQLState: 42846", with("a", "stringValue", "1", "JSON"))),
	},
	{
		id: "hint-json-column", claim: "A value with the hint JSON goes into a `json` column too.",
		source: client2025, grade: inferred, verdict: same,
		check: transacts(
			runs("create temp table t (j json)"),
			gives("insert into t values (:a) returning j", `{"stringValue":"[1]"}`, with("a", "stringValue", "[1]", "JSON"))),
	},
	{
		id: "hint-json-numbers", claim: "Numbers of a document must fit a double: `128**128` is taken, `512**512` is not.",
		source: pythonTest, grade: seen, verdict: same,
		note: "How the service refuses it is unknown; here like any text that its hint does not fit.",
		check: calls(
			runs("select :a", with("a", "stringValue", big128, "JSON")),
			invalid("select :a", `Parameter "a" has a value that is not a valid JSON`, with("a", "stringValue", big512, "JSON"))),
	},
	{
		id: "hint-timestamp", claim: "The hint TIMESTAMP makes a `timestamp` of `YYYY-MM-DD HH:MM:SS[.FFF]`, for columns with and without a time zone.",
		source: operations + "; " + client2025, grade: seen, verdict: same,
		check: transacts(
			gives("select pg_typeof(:a)::text", `{"stringValue":"timestamp without time zone"}`, with("a", "stringValue", "2024-02-29 23:59:59.999", "TIMESTAMP")),
			runs("create temp table t (a timestamp, b timestamptz)"),
			gives("insert into t values (:a, :a) returning a, b", `{"stringValue":"2024-02-29 23:59:59"},{"stringValue":"2024-02-29 23:59:59"}`, with("a", "stringValue", "2024-02-29 23:59:59", "TIMESTAMP"))),
	},
	{
		id: "hint-timestamp-microseconds", claim: "Does the hint TIMESTAMP take more than three digits of a second?",
		verdict: unknown, note: "No.",
		check: calls(databaseError("select :a", parseErrorTimestamp, with("a", "stringValue", "2024-02-29 23:59:59.123456", "TIMESTAMP"))),
	},
	{
		id: "hint-date", claim: "The hint DATE makes a `date` of `YYYY-MM-DD`.",
		source: operations, grade: documented, verdict: same,
		check: calls(gives("select pg_typeof(:a)::text, :a", `{"stringValue":"date"},{"stringValue":"2024-02-29"}`, with("a", "stringValue", "2024-02-29", "DATE"))),
	},
	{
		id: "hint-time", claim: "The hint TIME makes a `time` of `HH:MM:SS[.FFF]`.",
		source: operations, grade: documented, verdict: same,
		check: calls(gives("select pg_typeof(:a)::text, :a, :b", `{"stringValue":"time without time zone"},{"stringValue":"03:04:05"},{"stringValue":"03:04:05.060"}`,
			with("a", "stringValue", "03:04:05", "TIME"), with("b", "stringValue", "03:04:05.060", "TIME"))),
	},
	{
		id: "hint-decimal", claim: "The hint DECIMAL makes a `numeric`, with all its digits.",
		source: operations, grade: documented, verdict: same,
		check: calls(gives("select pg_typeof(:a)::text, :a", `{"stringValue":"numeric"},{"stringValue":"-12345678901234567890.1230"}`, with("a", "stringValue", "-12345678901234567890.1230", "DECIMAL"))),
	},
}
