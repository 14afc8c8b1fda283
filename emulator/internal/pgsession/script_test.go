package pgsession

import (
	"testing"

	"github.com/auroradataapi/auroradataapi/emulator/internal/dataapi"
)

func TestMayBeScript(t *testing.T) {
	for sql, want := range map[string]bool{
		"": false, "select 1": false, "select 1;": false, "select 1 ; \n;": false,
		"select 1; select 2": true, "select ';'": true, "select 1; -- done": true,
	} {
		if got := mayBeScript(sql); got != want {
			t.Errorf("%q: got %t", sql, got)
		}
	}
}

func TestScript(t *testing.T) {
	tests := []struct {
		name  string
		value dataapi.Field
		hint  string
		want  string
	}{
		{name: "string", value: dataapi.StringField(`it's a \ 'quote'`), want: `select E'it''s a \\ ''quote'''::varchar; select 2`},
		{name: "NULL", value: dataapi.Null, want: `select NULL; select 2`},
		{name: "long", value: dataapi.LongField(-1), want: `select E'-1'::bigint; select 2`},
		{name: "double", value: dataapi.DoubleField(1e300), want: `select E'1e+300'::double precision; select 2`},
		{name: "boolean", value: dataapi.BooleanField(true), want: `select E'true'::boolean; select 2`},
		{name: "blob", value: dataapi.BlobField([]byte{0, 255}), want: `select E'\\x00ff'::bytea; select 2`},
		{name: "hint", value: dataapi.StringField("2024-02-29"), hint: "DATE", want: `select E'2024-02-29'::date; select 2`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b, err := generations[dataapi.Older].bind([]string{"a"}, []dataapi.Parameter{{Name: "a", Value: test.value, Hint: test.hint}})
			if err != nil {
				t.Fatal(err)
			}
			if got := script("select:a; select 2", b); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}

// Every type that a parameter is bound with has a name.
func TestTypeNames(t *testing.T) {
	for hint, oid := range hintTypes {
		if typeNames[oid] == "" {
			t.Errorf("%s: type %d has no name", hint, oid)
		}
	}
}
