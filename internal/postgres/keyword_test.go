package postgres_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/postgres"
)

func TestKeywords(t *testing.T) {
	tests := []struct {
		keyword           string
		onlyReads, counts bool
	}{
		{"SELECT", true, true}, {"VALUES", true, true}, {"TABLE", true, true}, {"FETCH", true, true}, {"SHOW", true, false},
		{"INSERT", false, true}, {"UPDATE", false, true}, {"WITH", false, true}, {"EXECUTE", false, true},
		{"EXPLAIN", false, false}, {"CALL", false, false}, {"", false, true},
	}
	for _, tt := range tests {
		if got := postgres.OnlyReads(tt.keyword); got != tt.onlyReads {
			t.Errorf("OnlyReads(%q) = %v", tt.keyword, got)
		}
		if got := postgres.CountsRows(tt.keyword); got != tt.counts {
			t.Errorf("CountsRows(%q) = %v", tt.keyword, got)
		}
	}
}

func TestPairsExpressions(t *testing.T) {
	tests := []struct {
		has  []string
		want bool
	}{
		{[]string{"GROUP BY"}, true},
		{[]string{"ORDER BY", "DISTINCT"}, true},
		{[]string{"ORDER BY"}, false},
		{[]string{"DISTINCT"}, false},
		{nil, false},
	}
	for _, tt := range tests {
		contains := func(words ...string) bool { return slices.Contains(tt.has, strings.Join(words, " ")) }
		if got := postgres.PairsExpressions(contains); got != tt.want {
			t.Errorf("%q: got %t", tt.has, got)
		}
	}
}

func TestIsCommand(t *testing.T) {
	for keyword, want := range map[string]bool{
		"SELECT": true, "CREATE": true, "VACUUM": true, "selec": false, "SELEC": false, "INVALID": false, "": false,
	} {
		if got := postgres.IsCommand(keyword); got != want {
			t.Errorf("IsCommand(%q) = %v, want %v", keyword, got, want)
		}
	}
}
