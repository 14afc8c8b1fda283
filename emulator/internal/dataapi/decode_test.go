package dataapi_test

import (
	"encoding/json"
	"math"
	"reflect"
	"testing"
	"unicode/utf8"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
)

const arns = `"resourceArn":"arn:aws:rds:x","secretArn":"rds-db-credentials/local"`

func TestDecode(t *testing.T) {
	body := ` { ` + arns + ` , "sql" : "select \"\u0061\"" , "database":"", "transactionId":"t", "schema":null,
		"includeResultMetadata":true, "continueAfterTimeout" : true , "unknown":{"a":[1,"]}"]},
		"resultSetOptions":{"decimalReturnType":"DOUBLE_OR_LONG","longReturnType":"STRING","other":1},
		"formatRecordsAs":"JSON", "parameters":[
			{"name":"n","value":{"isNull":true}}, {"name":"f","value":{"booleanValue":false,"longValue":null}},
			{"name":"l","value":{"longValue":-9223372036854775808}}, {"name":"d","value":{"doubleValue":-1.5e3}},
			{"name":"i","value":{"doubleValue":"-Infinity"}}, {"name":"e","value":{"doubleValue":7}},
			{"name":"s","value":{"stringValue":"{\"a\":1}"},"typeHint":"JSON"}, {"name":"b","value":{"blobValue":"AP8="}}
		]} `
	got, exception := dataapi.ExecuteStatement.Decode([]byte(body))
	if exception != nil {
		t.Fatal(exception)
	}
	want := &dataapi.Request{
		ResourceARN: "arn:aws:rds:x", SecretARN: "rds-db-credentials/local", SQL: `select "a"`, TransactionID: "t",
		IncludeResultMetadata: true, ContinueAfterTimeout: true, FormatRecordsAs: "JSON",
		ResultSetOptions: dataapi.ResultSetOptions{DecimalReturnType: "DOUBLE_OR_LONG", LongReturnType: "STRING"},
		ParameterSets: [][]dataapi.Parameter{{
			{Name: "n", Value: dataapi.Null}, {Name: "f", Value: dataapi.BooleanField(false)},
			{Name: "l", Value: dataapi.LongField(math.MinInt64)}, {Name: "d", Value: dataapi.DoubleField(-1500)},
			{Name: "i", Value: dataapi.DoubleField(math.Inf(-1))}, {Name: "e", Value: dataapi.DoubleField(7)},
			{Name: "s", Value: dataapi.StringField(`{"a":1}`), Hint: "JSON"}, {Name: "b", Value: dataapi.BlobField([]byte{0, 255})},
		}},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("Decode gives\n%+v\nwant\n%+v", got, want)
	}
}

func TestDecodeBatch(t *testing.T) {
	body := `{` + arns + `,"sql":"x","parameterSets":[[],[{"name":"a","value":{"longValue":1}}]]}`
	got, exception := dataapi.BatchExecuteStatement.Decode([]byte(body))
	if exception != nil {
		t.Fatal(exception)
	}
	want := [][]dataapi.Parameter{{}, {{Name: "a", Value: dataapi.LongField(1)}}}
	if !reflect.DeepEqual(got.ParameterSets, want) {
		t.Errorf("parameter sets are %+v, want %+v", got.ParameterSets, want)
	}
}

