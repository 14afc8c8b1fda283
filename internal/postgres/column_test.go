package postgres_test

import (
	"math"
	"reflect"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

func TestColumnValue(t *testing.T) {
	text := func(s string) wire.Field { return wire.Field{Kind: wire.String, Text: s} }
	long := func(n int64) wire.Field { return wire.Field{Kind: wire.Long, Long: n} }
	tests := []struct {
		name     string
		typeName string
		field    wire.Field
		want     any
	}{
		{"null", "int4", wire.Field{Kind: wire.Null}, nil},
		{"bool", "bool", wire.Field{Kind: wire.Bool, Bool: true}, true},
		{"int8", "int8", long(math.MaxInt64), int64(math.MaxInt64)},
		{"oid as a long", "oid", long(26), int64(26)},
		{"oid as a string", "oid", text("4294967295"), int64(4294967295)},
		{"float8", "float8", wire.Field{Kind: wire.Double, Double: 1.1}, 1.1},
		{"numeric", "numeric", text("123456789.1234567890"), "123456789.1234567890"},
		{"text", "text", text("2024-02-29"), "2024-02-29"},
		{"enum", "mood", text("ok"), "ok"},
		{"void", "void", text(""), ""},
		{"uuid", "uuid", text("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), "6ba7b810-9dad-11d1-80b4-00c04fd430c8"},
		{"bytea", "bytea", wire.Field{Kind: wire.Blob, Blob: []byte{0, 255}}, []byte{0, 255}},
		{"json", "json", text(`{"a":1}`), []byte(`{"a":1}`)},
		{"jsonb null", "jsonb", text("null"), []byte("null")},
		{"xml", "xml", text("<a/>"), []byte("<a/>")},
		{"date", "date", text("2024-02-29"), time.Date(2024, 2, 29, 0, 0, 0, 0, time.UTC)},
		{"date before Christ, signed", "date", text("-0043-03-15"), time.Date(-43, 3, 15, 0, 0, 0, 0, time.UTC)},
		{"date before Christ, as PostgreSQL", "date", text("0044-03-15 BC"), time.Date(-43, 3, 15, 0, 0, 0, 0, time.UTC)},
		{"date after 9999", "date", text("+12345-01-02"), time.Date(12345, 1, 2, 0, 0, 0, 0, time.UTC)},
		{"early date", "date", text("0999-01-01"), time.Date(999, 1, 1, 0, 0, 0, 0, time.UTC)},
		{"infinity", "timestamptz", text("-infinity"), "-infinity"},
		{"time", "time", text("13:14:15.800"), "13:14:15.8"},
		{"time without fraction", "time", text("13:14:10"), "13:14:10"},
		{"timetz with an offset", "timetz", text("13:14:15.5+00"), "13:14:15.5+00"},
		{"timestamp", "timestamp", text("2024-02-29 13:14:15.123456"), time.Date(2024, 2, 29, 13, 14, 15, 123456000, time.UTC)},
		{"timestamptz", "timestamptz", text("2024-02-29 11:14:15.800"), time.Date(2024, 2, 29, 11, 14, 15, 800000000, time.UTC)},
		{"timestamptz with an offset", "timestamptz", text("2024-02-29 13:14:15+05:30"), time.Date(2024, 2, 29, 7, 44, 15, 0, time.UTC)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			column := postgres.NewColumn(&wire.Column{Name: "c", TypeName: tt.typeName})
			got, err := column.Value(&tt.field)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %T %[1]v, want %T %[2]v", got, tt.want)
			}
		})
	}
}

func TestColumnValueMalformed(t *testing.T) {
	tests := []struct{ typeName, text string }{
		{"date", ""}, {"date", "2024-02-30"}, {"date", "2024-13-01"}, {"date", "24-01-01"}, {"date", "2024-00-01"},
		{"date", "2024-01-01x"}, {"timestamp", "2024-02-29 25:00:00"}, {"timestamp", "2024-02-29 13:14"},
		{"timestamp", "2024-02-29 13:14:15."}, {"timestamptz", "2024-02-29 13:14:15+"}, {"oid", "x"},
	}
	for _, tt := range tests {
		column := postgres.NewColumn(&wire.Column{Name: "c", TypeName: tt.typeName})
		got, err := column.Value(&wire.Field{Kind: wire.String, Text: tt.text})
		if want := `decode column "c": malformed ` + tt.typeName; err == nil || err.Error() != want {
			t.Errorf("%s %q = %v, %v, want the error %q", tt.typeName, tt.text, got, err, want)
		}
	}
}

func TestColumnArray(t *testing.T) {
	tests := []struct{ name, typeName, value, want string }{
		{"bool", "_bool", `{"booleanValues":[true,false,null]}`, "{t,f,NULL}"},
		{"int", "_int4", `{"longValues":[1,null,3]}`, "{1,NULL,3}"},
		{"empty", "_int4", `{"longValues":[]}`, "{}"},
		{"float4", "_float4", `{"doubleValues":[1.5,1e20,1e-7,123456792]}`, "{1.5,1e+20,1e-07,1.2345679e+08}"},
		{"float4, small", "_float4", `{"doubleValues":[0.0001,0.00009999999747378752,0.00009999998]}`, "{0.0001,0.0001,9.999998e-05}"},
		{"float8", "_float8", `{"doubleValues":[2,1e15,1e14,0.00001,0.0001,"NaN","-Infinity"]}`, "{2,1e+15,100000000000000,1e-05,0.0001,NaN,-Infinity}"},
		{"text", "_text", `{"stringValues":["a","b c","d\"e",null,"NULL","","x\\y","{}",","]}`, `{a,"b c","d\"e",NULL,"NULL","","x\\y","{}",","}`},
		{"numeric", "_numeric", `{"stringValues":["1.10","2"]}`, "{1.10,2}"},
		{"time", "_time", `{"stringValues":["13:14:15.800"]}`, "{13:14:15.8}"},
		{"timestamp", "_timestamp", `{"stringValues":["2024-02-29 13:14:15.800"]}`, `{"2024-02-29 13:14:15.8"}`},
		{"timestamptz", "_timestamptz", `{"stringValues":["2024-02-29 11:14:15"]}`, `{"2024-02-29 11:14:15+00"}`},
		{"jsonb", "_jsonb", `{"stringValues":["{\"a\":1}"]}`, `{"{\"a\":1}"}`},
		{"nested", "_int4", `{"arrayValues":[{"longValues":[1,2]},{"longValues":[3,null]}]}`, "{{1,2},{3,NULL}}"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			result, err := wire.DecodeExecute([]byte(`{"records":[[{"arrayValue":` + tt.value + `}]],"columnMetadata":[{"name":"c","typeName":"` + tt.typeName + `"}]}`))
			if err != nil {
				t.Fatal(err)
			}
			fields := make([]wire.Field, 1)
			if ok, err := result.NextRow(fields); !ok || err != nil {
				t.Fatalf("NextRow = %v, %v", ok, err)
			}
			column := postgres.NewColumn(&result.Columns[0])
			got, err := column.Value(&fields[0])
			if err != nil {
				t.Fatal(err)
			}
			if got != tt.want {
				t.Errorf("got %v, want %v", got, tt.want)
			}
		})
	}
}

