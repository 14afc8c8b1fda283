package postgres_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
)

// TestSavedPrepared writes what the server said and reads it back.
func TestSavedPrepared(t *testing.T) {
	for _, text := range []string{
		`[]`,
		`["pg_catalog.int4","pg_catalog._text","pg_catalog.regclass","pg_catalog.\"char\"","pg_catalog.\"bit\""]`,
		`["public.mood","\"My Schema\".\"a.\"\"b\"\"\"","public._mood","gis.geometry*"]`,
		`{"parameters":["pg_catalog.uuid"],"results":["int4","interval"]}`,
		`{"parameters":[],"results":[]}`,
	} {
		want, err := postgres.ParsePrepared(text)
		if err != nil {
			t.Fatal(err)
		}
		written, err := json.Marshal(want)
		if err != nil || string(written) != text {
			t.Errorf("got %s, %v, want %s", written, err, text)
		}
		var got postgres.Prepared
		if err := json.Unmarshal(written, &got); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %+v, %v, want %+v", written, got, err, want)
		}
	}
}

// TestSavedPreparedRefused has names that would become something else in a
// statement.
func TestSavedPreparedRefused(t *testing.T) {
	for _, name := range []string{
		"", "int4", ".int4", "public.", "pg_catalog.int4)", "pg_catalog.int4) or (true", "public.a b", "public.A", "public.1a",
		`public."a`, `public.a"`, `public."a"b"`, `public.""`, "public.\"a\x00\"", "public.a.b c", "public.é", "public.a;b", "public.*", "public.a**",
	} {
		text, err := json.Marshal([]string{name})
		if err != nil {
			t.Fatal(err)
		}
		var got postgres.Prepared
		if err := json.Unmarshal(text, &got); err == nil {
			t.Errorf("%q: got %+v, want an error", name, got)
		}
	}
}

// FuzzSavedPrepared: what is read is written and read again alike.
func FuzzSavedPrepared(f *testing.F) {
	f.Add([]byte(`["pg_catalog.int4","public.\"a\"\"b\""]`))
	f.Add([]byte(`{"parameters":["pg_catalog.regclass"],"results":["interval"]}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var first, second postgres.Prepared
		if json.Unmarshal(text, &first) != nil {
			return
		}
		written, err := json.Marshal(first)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(written, &second); err != nil || !reflect.DeepEqual(first.Parameters, second.Parameters) {
			t.Fatalf("%s: got %+v, %v", written, second, err)
		}
	})
}
