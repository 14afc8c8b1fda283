package wire_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/wire"
)

func TestDecodeBatch(t *testing.T) {
	tests := []struct {
		name string
		body string
		want [][]wire.Field
	}{
		{"absent", `{}`, nil},
		{"null", `{"updateResults":null}`, nil},
		{"empty", `{"updateResults":[]}`, nil},
		{"PostgreSQL", `{"updateResults":[{"generatedFields":[]},{}, {"generatedFields":null}]}`, [][]wire.Field{nil, nil, nil}},
		{
			"MySQL", `{"x":1,"updateResults":[{"generatedFields":[{"longValue":1}]},{"y":{},"generatedFields":[{"longValue":2}]}]}`,
			[][]wire.Field{{{Kind: wire.Long, Long: 1}}, {{Kind: wire.Long, Long: 2}}},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := wire.DecodeBatch([]byte(tt.body))
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
		})
	}
}

func TestDecodeBatchMalformed(t *testing.T) {
	_, err := wire.DecodeBatch([]byte(`{"updateResults":[{"generatedFields":[{}]}]}`))
	checkMalformed(t, err, 38, "field without a value")
	_, err = wire.DecodeBatch([]byte(`{"updateResults":[1]}`))
	checkMalformed(t, err, 18, "expected an object")
	_, err = wire.DecodeBatch([]byte(`{"updateResults":[]}]`))
	checkMalformed(t, err, 20, "data behind the end")
}

func TestDecodeBegin(t *testing.T) {
	id, err := wire.DecodeBegin([]byte(`{"a":null,"transactionId":"AUVt+\/="}`))
	if err != nil || id != "AUVt+/=" {
		t.Errorf("got %q, %v", id, err)
	}
	_, err = wire.DecodeBegin([]byte(`{"transactionId":null}`))
	checkMalformed(t, err, 22, "no transactionId")
	_, err = wire.DecodeBegin([]byte(`{"transactionId":1}`))
	checkMalformed(t, err, 17, "expected a string")
}

func TestDecodeEnd(t *testing.T) {
	status, err := wire.DecodeEnd([]byte(`{"transactionStatus":"Transaction Committed"}`))
	if err != nil || status != "Transaction Committed" {
		t.Errorf("got %q, %v", status, err)
	}
	status, err = wire.DecodeEnd([]byte(`{}`))
	if err != nil || status != "" {
		t.Errorf("got %q, %v", status, err)
	}
	_, err = wire.DecodeEnd([]byte(`{"transactionStatus":"T`))
	checkMalformed(t, err, 23, "unexpected end in a string")
}

func TestDecodeError(t *testing.T) {
	tests := []struct {
		name      string
		errorType string
		body      string
		want      wire.Failure
	}{
		{
			name:      "header",
			errorType: "DatabaseErrorException",
			body:      `{"message":"ERROR: x; SQLState: 42P01"}`,
			want:      wire.Failure{Code: "DatabaseErrorException", Message: "ERROR: x; SQLState: 42P01"},
		},
		{
			name:      "header wins",
			errorType: "BadRequestException:http://internal.amazon.com/coral/",
			body:      `{"code":"A","__type":"B","Message":"m"}`,
			want:      wire.Failure{Code: "BadRequestException", Message: "m"},
		},
		{
			name: "code wins over type",
			body: `{"__type":"B","code":"A"}`,
			want: wire.Failure{Code: "A"},
		},
		{
			name: "type with namespace and address",
			body: `{"__type":"com.amazonaws.rdsdata#ForbiddenException:http://x/#y"}`,
			want: wire.Failure{Code: "ForbiddenException"},
		},
		{
			name: "numbers for words",
			body: `{"code":7,"__type":"B","message":[1],"dbConnectionId":"x"}`,
			want: wire.Failure{Code: "B"},
		},
		{
			name:      "timeout",
			errorType: "StatementTimeoutException",
			body:      `{"dbConnectionId":4711,"message":"m"}`,
			want:      wire.Failure{Code: "StatementTimeoutException", Message: "m", DBConnectionID: 4711},
		},
		{
			name:      "connection id as fraction",
			errorType: "StatementTimeoutException",
			body:      `{"dbConnectionId":1.5,"message":"m"}`,
			want:      wire.Failure{Code: "StatementTimeoutException", Message: "m"},
		},
		{
			name:      "no message",
			errorType: "InternalFailure",
			body:      `{}`,
			want:      wire.Failure{Code: "InternalFailure"},
		},
		{name: "nothing at all"},
		{
			name: "a proxy's page",
			body: "<html>\xff</html>",
			want: wire.Failure{Message: "<html>\uFFFD</html>"},
		},
		{
			name: "a long page",
			body: "a" + strings.Repeat("é", 4000),
			want: wire.Failure{Message: "a" + strings.Repeat("é", 511) + "\uFFFD"},
		},
		{
			name:      "cut short",
			errorType: "X",
			body:      `{"message":"m`,
			want:      wire.Failure{Code: "X", Message: `{"message":"m`},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := wire.DecodeError(tt.errorType, []byte(tt.body)); got != tt.want {
				t.Errorf("got  %+v\nwant %+v", got, tt.want)
			}
		})
	}
}
