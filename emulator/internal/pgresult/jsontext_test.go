package pgresult_test

import (
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
	"github.com/auroradataapi/auroradataapi/emulator/internal/pgresult"
)

func TestCompactJSON(t *testing.T) {
	tests := []struct {
		name string
		text string
		want string
	}{
		{"white space", " { \"a\" :\t[ 1 ,\r\n true , false , null ] } ", `{"a":[1,true,false,null]}`},
		{"white space in strings stays", `" a  b "`, `" a  b "`},
		{"empty", `{ }`, `{}`},
		{"order and repeats stay", `{"b": 1, "a": 2, "b": 3}`, `{"b":1,"a":2,"b":3}`},
		{"int64", `-9223372036854775808`, `-9223372036854775808`},
		{"uint64", `18446744073709551615`, `18446744073709551615`},
		{"beyond uint64", `18446744073709551616`, `1.8446744073709552e19`},
		{"2 to the 53 and 1", `9007199254740993`, `9007199254740993`},
		{"minus zero", `-0`, `-0.0`},
		{"trailing zero", `10.50`, `10.5`},
		{"one as decimal", `1.0`, `1.0`},
		{"exponent", `1e2`, `100.0`},
		{"exponent with plus", `1E+2`, `100.0`},
		{"fifteen zeros", `1e15`, `1000000000000000.0`},
		{"sixteen zeros", `1e16`, `1e16`},
		{"many digits", `0.1000000000000000055511151231257827`, `0.1`},
		{"five places", `0.00001`, `0.00001`},
		{"six places", `0.000001`, `1e-6`},
		{"negative exponent", `-1.5e-7`, `-1.5e-7`},
		{"below a double", `1e-400`, `0.0`},
		{"largest", `1.7976931348623157e308`, `1.7976931348623157e308`},
		{"short escapes", `"\"\\\/\b\f\n\r\t"`, `"\"\\/\b\f\n\r\t"`},
		{"unicode escapes", `"\u0041\u00e9\u65e5"`, `"Aé日"`},
		{"pair", `"\ud83d\ude00"`, `"😀"`},
		{"escaped quote and backslash", `"\u0022\u005c"`, `"\"\\"`},
		{"control characters", `"\u0000\u001F\u0008\u000a\u007f"`, "\"\\u0000\\u001f\\b\\n\x7f\""},
		{"other characters", `"é日😀<>&"`, `"é日😀<>&"`},
		{"deep", strings.Repeat("[", 100000) + strings.Repeat("]", 100000), strings.Repeat("[", 100000) + strings.Repeat("]", 100000)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := pgresult.CompactJSON(tt.text)
			if err != nil {
				t.Fatal(err)
			}
			if got != tt.want {
				t.Errorf("got %.200s, want %.200s", got, tt.want)
			}
		})
	}
}

func TestCompactJSONFails(t *testing.T) {
	for _, text := range []string{`1e309`, `-1e309`, `"\ud800"`, `"\ud800\u0041"`, `"\ude00"`, `"\ud800\n"`} {
		_, err := pgresult.CompactJSON(text)
		var failure *dataapi.Exception
		if !errors.As(err, &failure) || failure.Name != dataapi.InternalFailure {
			t.Errorf("%s: got %v, want an InternalFailure", text, err)
		}
	}
	for _, text := range []string{`x`, `tru`, `"`, `"a`, `"\`, `"\x"`, `"\u12"`, `"\u12g4"`, `-`, `1e`, `1.2.3`} {
		if _, err := pgresult.CompactJSON(text); !errors.Is(err, pgresult.ErrUnreadable) {
			t.Errorf("%s: got %v, want %v", text, err, pgresult.ErrUnreadable)
		}
	}
}

// A compact document says what the original says, and compacting it again
// changes nothing.
func FuzzCompactJSON(f *testing.F) {
	f.Fuzz(func(t *testing.T, text string) {
		compact, err := pgresult.CompactJSON(text)
		if err != nil || !json.Valid([]byte(text)) {
			return
		}
		var got, want any
		if err := json.Unmarshal([]byte(text), &want); err != nil {
			t.Fatalf("CompactJSON takes %q, encoding/json does not: %v", text, err)
		}
		if err := json.Unmarshal([]byte(compact), &got); err != nil {
			t.Fatalf("%q became %q: %v", text, compact, err)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%q became %q", text, compact)
		}
		if again, err := pgresult.CompactJSON(compact); again != compact || err != nil {
			t.Errorf("%q became %q and then %q, %v", text, compact, again, err)
		}
	})
}
