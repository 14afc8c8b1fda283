package report_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/integration/report"
)

func TestLine(t *testing.T) {
	path := filepath.Join(t.TempDir(), "report")
	t.Setenv(report.Variable, path)
	for i := range 2 {
		if err := report.Line("line %d", i); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(text) != "line 0\nline 1\n" {
		t.Errorf("got %q", text)
	}
}

func TestLineWithoutFile(t *testing.T) {
	t.Setenv(report.Variable, "")
	if err := report.Line("only printed"); err != nil {
		t.Error(err)
	}
	t.Setenv(report.Variable, t.TempDir()) // a folder
	if err := report.Line("not written"); err == nil {
		t.Error("no error for a file that cannot be written")
	}
}
