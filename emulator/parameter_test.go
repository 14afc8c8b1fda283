package emulator_test

import (
	"math"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/rdsdata/types"
)

// TestParameterTypes shows what each kind of value is to the database.
func TestParameterTypes(t *testing.T) {
	tests := []struct {
		name  string
		param types.SqlParameter
		typ   string
		text  string
	}{
		{name: "string", param: param("p", str("it's")), typ: "text", text: "it's"},
		{name: "empty string", param: param("p", str("")), typ: "text"},
		{name: "long", param: param("p", long(math.MinInt64)), typ: "bigint", text: "-9223372036854775808"},
		{name: "double", param: param("p", double(0.1)), typ: "double precision", text: "0.1"},
		{name: "not a number", param: param("p", double(math.NaN())), typ: "double precision", text: "NaN"},
		{name: "infinity", param: param("p", double(math.Inf(-1))), typ: "double precision", text: "-Infinity"},
		{name: "boolean", param: param("p", boolean(true)), typ: "boolean", text: "true"},
		{name: "blob", param: param("p", blob("\x00\xff")), typ: "bytea", text: `\x00ff`},
		{name: "empty blob", param: param("p", blob("")), typ: "bytea", text: `\x`},
		{name: "UUID", param: hinted("p", types.TypeHintUuid, str("0b5B1c8e-0000-4000-8000-00000000000A")), typ: "uuid", text: "0b5b1c8e-0000-4000-8000-00000000000a"},
		{name: "JSON", param: hinted("p", types.TypeHintJson, str(`{"b":1,"a":[1e3]}`)), typ: "jsonb", text: `{"a": [1000], "b": 1}`},
		{name: "TIMESTAMP", param: hinted("p", types.TypeHintTimestamp, str("2024-02-29 23:59:59.999")), typ: "timestamp without time zone", text: "2024-02-29 23:59:59.999"},
		{name: "DATE", param: hinted("p", types.TypeHintDate, str("2024-02-29")), typ: "date", text: "2024-02-29"},
		{name: "TIME", param: hinted("p", types.TypeHintTime, str("23:59:59")), typ: "time without time zone", text: "23:59:59"},
		{name: "DECIMAL", param: hinted("p", types.TypeHintDecimal, str("-12.50")), typ: "numeric", text: "-12.50"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			row := execute(t, shared, statement(shared, "select pg_typeof(:p)::text, :p::text", test.param)).Records[0]
			if typ := plain(row[0]); typ != test.typ {
				t.Errorf("type is %v, want %s", typ, test.typ)
			}
			if text := plain(row[1]); text != test.text {
				t.Errorf("text is %v, want %s", text, test.text)
			}
		})
	}
}

// TestParametersAssign shows that values of the service's types go into columns
// that take them by assignment, and that NULL goes into any.
func TestParametersAssign(t *testing.T) {
	table(t, "parameters_assign", "i2 int2, i4 int4, n numeric, v varchar(9), j json, a int[], u uuid, tz timestamptz")
	execute(t, shared, statement(shared, "insert into parameters_assign values (:i, :i, :d, :s, :j, :null, :null, :ts)",
		param("i", long(7)), param("d", double(1.5)), param("s", str("text")), param("null", null()),
		hinted("j", types.TypeHintJson, str(`[1]`)), hinted("ts", types.TypeHintTimestamp, str("2024-01-02 03:04:05"))))
	if got := backend(t, "set timezone to 'UTC'", "select parameters_assign::text from parameters_assign"); got != `(7,7,1.5,text,[1],,,"2024-01-02 03:04:05+00")` {
		t.Errorf("the row is %s", got)
	}
}

