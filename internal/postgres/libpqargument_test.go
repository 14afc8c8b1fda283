package postgres_test

import (
	"database/sql"
	"math"
	"math/big"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi/internal/engine"
	"github.com/auroradataapi/auroradataapi/internal/postgres"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

type (
	colors   []color
	ring     *ring
	matrix   []matrix
	lozenges string
)

func (lozenges) ArrayDelimiter() string { return ";" }

func TestLibPQEncode(t *testing.T) {
	text := func(s string) wire.Parameter { return wire.Parameter{Kind: wire.String, Text: s} }
	blob := func(s string) wire.Parameter { return wire.Parameter{Kind: wire.Blob, Blob: []byte(s)} }
	null := wire.Parameter{Kind: wire.Null}
	one, pointer := 1, new(int)
	somewhere := time.Date(2024, 2, 29, 12, 0, 0, 1999, time.FixedZone("", 2*60*60))
	tests := []struct {
		name  string
		typ   string
		value any
		want  wire.Parameter
	}{
		{"NULL", "uuid", nil, null},
		{"nil pointer", "int4", (*int)(nil), null},
		{"nil bytes", "bytea", []byte(nil), null},
		{"nil slice", "_int4", []int(nil), null},
		{"null of package sql", "text", sql.NullString{}, null},
		{"int as text", "text", 1, text("1")},
		{"pointer", "text", &one, text("1")},
		{"pointer to a pointer", "int4", &pointer, text("0")},
		{"named int", "int4", color(1), text("1")},
		{"great uint", "numeric", uint64(math.MaxUint64), text("18446744073709551615")},
		{"bool", "text", true, text("true")},
		{"float", "float8", 1e21, text("1000000000000000000000")},
		{"not a number", "float8", math.NaN(), text("NaN")},
		{"string as a number", "int4", "1", text("1")},
		{"string as bytes", "bytea", `\x61`, blob(`\x61`)},
		{"int as bytes", "bytea", 12, text("12")},
		{"bytes", "bytea", []byte{0, 255}, blob("\x00\xff")},
		{"no bytes", "bytea", []byte{}, blob("")},
		{"bytes as text", "uuid", []byte("6ba7b810"), text("6ba7b810")},
		{"duration", "int8", time.Second, text("1000000000")},
		{"instant", "timestamptz", somewhere, text("2024-02-29 12:00:00.000001999+02:00")},
		{"instant in UTC", "timestamp", somewhere.UTC(), text("2024-02-29 10:00:00.000001999Z")},
		{"instant of old", "date", time.Date(-43, 3, 15, 1, 2, 3, 0, time.FixedZone("", -17762)), text("0044-03-15 01:02:03-04:56:02 BC")},

		{"empty array", "_int4", []int{}, text("{}")},
		{"numbers", "_int4", []int64{1, -2}, text("{1,-2}")},
		{"named", "_int4", colors{0, 1}, text("{0,1}")},
		{"texts", "_text", []string{"a", `"\`, "NULL"}, text(`{"a","\"\\","NULL"}`)},
		{"bools", "_bool", []bool{true, false}, text("{t,f}")},
		{"bools as anything", "_bool", []any{true, nil, 1.5}, text("{true,NULL,1.5}")},
		{"short floats", "_float4", []float32{1.1}, text("{1.1}")},
		{"bytes in an array", "_bytea", [][]byte{{1, 255}, nil}, text(`{"\\x01ff","\\x"}`)},
		{"texts of package sql", "_text", []sql.NullString{{}, {String: "a", Valid: true}}, text(`{NULL,"a"}`)},
		{"pointers", "_int4", []*int{nil, &one}, text("{NULL,1}")},
		{"rows", "_int4", [][]int{{1, 2}, {3, 4}}, text("{{1,2},{3,4}}")},
		{"empty rows", "_int4", [][]int{{}, {}}, text("{}")},
		{"Go arrays", "_int4", [][2]int{{1, 2}}, text("{{1,2}}")},
		{"other delimiter", "_box", []lozenges{"a", "b"}, text(`{"a";"b"}`)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			typ := postgres.NewType("pg_catalog." + tt.typ).For(postgres.LibPQ)
			got, err := typ.Encode(tt.value)
			if err != nil || !reflect.DeepEqual(got.Parameter, tt.want) {
				t.Errorf("got %+v, %v, want %+v", got.Parameter, err, tt.want)
			}
			resolved, err := asLibPQ.Resolve(tt.value)
			if err != nil {
				t.Fatal(err)
			}
			if again, err := typ.Encode(resolved); err != nil || !reflect.DeepEqual(again, got) {
				t.Errorf("resolved before, it is %+v, %v", again, err)
			}
		})
	}
}

func TestLibPQRefuses(t *testing.T) {
	var loop ring
	loop = &loop
	deep := matrix{nil}
	deep[0] = deep
	for _, v := range []any{
		[16]byte{1}, map[string]int{"a": 77}, struct{}{}, big.NewInt(77), make(chan int), loop, deep, []ring{loop},
		[]map[string]int{{"a": 77}}, []any{[]int{77}}, []uint64{math.MaxUint64}, func() {},
	} {
		if got, err := asLibPQ.Resolve(v); err == nil || strings.Contains(err.Error(), "77") {
			t.Errorf("%T: got %v, %v, want an error without the value", v, got, err)
		}
	}
}

func TestLibPQLiteral(t *testing.T) {
	tests := []struct {
		value any
		want  string
	}{
		{nil, " NULL"},
		{int64(1), " '1'"},
		{true, " 'true'"},
		{1.5, " '1.5'"},
		{"it's", " 'it''s'"},
		{[]byte{1}, ` E'\\x01'`},
		{time.Date(2024, 2, 29, 12, 0, 0, 0, time.FixedZone("", 3600)), " '2024-02-29 12:00:00+01:00'"},
	}
	for _, tt := range tests {
		if got, err := postgres.LibPQ.Literal(tt.value); err != nil || got != tt.want {
			t.Errorf("%v: got %q, %v, want %q", tt.value, got, err, tt.want)
		}
	}
}

// TestLibPQSheet: rows that travel together have the values that they have one by one.
func TestLibPQSheet(t *testing.T) {
	var types []postgres.Type
	for _, name := range []string{"text", "bytea", "int8", "timestamptz", "bool"} {
		types = append(types, postgres.NewType("pg_catalog."+name).For(postgres.LibPQ))
	}
	sheet := postgres.NewSheet(types)
	if err := sheet.Add([]any{int64(1), `\x61`, int64(1), time.Date(2024, 2, 29, 12, 0, 0, 1999, time.UTC), true}); err != nil {
		t.Fatal(err)
	}
	want := []string{`{1}`, `{"\\x5c783631"}`, `{1}`, `{"2024-02-29 12:00:00.000001999Z"}`, `{true}`}
	for i, p := range sheet.Parameters(0, 1) {
		if p.Text != want[i] {
			t.Errorf("got %s, want %s", p.Text, want[i])
		}
	}
}

func TestLibPQErrorText(t *testing.T) {
	tests := []struct {
		name     string
		position int
		sql      string
		want     string
	}{
		{"no position", 0, "selec 1", "pq: no (42601)"},
		{"no text", 1, "", "pq: no (42601)"},
		{"one line", 9, "select 'é' x", "pq: no at column 9 (42601)"},
		{"behind the end", 8, "selec 1", "pq: no at column 8 (42601)"},
		{"first line", 2, "a\nb", "pq: no at position 1:2 (42601)"},
		{"second line", 3, "é\nb", "pq: no at position 2:1 (42601)"},
		{"nowhere", 99, "a\nb", "pq: no (42601)"},
	}
	for _, tt := range tests {
		m := engine.Message{Code: "42601", Message: "no", Position: tt.position}
		if got := postgres.LibPQErrorText(m, tt.sql); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.name, got, tt.want)
		}
	}
}

// FuzzLibPQArray: the texts of an array are read back as they were, by lib/pq's
// rules for quotes.
func FuzzLibPQArray(f *testing.F) {
	f.Add("a", `"`, `\`)
	f.Add("NULL", "", "{,}")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		elements := []string{a, b, c}
		text, err := asLibPQ.Resolve(elements)
		if err != nil {
			t.Fatal(err)
		}
		rest := strings.TrimPrefix(text.(string), "{")
		for i, want := range elements {
			var got string
			var ok bool
			if got, rest, ok = cutQuoted(strings.TrimPrefix(rest, ",")); !ok || got != want {
				t.Fatalf("element %d of %s is %q, want %q", i, text, got, want)
			}
		}
		if rest != "}" {
			t.Errorf("%s goes on with %q", text, rest)
		}
	})
}

// cutQuoted cuts an element in quotes off a text.
func cutQuoted(s string) (element, rest string, ok bool) {
	var b strings.Builder
	if !strings.HasPrefix(s, `"`) {
		return "", s, false
	}
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '"':
			return b.String(), s[i+1:], true
		case '\\':
			i++
		}
		if i < len(s) {
			b.WriteByte(s[i])
		}
	}
	return "", s, false
}
