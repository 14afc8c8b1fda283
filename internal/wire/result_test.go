package wire_test

import (
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// element is a field with its array, if any, read to the end, so that values can
// be compared.
type element struct {
	Kind     wire.Kind
	Bool     bool
	Long     int64
	Double   float64
	Text     string
	Blob     []byte
	Of       wire.Kind // what the elements of an array are
	Elements []element
}

// read reads a field to the end.
func read(f *wire.Field) (element, error) {
	e := element{Kind: f.Kind, Bool: f.Bool, Long: f.Long, Double: f.Double, Text: f.Text, Blob: f.Blob}
	if f.Kind != wire.Array {
		return e, nil
	}
	e.Of = f.Array.Kind
	for {
		var next wire.Field
		more, err := f.Array.Next(&next)
		if err != nil || !more {
			return e, err
		}
		inner, err := read(&next)
		if err != nil {
			return e, err
		}
		e.Elements = append(e.Elements, inner)
	}
}

// readRows reads all rows, each of which has width fields.
func readRows(result *wire.Result, width int) ([][]element, error) {
	var rows [][]element
	dst := make([]wire.Field, width)
	for {
		more, err := result.NextRow(dst)
		if err != nil || !more {
			return rows, err
		}
		row := make([]element, width)
		for i := range dst {
			if row[i], err = read(&dst[i]); err != nil {
				return rows, err
			}
		}
		rows = append(rows, row)
	}
}

func TestNextRow(t *testing.T) {
	long := strings.Repeat("é", 3000)
	tests := []struct {
		name  string
		field string
		want  element
	}{
		{"null", `{"isNull":true}`, element{Kind: wire.Null}},
		{"null with white space", " {\n\"isNull\"\t:\r true } ", element{Kind: wire.Null}},
		{"true", `{"booleanValue":true}`, element{Kind: wire.Bool, Bool: true}},
		{"false", `{"booleanValue":false}`, element{Kind: wire.Bool}},
		{"long", `{"longValue":42}`, element{Kind: wire.Long, Long: 42}},
		{"zero", `{"longValue":0}`, element{Kind: wire.Long}},
		{"minus zero", `{"longValue":-0}`, element{Kind: wire.Long}},
		{"negative long", `{"longValue":-42}`, element{Kind: wire.Long, Long: -42}},
		{"18 digits", `{"longValue":-999999999999999999}`, element{Kind: wire.Long, Long: -999999999999999999}},
		{"smallest long", `{"longValue":-9223372036854775808}`, element{Kind: wire.Long, Long: math.MinInt64}},
		{"largest long", `{"longValue":9223372036854775807}`, element{Kind: wire.Long, Long: math.MaxInt64}},
		{"double", `{"doubleValue":-1.5e-3}`, element{Kind: wire.Double, Double: -0.0015}},
		{"integral double", `{"doubleValue":3}`, element{Kind: wire.Double, Double: 3}},
		{"capital exponent", `{"doubleValue":1E+2}`, element{Kind: wire.Double, Double: 100}},
		{"smallest double", `{"doubleValue":4.9E-324}`, element{Kind: wire.Double, Double: 5e-324}},
		{"infinity", `{"doubleValue":"Infinity"}`, element{Kind: wire.Double, Double: math.Inf(1)}},
		{"minus infinity", `{"doubleValue":"-infinity"}`, element{Kind: wire.Double, Double: math.Inf(-1)}},
		{"empty string", `{"stringValue":""}`, element{Kind: wire.String}},
		{"string", `{"stringValue":"é🐎"}`, element{Kind: wire.String, Text: "é🐎"}},
		{"long string", `{"stringValue":"` + long + `"}`, element{Kind: wire.String, Text: long}},
		{"long string with escape", `{"stringValue":"` + long + `\n"}`, element{Kind: wire.String, Text: long + "\n"}},
		{
			"escapes", `{"stringValue":"\"\\\/\b\f\n\r\t\u0000\u00E9\u20ac\ud83d\uDC0E end"}`,
			element{Kind: wire.String, Text: "\"\\/\b\f\n\r\t\x00é€🐎 end"},
		},
		{"blob", `{"blobValue":"+/8A"}`, element{Kind: wire.Blob, Blob: []byte{0xfb, 0xff, 0}}},
		{"blob with escaped slash", `{"blobValue":"+\/8A"}`, element{Kind: wire.Blob, Blob: []byte{0xfb, 0xff, 0}}},
		{"empty blob", `{"blobValue":""}`, element{Kind: wire.Blob, Blob: []byte{}}},
		{"escaped name", `{"\u006congValue":1}`, element{Kind: wire.Long, Long: 1}},
		{"unknown members beside", `{"a":{"b":[1,{}]},"longValue":1,"z":null}`, element{Kind: wire.Long, Long: 1}},
		{"null members beside", `{"isNull":null,"stringValue":null,"longValue":1}`, element{Kind: wire.Long, Long: 1}},
		{"not null", `{"isNull":false,"longValue":1}`, element{Kind: wire.Long, Long: 1}},
		{
			"longs", `{"arrayValue":{"longValues":[1,null,-3]}}`,
			element{Kind: wire.Array, Of: wire.Long, Elements: []element{
				{Kind: wire.Long, Long: 1}, {Kind: wire.Null}, {Kind: wire.Long, Long: -3},
			}},
		},
		{
			"doubles", `{"arrayValue":{"doubleValues":[1,"Infinity"]}}`,
			element{Kind: wire.Array, Of: wire.Double, Elements: []element{
				{Kind: wire.Double, Double: 1}, {Kind: wire.Double, Double: math.Inf(1)},
			}},
		},
		{
			"booleans", `{"arrayValue":{"booleanValues":[true , false]}}`,
			element{Kind: wire.Array, Of: wire.Bool, Elements: []element{{Kind: wire.Bool, Bool: true}, {Kind: wire.Bool}}},
		},
		{
			"strings", `{"arrayValue":{"stringValues":["","\"",null]}}`,
			element{Kind: wire.Array, Of: wire.String, Elements: []element{
				{Kind: wire.String}, {Kind: wire.String, Text: `"`}, {Kind: wire.Null},
			}},
		},
		{
			"empty array", `{"arrayValue":{"longValues":[ ], "stringValues":null}}`,
			element{Kind: wire.Array, Of: wire.Long},
		},
		{
			"nested arrays", `{"arrayValue":{"arrayValues":[{"longValues":[1]},null,{"stringValues":[]}]}}`,
			element{Kind: wire.Array, Of: wire.Array, Elements: []element{
				{Kind: wire.Array, Of: wire.Long, Elements: []element{{Kind: wire.Long, Long: 1}}},
				{Kind: wire.Null},
				{Kind: wire.Array, Of: wire.String},
			}},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			result, err := wire.DecodeExecute([]byte(`{"records":[[` + tt.field + `,{"longValue":7}]]}`))
			if err != nil {
				t.Fatal(err)
			}
			rows, err := readRows(result, 2)
			if err != nil {
				t.Fatal(err)
			}
			want := [][]element{{tt.want, {Kind: wire.Long, Long: 7}}}
			if !reflect.DeepEqual(rows, want) {
				t.Errorf("got  %+v\nwant %+v", rows, want)
			}
		})
	}
}

