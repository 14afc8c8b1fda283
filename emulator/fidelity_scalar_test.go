package emulator_test

import "testing"

const unsupportedResult = "UnsupportedResultException"

// refusesType wants the result of an expression to be refused for its type.
func refusesType(expression, display string) step {
	return fails("select "+expression, unsupportedResult, "The result contains the unsupported data type "+display+".")
}

// failsInternally wants the failure that has no message.
func failsInternally(sql string) step { return fails(sql, "InternalFailure", "") }

var scalarClaims = []claim{
	{
		id: "type-bool", claim: "bool is a booleanValue.",
		source: client2025, grade: seen, verdict: same,
		check: calls(gives("select true, false", `{"booleanValue":true},{"booleanValue":false}`)),
	},
	{
		id: "type-integers", claim: "int2, int4 and int8 are a longValue.",
		source: client2025, grade: seen, verdict: same,
		check: calls(gives("select '-32768'::int2, 2147483647::int4, '-9223372036854775808'::int8", `{"longValue":-32768},{"longValue":2147483647},{"longValue":-9223372036854775808}`)),
	},
	{
		id: "type-count", claim: "`count(*)` is a longValue.",
		source: client2025, grade: seen, verdict: same,
		check: calls(gives("select count(*)", `{"longValue":1}`)),
	},
	{
		id: "type-oid", claim: "oid is a stringValue of its digits.",
		source: "localstack/localstack#13050", grade: seen, verdict: same,
		note:  "The one source is a report that quotes the service; take a longValue too.",
		check: calls(gives("select 4294967295::oid", `{"stringValue":"4294967295"}`)),
	},
	{
		id: "type-float4", claim: "float4 is a doubleValue, widened: 0.1 becomes 0.10000000149011612.",
		source: proxy, grade: seen, verdict: same,
		check: calls(gives("select 0.1::float4, 16::float4", `{"doubleValue":0.10000000149011612},{"doubleValue":16}`)),
	},
	{
		id: "type-float8", claim: "float8 is a doubleValue.",
		source: client2025, grade: seen, verdict: same,
		check: calls(gives("select 0.1::float8 + 0.2::float8", `{"doubleValue":0.30000000000000004}`)),
	},
	{
		id: "type-numeric", claim: "numeric is a stringValue that keeps its scale.",
		source: client2025, grade: seen, verdict: same,
		check: calls(gives("select 19.99, 123456.7890, 10.00, 12345678901234567890123456789", `{"stringValue":"19.99"},{"stringValue":"123456.7890"},{"stringValue":"10.00"},{"stringValue":"12345678901234567890123456789"}`)),
	},
	{
		id: "type-numeric-nan", claim: "What is the NaN of numeric?",
		verdict: unknown, note: "The stringValue NaN.",
		check: calls(gives("select 'NaN'::numeric", `{"stringValue":"NaN"}`)),
	},
	{
		id: "type-text", claim: "text and varchar are a stringValue.",
		source: client2025, grade: seen, verdict: same,
		check: calls(gives(`select 'é"\'::text, ''::varchar(3)`, `{"stringValue":"é\"\\"},{"stringValue":""}`)),
	},
	{
		id: "type-bpchar", claim: "char(n) is a stringValue with its blanks.",
		source: ez4, grade: secondHand, verdict: same,
		check: calls(gives("select 'a'::char(3)", `{"stringValue":"a  "}`)),
	},
	{
		id: "type-char", claim: "`\"char\"` is refused, and its name in the message has quotes.",
		source: repro + "; anomalyco/kysely-data-api#38", grade: seen, verdict: same,
		check: calls(refusesType(`'a'::"char"`, `"CHAR"`)),
	},
	{
		id: "type-name", claim: "name is a stringValue.",
		source: proxy, grade: seen, verdict: same,
		check: calls(gives("select 'pg_class'::name", `{"stringValue":"pg_class"}`)),
	},
	{
		id: "type-uuid", claim: "uuid is a stringValue in lower case.",
		source: client2025, grade: seen, verdict: same,
		check: calls(gives("select '0B5B1C8E-0000-4000-8000-00000000000A'::uuid", `{"stringValue":"`+someUUID+`"}`)),
	},
	{
		id: "type-bytea", claim: "bytea is a blobValue.",
		source: client2025, grade: seen, verdict: same,
		check: calls(gives(`select '\x00ff'::bytea, ''::bytea`, `{"blobValue":"AP8="},{"blobValue":""}`)),
	},
	{
		id: "type-json", claim: "json and jsonb are a stringValue, written anew without white space.",
		source: pythonTest, grade: seen, verdict: same,
		check: calls(gives(`select '{"x": 0, "y": "0", "z": [0, 0, 1]}'::jsonb, ' { "x" : 0 , "z" : [ 0 , null ] } '::json`,
			`{"stringValue":"{\"x\":0,\"y\":\"0\",\"z\":[0,0,1]}"},{"stringValue":"{\"x\":0,\"z\":[0,null]}"}`)),
	},
	{
		id: "type-json-keys", claim: "What becomes of the order of keys, of repeated keys and of the form of numbers in a json value?",
		verdict: unknown, note: "Keys stay as they stand, repeated ones too; a number that is no 64-bit integer becomes the shortest text of its double.",
		check: calls(gives(`select '{"b": 1, "a": 2, "b": 3}'::json, '[10.50, 1e2, 18446744073709551615]'::json`,
			`{"stringValue":"{\"b\":1,\"a\":2,\"b\":3}"},{"stringValue":"[10.5,100.0,18446744073709551615]"}`)),
	},
	{
		id: "type-json-big", claim: "A document with a number beyond a double fails.",
		source: pythonTest, grade: seen, verdict: same,
		note: "How it fails is unknown; here like an infinite date.",
		check: calls(
			runs("select '"+big128+"'::jsonb"),
			failsInternally("select '1e999'::jsonb")),
	},
	{
		id: "type-date", claim: "date is a stringValue of `YYYY-MM-DD`.",
		source: client2025, grade: seen, verdict: same,
		check: calls(gives("select date '2024-02-29'", `{"stringValue":"2024-02-29"}`)),
	},
	{
		id: "type-time", claim: "time is a stringValue of `HH:MM:SS` and a fraction.",
		source: ez4, grade: secondHand, verdict: same,
		check: calls(gives("select time '03:04:05', time '03:04:05.25'", `{"stringValue":"03:04:05"},{"stringValue":"03:04:05.250"}`)),
	},
	{
		id: "type-timestamp", claim: "timestamp is a stringValue of `YYYY-MM-DD HH:MM:SS` and a fraction.",
		source: pythonTest, grade: seen, verdict: same,
		check: calls(gives("select timestamp '2024-01-15 12:34:56'", `{"stringValue":"2024-01-15 12:34:56"}`)),
	},
	{
		id: "type-fraction", claim: "A fraction has no digits when it is zero, three when milliseconds suffice, else six.",
		source: ez4, grade: secondHand, verdict: same,
		check: calls(gives("select time '00:00:00.0', time '00:00:00.8', time '00:00:00.8551', timestamptz '2024-01-15 00:00:00.000001Z'",
			`{"stringValue":"00:00:00"},{"stringValue":"00:00:00.800"},{"stringValue":"00:00:00.855100"},{"stringValue":"2024-01-15 00:00:00.000001"}`)),
	},
	{
		id: "type-timestamptz", claim: "timestamptz is the wall clock of UTC, without an offset.",
		source: proxy, grade: seen, verdict: same,
		check: calls(gives("select '2024-01-15 12:34:56+09'::timestamptz", `{"stringValue":"2024-01-15 03:34:56"}`)),
	},
	{
		id: "type-timestamptz-zone", claim: "timestamptz stays UTC after SET LOCAL TIME ZONE.",
		source: ez4, grade: secondHand, verdict: same,
		check: transacts(
			runs("set local time zone 'Asia/Kolkata'"),
			gives("select '2024-01-15 12:34:56+09'::timestamptz, '2024-01-15 12:34:56+09'::timestamptz::text", `{"stringValue":"2024-01-15 03:34:56"},{"stringValue":"2024-01-15 09:04:56+05:30"}`)),
	},
	{
		id: "type-early-years", claim: "Years before 1000 have four digits.",
		source: ez4, grade: secondHand, verdict: same,
		check: calls(gives("select timestamp '0999-01-01 00:00:00'", `{"stringValue":"0999-01-01 00:00:00"}`)),
	},
	{
		id: "type-far-years", claim: "What is a year after 9999 or before 1?",
		verdict: unknown, note: "The astronomical year with its sign: 10000 is +10000, 44 BC is -0043.",
		check: calls(gives("select date '10000-01-01', date '0044-03-15 BC'", `{"stringValue":"+10000-01-01"},{"stringValue":"-0043-03-15"}`)),
	},
	{
		id: "type-midnight", claim: "What is the time 24:00:00?",
		verdict: unknown, note: "00:00:00.",
		check: calls(gives("select time '24:00:00'", `{"stringValue":"00:00:00"}`)),
	},
	{
		id: "type-infinity", claim: "infinity in a date, timestamp or timestamptz is InternalFailure, 500, without a message.",
		source: proxy + "; drizzle-team/drizzle-orm#5308", grade: seen, verdict: same,
		check: calls(
			failsInternally("select 'infinity'::date"),
			failsInternally("select '-infinity'::timestamp"),
			failsInternally("select 'infinity'::timestamptz")),
	},
	{
		id: "type-timetz", claim: "timetz is refused.",
		source: ez4, grade: secondHand, verdict: same,
		check: calls(refusesType("'03:04:05+01'::timetz", "TIMETZ")),
	},
	{
		id: "type-interval", claim: "interval is refused.",
		source: proxy + "; " + floci, grade: seen, verdict: same,
		check: calls(refusesType("interval '1 day'", "INTERVAL")),
	},
	{
		id: "type-money", claim: "money is refused.",
		source: difference + "; " + floci, grade: documented, verdict: same,
		check: calls(refusesType("1::money", "MONEY")),
	},
	{
		id: "type-geometric", claim: "The geometric types are refused.",
		source: difference + "; " + floci, grade: documented, verdict: same,
		check: calls(
			refusesType("point '(1,2)'", "POINT"), refusesType("line '{1,2,3}'", "LINE"), refusesType("lseg '[(1,2),(3,4)]'", "LSEG"),
			refusesType("box '((1,2),(3,4))'", "BOX"), refusesType("path '((1,2),(3,4))'", "PATH"),
			refusesType("polygon '((1,2),(3,4))'", "POLYGON"), refusesType("circle '<(1,2),3>'", "CIRCLE")),
	},
	{
		id: "type-xml", claim: "xml is refused.",
		source: proxy, grade: seen, verdict: same, note: "The lower case of its name in the message is inferred.",
		check: calls(refusesType("'<a/>'::xml", "xml")),
	},
	{
		id: "type-regclass", claim: "regclass is refused under its own name, in lower case.",
		source: repro, grade: seen, verdict: same,
		check: calls(refusesType("'pg_class'::regclass", "regclass")),
	},
	{
		id: "type-regtype", claim: "regtype and its array are refused.",
		source: proxy, grade: seen, verdict: same, note: "The names in the messages are inferred.",
		check: calls(refusesType("'int4'::regtype", "regtype"), refusesType("array['int4'::regtype]", "_regtype")),
	},
	{
		id: "type-macaddr", claim: "macaddr is refused.",
		source: client2025, grade: seen, verdict: same, note: "The message is inferred.",
		check: calls(refusesType("macaddr '08:00:2b:01:02:03'", "MACADDR")),
	},
	{
		id: "type-inet", claim: "inet and cidr are a stringValue.",
		source: operations + "; " + client2025, grade: seen, verdict: same, note: "Whether a host shows its mask is unknown; here the text is PostgreSQL's.",
		check: calls(gives("select inet '10.0.0.1', inet '10.0.0.1/8', cidr '10.0.0.0/8'", `{"stringValue":"10.0.0.1"},{"stringValue":"10.0.0.1/8"},{"stringValue":"10.0.0.0/8"}`)),
	},
	{
		id: "type-enum", claim: "An enum is a stringValue of its label.",
		source: operations, grade: documented, verdict: same,
		check: transacts(runs("create type pg_temp.mood as enum ('sad', 'ok')"), gives("select 'ok'::pg_temp.mood", `{"stringValue":"ok"}`)),
	},
	{
		id: "type-ranges", claim: "int4range and numrange are returned.",
		source: client2025, grade: seen, verdict: same, note: "In which form nobody wrote down; here as PostgreSQL's text.",
		check: calls(gives("select int4range(1, 3), numrange(1.5, null)", `{"stringValue":"[1,3)"},{"stringValue":"[1.5,)"}`)),
	},
	{
		id: "type-ranges-refused", claim: "daterange and tsrange are refused.",
		source: client2025, grade: seen, verdict: same, note: "The messages are inferred.",
		check: calls(refusesType("daterange('2024-01-01', '2024-01-02')", "DATERANGE"), refusesType("tsrange('2024-01-01', '2024-01-02')", "TSRANGE")),
	},
	{
		id: "type-ranges-unknown", claim: "Are int8range and tstzrange returned?",
		verdict: unknown, note: "They are refused.",
		check: calls(refusesType("int8range(1, 2)", "INT8RANGE"), refusesType("tstzrange(now(), null)", "TSTZRANGE")),
	},
	{
		id: "type-bit", claim: "Are bit and varbit returned, whose arrays are documented and they are not?",
		verdict: unknown, note: "They are refused.",
		check: calls(refusesType("b'101'", "BIT"), refusesType("'101'::varbit", "VARBIT")),
	},
	{
		id: "type-vector", claim: "pgvector's vector is returned.",
		source: operations, grade: documented, verdict: same, note: "In which field and form is unknown; here as a stringValue of the extension's text.",
		check: checkVector,
	},
	{
		id: "type-void", claim: "The result of a void function is an empty stringValue.",
		source: "localstack/localstack#11690", grade: seen, verdict: same,
		check: transacts(gives("select pg_advisory_xact_lock(1)", `{"stringValue":""}`)),
	},
	{
		id: "type-unknown", claim: "A bare `SELECT NULL` is a NULL of type text.",
		source: ez4, grade: secondHand, verdict: same,
		check: calls(gives("select null", `{"isNull":true}`), describes("select null", `{"typeName":"text"}`)),
	},
	{
		id: "type-domain", claim: "A domain is returned as its base type, which is all that PostgreSQL tells of it.",
		source: "PostgreSQL's row descriptions", grade: inferred, verdict: same,
		check: transacts(runs("create domain pg_temp.positive as int4 check (value > 0)"), gives("select 7::pg_temp.positive", `{"longValue":7}`)),
	},
	{
		id: "type-names", claim: "A refused type that the service's database library knows is named in upper case, any other by its `typname`.",
		source: proxy + "; " + repro, grade: inferred, verdict: same,
		check: transacts(
			runs("create type pg_temp.pair as (a int4, b int4)"),
			refusesType("macaddr8 '08:00:2b:01:02:03:04:05'", "MACADDR8"), refusesType("jsonpath '$.a'", "JSONPATH"), refusesType("row(1, 2)", "RECORD"),
			refusesType("'a'::tsvector", "tsvector"), refusesType("'a'::tsquery", "tsquery"), refusesType("'0/0'::pg_lsn", "pg_lsn"),
			refusesType("(1, 2)::pg_temp.pair", "pair")),
	},
	{
		id: "type-refused-empty", claim: "A result without rows is never refused for its types, and has metadata.",
		source: proxy, grade: seen, verdict: same,
		check: calls(
			givesRecords("select interval '1 day' where false", `[]`),
			describes("select interval '1 day' as i, 'pg_class'::regclass as r where false", `{"label":"i","typeName":"interval"}`, `{"label":"r","typeName":"regclass"}`)),
	},
	{
		id: "type-refused-null", claim: "Is a column of a refused type refused when it holds nothing but NULL?",
		verdict: unknown, note: "Yes.",
		check: calls(refusesType("null::interval", "INTERVAL")),
	},
}

// checkVector uses a stand-in for pgvector, which is not everywhere, under its
// type's name. Only a superuser may make one.
func checkVector(t *testing.T) {
	administer(t,
		"create type public.vector",
		"create function public.vector_in(cstring) returns public.vector language internal immutable strict as 'textin'",
		"create function public.vector_out(public.vector) returns cstring language internal immutable strict as 'textout'",
		"create type public.vector (input = public.vector_in, output = public.vector_out)")
	t.Cleanup(func() { administer(t, "drop type public.vector cascade") })
	calls(gives("select '[1,2.5]'::public.vector", `{"stringValue":"[1,2.5]"}`))(t)
}
