package pgresult_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/auroradataapi/auroradataapi/emulator/internal/pgresult"
)

func TestReadTimestamptz(t *testing.T) {
	tests := []struct {
		text string
		want string
	}{
		{"2026-09-17 17:08:20+00", "2026-09-17 17:08:20"},
		{"2026-09-17 17:08:20.1+00", "2026-09-17 17:08:20.100"},
		{"2026-09-17 17:08:20.123+00", "2026-09-17 17:08:20.123"},
		{"2026-09-17 17:08:20.1234+00", "2026-09-17 17:08:20.123400"},
		{"2026-09-17 17:08:20.000001-03", "2026-09-17 20:08:20.000001"},
		{"2026-12-31 23:30:00-01", "2027-01-01 00:30:00"},
		{"2024-03-01 00:00:00+00:30", "2024-02-29 23:30:00"},
		{"0001-01-01 00:00:00+05:30:15 BC", "-0001-12-31 18:29:45"},
		{"0001-01-01 00:00:00+01", "0000-12-31 23:00:00"},
		{"262142-12-31 23:59:59.999999+00", "+262142-12-31 23:59:59.999999"},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			got, err := pgresult.ReadTimestamptz(tt.text)
			if err != nil {
				t.Fatal(err)
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}

func TestReadTimestampRefuses(t *testing.T) {
	for _, text := range []string{
		"", "x", "2026", "2026-09-17", "26-09-17 17:08:20", "2026-09-17T17:08:20", "2026-09-17 17:08",
		"2026-09-17 17:08:20.", "2026-09-17 17:08:20.1234567", "2026-09-17 17:08:20+00", "2026-09-17 17:08:20 AD",
		"17.09.2026 17:08:20", "09/17/2026 17:08:20", "Thu Sep 17 17:08:20 2026",
	} {
		if got, err := pgresult.ReadTimestamp(text); !errors.Is(err, pgresult.ErrUnreadable) {
			t.Errorf("%q: got %q and error %v, want %v", text, got, err, pgresult.ErrUnreadable)
		}
	}
}

// Within four-digit years the service's text is itself in PostgreSQL's style
// and reads as itself.
func FuzzReadTimestamp(f *testing.F) {
	f.Fuzz(func(t *testing.T, text string) {
		got, err := pgresult.ReadTimestamp(text)
		if err != nil || got[0] == '+' || got[0] == '-' {
			return
		}
		if again, err := pgresult.ReadTimestamp(got); again != got || err != nil {
			t.Errorf("%q became %q and then %q, %v", text, got, again, err)
		}
	})
}

func TestParseBytea(t *testing.T) {
	tests := []struct {
		text string
		want []byte
		err  error
	}{
		{text: ``, want: []byte{}},
		{text: `\x`, want: []byte{}},
		{text: `\x00FFab`, want: []byte{0, 255, 0xab}},
		{text: `a\\b\000\377`, want: []byte{'a', '\\', 'b', 0, 255}},
		{text: `\x0`, err: pgresult.ErrUnreadable},
		{text: `\xzz`, err: pgresult.ErrUnreadable},
		{text: `a\`, err: pgresult.ErrUnreadable},
		{text: `a\12`, err: pgresult.ErrUnreadable},
		{text: `a\400`, err: pgresult.ErrUnreadable},
		{text: `a\189`, err: pgresult.ErrUnreadable},
	}
	for _, tt := range tests {
		t.Run(tt.text, func(t *testing.T) {
			got, err := pgresult.ParseBytea(tt.text)
			if !errors.Is(err, tt.err) || !bytes.Equal(got, tt.want) {
				t.Errorf("got %q, %v, want %q, %v", got, err, tt.want, tt.err)
			}
		})
	}
}
