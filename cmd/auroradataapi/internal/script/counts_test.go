package script_test

import (
	"testing"

	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/script"
)

func TestOnlyCounts(t *testing.T) {
	tests := []struct {
		text string
		want bool
	}{
		{"insert into t values (1)", true},
		{"INSERT INTO t values (1) returning a", false},
		{"with x as (select 1) select * from x", false},
		{"(select 1)", false},
		{"/* insert */ select 1", false},
		{"replace into t values (1)", true},
		{"", false},
	}
	for _, tt := range tests {
		if got := script.OnlyCounts(tt.text); got != tt.want {
			t.Errorf("%s: got %v", tt.text, got)
		}
	}
}
