package postgres_test

import (
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
)

func TestOutcomeUnknown(t *testing.T) {
	tests := []struct {
		code string
		want bool
	}{
		{"08006", true}, {"08007", true}, {"40003", true}, {"57P01", true}, {"57P02", true},
		{"08001", false}, {"40001", false}, {"57014", false}, {"57P03", false}, {"P0001", false}, {"", false},
	}
	for _, tt := range tests {
		if got := postgres.OutcomeUnknown(tt.code); got != tt.want {
			t.Errorf("OutcomeUnknown(%q) = %v", tt.code, got)
		}
	}
}