func TestParametersRefused(t *testing.T) {
	tests := []struct {
		name    string
		sql     string
		params  []types.SqlParameter
		code    string
		message string
	}{
		{name: "string for an integer", sql: "select 1 where 1 = :s", params: []types.SqlParameter{param("s", str("1"))},
			code:    "DatabaseErrorException",
			message: "ERROR: operator does not exist: integer = text; Hint: No operator matches the given name and argument types. You might need to add explicit type casts.; Position: 18; SQLState: 42883"},
		{name: "string for a uuid", sql: "select gen_random_uuid() = :s", params: []types.SqlParameter{param("s", str("1"))},
			code:    "DatabaseErrorException",
			message: "ERROR: operator does not exist: uuid = text; Hint: No operator matches the given name and argument types. You might need to add explicit type casts.; Position: 26; SQLState: 42883"},
		{name: "one bind per occurrence", sql: "select date_trunc(:u, d) from (select now() as d) t group by date_trunc(:u, d)", params: []types.SqlParameter{param("u", str("day"))},
			code: "DatabaseErrorException", message: `ERROR: column "t.d" must appear in the GROUP BY clause or be used in an aggregate function; Position: 23; SQLState: 42803`},
		{name: "second of two missing", sql: "select :a, :b", params: []types.SqlParameter{param("a", long(1))}, code: "DatabaseErrorException",
			message: `ERROR: bind message supplies 1 parameters, but prepared statement "sqlx_s_1" requires 2; SQLState: 08P01`},
		{name: "missing", sql: "select :a", code: "DatabaseErrorException",
			message: `ERROR: bind message supplies 0 parameters, but prepared statement "sqlx_s_1" requires 1; SQLState: 08P01`},
		{name: "raw number", sql: "select $1", code: "DatabaseErrorException",
			message: `ERROR: bind message supplies 0 parameters, but prepared statement "sqlx_s_1" requires 1; SQLState: 08P01`},
		{name: "slice", sql: "select (array[1,2,3])[1:2]", code: "DatabaseErrorException",
			message: `ERROR: syntax error at or near "$1"; Position: 24; SQLState: 42601`},
		{name: "extra", sql: "select 1", params: []types.SqlParameter{param("a", long(1))},
			code: "ValidationException", message: "Cannot find parameter: a"},
		{name: "twice", sql: "select :a", params: []types.SqlParameter{param("a", long(1)), param("a", long(1))},
			code: "ValidationException", message: `Parameter "a" is given more than once`},
		{name: "array", sql: "select :a", params: []types.SqlParameter{param("a", &types.FieldMemberArrayValue{Value: &types.ArrayValueMemberLongValues{}})},
			code: "ValidationException", message: "Array parameters are not supported."},
		{name: "hint on a number", sql: "select :a", params: []types.SqlParameter{hinted("a", types.TypeHintDecimal, long(1))},
			code: "ValidationException", message: `Parameter "a" has the type hint DECIMAL and a value that is no string`},
		{name: "unknown hint", sql: "select :a", params: []types.SqlParameter{hinted("a", "INET", str("::1"))},
			code:    "ValidationException",
			message: "1 validation error detected: Value at 'parameters.1.member.typeHint' failed to satisfy constraint: Member must satisfy enum value set: [JSON, UUID, TIMESTAMP, DATE, TIME, DECIMAL]"},
		{name: "zero byte in a string", sql: "select :a", params: []types.SqlParameter{param("a", str("\x00"))},
			code: "DatabaseErrorException", message: `ERROR: invalid byte sequence for encoding "UTF8": 0x00; Where: unnamed portal parameter $1; SQLState: 22021`},
		{name: "zero byte in the statement", sql: "select '\x00'",
			code: "DatabaseErrorException", message: `ERROR: invalid byte sequence for encoding "UTF8": 0x00; SQLState: 22021`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			refuse(t, shared, statement(shared, test.sql, test.params...), test.code, test.message)
		})
	}
}

// TestDollarQuotesRewritten shows the service's weakness as it was observed.
func TestDollarQuotesRewritten(t *testing.T) {
	if got := value(t, execute(t, shared, statement(shared, "SELECT $$a :b c$$"))); got != "a $1 c" {
		t.Errorf("the text is %q, want %q", got, "a $1 c")
	}
}

func TestHintTexts(t *testing.T) {
	tests := []struct {
		hint types.TypeHint
		good []string
		bad  []string
	}{
		{hint: types.TypeHintUuid, bad: []string{"", "0b5b1c8e00004000800000000000000a", "{0b5b1c8e-0000-4000-8000-00000000000a}", "0b5b1c8e-0000-4000-8000-00000000000g"}},
		{hint: types.TypeHintJson, good: []string{"null", ` {"a": "b"} `, "128e300"}, bad: []string{"", "{", "1 2", "1e400", `{"a":1e999}`, "NaN"}},
		{hint: types.TypeHintTimestamp, good: []string{"2024-01-02 03:04:05"}, bad: []string{"", "2024-01-02", "2024-01-02T03:04:05", "2024-01-02 03:04:05Z", "2024-01-02 03:04:05.123456", "2024-02-30 00:00:00", "infinity", "now"}},
		{hint: types.TypeHintDate, bad: []string{"", "2024-1-2", "2024-02-30", "2024-01-02 00:00:00", "today"}},
		{hint: types.TypeHintTime, good: []string{"03:04:05.006"}, bad: []string{"", "3:04:05", "03:04", "24:00:00", "03:04:05,006", "03:04:05.123456", "03:04:05+01"}},
		{hint: types.TypeHintDecimal, good: []string{"1", "+1.50", "1e-3"}, bad: []string{"", " 1", "1.", ".5", "NaN", "1,5", "0x10"}},
	}
	for _, test := range tests {
		for _, text := range test.good {
			execute(t, shared, statement(shared, "select (:a)::text", hinted("a", test.hint, str(text))))
		}
		for _, text := range test.bad {
			code, message := "ValidationException", `Parameter "a" has a value that is not a valid `+string(test.hint)
			if test.hint == types.TypeHintTimestamp {
				code, message = "DatabaseErrorException", parseErrorTimestamp
			}
			refuse(t, shared, statement(shared, "select (:a)::text", hinted("a", test.hint, str(text))), code, message)
		}
	}
}
