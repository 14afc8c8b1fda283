package mysql_test

import (
	"encoding/json"
	"math"
	"reflect"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/auroradataapi/auroradataapi/internal/mysql"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

func TestBind(t *testing.T) {
	text := func(s string) mysql.Argument {
		return mysql.Argument{Parameter: wire.Parameter{Kind: wire.String, Text: s}}
	}
	long := func(n int64) mysql.Argument {
		return mysql.Argument{Parameter: wire.Parameter{Kind: wire.Long, Long: n}}
	}
	blob := func(b ...byte) mysql.Argument {
		return mysql.Argument{Parameter: wire.Parameter{Kind: wire.Blob, Blob: b}}
	}
	null := mysql.Argument{Parameter: wire.Parameter{Kind: wire.Null}}
	berlin := time.FixedZone("", 3600)
	tests := []struct {
		name    string
		value   any
		loc     *time.Location
		want    mysql.Argument
		wantErr string
	}{
		{name: "nil", want: null},
		{name: "true", value: true, want: long(1)},
		{name: "false", value: false, want: long(0)},
		{name: "int64", value: int64(math.MinInt64), want: long(math.MinInt64)},
		{name: "uint64", value: uint64(math.MaxInt64), want: long(math.MaxInt64)},
		{name: "uint64 beyond int64", value: uint64(math.MaxInt64 + 1), want: mysql.Argument{Constant: "9223372036854775808"}},
		{name: "float64", value: 0.1, want: mysql.Argument{Parameter: wire.Parameter{Kind: wire.Double, Double: 0.1}}},
		{name: "string", value: "a", want: text("a")},
		{name: "string that is not UTF-8", value: "\xff", want: blob(0xff)},
		{name: "bytes that are UTF-8", value: []byte("é"), want: text("é")},
		{name: "empty bytes", value: []byte{}, want: text("")},
		{name: "bytes", value: []byte{1, 0xff}, want: blob(1, 0xff)},
		{name: "nil bytes", value: []byte(nil), want: null},
		{name: "json", value: json.RawMessage(`{"a": 1}`), want: text(`{"a": 1}`)},
		{name: "nil json", value: json.RawMessage(nil), want: null},
		{name: "time", value: time.Date(2024, 2, 29, 23, 30, 0, 123456789, time.UTC), loc: berlin, want: text("2024-03-01 00:30:00.123456789")},
		{name: "trailing zeros", value: time.Date(2024, 2, 29, 1, 2, 3, 120000000, time.UTC), want: text("2024-02-29 01:02:03.12")},
		{name: "whole second", value: time.Date(2024, 2, 29, 1, 2, 3, 0, time.UTC), want: text("2024-02-29 01:02:03")},
		{name: "midnight there", value: time.Date(2024, 2, 29, 23, 0, 0, 0, time.UTC), loc: berlin, want: text("2024-03-01")},
		{name: "zero time", value: time.Time{}, loc: berlin, want: text("0000-00-00")},
		{name: "year 9999", value: time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC), want: text("9999-12-31")},
		{name: "year 10000", value: time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC), wantErr: "year is not in the range [1, 9999]: 10000"},
		{name: "year 0", value: time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC), wantErr: "year is not in the range [1, 9999]: 0"},
		{name: "unresolved", value: 7, wantErr: "cannot convert type: int"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			loc := tt.loc
			if loc == nil {
				loc = time.UTC
			}
			got, err := mysql.Bind(tt.value, loc)
			if text := errorText(err); text != tt.wantErr {
				t.Fatalf("error %q, want %q", text, tt.wantErr)
			}
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
		})
	}
}

// FuzzBindBytes: bytes arrive as they are, and what is sent as text is UTF-8.
func FuzzBindBytes(f *testing.F) {
	f.Add([]byte("a"))
	f.Add([]byte{0, 0xff})
	f.Fuzz(func(t *testing.T, b []byte) {
		a, err := mysql.Bind(b, time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		p := a.Parameter
		if p.Kind == wire.Null && b == nil {
			return
		}
		if !utf8.ValidString(p.Text) || p.Text+string(p.Blob) != string(b) {
			t.Errorf("%q is sent as %+v", b, p)
		}
	})
}

// FuzzTime: a time that is sent comes back, to the microsecond; one of a year that
// MySQL does not have is refused, and no other.
func FuzzTime(f *testing.F) {
	f.Add(int64(0), int64(0))
	f.Add(int64(1709212455), int64(123456000))
	f.Fuzz(func(t *testing.T, seconds, nanoseconds int64) {
		want := time.Unix(seconds%(1<<37), nanoseconds%1e9).UTC().Truncate(time.Microsecond)
		a, err := mysql.Bind(want, time.UTC)
		if year := want.Year(); (year < 1 || year > 9999) != (err != nil) {
			t.Fatalf("%v: %v", want, err)
		}
		if err != nil {
			return
		}
		c := mysql.NewColumn(&wire.Column{Label: "c", TypeName: "DATETIME", Precision: 26}, mysql.Form{ParseTime: true})
		got, err := c.Value(&wire.Field{Kind: wire.String, Text: a.Parameter.Text})
		if err != nil || !want.Equal(got.(time.Time)) {
			t.Errorf("%v is sent as %q and comes back as %v, %v", want, a.Parameter.Text, got, err)
		}
	})
}
