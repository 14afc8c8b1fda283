package pgresult_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/emulator/internal/pgresult"
)

func TestParseArray(t *testing.T) {
	tests := []struct {
		text string
		want []*string
	}{
		{`{}`, nil},
		{`{a}`, []*string{text("a")}},
		{`{a,b}`, []*string{text("a"), text("b")}},
		{`{NULL}`, []*string{nil}},
		{`{"NULL",NULL,"null"}`, []*string{text("NULL"), nil, text("null")}},
		{`{""}`, []*string{text("")}},
		{`{"a b","c\"d","e\\f","{","}",","}`, []*string{text("a b"), text(`c"d`), text(`e\f`), text("{"), text("}"), text(",")}},
		{"{\"a\nb\"}", []*string{text("a\nb")}},
		{`{é,日本}`, []*string{text("é"), text("日本")}},
		{`[0:1]={a,b}`, []*string{text("a"), text("b")}},
		{`[-3:-3]={a}`, []*string{text("a")}},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			got, err := pgresult.ParseArray(tt.text)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.EqualFunc(got, tt.want, sameText) {
				t.Errorf("got %s, want %s", arrayText(got), arrayText(tt.want))
			}
		})
	}
}

func TestParseArrayRefuses(t *testing.T) {
	tests := []struct {
		text string
		want error
	}{
		{`{{a}}`, pgresult.ErrNested},
		{`{{},{}}`, pgresult.ErrUnreadable},
		{`{a,{b}}`, pgresult.ErrNested},
		{`[1:1][2:2]={{a}}`, pgresult.ErrNested},
		{``, pgresult.ErrUnreadable},
		{`a`, pgresult.ErrUnreadable},
		{`{`, pgresult.ErrUnreadable},
		{`}`, pgresult.ErrUnreadable},
		{`{a`, pgresult.ErrUnreadable},
		{`{a,`, pgresult.ErrUnreadable},
		{`{a,}`, pgresult.ErrUnreadable},
		{`{,a}`, pgresult.ErrUnreadable},
		{`{a}b`, pgresult.ErrUnreadable},
		{`{a} `, pgresult.ErrUnreadable},
		{` {a}`, pgresult.ErrUnreadable},
		{`{a b}`, pgresult.ErrUnreadable},
		{`{a"b"}`, pgresult.ErrUnreadable},
		{`{"a"b}`, pgresult.ErrUnreadable},
		{`{"a}`, pgresult.ErrUnreadable},
		{`{"a\`, pgresult.ErrUnreadable},
		{`{a\b}`, pgresult.ErrUnreadable},
		{`[0:1]{a,b}`, pgresult.ErrUnreadable},
		{`[0]={a}`, pgresult.ErrUnreadable},
		{`[a:b]={a}`, pgresult.ErrUnreadable},
		{`[0:1]=`, pgresult.ErrUnreadable},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			if got, err := pgresult.ParseArray(tt.text); !errors.Is(err, tt.want) {
				t.Errorf("got %s and error %v, want %v", arrayText(got), err, tt.want)
			}
		})
	}
}

func TestNestedArray(t *testing.T) {
	for text, want := range map[string]string{
		`{{1,2},{3,NULL}}`:       `{{"1","2"},{"3",NULL}}`,
		`[0:0][1:2]={{a,"b,}"}}`: `{{"a","b,}"}}`,
		`{{{{"{"}}},{{{"}"}}}}`:  `{{{{"{"}}},{{{"}"}}}}`,
	} {
		if got, err := pgresult.RewriteArray(text); got != want || err != nil {
			t.Errorf("%s: got %s, %v, want %s", text, got, err, want)
		}
	}
}

// What is read, written as PostgreSQL writes it and read again is the same.
func FuzzParseArray(f *testing.F) {
	f.Add(`{{1,2},{3,NULL}}`)
	f.Fuzz(func(t *testing.T, text string) {
		written, err := pgresult.RewriteArray(text)
		if err != nil {
			return
		}
		again, err := pgresult.RewriteArray(written)
		if err != nil {
			t.Fatalf("%q was read and written as %q, which fails: %v", text, written, err)
		}
		if written != again {
			t.Errorf("%q was read as %q", written, again)
		}
	})
}

// Any element that is written in quotes is read back.
func FuzzParseArrayElement(f *testing.F) {
	f.Fuzz(func(t *testing.T, first, second string) {
		want := []*string{&first, nil, &second}
		got, err := pgresult.ParseArray(arrayText(want))
		if err != nil {
			t.Fatal(err)
		}
		if !slices.EqualFunc(got, want, sameText) {
			t.Errorf("got %s, want %s", arrayText(got), arrayText(want))
		}
	})
}

// arrayText writes an array with every element in quotes.
func arrayText(elements []*string) string {
	texts := make([]string, len(elements))
	for i, e := range elements {
		texts[i] = "NULL"
		if e != nil {
			texts[i] = `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(*e) + `"`
		}
	}
	return "{" + strings.Join(texts, ",") + "}"
}

func sameText(a, b *string) bool {
	return a == b || a != nil && b != nil && *a == *b
}

func text(s string) *string { return &s }