// TestDecodeWrongTypes gives each member values that its JSON type rules out.
func TestDecodeWrongTypes(t *testing.T) {
	field := func(f string) string { return `"parameters":[{"name":"a","value":` + f + `}]` }
	members := []string{
		`"sql":[]`, `"sql":true`, `"database":0`, `"schema":{}`, `"transactionId":1.5`, `"formatRecordsAs":true`,
		`"includeResultMetadata":"true"`, `"includeResultMetadata":1`, `"continueAfterTimeout":"no"`,
		`"resultSetOptions":"LONG"`, `"resultSetOptions":{"longReturnType":1}`, `"parameters":{}`, `"parameters":[1]`,
		`"parameters":[null]`, `"parameters":[{"name":1}]`, `"parameters":[{"name":"a","typeHint":1}]`,
		field(`1`), field(`[]`), field(`{"isNull":1}`), field(`{"booleanValue":"true"}`), field(`{"longValue":"1"}`),
		field(`{"longValue":1e3}`), field(`{"longValue":9223372036854775808}`), field(`{"doubleValue":"1"}`),
		field(`{"doubleValue":true}`), field(`{"doubleValue":1e999}`), field(`{"stringValue":1}`), field(`{"blobValue":1}`),
		field(`{"blobValue":"AP8"}`), field(`{"blobValue":"YQ=\n="}`), field(`{"blobValue":"YR=="}`), field(`{"blobValue":"-_8="}`), field(`{"arrayValue":[]}`), field(`{"isNull":true,"longValue":1}`),
	}
	for _, member := range members {
		_, exception := dataapi.ExecuteStatement.Decode([]byte(`{` + arns + `,"sql":"",` + member + `}`))
		if exception == nil || exception.Name != dataapi.Serialization {
			t.Errorf("%s is answered %v, want %s", member, exception, dataapi.Serialization)
		}
	}
	for _, body := range []string{"[]", "null", "1", `"{}"`, "{", "{}{}", "{\"sql\":\"\xff\"}", "\x00"} {
		_, exception := dataapi.ExecuteStatement.Decode([]byte(body))
		if exception == nil || exception.Name != dataapi.Serialization {
			t.Errorf("%q is answered %v, want %s", body, exception, dataapi.Serialization)
		}
	}
}

// FuzzDecode holds the reader of requests against encoding/json.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(`{` + arns + `,"sql":"select :a","parameters":[{"name":"a","value":{"stringValue":"\ud83d\ude00\\"}}]}`))
	f.Add([]byte(`{"sql":"a","sql":"b",` + arns + `,"x":{"y":[1,"}"]}}`))
	f.Add([]byte("{ \"sql\"\t:\r\n\"\\u0000\" }"))
	f.Fuzz(func(t *testing.T, body []byte) {
		request, exception := dataapi.ExecuteStatement.Decode(body)
		if exception != nil {
			return
		}
		var members map[string]json.RawMessage
		if err := json.Unmarshal(body, &members); err != nil {
			t.Fatalf("Decode took %q: %v", body, err)
		}
		for name, got := range map[string]string{"sql": request.SQL, "resourceArn": request.ResourceARN, "database": request.Database} {
			var want *string
			if raw := members[name]; raw != nil && json.Unmarshal(raw, &want) != nil {
				t.Fatalf("Decode took %s = %s", name, raw)
			}
			if want != nil && got != *want {
				t.Fatalf("Decode(%q) gives %s = %q, want %q", body, name, got, *want)
			}
		}
		if n := utf8.RuneCountInString(request.ResourceARN); n < 11 || n > 100 {
			t.Fatalf("Decode took a resourceArn of %d characters", n)
		}
	})
}

// FuzzField checks that what is written for a field is JSON that reads back.
func FuzzField(f *testing.F) {
	f.Add("plain", int64(-1), 1e21, []byte{0})
	f.Add("\"\\/\b\u2028<&>\xff\U0001F600", int64(math.MaxInt64), math.Copysign(0, -1), []byte{})
	f.Fuzz(func(t *testing.T, s string, n int64, d float64, b []byte) {
		if math.IsNaN(d) {
			return // not equal to itself
		}
		valid := string([]rune(s)) // what is not UTF-8 is replaced
		fields := []dataapi.Field{dataapi.StringField(s), dataapi.LongField(n), dataapi.DoubleField(d), dataapi.BlobField(b), dataapi.BooleanField(true), dataapi.Null}
		wants := []dataapi.Field{dataapi.StringField(valid), dataapi.LongField(n), dataapi.DoubleField(d), dataapi.BlobField(append([]byte{}, b...)), dataapi.BooleanField(true), dataapi.Null}
		for i, field := range fields {
			text, err := json.Marshal(field)
			if err != nil {
				t.Fatal(err)
			}
			body := `{` + arns + `,"sql":"","parameters":[{"name":"a","value":` + string(text) + `}]}`
			request, exception := dataapi.ExecuteStatement.Decode([]byte(body))
			if exception != nil {
				t.Fatalf("Decode(%s): %v", text, exception)
			}
			if got := request.ParameterSet()[0].Value; !reflect.DeepEqual(got, wants[i]) {
				t.Fatalf("%s reads as %+v, want %+v", text, got, wants[i])
			}
		}
	})
}
