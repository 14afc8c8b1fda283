//go:build unix

package pgserver_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/auroradataapi/auroradataapi/emulator/internal/pgserver"
)

func TestBinariesNotFound(t *testing.T) {
	empty := t.TempDir()
	tests := []struct {
		name   string
		config string
		env    string
	}{
		{"told by the config", empty, ""},
		{"told by the environment", "", empty},
		{"the config goes before the environment", empty, "/elsewhere"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Setenv("AURORADATAAPI_POSTGRESQL_BIN", test.env)
			c := testConfig()
			c.BinDir = test.config
			_, err := pgserver.Start(t.Context(), c)
			var notFound *pgserver.NotFoundError
			if !errors.As(err, &notFound) {
				t.Fatalf("got %v, want a %T", err, notFound)
			}
			if len(notFound.Places) != 1 || notFound.Places[0] != empty {
				t.Errorf("got places %v, want %s alone", notFound.Places, empty)
			}
			wantErrorText(t, err, empty, "install it with: "+notFound.Command())
		})
	}
}

// A folder with links to the programs, such as /usr/local/bin, leads to the
// installation.
func TestBinariesBehindLinks(t *testing.T) {
	real := filepath.Dir(postgres(t))
	links := t.TempDir()
	if err := os.Symlink(filepath.Join(real, "postgres"), filepath.Join(links, "postgres")); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", links+":"+os.Getenv("PATH"))
	start(t, testConfig())
}

func TestBinariesOfAnotherKind(t *testing.T) {
	c := testConfig()
	c.BinDir = t.TempDir()
	for _, name := range []string{"postgres", "initdb"} {
		path := filepath.Join(c.BinDir, name)
		write(t, path, "#!/bin/sh\necho postgres, the letter box\n")
		if err := os.Chmod(path, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	_, err := pgserver.Start(t.Context(), c)
	wantErrorText(t, err, "for its version: unexpected answer")
}

// postgres is the program behind all links.
func postgres(t *testing.T) string {
	t.Helper()
	path, err := exec.LookPath("postgres")
	if installed, _ := filepath.Glob("/usr/lib/postgresql/*/bin/postgres"); err != nil && len(installed) > 0 {
		path, err = installed[0], nil // Debian keeps the programs off PATH
	}
	if err != nil {
		t.Fatalf("%v: install PostgreSQL (make setup)", err)
	}
	real, err := filepath.EvalSymlinks(path)
	if err != nil {
		t.Fatal(err)
	}
	return real
}
