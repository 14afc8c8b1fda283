package emulator_test

import "testing"

const (
	needsOne            = `ERROR: bind message supplies 0 parameters, but prepared statement "sqlx_s_1" requires 1; SQLState: 08P01`
	parseErrorTimestamp = "Parse Error for TimeStamp: input contains invalid characters"
	noMatch             = "No operator matches the given name and argument types. You might need to add explicit type casts."
)

var parameterClaims = []claim{
	{
		id: "placeholder-marker", claim: "`:name` is a placeholder; the service rewrites it to `$1` and so on before the database sees the statement.",
		source: proxy + "; " + repro, grade: seen, verdict: same,
		check: calls(
			gives("select :a || :b", `{"stringValue":"xy"}`, with("b", "stringValue", "y"), with("a", "stringValue", "x")),
			databaseError("select * from :table_name", `ERROR: syntax error at or near "$1"; Position: 15; SQLState: 42601`, with("table_name", "stringValue", "t"))),
	},
	{
		id: "placeholder-names", claim: "Names are letters, digits and underscores; digits alone are fine.",
		source: "awslabs/rds-data-api-client-library-java; " + goTests, grade: seen, verdict: same,
		check: calls(gives("select :1, :a_B9", `{"longValue":1},{"longValue":2}`, with("1", "longValue", 1), with("a_B9", "longValue", 2))),
	},
	{
		id: "placeholder-repeated", claim: "A name that stands twice is two binds, so that `GROUP BY f(:u)` does not match `SELECT f(:u)`.",
		source: ez4, grade: secondHand, verdict: same,
		check: calls(databaseError("select date_trunc(:u, d) from (select now() as d) t group by date_trunc(:u, d)",
			`ERROR: column "t.d" must appear in the GROUP BY clause or be used in an aggregate function; Position: 23; SQLState: 42803`, with("u", "stringValue", "day"))),
	},
	{
		id: "placeholder-string", claim: "String literals are left alone.",
		source: proxy, grade: seen, verdict: same,
		check: calls(gives("select 'a :b ''c :d'", `{"stringValue":"a :b 'c :d"}`)),
	},
	{
		id: "placeholder-identifier", claim: "Quoted identifiers are left alone.",
		source: proxy, grade: seen, verdict: same,
		check: calls(formats(`select 1 as "a :b"`, `[{"a :b":1}]`)),
	},
	{
		id: "placeholder-line-comment", claim: "Comments from `--` to the end of the line are left alone.",
		source: proxy, grade: seen, verdict: same,
		check: calls(
			gives("select 1 -- :a\n", `{"longValue":1}`),
			gives("select 1 -- it's\n + :a", `{"longValue":3}`, with("a", "longValue", 2))),
	},
	{
		id: "placeholder-block-comment", claim: "Comments between `/*` and `*/` are left alone.",
		source: proxy, grade: seen, verdict: same,
		check: calls(gives("select /* :a ' */ 1 + :b", `{"longValue":3}`, with("b", "longValue", 2))),
	},
	{
		id: "placeholder-dollar-quotes", claim: "In the body of a dollar-quoted string `:b` is rewritten: `SELECT $$a :b c$$` returns `a $1 c`, with no parameter and no error.",
		source: proxy, grade: seen, verdict: same,
		check: calls(gives("SELECT $$a :b c$$", `{"stringValue":"a $1 c"}`)),
	},
	{
		id: "placeholder-slice", claim: "The `:2` of an array slice `a[1:2]` is taken for a placeholder.",
		source: proxy, grade: seen, verdict: same,
		check: calls(databaseError("select (array[1,2,3])[1:2]", `ERROR: syntax error at or near "$1"; Position: 24; SQLState: 42601`)),
	},
	{
		id: "placeholder-cast", claim: "`::type` is a cast.",
		source: proxy, grade: seen, verdict: same,
		check: calls(gives("select '7'::int4 + :a::int4", `{"longValue":8}`, with("a", "longValue", 1))),
	},
	{
		id: "placeholder-escape-string", claim: "How does the scanner read a backslash before a quote in `E'…'`?",
		verdict: unknown, note: "The backslash does not escape: the quote ends the literal, so that a placeholder after it is rewritten.",
		check: calls(gives(`select E'\':a'`, `{"stringValue":"'$1"}`)),
	},
	{
		id: "placeholder-nested-comment", claim: "Does the scanner know nested comments?",
		verdict: unknown, note: "No: the comment ends at the first `*/`, so that a placeholder after it takes a parameter.",
		check: calls(gives("select 1 /* /* */ :a */", `{"longValue":1}`, with("a", "longValue", 2))),
	},
	{
		id: "placeholder-assignment", claim: "What does the scanner make of `:=`?",
		verdict: unknown, note: "Nothing: a colon without a name after it is left alone.",
		check: calls(gives("select make_date(year := 2024, month := 1, day := 2)", `{"stringValue":"2024-01-02"}`)),
	},
	{
		id: "placeholder-question-mark", claim: "What does the scanner make of `?`, which is an operator of jsonb?",
		verdict: unknown, note: "Nothing.",
		check: calls(gives(`select '{"a":1}'::jsonb ? 'a'`, `{"booleanValue":true}`)),
	},
	{
		id: "placeholder-dollar-number", claim: "A `$1` in the statement is passed on: without parameters the database misses its value.",
		source: repro, grade: seen, verdict: same,
		check: calls(databaseError("select $1", needsOne)),
	},
	{
		id: "placeholder-prepare", claim: "The `$1` in the body of a PREPARE is passed on.",
		source: proxy, grade: seen, verdict: same,
		check: transacts(runs("prepare p as select $1::int4 + 1"), gives("execute p(2)", `{"longValue":3}`)),
	},
	{
		id: "parameter-missing", claim: "What is the answer when a placeholder has no parameter?",
		verdict: unknown, note: "The placeholder is rewritten, as is known, and the database misses its value.",
		check: calls(
			databaseError("select :a", needsOne),
			databaseError("select :a::int8, :b", `ERROR: bind message supplies 1 parameters, but prepared statement "sqlx_s_1" requires 2; SQLState: 08P01`, with("a", "longValue", 1))),
	},
	{
		id: "parameter-extra", claim: "What is the answer when a parameter has no placeholder?",
		verdict: unknown, note: "ValidationException with a text of the older generation (jeremydaly/data-api-client#98).",
		check: calls(invalid("select 1", "Cannot find parameter: a", with("a", "longValue", 1))),
	},
	{
		id: "parameter-without-value", claim: "What is the answer to a value without a member?",
		verdict: unknown, note: "ValidationException with the text of the older generation (aws-amplify/amplify-cli#5418).",
		check: calls(invalid("select :a", `Parameter "a" has value with no field set`, members{"name": "a", "value": members{}}),
			invalid("select :a", `Parameter "a" has value with no field set`, with("a", "isNull", false))),
	},
	{
		id: "parameter-array", claim: "Array parameters are refused.",
		source: "boto/boto3#2272; aws/aws-sdk-js#2993", grade: seenEarlier, verdict: same,
		note:  "That it is a ValidationException today is second hand.",
		check: calls(invalid("select :a", "Array parameters are not supported.", with("a", "arrayValue", members{"longValues": []int{1}}))),
	},
	{
		id: "parameter-without-name", claim: "What is the answer to a parameter without a name?",
		verdict: unknown, note: "ValidationException with words of our own.",
		check: calls(invalid("select 1", "A parameter has no name", members{"value": members{"longValue": 1}})),
	},
	{
		id: "parameter-twice", claim: "What is the answer when a name is given twice in one set?",
		verdict: unknown, note: "ValidationException with words of our own.",
		check: calls(invalid("select :a", `Parameter "a" is given more than once`, with("a", "longValue", 1), with("a", "longValue", 1))),
	},
	{
		id: "parameter-bad-hint", claim: "What is the answer to a typeHint that the model does not have?",
		verdict: unknown, note: "ValidationException, as for any value outside a list of the model.",
		check: calls(invalid("select :a", "1 validation error detected: Value at 'parameters.1.member.typeHint' failed to satisfy constraint: "+
			"Member must satisfy enum value set: [JSON, UUID, TIMESTAMP, DATE, TIME, DECIMAL]", with("a", "stringValue", "::1", "INET"))),
	},
	{
		id: "parameter-bad-timestamp", claim: "A time in the format of ISO 8601 is no TIMESTAMP: `Parse Error for TimeStamp: input contains invalid characters`.",
		source: "sbalmt/ez4#64", grade: seen, verdict: same, note: "That it is a DatabaseErrorException is second hand; the words are used for whatever is no TIMESTAMP.",
		check: calls(databaseError("select :a", parseErrorTimestamp, with("a", "stringValue", "2024-01-02T03:04:05.678Z", "TIMESTAMP"))),
	},
	{
		id: "parameter-bad-text", claim: "What is the answer to a text that another typeHint does not fit?",
		verdict: unknown, note: "ValidationException with words of our own. What fits is exactly the documented format.",
		check: calls(
			invalid("select :a", `Parameter "a" has a value that is not a valid UUID`, with("a", "stringValue", "1", "UUID")),
			invalid("select :a", `Parameter "a" has a value that is not a valid DATE`, with("a", "stringValue", "2024-02-30", "DATE")),
			invalid("select :a", `Parameter "a" has a value that is not a valid TIME`, with("a", "stringValue", "3:04", "TIME")),
			invalid("select :a", `Parameter "a" has a value that is not a valid DECIMAL`, with("a", "stringValue", "1,5", "DECIMAL")),
			invalid("select :a", `Parameter "a" has a value that is not a valid JSON`, with("a", "stringValue", "{", "JSON"))),
	},
	{
		id: "parameter-hint-on-number", claim: "What is the answer to a typeHint on a value that is no string?",
		verdict: unknown, note: "ValidationException with words of our own.",
		check: calls(invalid("select :a", `Parameter "a" has the type hint DECIMAL and a value that is no string`, with("a", "longValue", 1, "DECIMAL"))),
	},
	{
		id: "statement-empty", claim: "What is the answer to an empty statement?",
		verdict: unknown, note: "ValidationException with the text that an emulator of the older generation has.",
		check: calls(
			invalid("", "SQL is empty"),
			func(t *testing.T, c caller) {
				c.call(t, "/BatchExecute", members{"sql": "", "parameterSets": [][]members{{}}}).wantException(t, "ValidationException", "SQL is empty")
			}),
	},
	{
		id: "statement-blank", claim: "What is the answer to a statement of blanks and comments alone?",
		verdict: unknown, note: "That of a statement that changes nothing.",
		check: calls(answers("/Execute", members{"sql": " -- nothing"}, `{"generatedFields":[],"numberOfRecordsUpdated":0}`)),
	},
	{
		id: "statement-semicolon", claim: "One statement may end with a semicolon.",
		source: difference, grade: inferred, verdict: same,
		check: calls(gives("select 1;", `{"longValue":1}`)),
	},
}
