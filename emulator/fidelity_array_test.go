package emulator_test

var arrayClaims = []claim{
	{
		id: "array-integers", claim: "int2[], int4[] and int8[] are longValues.",
		source: client2025, grade: seen, verdict: same,
		check: calls(gives("select '{1,-2}'::int2[], '{3}'::int4[], '{9223372036854775807}'::int8[]",
			`{"arrayValue":{"longValues":[1,-2]}},{"arrayValue":{"longValues":[3]}},{"arrayValue":{"longValues":[9223372036854775807]}}`)),
	},
	{
		id: "array-floats", claim: "real[] and float8[] are doubleValues.",
		source: client2025, grade: seen, verdict: same,
		check: calls(gives("select '{0.5}'::float4[], '{0.1,2}'::float8[]", `{"arrayValue":{"doubleValues":[0.5]}},{"arrayValue":{"doubleValues":[0.1,2]}}`)),
	},
	{
		id: "array-booleans", claim: "bool[] is booleanValues.",
		source: client2025, grade: seen, verdict: same,
		check: calls(gives("select '{t,f}'::bool[]", `{"arrayValue":{"booleanValues":[true,false]}}`)),
	},
	{
		id: "array-texts", claim: "text[], varchar[], char(n)[] and name[] are stringValues.",
		source: client2025 + "; " + proxy, grade: seen, verdict: same,
		check: calls(gives(`select array['a,b', 'NULL', '"\', ''], '{a}'::varchar(3)[], '{a}'::char(3)[], '{a}'::name[]`,
			`{"arrayValue":{"stringValues":["a,b","NULL","\"\\",""]}},{"arrayValue":{"stringValues":["a"]}},{"arrayValue":{"stringValues":["a  "]}},{"arrayValue":{"stringValues":["a"]}}`)),
	},
	{
		id: "array-uuid", claim: "uuid[] is stringValues, though an older note of the guide says that it is not supported.",
		source: client2025 + "; " + operations, grade: seen, verdict: same,
		check: calls(gives("select array['"+someUUID+"'::uuid]", `{"arrayValue":{"stringValues":["`+someUUID+`"]}}`)),
	},
	{
		id: "array-times", claim: "date[], time[], timestamp[] and timestamptz[] are stringValues, each element in the form of the scalar.",
		source: operations + "; " + ez4, grade: documented, verdict: same,
		check: calls(gives("select array[date '2024-01-02'], array[time '03:04:05.8'], array[timestamp '2024-01-02 03:04:05'], array[timestamptz '2024-01-15 12:34:56+09']",
			`{"arrayValue":{"stringValues":["2024-01-02"]}},{"arrayValue":{"stringValues":["03:04:05.800"]}},{"arrayValue":{"stringValues":["2024-01-02 03:04:05"]}},{"arrayValue":{"stringValues":["2024-01-15 03:34:56"]}}`)),
	},
	{
		id: "array-json", claim: "json[] and jsonb[] are stringValues, each element written anew.",
		source: operations + "; " + proxy, grade: seen, verdict: same,
		check: calls(gives(`select array['{"a": 1}'::json], array['[1, 2]'::jsonb]`, `{"arrayValue":{"stringValues":["{\"a\":1}"]}},{"arrayValue":{"stringValues":["[1,2]"]}}`)),
	},
	{
		id: "array-numeric", claim: "numeric[] is stringValues.",
		source: client2025 + "; " + proxy, grade: seen, verdict: same,
		check: calls(gives("select array[1.50, 2]", `{"arrayValue":{"stringValues":["1.50","2"]}}`)),
	},
	{
		id: "array-nulls", claim: "A NULL element is null in the list.",
		source: client2025 + "; aws/aws-sdk-go-v2 service/rdsdata CHANGELOG.md", grade: seen, verdict: same,
		check: calls(gives("select '{1,NULL,3}'::int4[], array['a', null], '{NULL}'::bool[], '{NULL}'::float8[]",
			`{"arrayValue":{"longValues":[1,null,3]}},{"arrayValue":{"stringValues":["a",null]}},{"arrayValue":{"booleanValues":[null]}},{"arrayValue":{"doubleValues":[null]}}`)),
	},
	{
		id: "array-empty", claim: "An empty array is an empty list.",
		source: client2025, grade: seen, verdict: same, note: "Under which member is unknown; here under that of the element type.",
		check: calls(gives("select '{}'::int4[], '{}'::text[]", `{"arrayValue":{"longValues":[]}},{"arrayValue":{"stringValues":[]}}`)),
	},
	{
		id: "array-null", claim: "NULL in the place of an array is isNull.",
		source: client2025, grade: seen, verdict: same,
		check: calls(gives("select null::int4[]", `{"isNull":true}`)),
	},
	{
		id: "array-bounds", claim: "Bounds other than 1 are dropped.",
		source: ez4, grade: secondHand, verdict: same,
		check: calls(gives("select '[0:1]={1,2}'::int4[]", `{"arrayValue":{"longValues":[1,2]}}`)),
	},
	{
		id: "array-multidimensional", claim: "An array of more than one dimension is refused.",
		source: proxy + "; " + difference, grade: seen, verdict: same, note: "The full stop at the end of the message is a guess.",
		check: calls(fails("select array[[1,2],[3,4]]", unsupportedResult, "The result contains a multidimensional array.")),
	},
	{
		id: "array-agg", claim: "array_agg of integers is longValues.",
		source: "localstack/localstack#13051", grade: seen, verdict: same,
		check: calls(gives("select array_agg(g::oid::int) from generate_series(1, 3) g", `{"arrayValue":{"longValues":[1,2,3]}}`)),
	},
	{
		id: "array-oid", claim: "oid[] and bytea[] are returned.",
		source: proxy, grade: seen, verdict: same, note: "Under which member and in which form is unknown; here as stringValues, of bytea PostgreSQL's hex text.",
		check: calls(gives(`select '{1,2}'::oid[], array['\x00ff'::bytea]`, `{"arrayValue":{"stringValues":["1","2"]}},{"arrayValue":{"stringValues":["\\x00ff"]}}`)),
	},
	{
		id: "array-bit", claim: "bit[] is returned.",
		source: operations, grade: documented, verdict: same, note: "Under which member and in which form is unknown; here as stringValues of the bits.",
		check: calls(gives("select '{101,010}'::bit(3)[]", `{"arrayValue":{"stringValues":["101","010"]}}`)),
	},
	{
		id: "array-refused", claim: "Arrays outside the documented list are refused, those of returned scalars too.",
		source: operations, grade: inferred, verdict: same,
		check: transacts(
			runs("create type pg_temp.mood as enum ('sad', 'ok')"),
			refusesType("array[inet '::1']", "INET[]"), refusesType("array[interval '1 day']", "INTERVAL[]"), refusesType(`array['a'::"char"]`, `"CHAR"[]`),
			refusesType("array[int4range(1, 2)]", "INT4RANGE[]"), refusesType("array['ok'::pg_temp.mood]", "_mood")),
	},
	{
		id: "array-infinity", claim: "An infinite date in an array fails as one outside does.",
		source: proxy, grade: inferred, verdict: same,
		check: calls(failsInternally("select array['infinity'::date]")),
	},
}
