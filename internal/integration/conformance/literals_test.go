package conformance_test

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzLiterals: PostgreSQL reads back what mode simple writes into the text,
// whatever standard_conforming_strings is.
func FuzzLiterals(f *testing.F) {
	for _, s := range []string{"", "a", "'", `\`, `\'`, `'\`, `\\'`, `\x27`, "--", "/*", ":a $1 $$", "\n'", "é\U0001F600", "E'", "' || current_user || '"} {
		f.Add(s, []byte(s), int64(len(s)-3), "on")
		f.Add(s, []byte{0, 255}, int64(-1), "off")
	}
	f.Fuzz(func(t *testing.T, s string, b []byte, n int64, conforming string) {
		if !utf8.ValidString(s) || strings.ContainsRune(s, 0) {
			return // refused, as TestSimpleErrors of the driver shows
		}
		tx, err := simple.BeginTx(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		defer tx.Rollback()
		if conforming == "off" {
			if _, err := tx.ExecContext(t.Context(), "set local standard_conforming_strings = off"); err != nil {
				t.Fatal(err)
			}
		}
		var gotText, gotArray, next string
		var gotBytes []byte
		var gotNumber int64
		err = tx.QueryRowContext(t.Context(), "select $1::text,$2::bytea,0-$3::int8,($4::text[])[1],$5::text", s, b, n/2, []string{s, "x"}, "next").
			Scan(&gotText, &gotBytes, &gotNumber, &gotArray, &next)
		if err != nil {
			t.Fatal(err)
		}
		if gotText != s || !bytes.Equal(gotBytes, b) || gotNumber != -(n/2) || gotArray != s || next != "next" {
			t.Errorf("got %q, %x, %d, %q, %q; want %q, %x, %d", gotText, gotBytes, gotNumber, gotArray, next, s, b, -(n / 2))
		}
	})
}
