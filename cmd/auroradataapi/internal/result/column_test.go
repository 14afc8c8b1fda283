package result

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"
	"unicode"
)

func TestValues(t *testing.T) {
	moment := time.Date(2026, 1, 31, 13, 14, 15, 123456000, time.FixedZone("", 7200))
	for _, test := range []struct {
		typeName string
		value    any
		text     string
		json     string
	}{
		{"INT8", int64(math.MinInt64), "-9223372036854775808", "-9223372036854775808"},
		{"NUMERIC", "0.10", "0.10", "0.10"},
		{"NUMERIC", "-Infinity", "-Infinity", `"-Infinity"`},
		{"FLOAT8", 0.1, "0.1", "0.1"},
		{"FLOAT8", 0.0, "0", "0"},
		{"FLOAT8", math.Copysign(0, -1), "-0", "-0"},
		{"FLOAT8", 1e21, "1e+21", "1e+21"},
		{"FLOAT8", 123456789012.5, "123456789012.5", "123456789012.5"},
		{"FLOAT8", math.NaN(), "NaN", `"NaN"`},
		{"FLOAT8", math.Inf(1), "Infinity", `"Infinity"`},
		{"FLOAT8", math.Inf(-1), "-Infinity", `"-Infinity"`},
		{"FLOAT4", float64(float32(0.1)), "0.1", "0.1"},
		{"BOOL", false, "false", "false"},
		{"TEXT", "<a&b>\u2028", "<a&b>\u2028", `"<a&b>\u2028"`},
		{"TEXT", "1", "1", `"1"`},
		{"BYTEA", []byte{}, `\x`, `""`},
		{"BYTEA", []byte{0xff, 0xfe}, `\xfffe`, `"//4="`},
		{"JSON", []byte("{\n\"a\": 12345678901234567890.10 }"), "{\n\"a\": 12345678901234567890.10 }", `{"a":12345678901234567890.10}`},
		{"JSONB", []byte("null"), "null", "null"},
		{"XML", []byte("<a/>"), "<a/>", `"<a/>"`},
		{"DATE", moment, "2026-01-31", `"2026-01-31"`},
		{"TIMESTAMP", moment, "2026-01-31T13:14:15.123456", `"2026-01-31T13:14:15.123456"`},
		{"TIMESTAMPTZ", moment, "2026-01-31T11:14:15.123456Z", `"2026-01-31T11:14:15.123456Z"`},
		{"TIMESTAMPTZ", moment.Truncate(time.Second), "2026-01-31T11:14:15.000000Z", `"2026-01-31T11:14:15.000000Z"`},
		{"TIMESTAMP", "infinity", "infinity", `"infinity"`},
		{"BIGINT", int64(-1), "-1", "-1"},
		{"UNSIGNED BIGINT", uint64(math.MaxUint64), "18446744073709551615", "18446744073709551615"},
		{"UNSIGNED BIGINT", []byte("18446744073709551615"), "18446744073709551615", "18446744073709551615"},
		{"DECIMAL", []byte("0.10"), "0.10", "0.10"},
		{"FLOAT", float32(0.1), "0.1", "0.1"},
		{"DOUBLE", 0.1, "0.1", "0.1"},
		{"VARCHAR", []byte("1"), "1", `"1"`},
		{"BLOB", []byte{0xff, 0xfe}, "0xfffe", `"//4="`},
		{"BIT", []byte{5}, "0x05", `"BQ=="`},
		{"DATETIME", moment, "2026-01-31T13:14:15.123456", `"2026-01-31T13:14:15.123456"`},
		{"TIME", []byte("-838:59:59"), "-838:59:59", `"-838:59:59"`},
		{"DATE", []byte("0000-00-00"), "0000-00-00", `"0000-00-00"`},
	} {
		c := Column{TypeName: test.typeName}
		if got := c.Text(test.value); got != test.text {
			t.Errorf("%s %v: got text %s, want %s", test.typeName, test.value, got, test.text)
		}
		got := c.JSON(test.value)
		if string(got) != test.json || !json.Valid(got) {
			t.Errorf("%s %v: got JSON %s, want %s", test.typeName, test.value, got, test.json)
		}
	}
	if got := (Column{}).JSON(nil); string(got) != "null" {
		t.Errorf("NULL: got JSON %s", got)
	}
}

func TestKeysAreUnique(t *testing.T) {
	for _, test := range []struct{ names, want []string }{
		{[]string{"a", "b"}, []string{"a", "b"}},
		{[]string{"a", "a", "a"}, []string{"a", "a_2", "a_3"}},
		{[]string{"a", "a", "a_2"}, []string{"a", "a_3", "a_2"}},
		{[]string{"a_2", "a", "a", "a_2"}, []string{"a_2", "a", "a_3", "a_2_2"}},
		{[]string{"", ""}, []string{"", "_2"}},
	} {
		var columns []Column
		for _, name := range test.names {
			columns = append(columns, Column{Name: name})
		}
		var got []string
		for _, key := range keysOf(columns) {
			var name string
			if err := json.Unmarshal(key, &name); err != nil {
				t.Fatal(err)
			}
			got = append(got, name)
		}
		if !reflect.DeepEqual(got, test.want) {
			t.Errorf("%q: got %q, want %q", test.names, got, test.want)
		}
	}
}

func TestCSVField(t *testing.T) {
	for text, want := range map[string]string{
		"":         `""`,
		"a b":      "a b",
		`\x00`:     `\x00`,
		`\.`:       `"\."`,
		`say "hi"`: `"say ""hi"""`,
		"a\nb":     "\"a\nb\"",
		"a\rb":     "\"a\rb\"",
	} {
		if got := newCSVWriter(nil, Options{}).field(text); got != want {
			t.Errorf("%q: got %s, want %s", text, got, want)
		}
	}
}

// FuzzCSV: Go's reader reads what was written.
func FuzzCSV(f *testing.F) {
	f.Add("a", "b")
	f.Add("", `"`)
	f.Add("x\ny", `\.`)
	f.Fuzz(func(t *testing.T, first, second string) {
		if strings.Contains(first+second, "\r\n") {
			t.Skip("the reader turns CR LF into LF")
		}
		var out bytes.Buffer
		w := newCSVWriter(&out, Options{})
		columns := []Column{{Name: "a", TypeName: "TEXT"}, {Name: "b", TypeName: "TEXT"}}
		for _, err := range []error{w.Begin(columns), w.Row([]any{first, second}), w.End()} {
			if err != nil {
				t.Fatal(err)
			}
		}
		records, err := csv.NewReader(&out).ReadAll()
		if want := [][]string{{"a", "b"}, {first, second}}; err != nil || !reflect.DeepEqual(records, want) {
			t.Errorf("got %q, error %v, want %q", records, err, want)
		}
	})
}

// FuzzPrintable: nothing is left that steers a terminal.
func FuzzPrintable(f *testing.F) {
	f.Add("\x1b[31m\t\u009b\u202e\n")
	f.Fuzz(func(t *testing.T, text string) {
		for _, r := range Printable(text) {
			if r != '\n' && unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
				t.Errorf("%q: %U is left", text, r)
			}
		}
	})
}
