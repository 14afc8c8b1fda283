package postgres_test

import (
	"encoding/json"
	"math"
	"math/big"
	"net"
	"net/netip"
	"strings"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
	"github.com/auroradataapi/auroradataapi/internal/sqltext"
)

func TestLiteral(t *testing.T) {
	noon := time.Date(2024, 2, 29, 12, 0, 0, 1999, time.FixedZone("", 2*60*60))
	tests := []struct {
		name  string
		value any
		want  string
		typed string
	}{
		{"nil", nil, " NULL", "(NULL)"},
		{"nil slice", []int(nil), " NULL", "(NULL)"},
		{"nil map", map[string]int(nil), " NULL", ""},
		{"zero address", netip.Addr{}, " NULL", "(NULL::inet)"},
		{"bool", true, " 't'", "('t'::bool)"},
		{"negative", -1, " '-1'", "('-1'::int8)"},
		{"int32", int32(7), " '7'", "('7'::int4)"},
		{"uint64", uint64(math.MaxUint64), " '18446744073709551615'", "('18446744073709551615'::numeric)"},
		{"float64", 1e22, " '10000000000000000000000'", "('10000000000000000000000'::float8)"},
		{"float32", float32(0.1), " '0.1'", "('0.1'::float4)"},
		{"NaN", math.NaN(), " 'NaN'", "('NaN'::float8)"},
		{"string", "a", " 'a'", "('a'::text)"},
		{"empty", "", " ''", "(''::text)"},
		{"quote", "it's", " 'it''s'", "('it''s'::text)"},
		{"backslash before a quote", `\'`, ` E'\\'''`, `(E'\\'''::text)`},
		{"placeholder", ":a $1 --", " ':a $1 --'", "(':a $1 --'::text)"},
		{"bytes", []byte{0, 255}, ` E'\\x00ff'`, `(E'\\x00ff'::bytea)`},
		{"no bytes", []byte{}, ` E'\\x'`, `(E'\\x'::bytea)`},
		{"json", json.RawMessage(`{"a":1}`), ` '{"a":1}'`, `('{"a":1}'::json)`},
		{"time", noon, " '2024-02-29 10:00:00.000001Z'", "('2024-02-29 10:00:00.000001Z'::timestamptz)"},
		{"duration", time.Second, " '00:00:01'", "('00:00:01'::interval)"},
		{"ip", net.IPv4(10, 1, 2, 3), " '::ffff:10.1.2.3/128'", "('::ffff:10.1.2.3/128'::inet)"},
		{"strings", []string{`\`, "b"}, ` E'{"\\\\",b}'`, `(E'{"\\\\",b}'::text[])`},
		{"big.Int", *big.NewInt(5), " '5'", "('5'::numeric)"},
		{"Stringer of the pointer", textual{"x"}, " 'text of x'", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, err := postgres.Literal(tt.value); err != nil || got != tt.want {
				t.Errorf("Literal = %q, %v, want %q", got, err, tt.want)
			}
			if tt.typed == "" {
				return
			}
			a, err := postgres.Bind(tt.value)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := a.Literal(); err != nil || got != tt.typed {
				t.Errorf("Argument.Literal = %q, %v, want %q", got, err, tt.typed)
			}
		})
	}
}

func TestLiteralRefuses(t *testing.T) {
	tests := []struct {
		name  string
		value any
		want  string
	}{
		{"NUL", "secret\x00", "NUL character"},
		{"NUL in an array", []string{"secret\x00"}, "NUL character"},
		{"not UTF-8", "secret\xff", "UTF-8"},
		{"map", map[string]string{"a": "secret"}, "unsupported argument type"},
		{"struct", struct{ A string }{"secret"}, "unsupported argument type"},
		{"nested slice", [][]string{{"secret"}}, "unsupported argument type"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, err := postgres.Literal(tt.value)
			if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "secret") {
				t.Errorf("got %q, %v, want an error about %q", got, err, tt.want)
			}
		})
	}
}

// FuzzLiteral: whatever the text and whatever the setting, PostgreSQL reads one
// constant with the text as its value, and a lexer with other ideas about
// backslashes sees it end in the same place.
func FuzzLiteral(f *testing.F) {
	for _, s := range []string{"", "a", "'", `\`, `\'`, `'\`, `\\'`, "--", "/*", ":a $1 $$", "\n'", "é\U0001F600", "E'"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		literal, err := postgres.Literal(s)
		if refused := strings.ContainsRune(s, 0) || strings.ToValidUTF8(s, "") != s; refused != (err != nil) {
			t.Fatalf("Literal(%q) = %q, %v", s, literal, err)
		}
		if err != nil {
			return
		}
		for _, escapes := range []bool{false, true} {
			if value, rest := readConstant(literal, escapes); value != s || rest != "" {
				t.Errorf("%s reads as %q and leaves %q, want %q; backslashes in '' escape: %v", literal, value, rest, s, escapes)
			}
		}
		text, err := sqltext.Parse(sqltext.PostgreSQL, "select"+literal+", 1")
		if err != nil || len(text.Statements()) != 1 {
			t.Fatalf("%s does not stand in a statement: %v", literal, err)
		}
		if sent, _ := text.Statements()[0].Render(nil); sent != "select"+literal+", 1" {
			t.Errorf("%s would have to be sent as %s", literal, sent)
		}
	})
}

// readConstant returns the value of the string constant that a text begins with
// and what follows it. escapes says whether a backslash escapes what is behind it
// in a plain constant, as with standard_conforming_strings off.
func readConstant(text string, escapes bool) (value, rest string) {
	text = strings.TrimPrefix(text, " ")
	text, escape := strings.CutPrefix(text, "E")
	escapes = escapes || escape
	text, ok := strings.CutPrefix(text, "'")
	if !ok {
		return "", text
	}
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		switch {
		case text[i] == '\'' && strings.HasPrefix(text[i+1:], "'"), text[i] == '\\' && escapes && i+1 < len(text):
			i++
		case text[i] == '\'':
			return b.String(), text[i+1:]
		}
		b.WriteByte(text[i])
	}
	return "", text // it does not end
}
