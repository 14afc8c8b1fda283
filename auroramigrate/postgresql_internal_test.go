package auroramigrate

import "testing"

func TestReadName(t *testing.T) {
	tests := []struct{ text, schema, name string }{
		{text: `"t"`, schema: "public", name: "t"},
		{text: `"s"."t"`, schema: "s", name: "t"},
		{text: `"a.""b"."c""."`, schema: `a."b`, name: `c".`},
		{text: ``}, {text: `t`}, {text: `"`}, {text: `""`}, {text: `"s".`}, {text: `"s".t`}, {text: `"s"."t"."u"`}, {text: `"s" "t"`}, {text: `"s"."`},
	}
	for _, test := range tests {
		t.Run(test.text, func(t *testing.T) {
			p := postgreSQL{schema: "public"}
			err := p.readName(test.text)
			if (err == nil) != (test.name != "") || err == nil && (p.schema != test.schema || p.name != test.name) {
				t.Errorf("got %q, %q, %v; want %q, %q", p.schema, p.name, err, test.schema, test.name)
			}
		})
	}
}

// FuzzCutQuoted cuts off what quoting has made.
func FuzzCutQuoted(f *testing.F) {
	f.Add("t", ".x")
	f.Add(`a"b`, "")
	f.Add("", `"`)
	f.Fuzz(func(t *testing.T, name, behind string) {
		if behind != "" && behind[0] == '"' {
			behind = "." + behind
		}
		got, rest, ok := cutQuoted(doubleQuote(name) + behind)
		if ok != (name != "") || ok && (got != name || rest != behind) {
			t.Errorf("%q, %q: got %q, %q, %t", name, behind, got, rest, ok)
		}
		cutQuoted(behind)
	})
}