func TestNextRowNotANumber(t *testing.T) {
	result, err := wire.DecodeExecute([]byte(`{"records":[[{"doubleValue":"NaN"}]]}`))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := readRows(result, 1)
	if err != nil {
		t.Fatal(err)
	}
	if got := rows[0][0]; got.Kind != wire.Double || !math.IsNaN(got.Double) {
		t.Errorf("got %+v, want NaN", got)
	}
}

// TestNextRowErrors has fields that are JSON, so that only reading the row finds
// what is wrong.
func TestNextRowErrors(t *testing.T) {
	const start = `{"records":[[`
	tests := []struct {
		name   string
		fields string // two
		offset int    // behind start
		reason string
	}{
		{"not a field", `{"isNull":true},[]`, 16, "expected an object"},
		{"no member", `{"isNull":true},{}`, 16, "field without a value"},
		{"only null members", `{"longValue":null},{"isNull":true}`, 0, "field without a value"},
		{"is not null", `{"isNull":false},{"isNull":true}`, 0, "field without a value"},
		{"unknown member", `{"intervalValue":"1 day"},{"isNull":true}`, 0, `field with unknown member "intervalValue"`},
		{"odd unknown member", `{"\u000a` + strings.Repeat("x", 50) + `":1},{"isNull":true}`, 0,
			`field with unknown member "\n` + strings.Repeat("x", 39) + `"`},
		{"two members", `{"longValue":1,"stringValue":"1"},{"isNull":true}`, 0, "field with more than one value"},
		{"a string for a long", `{"longValue":"1"},{"isNull":true}`, 13, "expected a number"},
		{"a fraction for a long", `{"longValue":1.0},{"isNull":true}`, 13, "number is not an integer"},
		{"too long", `{"longValue":9223372036854775808},{"isNull":true}`, 13, "integer does not fit into 64 bits"},
		{"too large", `{"doubleValue":1e999},{"isNull":true}`, 15, "number is too large for a double"},
		{"a word for a double", `{"doubleValue":"nil"},{"isNull":true}`, 15, "string is not a number"},
		{"a number for a string", `{"stringValue":1},{"isNull":true}`, 15, "expected a string"},
		{"a number for a boolean", `{"booleanValue":1},{"isNull":true}`, 16, "expected true or false"},
		{"not base64", `{"blobValue":"_w=="},{"isNull":true}`, 13, "string is not base64"},
		{"base64 without padding", `{"blobValue":"YQ"},{"isNull":true}`, 13, "string is not base64"},
		{"no list", `{"arrayValue":{}},{"isNull":true}`, 14, "array without a value"},
		{"unknown list", `{"arrayValue":{"dateValues":[]}},{"isNull":true}`, 14, `array with unknown member "dateValues"`},
		{"two lists", `{"arrayValue":{"longValues":[],"stringValues":[]}},{"isNull":true}`, 14, "array with more than one list"},
		{"not a list", `{"arrayValue":{"longValues":1}},{"isNull":true}`, 28, "expected an array"},
		{"element of another kind", `{"arrayValue":{"longValues":[1,"1"]}}, {"isNull":true}`, 31, "expected a number"},
		{"element without a list", `{"arrayValue":{"arrayValues":[{}]}},{"isNull":true}`, 30, "array without a value"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			result, err := wire.DecodeExecute([]byte(start + tt.fields + `],[{"isNull":true},{"isNull":true}]]}`))
			if err != nil {
				t.Fatalf("decode: %v", err)
			}
			_, err = readRows(result, 2)
			checkMalformed(t, err, len(start)+tt.offset, tt.reason)
		})
	}
}

