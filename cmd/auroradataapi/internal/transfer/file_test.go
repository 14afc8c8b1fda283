package transfer_test

import (
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/transfer"
)

func TestFile(t *testing.T) {
	for _, name := range []string{"orders.csv", "orders.csv.gz"} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), name)
			write(t, path, "first", (*transfer.Output).Close)
			if err := os.Chmod(path, 0o600); err != nil {
				t.Fatal(err)
			}
			link := filepath.Join(t.TempDir(), name)
			if err := os.Symlink(path, link); err != nil {
				t.Fatal(err)
			}
			write(t, link, "second", (*transfer.Output).Close)
			write(t, link, "third", (*transfer.Output).Discard)
			if got := read(t, path); got != "second" {
				t.Errorf("%s has %q, want what was written in the end", name, got)
			}
			info, err := os.Stat(path)
			if err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("permissions %v, %v, want those of the file before", info.Mode(), err)
			}
			if entries, err := os.ReadDir(filepath.Dir(path)); err != nil || len(entries) != 1 {
				t.Errorf("%v is left, %v", entries, err)
			}
		})
	}
}

func write(t *testing.T, path, text string, end func(*transfer.Output) error) {
	t.Helper()
	out, err := transfer.CreateOutput(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(out, text); err != nil {
		t.Fatal(err)
	}
	if err := end(out); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, path string) string {
	t.Helper()
	in, err := transfer.OpenInput(path, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	text, err := io.ReadAll(in)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
