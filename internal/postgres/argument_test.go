package postgres_test

import (
	"encoding/json"
	"math"
	"math/big"
	"net"
	"net/netip"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

type (
	namedString string
	namedInt    int
	namedBytes  []byte
	namedByte   byte
	endless     *endless
)

func TestBind(t *testing.T) {
	three := 3
	text := func(s string) wire.Parameter { return wire.Parameter{Kind: wire.String, Text: s} }
	long := func(n int64) wire.Parameter { return wire.Parameter{Kind: wire.Long, Long: n} }
	double := func(f float64) wire.Parameter { return wire.Parameter{Kind: wire.Double, Double: f} }
	null := wire.Parameter{Kind: wire.Null}
	tests := []struct {
		name  string
		value any
		want  wire.Parameter
		cast  string
	}{
		{"nil", nil, null, ""},
		{"bool", true, wire.Parameter{Kind: wire.Bool, Bool: true}, ""},
		{"int", 7, long(7), ""},
		{"int8", int8(-7), long(-7), ""},
		{"int16", int16(7), long(7), "int2"},
		{"int32", int32(7), long(7), "int4"},
		{"int64", int64(math.MinInt64), long(math.MinInt64), ""},
		{"named int", namedInt(7), long(7), ""},
		{"uint8", uint8(255), long(255), ""},
		{"uint64 that fits", uint64(math.MaxInt64), long(math.MaxInt64), ""},
		{"uint64 that does not", uint64(math.MaxUint64), text("18446744073709551615"), "numeric"},
		{"float32", float32(1.5), double(1.5), "float4"},
		{"float64", 0.1, double(0.1), ""},
		{"NaN", math.NaN(), text("NaN"), "float8"},
		{"float32 infinity", float32(math.Inf(-1)), text("-Infinity"), "float4"},
		{"string", "1", text("1"), ""},
		{"string like a uuid", "6ba7b810-9dad-11d1-80b4-00c04fd430c8", text("6ba7b810-9dad-11d1-80b4-00c04fd430c8"), ""},
		{"named string", namedString("a"), text("a"), ""},
		{"bytes", []byte{0, 255}, wire.Parameter{Kind: wire.Blob, Blob: []byte{0, 255}}, ""},
		{"named bytes", namedBytes{1}, wire.Parameter{Kind: wire.Blob, Blob: []byte{1}}, ""},
		{"empty bytes", []byte{}, wire.Parameter{Kind: wire.Blob, Blob: []byte{}}, ""},
		{"nil bytes", []byte(nil), null, ""},
		{"json", json.RawMessage(`{"a": 1}`), text(`{"a": 1}`), "json"},
		{"nil json", json.RawMessage(nil), null, ""},
		{"uuid", [16]byte{0x6b, 0xa7, 0xb8, 0x10, 15: 0xc8}, text("6ba7b810-0000-0000-0000-0000000000c8"), "uuid"},
		{"uuid of named bytes", [16]namedByte{15: 1}, text("00000000-0000-0000-0000-000000000001"), "uuid"},
		{"duration", 1500 * time.Microsecond, text("00:00:00.001500"), "interval"},
		{"negative duration", -26*time.Hour - time.Second, text("-26:00:01"), "interval"},
		{"longest duration", time.Duration(math.MinInt64), text("-2562047:47:16.854775"), "interval"},
		{"less than a microsecond", -time.Nanosecond, text("00:00:00"), "interval"},
		{"network", net.IPNet{IP: net.IPv4(10, 0, 0, 0).To4(), Mask: net.CIDRMask(8, 32)}, text("10.0.0.0/8"), "cidr"},
		{"no ip", net.IP{1, 2}, text("?0102"), "inet"},
		{"ip", net.IPv4(10, 1, 2, 3), text("::ffff:10.1.2.3/128"), "inet"},
		{"addr", netip.MustParseAddr("::1"), text("::1/128"), "inet"},
		{"prefix", netip.MustParsePrefix("10.0.0.0/8"), text("10.0.0.0/8"), "cidr"},
		{"no addr", netip.Addr{}, null, "inet"},
		{"no prefix", netip.Prefix{}, null, "cidr"},
		{"big", *new(big.Int).Lsh(big.NewInt(1), 70), text("1180591620717411303424"), "numeric"},
		{"instant", time.Date(2024, 2, 29, 13, 14, 15, 123456789, time.FixedZone("", 7200)), text("2024-02-29 11:14:15.123456Z"), "timestamptz"},
		{"far future", time.Date(12345, 1, 2, 3, 4, 5, 0, time.UTC), text("12345-01-02 03:04:05Z"), "timestamptz"},
		{"year 1", time.Time{}, text("0001-01-01 00:00:00Z"), "timestamptz"},
		{"before Christ", time.Date(-43, 3, 15, 0, 0, 0, 0, time.UTC), text("0044-03-15 00:00:00Z BC"), "timestamptz"},
		{"strings", []string{"a", "", "b c", `q"\`, "null"}, text(`{a,"","b c","q\"\\","null"}`), "text[]"},
		{"ints", []int{1, -2}, text("{1,-2}"), "int8[]"},
		{"int32s", []int32{1}, text("{1}"), "int4[]"},
		{"pointers", []*int{&three, nil}, text("{3,NULL}"), "int8[]"},
		{"bools", []bool{true, false}, text("{t,f}"), "bool[]"},
		{"floats", []float64{1, 1e15, 1e-5, math.Inf(1)}, text("{1,1000000000000000,0.00001,Infinity}"), "float8[]"},
		{"float32s", []float32{1.1, 1e6}, text("{1.1,1000000}"), "float4[]"},
		{"byte slices", [][]byte{{1, 255}, nil}, text(`{"\\x01ff",NULL}`), "bytea[]"},
		{"times", []time.Time{time.Unix(0, 0)}, text(`{"1970-01-01 00:00:00Z"}`), "timestamptz[]"},
		{"addrs", []netip.Addr{netip.MustParseAddr("10.0.0.1"), {}}, text("{10.0.0.1/32,NULL}"), "inet[]"},
		{"prefixes", []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}, text("{10.0.0.0/8}"), "cidr[]"},
		{"empty slice", []string{}, text("{}"), "text[]"},
		{"nil slice", []string(nil), null, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := postgres.Bind(tt.value)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got.Parameter, tt.want) || got.Cast != tt.cast {
				t.Errorf("got %+v, want %+v as %q", got, tt.want, tt.cast)
			}
		})
	}
}

func TestBindRefuses(t *testing.T) {
	for _, value := range []any{struct{}{}, map[string]any{}, make(chan int), [][]int{{1}}, [3]int{}, []any{1}, complex(1, 2), []struct{}{}, []endless{nil}} {
		if got, err := postgres.Bind(value); err == nil || !strings.Contains(err.Error(), "unsupported argument type") {
			t.Errorf("Bind(%T) = %+v, %v, want an error", value, got, err)
		}
	}
}

// FuzzBindStrings: what is bound reads back by the rules of PostgreSQL's
// array_in.
func FuzzBindStrings(f *testing.F) {
	f.Add("a", "b c")
	f.Add("", "NULL")
	f.Add(`"\{},`, "\t\n")
	f.Fuzz(func(t *testing.T, a, b string) {
		argument, err := postgres.Bind([]string{a, b})
		if err != nil {
			t.Fatal(err)
		}
		got, ok := readArray(argument.Parameter.Text)
		if want := []string{a, b}; !ok || !reflect.DeepEqual(got, want) {
			t.Errorf("%q reads as %q (%v), want %q", argument.Parameter.Text, got, ok, want)
		}
	})
}

// readArray reads the text of a one-dimensional array without NULLs.
func readArray(s string) (elements []string, ok bool) {
	s, ok = strings.CutPrefix(s, "{")
	if !ok {
		return nil, false
	}
	for {
		var element strings.Builder
		quoted := strings.HasPrefix(s, `"`)
		s = strings.TrimPrefix(s, `"`)
		for s != "" && (quoted && s[0] != '"' || !quoted && s[0] != ',' && s[0] != '}') {
			if s[0] == '\\' {
				s = s[1:]
			}
			element.WriteByte(s[0])
			s = s[1:]
		}
		if quoted {
			s = strings.TrimPrefix(s, `"`)
		} else if word := strings.Trim(element.String(), " \t\n\r\v\f"); word == "" || strings.EqualFold(word, "null") || word != element.String() {
			return nil, false
		}
		elements = append(elements, element.String())
		if s == "}" {
			return elements, true
		}
		if s, ok = strings.CutPrefix(s, ","); !ok {
			return nil, false
		}
	}
}

// FuzzInstant: an instant that goes down as an argument comes up as the same
// instant, to the microsecond.
func FuzzInstant(f *testing.F) {
	f.Add(int64(0), int64(0))
	f.Add(int64(-62135596801), int64(999999999))
	f.Add(int64(253402300800), int64(1))
	f.Add(int64(-63500000000), int64(123456789))
	column := postgres.NewColumn(&wire.Column{TypeName: "timestamptz"})
	f.Fuzz(func(t *testing.T, seconds, nanoseconds int64) {
		// PostgreSQL's timestamps go from 4713 BC to 294276.
		want := time.Unix(seconds%9_000_000_000_000, nanoseconds).UTC().Truncate(time.Microsecond)
		if want.Year() < -4712 {
			t.Skip("before PostgreSQL's first timestamp")
		}
		argument, err := postgres.Bind(want)
		if err != nil {
			t.Fatal(err)
		}
		got, err := column.Value(&wire.Field{Kind: wire.String, Text: argument.Parameter.Text})
		if err != nil {
			t.Fatalf("%q: %v", argument.Parameter.Text, err)
		}
		if at, ok := got.(time.Time); !ok || !at.Equal(want) {
			t.Errorf("%q came back as %v, want %v", argument.Parameter.Text, got, want)
		}
	})
}
