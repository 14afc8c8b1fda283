package postgres_test

import (
	"database/sql"
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
	color     int
	textual   struct{ hidden string }
	jsonValue struct {
		A int `json:"a"`
	}
)

func (c color) String() string    { return [...]string{"red", "green"}[c] }
func (t *textual) String() string { return "text of " + t.hidden }

func TestEncode(t *testing.T) {
	text := func(s string) wire.Parameter { return wire.Parameter{Kind: wire.String, Text: s} }
	long := func(n int64) wire.Parameter { return wire.Parameter{Kind: wire.Long, Long: n} }
	double := func(f float64) wire.Parameter { return wire.Parameter{Kind: wire.Double, Double: f} }
	null := wire.Parameter{Kind: wire.Null}
	noon := time.Date(2024, 2, 29, 12, 0, 0, 1999, time.FixedZone("", 2*60*60))
	tests := []struct {
		name  string
		typ   string
		value any
		want  wire.Parameter
		cast  string
	}{
		{"NULL of a type", "pg_catalog.uuid", nil, null, "uuid"},
		{"NULL of text", "pg_catalog.text", nil, null, ""},
		{"NULL of int8", "pg_catalog.int8", nil, null, "int8"},
		{"nil slice", "pg_catalog._int4", []int(nil), null, "_int4"},
		{"nil map", "pg_catalog.jsonb", map[string]int(nil), null, "jsonb"},
		{"zero address", "pg_catalog.inet", netip.Addr{}, null, "inet"},

		{"text", "pg_catalog.text", "a", text("a"), ""},
		{"varchar", "pg_catalog.varchar", "a", text("a"), `varchar`},
		{"character", "pg_catalog.bpchar", "abc", text("abc"), "bpchar"},
		{"bit", `pg_catalog."bit"`, "101", text("101"), `"bit"`},
		{"one byte", `pg_catalog."char"`, "a", text("a"), `"char"`},
		{"name or number of a table", "pg_catalog.regclass", "1259", text("1259"), "bpchar::regclass"},
		{"string as a number", "pg_catalog.int8", "1", text("1"), "int8"},
		{"text of a named int", "pg_catalog.text", color(1), text("green"), ""},
		{"int of a type without a cast from int8", "pg_catalog.xid8", 7, text("7"), "xid8"},
		{"uint of one", "pg_catalog.xid", uint32(7), text("7"), "xid"},
		{"named int", "pg_catalog.int4", color(1), long(1), "int4"},
		{"Stringer of the pointer", "pg_catalog.uuid", textual{"x"}, text("text of x"), "uuid"},
		{"bytes as text", "pg_catalog.text", []byte("a"), text("a"), ""},
		{"bytes as an interval", `pg_catalog."interval"`, []byte("1 day"), text("1 day"), `"interval"`},

		{"int8", "pg_catalog.int8", 5, long(5), ""},
		{"int2", "pg_catalog.int2", uint8(5), long(5), "int2"},
		{"fraction is cut off", "pg_catalog.int4", -1.9, long(-1), "int4"},
		{"oid", "pg_catalog.oid", uint32(math.MaxUint32), long(math.MaxUint32), "oid"},
		{"float8", "pg_catalog.float8", 1.5, double(1.5), ""},
		{"float8 of an int", "pg_catalog.float8", 2, double(2), ""},
		{"float8 that is none", "pg_catalog.float8", math.NaN(), text("NaN"), "float8"},
		{"float4", "pg_catalog.float4", 1.5, double(1.5), "float4"},
		{"numeric", `pg_catalog."numeric"`, 0.1, text("0.1"), `"numeric"`},
		{"numeric of a float32", `pg_catalog."numeric"`, float32(0.1), text("0.10000000149011612"), `"numeric"`},
		{"numeric of the greatest", `pg_catalog."numeric"`, uint64(math.MaxUint64), text("18446744073709551615"), `"numeric"`},
		{"numeric of a big.Int", `pg_catalog."numeric"`, *big.NewInt(7), text("7"), `"numeric"`},
		{"bool", "pg_catalog.bool", true, wire.Parameter{Kind: wire.Bool, Bool: true}, ""},
		{"bytea", "pg_catalog.bytea", []byte{0, 255}, wire.Parameter{Kind: wire.Blob, Blob: []byte{0, 255}}, ""},
		{"bytea of a string", "pg_catalog.bytea", `\x00ff`, text(`\x00ff`), "bytea"},
		{"uuid", "pg_catalog.uuid", [16]byte{1}, text("01000000-0000-0000-0000-000000000000"), "uuid"},
		{"uuid of bytes", "pg_catalog.uuid", []byte{1, 2}, text("01020000-0000-0000-0000-000000000000"), "uuid"},

		{"timestamptz is the instant", "pg_catalog.timestamptz", noon, text("2024-02-29 10:00:00.000001Z"), "timestamptz"},
		{"timestamp is the wall clock", `pg_catalog."timestamp"`, noon, text("2024-02-29 12:00:00.000001"), `"timestamp"`},
		{"date", "pg_catalog.date", noon, text("2024-02-29"), "date"},
		{"date before Christ", "pg_catalog.date", time.Date(-43, 3, 15, 0, 0, 0, 0, time.UTC), text("0044-03-15 BC"), "date"},
		{"time", `pg_catalog."time"`, noon, text("12:00:00.000001"), `"time"`},
		{"interval", `pg_catalog."interval"`, 1500 * time.Millisecond, text("00:00:01.500000"), `"interval"`},
		{"number of a duration", "pg_catalog.int8", time.Second, long(1e9), ""},

		{"inet", "pg_catalog.inet", netip.MustParseAddr("10.1.2.3"), text("10.1.2.3/32"), "inet"},
		{"inet of sixteen bytes", "pg_catalog.inet", net.IPv4(10, 1, 2, 3), text("::ffff:10.1.2.3/128"), "inet"},
		{"cidr", "pg_catalog.cidr", netip.MustParsePrefix("10.0.0.0/8"), text("10.0.0.0/8"), "cidr"},
		{"macaddr", "pg_catalog.macaddr", net.HardwareAddr{8, 0, 0x2b, 1, 2, 3}, text("08:00:2b:01:02:03"), "macaddr"},

		{"json of a struct", "pg_catalog.json", jsonValue{1}, text(`{"a":1}`), "json"},
		{"json of a string", "pg_catalog.jsonb", `{"a": 1}`, text(`{"a": 1}`), "jsonb"},
		{"json of bytes", "pg_catalog.jsonb", []byte(`[1]`), text(`[1]`), "jsonb"},
		{"json of a slice", "pg_catalog.jsonb", []int{1, 2}, text(`[1,2]`), "jsonb"},
		{"json of a big.Int", "pg_catalog.jsonb", *big.NewInt(5), text(`5`), "jsonb"},

		{"array", "pg_catalog._int4", []int{1, 2}, text("{1,2}"), "_int4"},
		{"array of a Go array", "pg_catalog._int4", [2]int{1, 2}, text("{1,2}"), "_int4"},
		{"array of texts", "pg_catalog._text", []string{"a b", "NULL", `"`}, text(`{"a b","NULL","\""}`), "_text"},
		{"array with NULLs", "pg_catalog._text", []sql.NullString{{}, {String: "a", Valid: true}}, text("{NULL,a}"), "_text"},
		{"array of anything", "pg_catalog._int4", []any{1, "2", nil}, text("{1,2,NULL}"), "_int4"},
		{"array of two dimensions", "pg_catalog._int4", [][]int{{1, 2}, {3, 4}}, text("{{1,2},{3,4}}"), "_int4"},
		{"empty array", "pg_catalog._int4", []int{}, text("{}"), "_int4"},
		{"empty rows", "pg_catalog._int4", [][]int{{}, {}}, text("{}"), "_int4"},
		{"array of json", "pg_catalog._jsonb", [][]int{{1}, {2, 3}}, text(`{[1],"[2,3]"}`), "_jsonb"},
		{"array of its bytes", "pg_catalog._int4", []byte{1, 2}, text("{1,2}"), "_int4"},
		{"text of an array", "pg_catalog._text", []byte("{a}"), text("{a}"), "_text"},

		{"unknown type", `public."Mood"`, "ok", text("ok"), `public."Mood"`},
		{"unknown type, not text", "public.posint", 5, text("5"), "public.posint"},
		{"unknown type, bytes", "public.citext", []byte("a"), text(`\x61`), "public.citext"},
		{"unknown array", "public._mood", []string{"ok"}, text("{ok}"), "public._mood"},
		{"named like a known type", "public.uuid", [16]byte{}, text("00000000-0000-0000-0000-000000000000"), "public.uuid"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := postgres.NewType(tt.typ).Encode(tt.value)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(got.Parameter, tt.want) || got.Cast != tt.cast {
				t.Errorf("got %+v AS %q, want %+v AS %q", got.Parameter, got.Cast, tt.want, tt.cast)
			}
		})
	}
}

