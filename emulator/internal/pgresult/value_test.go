package pgresult_test

import (
	"encoding/json"
	"errors"
	"testing"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
	"github.com/auroradataapi/auroradataapi/emulator/internal/pgresult"
)

// customTypes makes the types that the tests of values use.
const customTypes = `
CREATE TYPE mood AS ENUM ('happy', 'so so');
CREATE TYPE pair AS (a int, b text);
CREATE DOMAIN positive AS int CHECK (value > 0);
CREATE DOMAIN label AS varchar(20);
CREATE TYPE vector;
CREATE FUNCTION vector_in(cstring) RETURNS vector LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION vector_out(vector) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
CREATE TYPE vector (INPUT = vector_in, OUTPUT = vector_out, LIKE = text);
CREATE FUNCTION nothing() RETURNS void LANGUAGE plpgsql AS 'BEGIN END';
`

func TestReturnedValues(t *testing.T) {
	conn := connect(t)
	temporarySchema(t, conn, customTypes)
	tests := []struct {
		name string
		sql  string // one expression
		want string // the Field as JSON
	}{
		{"true", `true`, `{"booleanValue":true}`},
		{"false", `false`, `{"booleanValue":false}`},
		{"int2", `(-32768)::int2`, `{"longValue":-32768}`},
		{"int4", `1`, `{"longValue":1}`},
		{"int8", `9223372036854775807`, `{"longValue":9223372036854775807}`},
		{"count", `count(*)`, `{"longValue":1}`},
		{"oid", `4294967295::oid`, `{"stringValue":"4294967295"}`},
		{"float4 widened", `0.1::float4`, `{"doubleValue":0.10000000149011612}`},
		{"float4 exact", `16::float4`, `{"doubleValue":16}`},
		{"float4 infinity", `'infinity'::float4`, `{"doubleValue":"Infinity"}`},
		{"float8", `0.1::float8`, `{"doubleValue":0.1}`},
		{"float8 largest", `1.7976931348623157e308::float8`, `{"doubleValue":1.7976931348623157e+308}`},
		{"float8 smallest", `5e-324::float8`, `{"doubleValue":5e-324}`},
		{"float8 nan", `'nan'::float8`, `{"doubleValue":"NaN"}`},
		{"float8 negative infinity", `'-infinity'::float8`, `{"doubleValue":"-Infinity"}`},
		{"numeric", `19.99`, `{"stringValue":"19.99"}`},
		{"numeric keeps scale", `123456.789::numeric(10,4)`, `{"stringValue":"123456.7890"}`},
		{"numeric beyond floats", `123456789012345678901234567890.000000000000000000001`, `{"stringValue":"123456789012345678901234567890.000000000000000000001"}`},
		{"numeric nan", `'nan'::numeric`, `{"stringValue":"NaN"}`},
		{"text", `'é "quoted" \ 日本'::text`, `{"stringValue":"é \"quoted\" \\ 日本"}`},
		{"text empty", `''::text`, `{"stringValue":""}`},
		{"varchar", `'a'::varchar(3)`, `{"stringValue":"a"}`},
		{"char blank padded", `'a'::char(3)`, `{"stringValue":"a  "}`},
		{"name", `'pg_class'::name`, `{"stringValue":"pg_class"}`},
		{"uuid", `'8C3F7F3A-2F5D-4C2E-9A39-3F1BB2C7E0A1'::uuid`, `{"stringValue":"8c3f7f3a-2f5d-4c2e-9a39-3f1bb2c7e0a1"}`},
		{"bytea", `'\x00ff'::bytea`, `{"blobValue":"AP8="}`},
		{"bytea empty", `''::bytea`, `{"blobValue":""}`},
		{"json", `'{ "x" : 0, "y": "0", "z": [0, 0, 1] }'::json`, `{"stringValue":"{\"x\":0,\"y\":\"0\",\"z\":[0,0,1]}"}`},
		{"jsonb", `'{ "x" : 0, "y": "0", "z": [0, 0, 1] }'::jsonb`, `{"stringValue":"{\"x\":0,\"y\":\"0\",\"z\":[0,0,1]}"}`},
		{"jsonb beyond int64", `jsonb_build_object('n', 128::numeric ^ 128)`, `{"stringValue":"{\"n\":5.282945311356653e269}"}`},
		{"jsonb null", `'null'::jsonb`, `{"stringValue":"null"}`},
		{"date", `'2026-09-17'::date`, `{"stringValue":"2026-09-17"}`},
		{"time", `'17:08:20'::time`, `{"stringValue":"17:08:20"}`},
		{"time tenths", `'17:08:20.5'::time`, `{"stringValue":"17:08:20.500"}`},
		{"time of minutes", `'17:08'::time`, `{"stringValue":"17:08:00"}`},
		{"time 24:00", `'24:00'::time`, `{"stringValue":"00:00:00"}`},
		{"timestamp", `'2026-09-17 17:08:20'::timestamp`, `{"stringValue":"2026-09-17 17:08:20"}`},
		{"timestamp millis", `'2026-09-17 17:08:20.8'::timestamp`, `{"stringValue":"2026-09-17 17:08:20.800"}`},
		{"timestamp micros", `'2026-09-17 17:08:20.8551'::timestamp`, `{"stringValue":"2026-09-17 17:08:20.855100"}`},
		{"timestamptz", `'2024-01-15 12:34:56+09'::timestamptz`, `{"stringValue":"2024-01-15 03:34:56"}`},
		{"timestamptz hundredths", `'2026-09-17 17:08:20.85+00'::timestamptz`, `{"stringValue":"2026-09-17 17:08:20.850"}`},
		{"timestamptz one micro", `'2026-09-17 17:08:20.000001+00'::timestamptz`, `{"stringValue":"2026-09-17 17:08:20.000001"}`},
		{"timestamptz midnight", `'2026-09-17 00:00:00+00'::timestamptz`, `{"stringValue":"2026-09-17 00:00:00"}`},
		{"timestamptz year 999", `'0999-01-01 00:00:00+00'::timestamptz`, `{"stringValue":"0999-01-01 00:00:00"}`},
		{"date after 9999", `'10000-01-01'::date`, `{"stringValue":"+10000-01-01"}`},
		{"date BC", `'0044-03-15 BC'::date`, `{"stringValue":"-0043-03-15"}`},
		{"date 1 BC", `'0001-03-15 BC'::date`, `{"stringValue":"0000-03-15"}`},
		{"timestamptz BC", `'0044-03-15 10:00:00+00 BC'::timestamptz`, `{"stringValue":"-0043-03-15 10:00:00"}`},
		{"inet host", `'10.1.2.3'::inet`, `{"stringValue":"10.1.2.3"}`},
		{"inet network", `'10.1.2.3/24'::inet`, `{"stringValue":"10.1.2.3/24"}`},
		{"cidr", `'10.1.2.0/24'::cidr`, `{"stringValue":"10.1.2.0/24"}`},
		{"enum", `'so so'::mood`, `{"stringValue":"so so"}`},
		{"int4range", `'[1,5]'::int4range`, `{"stringValue":"[1,6)"}`},
		{"numrange", `'[1.5,2)'::numrange`, `{"stringValue":"[1.5,2)"}`},
		{"vector", `'[1,2,3]'::vector`, `{"stringValue":"[1,2,3]"}`},
		{"domain over int", `5::positive`, `{"longValue":5}`},
		{"domain over varchar", `'x'::label`, `{"stringValue":"x"}`},
		{"void function", `nothing()`, `{"stringValue":""}`},
		{"advisory lock", `pg_advisory_xact_lock(1)`, `{"stringValue":""}`},
		{"bare null", `NULL`, `{"isNull":true}`},
		{"typed null", `NULL::timestamptz`, `{"isNull":true}`},
		{"unknown literal", `'x'`, `{"stringValue":"x"}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			checkValue(t, tt.sql, tt.want, func(sql string) (result, error) {
				return execute(t, conn, sql, pgresult.Options{})
			})
		})
	}
}

func TestReturnedArrays(t *testing.T) {
	conn := connect(t)
	tests := []struct {
		name string
		sql  string
		want string // the ArrayValue as JSON
	}{
		{"int2", `'{1,NULL,3}'::int2[]`, `{"longValues":[1,null,3]}`},
		{"int4", `array_agg(oid::int) FROM pg_type WHERE oid = 23`, `{"longValues":[23]}`},
		{"int8", `'{9223372036854775807}'::int8[]`, `{"longValues":[9223372036854775807]}`},
		{"empty int8", `'{}'::int8[]`, `{"longValues":[]}`},
		{"lower bound", `'[0:1]={1,2}'::int8[]`, `{"longValues":[1,2]}`},
		{"float4", `'{0.1}'::float4[]`, `{"doubleValues":[0.10000000149011612]}`},
		{"float8", `'{0.5,NaN,-Infinity}'::float8[]`, `{"doubleValues":[0.5,"NaN","-Infinity"]}`},
		{"bool", `'{t,f,NULL}'::bool[]`, `{"booleanValues":[true,false,null]}`},
		{"text", `'{a,"b c",NULL,"NULL","","d\"e","f,g","\\","{}"}'::text[]`, `{"stringValues":["a","b c",null,"NULL","","d\"e","f,g","\\","{}"]}`},
		{"empty text", `'{}'::text[]`, `{"stringValues":[]}`},
		{"varchar", `'{a}'::varchar[]`, `{"stringValues":["a"]}`},
		{"bpchar", `'{a}'::char(3)[]`, `{"stringValues":["a  "]}`},
		{"name", `'{a}'::name[]`, `{"stringValues":["a"]}`},
		{"uuid", `'{8C3F7F3A-2F5D-4C2E-9A39-3F1BB2C7E0A1}'::uuid[]`, `{"stringValues":["8c3f7f3a-2f5d-4c2e-9a39-3f1bb2c7e0a1"]}`},
		{"date", `'{2026-09-17}'::date[]`, `{"stringValues":["2026-09-17"]}`},
		{"time", `'{17:08:20.5}'::time[]`, `{"stringValues":["17:08:20.500"]}`},
		{"timestamp", `'{2026-09-17 17:08:20.5}'::timestamp[]`, `{"stringValues":["2026-09-17 17:08:20.500"]}`},
		{"timestamptz", `'{2026-09-17 17:08:20.5+03}'::timestamptz[]`, `{"stringValues":["2026-09-17 14:08:20.500"]}`},
		{"json", `ARRAY['{"a": [1, 2]}'::json]`, `{"stringValues":["{\"a\":[1,2]}"]}`},
		{"jsonb", `ARRAY['{"a": [1, 2]}'::jsonb, NULL]`, `{"stringValues":["{\"a\":[1,2]}",null]}`},
		{"numeric", `'{1.50,NULL}'::numeric[]`, `{"stringValues":["1.50",null]}`},
		{"oid", `'{23}'::oid[]`, `{"stringValues":["23"]}`},
		{"bytea", `ARRAY['\x00ff'::bytea]`, `{"stringValues":["\\x00ff"]}`},
		{"bit", `'{101}'::bit(3)[]`, `{"stringValues":["101"]}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			checkValue(t, tt.sql, `{"arrayValue":`+tt.want+`}`, func(sql string) (result, error) {
				return execute(t, conn, sql, pgresult.Options{})
			})
		})
	}
	t.Run("null", func(t *testing.T) {
		checkValue(t, `NULL::int4[]`, `{"isNull":true}`, func(sql string) (result, error) {
			return execute(t, conn, sql, pgresult.Options{})
		})
	})
}