func TestColumnType(t *testing.T) {
	type length struct {
		n  int64
		ok bool
	}
	type digits struct {
		precision, scale int64
		ok               bool
	}
	none := length{}
	unlimited := int64(math.MaxInt32)
	tests := []struct {
		column wire.Column
		name   string
		scan   reflect.Type
		length length
		digits digits
	}{
		{wire.Column{TypeName: "bool"}, "BOOL", reflect.TypeFor[bool](), none, digits{}},
		{wire.Column{TypeName: "smallserial", Precision: 5}, "INT2", reflect.TypeFor[int16](), none, digits{}},
		{wire.Column{TypeName: "serial", Precision: 10}, "INT4", reflect.TypeFor[int32](), none, digits{}},
		{wire.Column{TypeName: "bigserial", Precision: 19}, "INT8", reflect.TypeFor[int64](), none, digits{}},
		{wire.Column{TypeName: "oid", Precision: 10}, "OID", reflect.TypeFor[string](), none, digits{}},
		{wire.Column{TypeName: "float4", Precision: 8, Scale: 8}, "FLOAT4", reflect.TypeFor[float32](), none, digits{}},
		{wire.Column{TypeName: "float8", Precision: 17, Scale: 17}, "FLOAT8", reflect.TypeFor[float64](), none, digits{}},
		{wire.Column{TypeName: "numeric"}, "NUMERIC", reflect.TypeFor[float64](), none, digits{65535, 65531, true}},
		{wire.Column{TypeName: "numeric", Precision: 3, Scale: -2}, "NUMERIC", reflect.TypeFor[float64](), none, digits{3, 2046, true}},
		{wire.Column{TypeName: "numeric", Precision: 10, Scale: 2}, "NUMERIC", reflect.TypeFor[float64](), none, digits{10, 2, true}},
		{wire.Column{TypeName: "text", Precision: unlimited}, "TEXT", reflect.TypeFor[string](), length{math.MaxInt64, true}, digits{}},
		{wire.Column{TypeName: "bytea", Precision: unlimited}, "BYTEA", reflect.TypeFor[[]byte](), length{math.MaxInt64, true}, digits{}},
		{wire.Column{TypeName: "varchar", Precision: unlimited}, "VARCHAR", reflect.TypeFor[string](), length{-5, true}, digits{}},
		{wire.Column{TypeName: "varchar", Precision: 10}, "VARCHAR", reflect.TypeFor[string](), length{10, true}, digits{}},
		{wire.Column{TypeName: "bpchar", Precision: 5}, "BPCHAR", reflect.TypeFor[string](), length{5, true}, digits{}},
		{wire.Column{TypeName: "varbit", Precision: unlimited}, "VARBIT", reflect.TypeFor[string](), length{-1, true}, digits{}},
		{wire.Column{TypeName: "jsonb"}, "JSONB", reflect.TypeFor[string](), none, digits{}},
		{wire.Column{TypeName: "timestamptz"}, "TIMESTAMPTZ", reflect.TypeFor[time.Time](), none, digits{}},
		{wire.Column{TypeName: "_int4"}, "_INT4", reflect.TypeFor[string](), none, digits{}},
		{wire.Column{TypeName: "mood"}, "MOOD", reflect.TypeFor[string](), none, digits{}},
	}
	for _, tt := range tests {
		t.Run(tt.column.TypeName, func(t *testing.T) {
			c := postgres.NewColumn(&tt.column)
			if got := c.DatabaseTypeName(); got != tt.name {
				t.Errorf("DatabaseTypeName = %q, want %q", got, tt.name)
			}
			if got := c.ScanType(); got != tt.scan {
				t.Errorf("ScanType = %v, want %v", got, tt.scan)
			}
			if n, ok := c.Length(); (length{n, ok}) != tt.length {
				t.Errorf("Length = %d, %v, want %+v", n, ok, tt.length)
			}
			if p, s, ok := c.PrecisionScale(); (digits{p, s, ok}) != tt.digits {
				t.Errorf("PrecisionScale = %d, %d, %v, want %+v", p, s, ok, tt.digits)
			}
		})
	}
}

func TestColumnNullable(t *testing.T) {
	tests := []struct {
		nullable int64
		want, ok bool
	}{{0, false, true}, {1, true, true}, {2, false, false}}
	for _, tt := range tests {
		c := postgres.NewColumn(&wire.Column{Nullable: tt.nullable})
		if got, ok := c.Nullable(); got != tt.want || ok != tt.ok {
			t.Errorf("Nullable of %d = %v, %v, want %v, %v", tt.nullable, got, ok, tt.want, tt.ok)
		}
	}
}

func TestColumnName(t *testing.T) {
	tests := []struct {
		column wire.Column
		want   string
	}{{wire.Column{Name: "a", Label: "b"}, "b"}, {wire.Column{Name: "a"}, "a"}}
	for _, tt := range tests {
		column := postgres.NewColumn(&tt.column)
		if got := column.Name(); got != tt.want {
			t.Errorf("Name of %+v = %q, want %q", tt.column, got, tt.want)
		}
	}
}