func TestEncodeRefuses(t *testing.T) {
	tests := []struct {
		name  string
		typ   string
		value any
		want  string
	}{
		{"int as text", "pg_catalog.text", 77, "the server wants text, for which there is no form of this int"},
		{"bool as text", "pg_catalog.text", true, "no form of this bool"},
		{"too great", "pg_catalog.int2", 77777, "wants int2, for which there is no form of this int"},
		{"negative oid", "pg_catalog.oid", -77, "no form of this int"},
		{"too great for a float", "pg_catalog.float8", uint64(math.MaxUint64), "no form of this uint64"},
		{"no number", "pg_catalog.int8", math.NaN(), "no form of this float64"},
		{"infinite", "pg_catalog.int8", math.Inf(1), "no form of this float64"},
		{"map", "pg_catalog.int4", map[string]int{"a": 77}, "no form of this map[string]int"},
		{"sixteen bytes", "pg_catalog.bytea", [16]byte{77}, "no form of this [16]uint8"},
		{"slice of slices of different lengths", "pg_catalog._int4", [][]int{{77}, {77, 77}}, "different lengths"},
		{"elements", "pg_catalog._text", []int{77}, "wants text, for which there is no form of this int"},
		{"unknown type", "public.mood", map[string]int{"a": 77}, "wants public.mood"},
		{"not JSON", "pg_catalog.jsonb", make(chan int), "marshal chan int for a jsonb"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := postgres.NewType(tt.typ).Encode(tt.value)
			if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "77") {
				t.Errorf("got %v, want %q and no value", err, tt.want)
			}
		})
	}
}

// FuzzEncode gives any string, bytes and number to any type: a string is never
// refused and never changed, and nothing panics.
func FuzzEncode(f *testing.F) {
	f.Add("pg_catalog.int4", "1", int64(1), 1.5)
	f.Add("pg_catalog._text", "{a,b}", int64(-1), math.Inf(1))
	f.Add(`public."Mood"`, "ok", int64(math.MaxInt64), math.NaN())
	f.Fuzz(func(t *testing.T, name, s string, n int64, x float64) {
		typ := postgres.NewType(name)
		a, err := typ.Encode(s)
		if err != nil || a.Parameter.Kind != wire.String || a.Parameter.Text != s {
			t.Errorf("%s: got %+v, %v for a string", typ, a, err)
		}
		for _, v := range []any{[]byte(s), []string{s, s}, []any{s, n, x, nil}, [][]int64{{n}, {n}}, n, x, []float64{x}} {
			if a, err := typ.Encode(v); err == nil && a.Cast != typ.String() && a.Cast != "" {
				t.Errorf("%s: got a cast to %s for %T", typ, a.Cast, v)
			}
		}
	})
}
