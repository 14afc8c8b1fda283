package postgres_test

import (
	"encoding/json"
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
		{text: `{"parameters": [], "results": null, "functions": {"volatile": true, "sets": false}}`, parameters: types()},
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
		"nextval": false, "my.age": false, `"now"`: false, "": false, "pg_advisory_lock": false, "set_config": false, "ts_rewrite": false, "log": false,
	} {
		if got := postgres.IsHarmless(name); got != want {
			t.Errorf("%s: got %v, want %v", name, got, want)
		}
	}
}

func TestFunctionKinds(t *testing.T) {
	p, err := postgres.ParsePrepared(`{"parameters": [], "results": null, "functions": {"volatile": true, "sets": false}}`)
	if err != nil {
		t.Fatal(err)
	}
	want := postgres.FunctionKinds{Volatile: true}
	if kinds, known := p.Functions(); !known || kinds != want {
		t.Errorf("got %+v, %v", kinds, known)
	}
	saved, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	var loaded postgres.Prepared
	if err := json.Unmarshal(saved, &loaded); err != nil {
		t.Fatal(err)
	}
	if kinds, known := loaded.Functions(); !known || kinds != want {
		t.Errorf("loaded: got %+v, %v from %s", kinds, known, saved)
	}
	p, _ = postgres.ParsePrepared("[]")
	if _, known := p.Functions(); known {
		t.Error("functions that nobody has asked about are known")
	}
}