// TestWidth has rows of which some or all are of another width than expected.
func TestWidth(t *testing.T) {
	const start = `{"records":[`
	tests := []struct {
		name   string
		rows   string
		offset int // behind start
		reason string
	}{
		{"fewer fields in a later row", `[{"isNull":true},{"isNull":true}],[{"isNull":true}]`, 34, "rows with different numbers of fields"},
		{"more fields in a later row", `[{"isNull":true}],[{"isNull":true}, {}]`, 18, "rows with different numbers of fields"},
		{"no fields in a later row", `[{"isNull":true}],[]`, 18, "rows with different numbers of fields"},
		{"fewer fields in all rows", `[{"isNull":true}],[{"isNull":true}]`, 1, "rows of 1 fields instead of 2"},
		{"more fields in all rows", `[{"longValue":1},{"longValue":1},{"longValue":1}]`, 14, "rows of 3 fields instead of 2"},
		{"no fields in all rows", `[],[]`, -12, "rows of 0 fields instead of 2"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			result, err := wire.DecodeExecute([]byte(start + tt.rows + `]}`))
			if err == nil {
				_, err = result.Next(2)
			}
			checkMalformed(t, err, len(start)+tt.offset, tt.reason)
		})
	}
}

// TestNext steps over rows, of which one could not be read.
func TestNext(t *testing.T) {
	result, err := wire.DecodeExecute([]byte(`{"records":[[{"longValue":1}],[{"odd":2}],[{"longValue":3}]]}`))
	if err != nil {
		t.Fatal(err)
	}
	for n := range 3 {
		if ok, err := result.Next(1); !ok || err != nil {
			t.Fatalf("row %d: got %t, %v", n, ok, err)
		}
	}
	var f wire.Field
	if err := result.Read(0, &f); err != nil || f.Kind != wire.Long || f.Long != 3 {
		t.Errorf("got %+v, %v", f, err)
	}
	for range 2 {
		if ok, err := result.Next(1); ok || err != nil {
			t.Errorf("behind the last row: got %t, %v", ok, err)
		}
	}
}

