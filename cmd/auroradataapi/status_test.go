package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi"
)

func TestStatusOf(t *testing.T) {
	for _, test := range []struct {
		name string
		err  error
		want int
	}{
		{"other", errors.New("x"), statusFailed},
		{"deadline", context.DeadlineExceeded, statusFailed},
		{"resuming", fmt.Errorf("x: %w", auroradataapi.ErrResuming), statusUnreachable},
		{"no connection", fmt.Errorf("x: %w", &net.OpError{Op: "dial", Err: errors.New("refused")}), statusUnreachable},
		{"address in use", &net.OpError{Op: "listen", Err: errors.New("in use")}, statusFailed},
		{"outcome unknown", fmt.Errorf("x: %w", auroradataapi.ErrOutcomeUnknown), statusOutcomeUnknown},
		{"rolled back", &unfinishedError{error: auroradataapi.ErrOutcomeUnknown, settled: true}, statusFailed},
	} {
		if got := statusOf(test.err); got != test.want {
			t.Errorf("%s: got %d, want %d", test.name, got, test.want)
		}
	}
}

// TestStatusesAreDocumented: docs/command-line.md has the table.
func TestStatusesAreDocumented(t *testing.T) {
	page, err := os.ReadFile("../../docs/command-line.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range statuses {
		if row := fmt.Sprintf("\n| %s | %s |\n", s.Term, s.Meaning); !strings.Contains(string(page), row) {
			t.Errorf("docs/command-line.md lacks the row %s", strings.TrimSpace(row))
		}
	}
}
