package wire_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/wire"
)

func TestDecodeExecute(t *testing.T) {
	tests := []struct {
		name    string
		body    string
		records bool
		count   int
		updated int64
	}{
		{name: "nothing", body: ` {} `},
		{name: "data definition", body: `{"generatedFields":[],"numberOfRecordsUpdated":0}`},
		{name: "update", body: `{"numberOfRecordsUpdated":9007199254740993}`, updated: 9007199254740993},
		{name: "no rows", body: `{"records":[],"numberOfRecordsUpdated":0}`, records: true},
		{name: "rows of nothing", body: `{"records":[[],[ ]]}`, records: true, count: 2},
		{name: "rows", body: `{"records":[[{"isNull":true}],[{"longValue":1}],[{}]]}`, records: true, count: 3},
		{name: "nulls", body: `{"records":null,"columnMetadata":null,"generatedFields":null,"numberOfRecordsUpdated":null}`},
		{name: "the last one counts", body: `{"records":[[]],"records":null,"numberOfRecordsUpdated":2,"numberOfRecordsUpdated":3}`, updated: 3},
		{name: "unknown members", body: `{"a":[[{"b":"]}"}],-0.5e+1,true,false,null],"formattedRecords":"[]","numberOfRecordsUpdated":1}`, updated: 1},
		{name: "escaped names", body: `{"record\u0073":[[]]}`, records: true, count: 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r, err := wire.DecodeExecute([]byte(tt.body))
			if err != nil {
				t.Fatal(err)
			}
			if r.HasRecords != tt.records || r.RecordCount != tt.count || r.RecordsUpdated != tt.updated {
				t.Errorf("got %t, %d rows, %d updated; want %t, %d, %d",
					r.HasRecords, r.RecordCount, r.RecordsUpdated, tt.records, tt.count, tt.updated)
			}
		})
	}
}

func TestDecodeExecuteColumns(t *testing.T) {
	// The second column as printed by an Aurora PostgreSQL cluster for
	// aurora_replica_status(), in the issue tracker of awslabs/mcp.
	r, err := wire.DecodeExecute([]byte(`{"columnMetadata":[{"name":"n","type":-5,"typeName":"int8","label":"l",
		"schemaName":"s","tableName":"t","isAutoIncrement":true,"isSigned":true,"isCurrency":true,"isCaseSensitive":true,
		"nullable":2,"precision":2147483647,"scale":6,"arrayBaseColumnType":4,"new":[]},
		{"name":"replica_lag_in_msec","type":7,"typeName":"float4","label":"replica_lag_in_msec","schemaName":"",
		"tableName":"","isAutoIncrement":false,"isSigned":true,"isCurrency":false,"isCaseSensitive":false,
		"nullable":1,"precision":8,"scale":8,"arrayBaseColumnType":0},
		{},{"name":null,"type":null,"isSigned":null}]}`))
	if err != nil {
		t.Fatal(err)
	}
	want := []wire.Column{
		{
			Name: "n", Type: -5, TypeName: "int8", Label: "l", SchemaName: "s", TableName: "t", IsAutoIncrement: true,
			IsSigned: true, IsCurrency: true, IsCaseSensitive: true, Nullable: 2, Precision: 2147483647, Scale: 6,
			ArrayBaseColumnType: 4,
		},
		{
			Name: "replica_lag_in_msec", Type: 7, TypeName: "float4", Label: "replica_lag_in_msec", IsSigned: true,
			Nullable: 1, Precision: 8, Scale: 8,
		},
		{}, {},
	}
	if !reflect.DeepEqual(r.Columns, want) {
		t.Errorf("got  %+v\nwant %+v", r.Columns, want)
	}
}

func TestDecodeExecuteGeneratedFields(t *testing.T) {
	r, err := wire.DecodeExecute([]byte(`{"generatedFields":[{"longValue":7},{"stringValue":"x"}]}`))
	if err != nil {
		t.Fatal(err)
	}
	want := []wire.Field{{Kind: wire.Long, Long: 7}, {Kind: wire.String, Text: "x"}}
	if !reflect.DeepEqual(r.GeneratedFields, want) {
		t.Errorf("got %+v, want %+v", r.GeneratedFields, want)
	}
}

