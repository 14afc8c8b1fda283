package postgres_test

import (
	"math"
	"reflect"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi/internal/engine"
	"github.com/auroradataapi/auroradataapi/internal/postgres"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

var asLibPQ = postgres.Engine{Native: postgres.LibPQ}

// sessionAfter are those of a session after some statements.
func sessionAfter(statements ...[]string) engine.Settings {
	settings := asLibPQ.NewSettings()
	for _, tokens := range statements {
		for _, change := range asLibPQ.ReadSettings(tokens, "") {
			settings = change.In(settings)
		}
	}
	return settings
}

func TestLibPQColumnValue(t *testing.T) {
	text := func(s string) wire.Field { return wire.Field{Kind: wire.String, Text: s} }
	noZone := time.FixedZone("", 0)
	tests := []struct {
		name     string
		typeName string
		field    wire.Field
		want     any
	}{
		{"null", "numeric", wire.Field{Kind: wire.Null}, nil},
		{"bool", "bool", wire.Field{Kind: wire.Bool, Bool: true}, true},
		{"int8", "int8", wire.Field{Kind: wire.Long, Long: math.MaxInt64}, int64(math.MaxInt64)},
		{"int8 cast to text", "int8", text("7"), int64(7)},
		{"oid as a long", "oid", wire.Field{Kind: wire.Long, Long: 26}, []byte("26")},
		{"oid as a string", "oid", text("4294967295"), []byte("4294967295")},
		{"float4", "float4", wire.Field{Kind: wire.Double, Double: float64(float32(1.1))}, 1.1},
		{"infinite float4", "float4", wire.Field{Kind: wire.Double, Double: math.Inf(-1)}, math.Inf(-1)},
		{"float8", "float8", wire.Field{Kind: wire.Double, Double: float64(float32(1.1))}, 1.100000023841858},
		{"numeric", "numeric", text("1.50"), []byte("1.50")},
		{"text", "text", text("a"), "a"},
		{"character", "bpchar", text("a "), "a "},
		{"one byte", "char", text("a"), "a"},
		{"name", "name", text("a"), []byte("a")},
		{"enum", "mood", text("ok"), []byte("ok")},
		{"void", "void", text(""), []byte("")},
		{"bytea", "bytea", wire.Field{Kind: wire.Blob, Blob: []byte{0, 255}}, []byte{0, 255}},
		{"json", "json", text("1"), []byte("1")},
		{"date", "date", text("2024-02-29"), time.Date(2024, 2, 29, 0, 0, 0, 0, noZone)},
		{"infinity", "date", text("-infinity"), []byte("-infinity")},
		{"timestamp", "timestamp", text("2024-02-29 13:14:15.800"), time.Date(2024, 2, 29, 13, 14, 15, 8e8, noZone)},
		{"timestamptz", "timestamptz", text("2024-02-29 13:14:15"), time.Date(2024, 2, 29, 13, 14, 15, 0, time.UTC)},
		{"time", "time", text("13:14:15.800"), time.Date(0, 1, 1, 13, 14, 15, 8e8, time.UTC)},
		{"end of a day", "time", text("24:00:00"), time.Date(0, 1, 2, 0, 0, 0, 0, time.UTC)},
		{"timetz", "timetz", text("13:14:15+05:30:15"), time.Date(0, 1, 1, 13, 14, 15, 0, time.FixedZone("", 19815))},
		{"end of a day somewhere", "timetz", text("24:00:00-08"), time.Date(0, 1, 2, 0, 0, 0, 0, time.FixedZone("", -28800))},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			column := asLibPQ.NewColumn(&wire.Column{Name: "c", TypeName: tt.typeName}, false, nil)
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

func TestLibPQColumnValueMalformed(t *testing.T) {
	for _, tt := range []struct{ typeName, text string }{
		{"date", "2024-02-30"}, {"time", "13:14"}, {"time", "25:00:00"}, {"timetz", "13:14:15+00:00:00:00"}, {"timetz", "24:00:00+x"}, {"int4", "x"},
	} {
		column := asLibPQ.NewColumn(&wire.Column{Name: "c", TypeName: tt.typeName}, false, nil)
		got, err := column.Value(&wire.Field{Kind: wire.String, Text: tt.text})
		if want := `decode column "c": malformed ` + tt.typeName; err == nil || err.Error() != want {
			t.Errorf("%s %q = %v, %v, want the error %q", tt.typeName, tt.text, got, err, want)
		}
	}
}

// TestLibPQZone: a timestamptz is in the zone of the session, also in an array.
func TestLibPQZone(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	set := func(zone string) []string { return []string{"set", "time", "zone", "'" + zone + "'"} }
	tests := []struct {
		name     string
		settings engine.Settings
		zone     *time.Location
		array    string
	}{
		{"none", nil, time.UTC, `{"2024-02-29 13:14:15.8+00"}`},
		{"set", sessionAfter(set("Europe/Berlin")), berlin, `{"2024-02-29 14:14:15.8+01"}`},
		{"set to a parameter", sessionAfter([]string{"set", "timezone", "=", "'Europe/Berlin'"}), berlin, `{"2024-02-29 14:14:15.8+01"}`},
		{"set twice", sessionAfter(set("Asia/Kolkata"), set("Europe/Berlin")), berlin, `{"2024-02-29 14:14:15.8+01"}`},
		{"reset", sessionAfter(set("Europe/Berlin"), []string{"reset", "timezone"}), time.UTC, `{"2024-02-29 13:14:15.8+00"}`},
		{"another name of UTC", sessionAfter(set("Etc/UTC")), time.UTC, `{"2024-02-29 13:14:15.8+00"}`},
		{"local", sessionAfter([]string{"set", "local", "time", "zone", "'Europe/Berlin'"}), time.UTC, `{"2024-02-29 13:14:15.8+00"}`},
		{"unknown", sessionAfter(set("Local")), time.UTC, `{"2024-02-29 13:14:15.8+00"}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			column := asLibPQ.NewColumn(&wire.Column{TypeName: "timestamptz"}, false, tt.settings)
			got, err := column.Value(&wire.Field{Kind: wire.String, Text: "2024-02-29 13:14:15.800"})
			if want := time.Date(2024, 2, 29, 13, 14, 15, 8e8, time.UTC).In(tt.zone); err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("got %v, %v, want %v", got, err, want)
			}
			result, err := wire.DecodeExecute([]byte(`{"records":[[{"arrayValue":{"stringValues":["2024-02-29 13:14:15.800"]}}]],"columnMetadata":[{"typeName":"_timestamptz"}]}`))
			if err != nil {
				t.Fatal(err)
			}
			fields := make([]wire.Field, 1)
			if ok, err := result.NextRow(fields); !ok || err != nil {
				t.Fatalf("NextRow = %v, %v", ok, err)
			}
			if got, err := asLibPQ.NewColumn(&result.Columns[0], false, tt.settings).Value(&fields[0]); err != nil || !reflect.DeepEqual(got, []byte(tt.array)) {
				t.Errorf("got %s, %v, want %s", got, err, tt.array)
			}
		})
	}
}

func TestLibPQColumnType(t *testing.T) {
	tests := []struct {
		column wire.Column
		scan   reflect.Type
		length int64 // 0 for none
		digits int64 // of a numeric; 0 for none
	}{
		{wire.Column{TypeName: "text"}, reflect.TypeFor[string](), math.MaxInt64, 0},
		{wire.Column{TypeName: "varchar", Precision: 10}, reflect.TypeFor[string](), 10, 0},
		{wire.Column{TypeName: "bpchar", Precision: 5}, reflect.TypeFor[any](), 5, 0},
		{wire.Column{TypeName: "bit", Precision: 3}, reflect.TypeFor[string](), 3, 0},
		{wire.Column{TypeName: "varbit"}, reflect.TypeFor[string](), -1, 0},
		{wire.Column{TypeName: "numeric", Precision: 10, Scale: 2}, reflect.TypeFor[any](), 0, 10},
		{wire.Column{TypeName: "_numeric"}, reflect.TypeFor[any](), 0, 65535},
		{wire.Column{TypeName: "uuid"}, reflect.TypeFor[any](), 0, 0},
		{wire.Column{TypeName: "time"}, reflect.TypeFor[time.Time](), 0, 0},
		{wire.Column{TypeName: "int2"}, reflect.TypeFor[int16](), 0, 0},
	}
	for _, tt := range tests {
		c := asLibPQ.NewColumn(&tt.column, false, nil)
		length, hasLength := c.Length()
		digits, _, hasDigits := c.PrecisionScale()
		if c.ScanType() != tt.scan || length != tt.length || hasLength != (tt.length != 0) || digits != tt.digits || hasDigits != (tt.digits != 0) {
			t.Errorf("%s: got %v, length %d %v, %d digits %v", tt.column.TypeName, c.ScanType(), length, hasLength, digits, hasDigits)
		}
	}
}

// FuzzTimeOfDay: what is read as a time of the day is written as what it was.
func FuzzTimeOfDay(f *testing.F) {
	for _, s := range []string{"13:14:15.123456", "24:00:00", "24:00:00+05:30", "00:00:00-08:01:01", "13:14:15+", "1:2:3"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		column := asLibPQ.NewColumn(&wire.Column{TypeName: "timetz"}, false, nil)
		v, err := column.Value(&wire.Field{Kind: wire.String, Text: s})
		if err != nil {
			return
		}
		clock := v.(time.Time)
		if clock.Year() != 0 || clock.Month() != time.January || clock.Day() > 2 {
			t.Errorf("%q is %v", s, clock)
		}
		again, err := column.Value(&wire.Field{Kind: wire.String, Text: clock.Format("15:04:05.999999999-07:00:00")})
		if err != nil || clock.Day() == 1 && !again.(time.Time).Equal(clock) {
			t.Errorf("%q is %v, and then %v, %v", s, clock, again, err)
		}
	})
}
