package postgres_test

import (
	"encoding/json"
	"errors"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

func TestSheet(t *testing.T) {
	instant := time.Date(2024, 2, 29, 11, 14, 15, 0, time.UTC)
	tests := []struct {
		name     string
		typeName string
		inLoop   bool
		values   []any
		want     string
	}{
		{name: "no row", typeName: "pg_catalog.int8", want: `{}`},
		{name: "whole numbers", typeName: "pg_catalog.int8", values: []any{int64(1), 2, "3", nil, new(int)}, want: `{1,2,3,NULL,0}`},
		{name: "texts", typeName: "pg_catalog.text", values: []any{"", "NULL", "a b", `"\`, "é"}, want: `{"","NULL","a b","\"\\",é}`},
		{name: "numeric", typeName: "pg_catalog.numeric", values: []any{1.5, "NaN", 7, math.NaN()}, want: `{1.5,NaN,7,NaN}`},
		{name: "bool", typeName: "pg_catalog.bool", values: []any{true, false}, want: `{t,f}`},
		{name: "instants", typeName: "pg_catalog.timestamptz", values: []any{instant, "infinity"}, want: `{"2024-02-29 11:14:15Z",infinity}`},
		{name: "wall clocks", typeName: "pg_catalog.timestamp", values: []any{instant}, want: `{"2024-02-29 11:14:15"}`},
		{name: "bytes", typeName: "pg_catalog.bytea", values: []any{[]byte{0, 255}, []byte(nil)}, want: `{"\\x00ff",NULL}`},
		{name: "arrays", typeName: "pg_catalog._int4", values: []any{[]int{1, 2}, nil}, want: `{"{1,2}",NULL}`},
		{name: "of the program's own type", typeName: `public."a.b"`, values: []any{"x y", nil}, want: `{"x y",NULL}`},
		{name: "of that in a loop", typeName: `public."a.b"`, inLoop: true, values: []any{"x", nil}, want: `{"{x}","{NULL}"}`},
		{name: "of a type with separators of its own", typeName: `public.geometry*`, values: []any{"x y", nil, `"`}, want: `{"{\"x y\"}","{NULL}","{\"\\\"\"}"}`},
		{name: "array of that", typeName: `public._mood`, values: []any{"{a}", nil}, want: `{"{a}",NULL}`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := postgres.NewSheet([]postgres.Type{postgres.NewType(tt.typeName)})
			if tt.inLoop {
				s = postgres.NewLoopSheet([]postgres.Type{postgres.NewType(tt.typeName)})
			}
			for _, v := range tt.values {
				if err := s.Add([]any{v}); err != nil {
					t.Fatal(err)
				}
			}
			got := s.Parameters(0, s.Rows())[0]
			if got.Text != tt.want || got.Name != "1" {
				t.Errorf("got %s, want %s", got.Text, tt.want)
			}
		})
	}
}

// TestSheetKeepsRows adds, takes back and fails, and looks at parts of what is
// left.
func TestSheetKeepsRows(t *testing.T) {
	s := postgres.NewSheet([]postgres.Type{postgres.NewType("pg_catalog.int4"), postgres.NewType("pg_catalog.text")})
	for i := range 4 {
		if err := s.Add([]any{i, "x"}); err != nil {
			t.Fatal(err)
		}
	}
	size := s.Size()
	if err := s.Add([]any{5, strings.Repeat(`"`, 100)}); err != nil || s.Size() < size+400 {
		t.Errorf("size %d, then %d, %v", size, s.Size(), err)
	}
	s.TakeBack()
	var column *postgres.ColumnError
	if err := s.Add([]any{5, "\xff"}); !errors.Is(err, wire.ErrInvalidUTF8) || !errors.As(err, &column) || column.Column != 1 {
		t.Errorf("not UTF-8: %v", err)
	}
	if err := s.Add([]any{5}); err == nil {
		t.Error("a value is missing")
	}
	if s.Rows() != 4 || s.Size() != size {
		t.Errorf("%d rows of %d bytes, want 4 of %d", s.Rows(), s.Size(), size)
	}
	if got := s.Parameters(1, 3); got[0].Text != "{1,2}" || got[1].Text != "{x,x}" {
		t.Errorf("part %v", got)
	}
	s.Clear()
	if got := s.Parameters(0, 0); s.Rows() != 0 || s.Size() != 0 || got[1].Text != "{}" {
		t.Errorf("cleared %v", got)
	}
}

// FuzzSheet puts texts on a sheet and reads them back from the array, and compares
// the size with that of the JSON.
func FuzzSheet(f *testing.F) {
	f.Add("", "NULL", `a"b\c`)
	f.Add("{}", ",", "\n\x00é")
	f.Fuzz(func(t *testing.T, a, b, c string) {
		texts := []string{a, b, c}
		s := postgres.NewSheet([]postgres.Type{postgres.NewType("pg_catalog.text")})
		for _, text := range texts {
			if s.Add([]any{text}) != nil {
				return
			}
		}
		array := s.Parameters(0, 3)[0].Text
		if got, ok := readArray(array); !ok || !slices.Equal(got, texts) {
			t.Errorf("%s reads as %q, not %q", array, got, texts)
		}
		var body strings.Builder
		encoder := json.NewEncoder(&body)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(array); err != nil {
			t.Fatal(err)
		}
		// The encoder's own text has quotes and a line's end, the array's braces
		// are for one comma, and it escapes two characters that need not be.
		want := body.Len() - 4 - 5*(strings.Count(array, "\u2028")+strings.Count(array, "\u2029"))
		if strings.ContainsAny(array, "\b\f") {
			return // which it escapes in a shorter way
		}
		if got := s.Size(); got < want || got > want+10 {
			t.Errorf("size %d, as JSON %d", got, want)
		}
	})
}
