package wire_test

import (
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/wire"
)

func TestSize(t *testing.T) {
	const row = 2 + 4 // with one field
	tests := []struct {
		name    string
		records string
		want    int
	}{
		{"no list", `null`, 0},
		{"no rows", `[]`, 0},
		{"row without fields", `[[]]`, 2},
		{"null", `[[{"isNull":true}]]`, row},
		{"boolean", `[[{"booleanValue":false}]]`, row + 1},
		{"integer", `[[{"longValue":-123}]]`, row + 4},
		{"text", `[[{"stringValue":"é🐎"}]]`, row + 6},
		{"empty text", `[[{"stringValue":""}]]`, row},
		{"text with escapes", `[[{"stringValue":"\"a\\\u00e9\u20ac\ud83d\udc0e\n"}]]`, row + 3 + 2 + 3 + 4 + 1},
		{"long text", `[[{"stringValue":"` + strings.Repeat("é", 5000) + `"}]]`, row + 10000},
		{"double", `[[{"doubleValue":-1.5}]]`, row + 4},
		{"double with an exponent", `[[{"doubleValue":1E14}]]`, row + 24},
		{"double with many digits", `[[{"doubleValue":0.30000000000000004}]]`, row + 24},
		{"blob", `[[{"blobValue":"+/8A"}]]`, row + 2 + 6},
		{"two rows of two fields", `[[{"longValue":1},{"isNull":true}],[{"longValue":22},{"isNull":true}]]`, 2*(2+4*2) + 1 + 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			result, err := wire.DecodeExecute([]byte(`{"records":` + tt.records + `}`))
			if err != nil {
				t.Fatal(err)
			}
			if got := result.Size(); got != tt.want {
				t.Errorf("got %d, want %d", got, tt.want)
			}
		})
	}
}

// TestSizeBounds has values in unusual writing, of which the size may be more
// than what the database has.
func TestSizeBounds(t *testing.T) {
	tests := []struct {
		name  string
		field string
		least int
	}{
		{"white space", ` { "longValue" : 12 } `, 2},
		{"largest integer", `{"longValue":9223372036854775807}`, 19},
		{"infinity", `{"doubleValue":"-Infinity"}`, 9},
		{"array", `{"arrayValue":{"stringValues":["a","\"",null]}}`, len(`{"a","\"",NULL}`)},
		{"blob with an escaped slash", `{"blobValue":"+\/8A"}`, 2 + 6},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			result, err := wire.DecodeExecute([]byte(`{"records":[[` + tt.field + `]]}`))
			if err != nil {
				t.Fatal(err)
			}
			if got, least := result.Size(), 2+4+tt.least; got < least {
				t.Errorf("got %d, want at least %d", got, least)
			}
		})
	}
}
