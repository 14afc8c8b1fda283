//go:build unix

package mysqlserver_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/auroradataapi/auroradataapi/emulator/internal/mysqlserver"
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
			t.Setenv("AURORADATAAPI_MYSQL_BIN", test.env)
			c := testConfig()
			c.BinDir = test.config
			_, err := mysqlserver.Start(t.Context(), c)
			var notFound *mysqlserver.NotFoundError
			if !errors.As(err, &notFound) {
				t.Fatalf("got %v, want a %T", err, notFound)
			}
			if len(notFound.Places) != 1 || notFound.Places[0] != empty {
				t.Errorf("got places %v, want %s alone", notFound.Places, empty)
			}
			wantErrorText(t, err, "no mysqld or mariadbd in "+empty, "install it with: "+notFound.Command())
			if err := mysqlserver.Find(t.Context(), test.config); !errors.As(err, &notFound) {
				t.Errorf("Find: got %v, want a %T", err, notFound)
			}
		})
	}
}

// A link, such as one in /usr/local/bin, leads to the installation.
func TestBinariesBehindLinks(t *testing.T) {
	real, links := installation(t), t.TempDir()
	if err := os.Symlink(real, filepath.Join(links, filepath.Base(real))); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(links, 0o711); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(filepath.Dir(links), 0o711); err != nil {
		t.Fatal(err)
	}
	c := testConfig()
	c.BinDir = links
	start(t, c)
}

func TestBinariesOfAnotherKind(t *testing.T) {
	tests := []struct{ name, answer, want string }{
		{"no version", "mysqld, the letter box", "for its version: unexpected answer"},
		{"old MySQL", "mysqld  Ver 5.7.44 for Linux on x86_64 (MySQL Community Server (GPL))", "is MySQL 5.7.44, and the oldest that will do is 8.0.20"},
		{"old MariaDB", "mysqld  Ver 10.3.39-MariaDB for Linux on x86_64", "is MariaDB 10.3.39, and the oldest that will do is 10.6.0"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := testConfig()
			c.BinDir = t.TempDir()
			pretend(t, filepath.Join(c.BinDir, "mysqld"), test.answer)
			_, err := mysqlserver.Start(t.Context(), c)
			wantErrorText(t, err, test.want)
		})
	}
}

// Without being told, an old server on PATH is passed over.
func TestBinariesPassedOver(t *testing.T) {
	dir := t.TempDir()
	pretend(t, filepath.Join(dir, "mysqld"), "mysqld  Ver 5.7.44 for Linux on x86_64 (MySQL Community Server (GPL))")
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
	if err := mysqlserver.Find(t.Context(), ""); err != nil {
		t.Errorf("got %v, want the next server", err)
	}
}

// pretend makes a program that answers with a version.
func pretend(t *testing.T, path, answer string) {
	t.Helper()
	if err := os.WriteFile(path, []byte("#!/bin/sh\necho '"+answer+"'\n"), 0o755); err != nil {
		t.Fatal(err)
	}
}

// installation is the path of the machine's server.
func installation(t *testing.T) string {
	t.Helper()
	for _, dir := range filepath.SplitList(os.Getenv("PATH") + ":/usr/sbin:/usr/libexec") {
		for _, name := range []string{"mysqld", "mariadbd"} {
			if real, err := filepath.EvalSymlinks(filepath.Join(dir, name)); err == nil {
				return real
			}
		}
	}
	t.Fatal("no mysqld or mariadbd: install one (make setup)")
	return ""
}
