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

func TestLossesOfTransactions(t *testing.T) {
	tests := []struct {
		code                        string
		isConflict, isDisconnection bool
	}{
		{"40001", true, false}, {"40P01", true, false}, {"40003", false, false},
		{"08000", false, true}, {"08006", false, true}, {"57P01", false, true}, {"57P03", false, true}, {"53300", false, true},
		{"57014", false, false}, {"53100", false, false}, {"23505", false, false}, {"", false, false},
	}
	for _, tt := range tests {
		if postgres.IsConflict(tt.code) != tt.isConflict || postgres.IsDisconnection(tt.code) != tt.isDisconnection {
			t.Errorf("%q is wrong", tt.code)
		}
	}
}
