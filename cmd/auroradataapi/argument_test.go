package main

import (
	"database/sql"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestParseValue(t *testing.T) {
	for _, test := range []struct {
		text string
		want any
		err  string
	}{
		{text: "", want: ""},
		{text: "Ada", want: "Ada"},
		{text: "42", want: "42"},
		{text: "https://example.org", want: "https://example.org"},
		{text: "integer:42", want: "integer:42"},
		{text: "INT:42", want: "INT:42"},
		{text: ":x", want: ":x"},
		{text: "text:", want: ""},
		{text: "text:int:42", want: "int:42"},
		{text: "int:9223372036854775807", want: int64(9223372036854775807)},
		{text: "int:-1", want: int64(-1)},
		{text: "int:9223372036854775808", err: "$1::numeric"},
		{text: "int:", err: "int: want"},
		{text: "int:1.0", err: "int: want"},
		{text: "float:1e400", err: "float: want"},
		{text: "float:2.5", want: 2.5},
		{text: "bool:true", want: true},
		{text: "bool:false", want: false},
		{text: "bool:t", err: "bool: want"},
		{text: "null:", want: nil},
		{text: "null:x", err: "text:null:"},
		{text: `json:{"a": 1}`, want: json.RawMessage(`{"a": 1}`)},
		{text: "json:", err: "json: want"},
		{text: "bytes:", want: []byte{}},
		{text: "bytes:00FF", want: []byte{0, 255}},
		{text: "bytes:0", err: "bytes: want"},
		{text: "time:2026-01-31T13:14:15.5Z", want: time.Date(2026, 1, 31, 13, 14, 15, 5e8, time.UTC)},
		{text: "time:2026-01-31", err: "time: want"},
	} {
		got, err := parseValue(test.text)
		if test.err != "" {
			if err == nil || !strings.Contains(err.Error(), test.err) {
				t.Errorf("%q: got error %v, want one with %q", test.text, err, test.err)
			}
			continue
		}
		if err != nil || !reflect.DeepEqual(got, test.want) {
			t.Errorf("%q: got %#v, error %v, want %#v", test.text, got, err, test.want)
		}
	}
}

func TestArguments(t *testing.T) {
	got, err := arguments([]string{"a", "int:1"}, []string{"n=null:", "w=x=y"})
	want := []any{"a", int64(1), sql.Named("n", nil), sql.Named("w", "x=y")}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %#v, error %v, want %#v", got, err, want)
	}
	for _, named := range []string{"", "n", "=x"} {
		if _, err := arguments(nil, []string{named}); err == nil {
			t.Errorf("--param %q: no error", named)
		}
	}
}

// FuzzParseValue: a text that names no type is itself, one behind text: is too,
// and an error shows nothing of the value.
func FuzzParseValue(f *testing.F) {
	for _, seed := range []string{"", "x", "int:1", "int:x", "null:", "text:int:1", "json:[1]", "bytes:0g", "time:", "http://x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if got, err := parseValue("text:" + text); err != nil || got != text {
			t.Errorf("text:%q: got %q, error %v", text, got, err)
		}
		got, err := parseValue(text)
		name, rest, ok := strings.Cut(text, ":")
		if !ok || valueTypes[name] == nil {
			if err != nil || got != text {
				t.Errorf("%q: got %q, error %v", text, got, err)
			}
		}
		if err != nil && len(rest) > 40 && strings.Contains(err.Error(), rest) {
			t.Errorf("%q: the error shows the value: %v", text, err)
		}
	})
}