func TestDecodeExecuteMalformed(t *testing.T) {
	tests := []struct {
		name   string
		body   string
		offset int
		reason string
	}{
		{"empty", ``, 0, "unexpected end instead of an object"},
		{"space", ` `, 1, "unexpected end instead of an object"},
		{"null", `null`, 0, "expected an object"},
		{"array", `[]`, 0, "expected an object"},
		{"open", `{`, 1, "unexpected end instead of a string"},
		{"trailing garbage", `{} {}`, 3, "data behind the end"},
		{"trailing zero byte", "{}\x00", 2, "data behind the end"},
		{"zero byte", "{\x00}", 1, "expected a string"},
		{"byte order mark", "\ufeff{}", 0, "expected an object"},
		{"trailing comma in object", `{"a":1,}`, 7, "expected a string"},
		{"trailing comma in array", `{"a":[1,]}`, 8, "expected a value"},
		{"leading comma", `{"a":[,1]}`, 6, "expected a value"},
		{"missing comma", `{"a":1 "b":2}`, 7, "expected a comma or the closing bracket"},
		{"missing colon", `{"a" 1}`, 5, "expected a colon"},
		{"missing value", `{"a":}`, 5, "expected a value"},
		{"wrong bracket", `{"a":[1}`, 7, "expected a comma or the closing bracket"},
		{"single quotes", `{'a':1}`, 1, "expected a string"},
		{"leading zero", `{"a":01}`, 6, "expected a comma or the closing bracket"},
		{"plus", `{"a":+1}`, 5, "expected a value"},
		{"point without digits", `{"a":1.}`, 7, "expected a digit"},
		{"number without digits", `{"a":-}`, 6, "expected a digit"},
		{"exponent without digits", `{"a":1e+}`, 8, "expected a digit"},
		{"hexadecimal", `{"a":0x10}`, 6, "expected a comma or the closing bracket"},
		{"not a number", `{"a":NaN}`, 5, "expected a value"},
		{"capital literal", `{"a":True}`, 5, "expected a value"},
		{"cut literal", `{"a":nul`, 5, "expected null"},
		{"cut string", `{"a":"b`, 7, "unexpected end in a string"},
		{"line feed in a string", "{\"a\":\"b\n\"}", 7, "control character in a string"},
		{"bad escape", `{"a":"b\x"}`, 7, "bad escape in a string"},
		{"cut escape", `{"a":"\u12"}`, 6, "bad escape in a string"},
		{"high half of a pair", `{"a":"\ud83d"}`, 6, "bad escape in a string"},
		{"high half twice", `{"a":"\ud83d\ud83d"}`, 6, "bad escape in a string"},
		{"low half of a pair", `{"a":"\udc0e"}`, 6, "bad escape in a string"},
		{"invalid UTF-8", "{\"a\":\"\xff\"}", 6, "invalid UTF-8"},
		{"invalid UTF-8 in a skipped member", "{\"a\":\"é\xed\xa0\x80\"}", 8, "invalid UTF-8"},
		{"records no list", `{"records":{}}`, 11, "expected an array"},
		{"row no list", `{"records":[null]}`, 12, "expected an array"},
		{"error in a late row", `{"records":[[{"longValue":1}],[{"longValue":01}]]}`, 45, "expected a comma or the closing bracket"},
		{"error in a string of a row", `{"records":[[{"stringValue":"` + "\t" + `"}]]}`, 29, "control character in a string"},
		{"no value in a late row", `{"records":[[{"longValue":1}],[{"longValue":}]]}`, 44, "expected a value"},
		{"no value in a generated field", `{"generatedFields":[{"longValue":}]}`, 33, "expected a number"},
		{"columns no list", `{"columnMetadata":1}`, 18, "expected an array"},
		{"column null", `{"columnMetadata":[null]}`, 19, "expected an object"},
		{"nullable boolean", `{"columnMetadata":[{"nullable":true}]}`, 31, "expected a number"},
		{"type name number", `{"columnMetadata":[{"typeName":1}]}`, 31, "expected a string"},
		{"signed string", `{"columnMetadata":[{"isSigned":"true"}]}`, 31, "expected true or false"},
		{"updated string", `{"numberOfRecordsUpdated":"1"}`, 26, "expected a number"},
		{"updated fraction", `{"numberOfRecordsUpdated":1.5}`, 26, "number is not an integer"},
		{"generated field unknown", `{"generatedFields":[{"x":1}]}`, 20, `field with unknown member "x"`},
		{"deep", `{"a":` + strings.Repeat("[", 100), 5 + 63, "nested too deeply"},
		{"deep objects", strings.Repeat(`{"a":`, 100), 64 * 5, "nested too deeply"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			result, err := wire.DecodeExecute([]byte(tt.body))
			if result != nil {
				t.Error("got a result with the error")
			}
			checkMalformed(t, err, tt.offset, tt.reason)
		})
	}
}

// TestDecodeExecuteTruncated cuts an answer everywhere.
func TestDecodeExecuteTruncated(t *testing.T) {
	body := page(2 << 10)
	for i := range body {
		if _, err := wire.DecodeExecute(body[:i]); err == nil {
			t.Fatalf("no error for the first %d of %d bytes", i, len(body))
		}
	}
}

func TestMalformedErrorText(t *testing.T) {
	_, err := wire.DecodeExecute([]byte(`{"records":[[`))
	if want := "wire: decode response: unexpected end instead of a value at byte 13"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}
