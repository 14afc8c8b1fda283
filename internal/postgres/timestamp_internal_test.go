package postgres

import (
	"testing"
	"time"
)

// FuzzParseUsual: what the short way reads, the long way reads as the same
// instant.
func FuzzParseUsual(f *testing.F) {
	for _, s := range []string{
		"2024-02-29 11:14:15", "2024-02-29 11:14:15.123", "2024-02-29 11:14:15.123456", "2023-02-29 00:00:00",
		"0001-01-01 00:00:00", "0000-01-01 00:00:00", "9999-12-31 23:59:59.999999", "2024-01-01 24:00:00", "2024-01-0a 00:00:00",
		"2024-13-01 00:00:00", "2024-01-01 00:00:00.12", "2024-01-01 00:00:00.",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		usual, ok := parseUsual(s)
		if !ok {
			return
		}
		if any, ok := parseAny(s); !ok || !any.Equal(usual) {
			t.Errorf("parseUsual(%q) = %v, parseAny gives %v, %t", s, usual, any, ok)
		}
	})
}

func TestParseUsualTakesWhatTheServiceWrites(t *testing.T) {
	for _, s := range []string{"2024-02-29 11:14:15", "2024-12-31 11:14:15.800", "1970-01-01 00:00:00.000001"} {
		if _, ok := parseUsual(s); !ok {
			t.Errorf("parseUsual(%q) takes the long way", s)
		}
	}
}

func BenchmarkParseTime(b *testing.B) {
	var t time.Time
	for b.Loop() {
		t, _ = parseTime("2024-02-29 11:14:15.123456")
	}
	_ = t
}