// TestTooLong has a body, of zeros, that is not even looked at.
func TestTooLong(t *testing.T) {
	_, err := wire.DecodeExecute(make([]byte, 1<<28))
	checkMalformed(t, err, 1<<28-1, "answer is too long")
}

// checkMalformed checks an error of the decoder.
func checkMalformed(t *testing.T, err error, offset int, reason string) {
	t.Helper()
	var malformed *wire.MalformedError
	if !errors.As(err, &malformed) {
		t.Fatalf("got error %v, want a MalformedError", err)
	}
	if malformed.Offset != offset || malformed.Reason != reason {
		t.Errorf("got  %d %s\nwant %d %s", malformed.Offset, malformed.Reason, offset, reason)
	}
}

func TestErrorsStay(t *testing.T) {
	result, err := wire.DecodeExecute([]byte(`{"records":[[{"arrayValue":{"longValues":[true,1]}}],[{}],[{"isNull":true}]]}`))
	if err != nil {
		t.Fatal(err)
	}
	var row [1]wire.Field
	if more, err := result.NextRow(row[:]); !more || err != nil {
		t.Fatal(more, err)
	}
	for range 3 {
		var f wire.Field
		if more, err := row[0].Array.Next(&f); more || err == nil {
			t.Errorf("array: got %t, %v", more, err)
		}
	}
	for range 3 {
		if more, err := result.NextRow(row[:]); more || err == nil {
			t.Errorf("row: got %t, %v", more, err)
		}
	}
}

func TestEndStays(t *testing.T) {
	result, err := wire.DecodeExecute([]byte(`{"records":[[{"arrayValue":{"longValues":[]}}]],"more":[[{"isNull":true}]]}`))
	if err != nil {
		t.Fatal(err)
	}
	var row [1]wire.Field
	if more, err := result.NextRow(row[:]); !more || err != nil {
		t.Fatal(more, err)
	}
	for range 3 {
		var f wire.Field
		if more, err := row[0].Array.Next(&f); more || err != nil {
			t.Errorf("array: got %t, %v", more, err)
		}
		if more, err := result.NextRow(row[:]); more || err != nil {
			t.Errorf("row: got %t, %v", more, err)
		}
	}
}

// TestTextsOutliveBody uses the body again after the last row.
func TestTextsOutliveBody(t *testing.T) {
	body := page(100 << 10)
	want, err := allRows(body)
	if err != nil {
		t.Fatal(err)
	}
	reused := append([]byte(nil), body...)
	got, err := allRows(reused)
	if err != nil {
		t.Fatal(err)
	}
	for i := range reused {
		reused[i] = 'x'
	}
	if !reflect.DeepEqual(got, want) {
		t.Error("values changed with the body")
	}
}

// allRows decodes a page.
func allRows(body []byte) ([][]element, error) {
	result, err := wire.DecodeExecute(body)
	if err != nil {
		return nil, err
	}
	return readRows(result, len(pageColumns))
}

// TestRelease gives a result's memory back, which the next result uses.
func TestRelease(t *testing.T) {
	body := page(100 << 10)
	want, err := allRows(body)
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		result, err := wire.DecodeExecute(body)
		if err != nil {
			t.Fatal(err)
		}
		got, err := readRows(result, len(pageColumns))
		if err != nil {
			t.Fatal(err)
		}
		result.Release()
		if !reflect.DeepEqual(got, want) {
			t.Fatal("values changed with the memory")
		}
		if ok, err := result.Next(len(pageColumns)); ok || err != nil {
			t.Errorf("after the release: got %t, %v", ok, err)
		}
	}
}

func TestReleaseInTheMiddle(t *testing.T) {
	result, err := wire.DecodeExecute([]byte(`{"records":[[{"longValue":1}],[{"longValue":2}]]}`))
	if err != nil {
		t.Fatal(err)
	}
	if ok, err := result.Next(1); !ok || err != nil {
		t.Fatal(ok, err)
	}
	for range 2 {
		result.Release()
		if ok, err := result.Next(1); ok || err != nil {
			t.Errorf("got %t, %v", ok, err)
		}
	}
}
