package wire_test

import (
	"encoding/json"
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// request is what all requests have in common.
type request interface {
	AppendJSON(dst []byte) ([]byte, error)
}

func TestAppendJSON(t *testing.T) {
	target := wire.Target{ResourceARN: "r", SecretARN: "s", Database: "d", TransactionID: "t"}
	tests := []struct {
		name    string
		request request
		want    string
	}{
		{
			name:    "execute with nothing optional",
			request: &wire.ExecuteRequest{Target: wire.Target{ResourceARN: "r", SecretARN: "s"}, SQL: "SELECT 1"},
			want:    `{"resourceArn":"r","secretArn":"s","sql":"SELECT 1"}`,
		},
		{
			name: "execute with everything optional",
			request: &wire.ExecuteRequest{
				Target: target, SQL: "", IncludeResultMetadata: true, ContinueAfterTimeout: true,
				Parameters: []wire.Parameter{{Name: "p", Kind: wire.Null, Hint: "UUID"}},
			},
			want: `{"continueAfterTimeout":true,"database":"d","includeResultMetadata":true,` +
				`"parameters":[{"name":"p","typeHint":"UUID","value":{"isNull":true}}],` +
				`"resourceArn":"r","secretArn":"s","sql":"","transactionId":"t"}`,
		},
		{
			name: "batch",
			request: &wire.BatchRequest{Target: target, SQL: "x", ParameterSets: [][]wire.Parameter{
				{{Name: "a", Kind: wire.Long, Long: 1}, {Name: "b", Kind: wire.Bool}}, {}, nil,
			}},
			want: `{"database":"d","parameterSets":[[{"name":"a","value":{"longValue":1}},` +
				`{"name":"b","value":{"booleanValue":false}}],[],[]],"resourceArn":"r","secretArn":"s","sql":"x","transactionId":"t"}`,
		},
		{
			name:    "begin has no transaction",
			request: &wire.BeginRequest{Target: target},
			want:    `{"database":"d","resourceArn":"r","secretArn":"s"}`,
		},
		{
			name:    "end has no database",
			request: &wire.EndRequest{Target: target},
			want:    `{"resourceArn":"r","secretArn":"s","transactionId":"t"}`,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.request.AppendJSON([]byte("before "))
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != "before "+tt.want {
				t.Errorf("got  %s\nwant before %s", got, tt.want)
			}
		})
	}
}

