package postgres_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// TestReadText: PostgreSQL's text of a value becomes what a field of the service
// becomes.
func TestReadText(t *testing.T) {
	tests := []struct {
		typeName, text string
		want           any
	}{
		{"bool", "t", true},
		{"bool", "f", false},
		{"int8", "-9223372036854775808", int64(-9223372036854775808)},
		{"oid", "4294967295", int64(4294967295)},
		{"float8", "0.1", 0.1},
		{"float4", "0.1", float64(float32(0.1))},
		{"numeric", "1.50", "1.50"},
		{"bytea", `\x00ff`, []byte{0, 255}},
		{"bytea", `\x`, []byte{}},
		{"timestamp", "2024-02-29 11:14:15.5", time.Date(2024, 2, 29, 11, 14, 15, 5e8, time.UTC)},
		{"timestamptz", "2024-02-29 11:14:15+00", time.Date(2024, 2, 29, 11, 14, 15, 0, time.UTC)},
		{"date", "infinity", "infinity"},
		{"json", `{"a": 1}`, []byte(`{"a": 1}`)},
		{"_int4", "{1,NULL}", "{1,NULL}"},
		{"interval", "01:00:00", "01:00:00"},
		{"text", "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.typeName+" "+tt.text, func(t *testing.T) {
			column := postgres.NewColumn(&wire.Column{Name: "c", TypeName: tt.typeName})
			var f wire.Field
			if err := column.ReadText(tt.text, &f); err != nil {
				t.Fatal(err)
			}
			got, err := column.Value(&f)
			if err != nil {
				t.Fatal(err)
			}
			if at, ok := got.(time.Time); ok {
				got = at.UTC()
			}
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %#v, want %#v", got, tt.want)
			}
		})
	}
}

func TestReadTextMalformed(t *testing.T) {
	for typeName, text := range map[string]string{"bool": "true", "float8": "1,5", "bytea": "00ff"} {
		column := postgres.NewColumn(&wire.Column{Name: "c", TypeName: typeName})
		if err := column.ReadText(text, new(wire.Field)); err == nil {
			t.Errorf("%s: no error", typeName)
		}
	}
}
