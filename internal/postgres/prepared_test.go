package postgres_test

import (
	"reflect"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
)

func TestParsePrepared(t *testing.T) {
	types := func(names ...string) []postgres.Type {
		types := make([]postgres.Type, len(names))
		for i, name := range names {
			types[i] = postgres.NewType(name)
		}
		return types
	}
	tests := []struct {
		text           string
		parameters     []postgres.Type
		refuses, known bool
	}{
		{text: `["pg_catalog.int4", "public.\"we,ird\"", "pg_catalog._text"]`, parameters: types("pg_catalog.int4", `public."we,ird"`, "pg_catalog._text")},
		{text: `[]`, parameters: types()},
		{text: `{"parameters": ["pg_catalog.int4"], "results": []}`, parameters: types("pg_catalog.int4"), known: true},
		{text: `{"parameters": [], "results": ["int4", "_text", "void"]}`, parameters: types(), known: true},
		{text: `{"parameters": [], "results": ["int4", "interval"]}`, parameters: types(), refuses: true, known: true},
		{text: `{"parameters": [], "results": ["_inet"]}`, parameters: types(), refuses: true, known: true},
	}
	for _, tt := range tests {
		p, err := postgres.ParsePrepared(tt.text)
		if err != nil || !reflect.DeepEqual(p.Parameters, tt.parameters) {
			t.Errorf("%s: got %v, %v", tt.text, p.Parameters, err)
		}
		if refuses, known := p.RefusesResults(); refuses != tt.refuses || known != tt.known {
			t.Errorf("%s: refuses %v, known %v", tt.text, refuses, known)
		}
	}
	for _, text := range []string{"", "[1]", `["a"`, `{"parameters": 1}`, `{`} {
		if p, err := postgres.ParsePrepared(text); err == nil {
			t.Errorf("%q: got %v, want an error", text, p)
		}
	}
}

func TestIsHarmless(t *testing.T) {
	for name, want := range map[string]bool{
		"now": true, "pg_catalog.age": true, "coalesce": true, "count": true,
		"nextval": false, "my.age": false, `"now"`: false, "": false, "pg_advisory_lock": false, "set_config": false, "ts_rewrite": false,
	} {
		if got := postgres.IsHarmless(name); got != want {
			t.Errorf("%s: got %v, want %v", name, got, want)
		}
	}
}