func TestAppendJSONValues(t *testing.T) {
	tests := []struct {
		name      string
		parameter wire.Parameter
		want      string
	}{
		{"null", wire.Parameter{Kind: wire.Null, Text: "ignored"}, `{"isNull":true}`},
		{"true", wire.Parameter{Kind: wire.Bool, Bool: true}, `{"booleanValue":true}`},
		{"smallest long", wire.Parameter{Kind: wire.Long, Long: math.MinInt64}, `{"longValue":-9223372036854775808}`},
		{"largest long", wire.Parameter{Kind: wire.Long, Long: math.MaxInt64}, `{"longValue":9223372036854775807}`},
		{"double", wire.Parameter{Kind: wire.Double, Double: 0.1}, `{"doubleValue":0.1}`},
		{"integral double", wire.Parameter{Kind: wire.Double, Double: 100}, `{"doubleValue":100}`},
		{"negative zero", wire.Parameter{Kind: wire.Double, Double: math.Copysign(0, -1)}, `{"doubleValue":-0}`},
		{"large double", wire.Parameter{Kind: wire.Double, Double: math.MaxFloat64}, `{"doubleValue":1.7976931348623157e+308}`},
		{"small double", wire.Parameter{Kind: wire.Double, Double: 5e-324}, `{"doubleValue":5e-324}`},
		{"not a number", wire.Parameter{Kind: wire.Double, Double: math.NaN()}, `{"doubleValue":"NaN"}`},
		{"infinity", wire.Parameter{Kind: wire.Double, Double: math.Inf(1)}, `{"doubleValue":"Infinity"}`},
		{"minus infinity", wire.Parameter{Kind: wire.Double, Double: math.Inf(-1)}, `{"doubleValue":"-Infinity"}`},
		{"empty string", wire.Parameter{Kind: wire.String}, `{"stringValue":""}`},
		{"escapes", wire.Parameter{Kind: wire.String, Text: "\"\\/\n\r\t\x00\x1f\x7f"}, `{"stringValue":"\"\\/\n\r\t\u0000\u001f` + "\x7f\"}"},
		{"unicode", wire.Parameter{Kind: wire.String, Text: "é\u2028\U0001f40e\uFFFD"}, "{\"stringValue\":\"é\u2028\U0001f40e\uFFFD\"}"},
		{"blob", wire.Parameter{Kind: wire.Blob, Blob: []byte{0xfb, 0xff, 0}}, `{"blobValue":"+/8A"}`},
		{"padded blob", wire.Parameter{Kind: wire.Blob, Blob: []byte("a")}, `{"blobValue":"YQ=="}`},
		{"nil blob", wire.Parameter{Kind: wire.Blob}, `{"blobValue":""}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := wire.ExecuteRequest{Parameters: []wire.Parameter{tt.parameter}}
			got, err := r.AppendJSON(nil)
			if err != nil {
				t.Fatal(err)
			}
			if want := `{"parameters":[{"name":"","value":` + tt.want + `}],"sql":""}`; string(got) != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
			if !json.Valid(got) {
				t.Error("not JSON")
			}
		})
	}
}

func TestAppendJSONErrors(t *testing.T) {
	good := wire.Parameter{Name: "good", Kind: wire.Null}
	tests := []struct {
		name    string
		request request
		want    string
		utf8    bool
	}{
		{
			name:    "sql",
			request: &wire.ExecuteRequest{SQL: "é\xff"},
			want:    "wire: encode sql: invalid UTF-8 at byte 2",
			utf8:    true,
		},
		{
			name:    "parameter",
			request: &wire.ExecuteRequest{Parameters: []wire.Parameter{good, {Kind: wire.String, Text: "\uFFFDa\xed\xa0\x80"}}},
			want:    "wire: encode parameter 2: stringValue: invalid UTF-8 at byte 4",
			utf8:    true,
		},
		{
			name:    "name of a parameter in a batch",
			request: &wire.BatchRequest{ParameterSets: [][]wire.Parameter{{good}, {{Name: "\xc3", Kind: wire.Null}}}},
			want:    "wire: encode parameter set 2: parameter 1: name: invalid UTF-8 at byte 0",
			utf8:    true,
		},
		{
			name:    "sql after the parameters",
			request: &wire.BatchRequest{SQL: "\xff", ParameterSets: [][]wire.Parameter{{good}}},
			want:    "wire: encode sql: invalid UTF-8 at byte 0",
			utf8:    true,
		},
		{
			name:    "no kind",
			request: &wire.ExecuteRequest{Parameters: []wire.Parameter{{}}},
			want:    "wire: encode parameter 1: value: a parameter cannot be of kind none",
		},
		{
			name:    "array",
			request: &wire.ExecuteRequest{Parameters: []wire.Parameter{{Kind: wire.Array}}},
			want:    "wire: encode parameter 1: value: a parameter cannot be of kind arrayValue",
		},
		{
			name:    "kind of another program",
			request: &wire.ExecuteRequest{Parameters: []wire.Parameter{{Kind: 200}}},
			want:    "wire: encode parameter 1: value: a parameter cannot be of kind unknown",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := tt.request.AppendJSON([]byte("before"))
			if err == nil || err.Error() != tt.want {
				t.Errorf("got error %v\nwant      %s", err, tt.want)
			}
			if errors.Is(err, wire.ErrInvalidUTF8) != tt.utf8 {
				t.Errorf("errors.Is(err, ErrInvalidUTF8) is not %t", tt.utf8)
			}
			if string(got) != "before" {
				t.Errorf("got %q, want what was there before", got)
			}
		})
	}
}

// TestAppendJSONLongText crosses the boundaries at which buffers grow.
func TestAppendJSONLongText(t *testing.T) {
	text := strings.Repeat("é\n", 40000)
	r := wire.ExecuteRequest{SQL: text}
	body, err := r.AppendJSON(nil)
	if err != nil {
		t.Fatal(err)
	}
	var got struct{ SQL string }
	if err := json.Unmarshal(body, &got); err != nil {
		t.Fatal(err)
	}
	if got.SQL != text {
		t.Error("the text came back changed")
	}
}
