package terminal_test

import (
	"bytes"
	"os"
	"testing"

	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/terminal"
)

func TestElsewhere(t *testing.T) {
	file, err := os.CreateTemp(t.TempDir(), "")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	t.Setenv("TERM", "xterm")
	t.Setenv("NO_COLOR", "")
	for _, stream := range []any{file, &bytes.Buffer{}, nil} {
		if terminal.Is(stream) || terminal.Width(stream) != 0 || terminal.Color("auto", stream) {
			t.Errorf("%T passes for a terminal", stream)
		}
		if !terminal.Color("always", stream) || terminal.Color("never", stream) {
			t.Errorf("%T: always and never are not what they say", stream)
		}
	}
}
