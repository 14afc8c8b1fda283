package spelling_test

import (
	"testing"

	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/spelling"
)

func TestNearest(t *testing.T) {
	tests := []struct {
		word, want string
		changes    int
	}{
		{"name", "name", 0},
		{"NAME", "name", 0},
		{"nmae", "name", 2},
		{"größ", "größe", 1},
		{"", "id", 2},
		{"dtt", "dt", 1},
	}
	for _, tt := range tests {
		if got, changes := spelling.Nearest(tt.word, []string{"id", "dT", "dt", "name", "größe"}); got != tt.want || changes != tt.changes {
			t.Errorf("%q: got %q with %d changes, want %q with %d", tt.word, got, changes, tt.want, tt.changes)
		}
	}
	if got, _ := spelling.Nearest("a", nil); got != "" {
		t.Errorf("got %q where there is nothing", got)
	}
}
