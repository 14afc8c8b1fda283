package postgres_test

import (
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
)

func TestIsTransactionID(t *testing.T) {
	tests := []struct {
		text string
		want bool
	}{
		{"733", true}, {"18446744073709551615", true},
		{"", false}, {"-1", false}, {"7x", false}, {"7'", false}, {strings.Repeat("1", 21), false},
	}
	for _, tt := range tests {
		if got := postgres.IsTransactionID(tt.text); got != tt.want {
			t.Errorf("IsTransactionID(%q) = %v", tt.text, got)
		}
	}
}

// TestCancelMarked: the statement that looks for a mark is not found by it.
func TestCancelMarked(t *testing.T) {
	mark := postgres.Mark("ABC123")
	if mark != "/*auroradataapiABC123*/ " {
		t.Errorf("the mark is %q", mark)
	}
	if sql := postgres.CancelMarked("ABC123"); strings.Contains(sql, "auroradataapiABC123") {
		t.Errorf("it would find itself: %s", sql)
	}
}