func TestResultSetOptions(t *testing.T) {
	conn := connect(t)
	numbers := dataapi.ResultSetOptions{DecimalReturnType: "DOUBLE_OR_LONG"}
	texts := dataapi.ResultSetOptions{LongReturnType: "STRING"}
	tests := []struct {
		name    string
		sql     string
		options dataapi.ResultSetOptions
		want    string
	}{
		{"integral numeric", `10::numeric`, numbers, `{"longValue":10}`},
		{"numeric with zeros", `10.00`, numbers, `{"doubleValue":10}`},
		{"fractional numeric", `19.99`, numbers, `{"doubleValue":19.99}`},
		{"numeric beyond int64", `9223372036854775808::numeric`, numbers, `{"doubleValue":9223372036854776000}`},
		{"numeric nan", `'nan'::numeric`, numbers, `{"doubleValue":"NaN"}`},
		{"numeric array", `'{1.5}'::numeric[]`, numbers, `{"arrayValue":{"stringValues":["1.5"]}}`},
		{"float with numbers", `1.5::float8`, numbers, `{"doubleValue":1.5}`},
		{"numeric by name of default", `1.5`, dataapi.ResultSetOptions{DecimalReturnType: "STRING"}, `{"stringValue":"1.5"}`},
		{"int2", `1::int2`, texts, `{"stringValue":"1"}`},
		{"int4", `-1`, texts, `{"stringValue":"-1"}`},
		{"int8", `1::int8`, texts, `{"stringValue":"1"}`},
		{"int array", `'{1}'::int4[]`, texts, `{"arrayValue":{"longValues":[1]}}`},
		{"long by name of default", `1`, dataapi.ResultSetOptions{LongReturnType: "LONG"}, `{"longValue":1}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			checkValue(t, tt.sql, tt.want, func(sql string) (result, error) {
				return execute(t, conn, sql, pgresult.Options{ResultSetOptions: tt.options})
			})
		})
	}
}

// The service reads values in binary, so the settings of the session do not
// show in them.
func TestSessionSettings(t *testing.T) {
	tests := []struct {
		name    string
		setting string
		sql     string
		want    string
	}{
		{"time zone", `SET LOCAL TIME ZONE 'America/Sao_Paulo'`, `'2026-09-17 17:08:20.8+00'::timestamptz`, `{"stringValue":"2026-09-17 17:08:20.800"}`},
		{"time zone with minutes", `SET LOCAL TIME ZONE 'Asia/Kathmandu'`, `'2026-12-31 23:00:00+00'::timestamptz`, `{"stringValue":"2026-12-31 23:00:00"}`},
		{"time zone with seconds", `SET LOCAL TIME ZONE 'America/Sao_Paulo'`, `'0999-01-01 00:00:00+00'::timestamptz`, `{"stringValue":"0999-01-01 00:00:00"}`},
		{"time zone BC", `SET LOCAL TIME ZONE 'Asia/Tokyo'`, `'0044-12-31 20:00:00+00 BC'::timestamptz`, `{"stringValue":"-0043-12-31 20:00:00"}`},
		{"time zone in array", `SET LOCAL TIME ZONE 'Asia/Tokyo'`, `'{2026-01-01 00:00:00+00}'::timestamptz[]`, `{"arrayValue":{"stringValues":["2026-01-01 00:00:00"]}}`},
		{"bytea_output", `SET LOCAL bytea_output = 'escape'`, `'\x00ff5c41'::bytea`, `{"blobValue":"AP9cQQ=="}`},
		{"bytea_output in array", `SET LOCAL bytea_output = 'escape'`, `ARRAY['\x00ff5c41'::bytea]`, `{"arrayValue":{"stringValues":["\\x00ff5c41"]}}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			conn := connect(t)
			run(t, conn, "BEGIN")
			run(t, conn, tt.setting)
			checkValue(t, tt.sql, tt.want, func(sql string) (result, error) {
				return execute(t, conn, sql, pgresult.Options{})
			})
		})
	}
}

func TestDateStyleIsReported(t *testing.T) {
	conn := connect(t)
	run(t, conn, "SET datestyle = 'German'")
	_, err := execute(t, conn, `SELECT '2026-09-17'::date AS d`, pgresult.Options{})
	checkException(t, err, "InternalServerErrorException", 500,
		`emulator: read column "d": not the text of type date; is DateStyle ISO?`)
}

func checkValue(t *testing.T, expression, want string, execute func(sql string) (result, error)) {
	t.Helper()
	r, err := execute("SELECT " + expression)
	if err != nil {
		t.Fatalf("%s: %v", expression, err)
	}
	if len(r.records) != 1 || len(r.records[0]) != 1 {
		t.Fatalf("%s: got %d records", expression, len(r.records))
	}
	got, err := json.Marshal(r.records[0][0])
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("%s: got %s, want %s", expression, got, want)
	}
}

func checkException(t *testing.T, err error, name string, status int, message string) {
	t.Helper()
	var got *dataapi.Exception
	if !errors.As(err, &got) {
		t.Fatalf("got error %v, want a %s", err, name)
	}
	if want := (dataapi.Exception{Name: name, Status: status, Message: message}); *got != want {
		t.Errorf("got %+v, want %+v", *got, want)
	}
}
