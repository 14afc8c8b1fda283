package emulator_test

import (
	"net/http"
	"testing"
)

var (
	doubles   = members{"decimalReturnType": "DOUBLE_OR_LONG"}
	longTexts = members{"longReturnType": "STRING"}
)

// givesWith is gives with resultSetOptions.
func givesWith(options members, sql, want string) step {
	return func(t *testing.T, c caller) {
		t.Helper()
		got := c.call(t, "/Execute", members{"sql": sql, "resultSetOptions": options}).result(t).Records
		if string(got) != "[["+want+"]]" {
			t.Errorf("%s: records are %s\nwant [[%s]]", sql, got, want)
		}
	}
}

var formatClaims = []claim{
	{
		id: "options-long", claim: "longReturnType STRING makes a stringValue of each long.",
		source: operations + "; " + jsonPage, grade: documented, verdict: same,
		check: calls(givesWith(longTexts, "select 1::int2, 2::int4, 9223372036854775807::int8, 0.5::float8",
			`{"stringValue":"1"},{"stringValue":"2"},{"stringValue":"9223372036854775807"},{"doubleValue":0.5}`)),
	},
	{
		id: "options-decimal", claim: "decimalReturnType DOUBLE_OR_LONG makes a number of numeric.",
		source: jsonPage, grade: documented, verdict: same,
		check: calls(givesWith(doubles, "select 19.99, 7::numeric", `{"doubleValue":19.99},{"longValue":7}`)),
	},
	{
		id: "options-decimal-member", claim: "When is such a number a longValue?",
		verdict: unknown, note: "When it has no decimal places and fits: 10 is a longValue, 10.00 a doubleValue.",
		check: calls(givesWith(doubles, "select 10::numeric, 10.00, 9223372036854775808", `{"longValue":10},{"doubleValue":10},{"doubleValue":9223372036854776000}`)),
	},
	{
		id: "options-arrays", claim: "Do the options reach into arrays?",
		verdict: unknown, note: "No.",
		check: calls(
			givesWith(longTexts, "select array[1, 2]", `{"arrayValue":{"longValues":[1,2]}}`),
			givesWith(doubles, "select array[1.5]", `{"arrayValue":{"stringValues":["1.5"]}}`)),
	},
	{
		id: "json-objects", claim: "formatRecordsAs JSON gives one text: an array with an object for each row, keyed by the labels of the columns.",
		source: jsonPage, grade: documented, verdict: same,
		check: calls(
			formats(`select g as n, 'x"' as "the text" from generate_series(1, 2) g`, `[{"n":1,"the text":"x\""},{"n":2,"the text":"x\""}]`),
			formats("select 1 as n where false", `[]`)),
	},
	{
		id: "json-values", claim: "Numbers, booleans and null stand bare, blobs in base64, dates and times as strings.",
		source: jsonPage, grade: documented, verdict: same,
		check: calls(formats(`select 7 as l, true as b, null as z, '\x00ff'::bytea as x, date '2024-01-02' as d, timestamptz '2024-01-02 03:04:05.5Z' as t`,
			`[{"l":7,"b":true,"z":null,"x":"AP8=","d":"2024-01-02","t":"2024-01-02 03:04:05.500"}]`)),
	},
	{
		id: "json-floats", claim: "A float keeps its point, and extremes stand as Java writes them: `10.0`, `4.9E-324`, `1.7976931348623157E308`.",
		source: jsonPage, grade: documented, verdict: same, note: "The samples are older than today's generation, which may write floats otherwise.",
		check: calls(formats("select 10::float8 as a, 4.9e-324::float8 as b, 1.7976931348623157e308::float8 as c, 0.5::float4 as d",
			`[{"a":10.0,"b":4.9E-324,"c":1.7976931348623157E308,"d":0.5}]`)),
	},
	{
		id: "json-decimals", claim: "numeric is a string, unless decimalReturnType asks for a number; longReturnType makes strings of longs.",
		source: jsonPage, grade: documented, verdict: same,
		check: calls(
			formats("select 1.50 as n", `[{"n":"1.50"}]`),
			formatsWith(members{"sql": "select 1.50 as n", "resultSetOptions": doubles}, `[{"n":1.5}]`),
			formatsWith(members{"sql": "select 7 as n", "resultSetOptions": longTexts}, `[{"n":"7"}]`)),
	},
	{
		id: "json-arrays", claim: "Arrays are arrays of JSON.",
		source: jsonPage, grade: documented, verdict: same,
		check: calls(formats("select '{1,NULL}'::int4[] as a, array['x'] as b", `[{"a":[1,null],"b":["x"]}]`)),
	},
	{
		id: "json-label", claim: "The key of an expression without an alias is what PostgreSQL calls it.",
		source: jsonPage, grade: inferred, verdict: same,
		check: calls(formats("select 1", `[{"?column?":1}]`), formats("select count(*)", `[{"count":1}]`)),
	},
	{
		id: "json-duplicates", claim: "Two columns with one label are an error.",
		source: jsonPage, grade: documented, verdict: same, note: "The exception, BadRequestException, and its text are guesses.",
		check: calls(failsWith(members{"sql": "select 1 as a, 2 as a", "formatRecordsAs": "JSON"}, "BadRequestException", "The column labels of a result formatted as JSON must be unique.")),
	},
	{
		id: "json-ignored", claim: "formatRecordsAs is ignored for statements that return no rows.",
		source: model, grade: documented, verdict: same,
		check: transacts(answers("/Execute", members{"sql": "create temp table t (n int4)", "formatRecordsAs": "JSON"}, `{"generatedFields":[],"numberOfRecordsUpdated":0}`)),
	},
	{
		id: "json-refused", claim: "Types that are refused as records are refused as JSON.",
		source: jsonPage, grade: inferred, verdict: same,
		check: calls(failsWith(members{"sql": "select interval '1 day' as i", "formatRecordsAs": "JSON"}, unsupportedResult, "The result contains the unsupported data type INTERVAL.")),
	},
	{
		id: "count-select", claim: "numberOfRecordsUpdated of a query is 0.",
		source: calling, grade: documented, verdict: same,
		check: calls(updates("select generate_series(1, 3)", 0)),
	},
	{
		id: "count-changes", claim: "numberOfRecordsUpdated of INSERT, UPDATE and DELETE is the number of rows.",
		source: calling, grade: documented, verdict: same,
		check: transacts(
			runs("create temp table t (n int4)"),
			updates("insert into t select generate_series(1, 5)", 5),
			updates("update t set n = n where n > 1", 4),
			updates("delete from t where n > 3", 2),
			updates("delete from t where n > 3", 0)),
	},
	{
		id: "count-returning", claim: "numberOfRecordsUpdated of INSERT … RETURNING is 0, and the rows are records.",
		source: "jeremydaly/data-api-client#81; " + floci, grade: seenEarlier, verdict: same,
		check: transacts(
			runs("create temp table t (n int4)"),
			answers("/Execute", members{"sql": "insert into t values (1), (2) returning n", "database": nil}, `{"numberOfRecordsUpdated":0,"records":[[{"longValue":1}],[{"longValue":2}]]}`)),
	},
	{
		id: "count-others", claim: "What is numberOfRecordsUpdated of statements whose command tag has a count and that change no rows, such as CREATE TABLE AS and MOVE?",
		verdict: unknown, note: "0.",
		check: transacts(
			updates("create temp table t as select generate_series(1, 3)", 0),
			runs("declare c cursor for select generate_series(1, 3)"),
			updates("move 2 from c", 0)),
	},
	{
		id: "generated-fields", claim: "generatedFields is always empty on PostgreSQL.",
		source: calling, grade: documented, verdict: same,
		check: transacts(
			runs("create temp table t (id int4 generated always as identity, n int4)"),
			answers("/Execute", members{"sql": "insert into t (n) values (1)", "database": nil}, `{"generatedFields":[],"numberOfRecordsUpdated":1}`)),
	},
}

// wantStatus wants an answer to have a status, whatever it says.
func (a answer) wantStatus(t *testing.T, status int) {
	t.Helper()
	if a.status != status {
		t.Errorf("answered %s, want %d %s", a, status, http.StatusText(status))
	}
}
