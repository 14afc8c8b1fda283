//go:build unix

package pgserver_test

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/auroradataapi/auroradataapi/emulator/internal/pgserver"
)

func TestDataDir(t *testing.T) {
	c := testConfig()
	c.DataDir = filepath.Join(openTempDir(t), "new", "data")

	first := start(t, c)
	conn := session(t, first)
	for _, name := range []string{"fsync", "synchronous_commit", "full_page_writes"} {
		if got := query(t, conn, "SHOW "+name); got != "on" {
			t.Errorf("got %s = %s, want on: the data is the user's", name, got)
		}
	}
	query(t, conn, "CREATE TABLE t AS SELECT 42 AS n")
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}

	second := start(t, c)
	if got := query(t, session(t, second), "SELECT n FROM t"); got != "42" {
		t.Errorf("got %q from the second server, want 42", got)
	}
	if entries, err := os.ReadDir(filepath.Dir(c.DataDir)); err != nil || len(entries) != 2 {
		t.Errorf("got %v (%v) next to the data, want nothing but its lock", entries, err)
	}
}

// TestDataDirKeepsPassword starts twice without a password.
func TestDataDirKeepsPassword(t *testing.T) {
	c := testConfig()
	c.DataDir, c.Password = filepath.Join(openTempDir(t), "data"), ""
	first := start(t, c)
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	second := start(t, c)
	if first.Password() == "" || second.Password() != first.Password() {
		t.Errorf("got the passwords %q and %q, want one", first.Password(), second.Password())
	}
	info, err := os.Stat(filepath.Join(c.DataDir, "auroradataapi.password"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("got %v, %v, want a file for the server's account alone", info, err)
	}
}

func TestDataDirSurvivesKill(t *testing.T) {
	c := testConfig()
	c.DataDir = filepath.Join(openTempDir(t), "data")
	first := start(t, c)
	conn := session(t, first)
	query(t, conn, "CREATE TABLE t AS SELECT 42 AS n")
	signal(t, serverProcess(t, conn), syscall.SIGKILL)
	<-first.Done()
	first.Close()
	if got := query(t, session(t, start(t, c)), "SELECT n FROM t"); got != "42" {
		t.Errorf("got %q after a crash, want 42", got)
	}
}

func TestDataDirRefused(t *testing.T) {
	c := testConfig()
	c.DataDir = filepath.Join(openTempDir(t), "data")
	s := start(t, c)

	_, err := pgserver.Start(t.Context(), c)
	wantErrorText(t, err, c.DataDir, "is in use by another server")
	if got := query(t, session(t, s), "SELECT 1"); got != "1" {
		t.Errorf("got %q from the first server after the second was refused", got)
	}
	s.Close()

	tests := []struct {
		name    string
		prepare func(*testing.T, *pgserver.Config)
		want    string
	}{
		{"other password", func(_ *testing.T, c *pgserver.Config) { c.Password = "other" }, "password authentication failed"},
		{"other user", func(_ *testing.T, c *pgserver.Config) { c.User = "other" }, "password authentication failed"},
		{"bad settings", func(t *testing.T, c *pgserver.Config) {
			write(t, filepath.Join(c.DataDir, "postgresql.auto.conf"), "no_such_setting = 1\n")
		}, `unrecognized configuration parameter "no_such_setting"`},
		{"other major version", func(t *testing.T, c *pgserver.Config) {
			write(t, filepath.Join(c.DataDir, "PG_VERSION"), "9.6\n")
		}, "is of PostgreSQL 9.6, but the server in"},
		{"no cluster", func(t *testing.T, c *pgserver.Config) {
			c.DataDir = openTempDir(t)
			write(t, filepath.Join(c.DataDir, "notes.txt"), "mine")
		}, "holds no data of a private PostgreSQL server"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := c
			test.prepare(t, &c)
			_, err := pgserver.Start(t.Context(), c)
			wantErrorText(t, err, test.want)
			checkNothingLeft(t)
		})
	}
}

func TestDataDirOutOfReach(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("not root: the server runs as the caller")
	}
	c := testConfig()
	closed := t.TempDir()
	if err := os.Chmod(closed, 0o700); err != nil {
		t.Fatal(err)
	}
	c.DataDir = filepath.Join(closed, "data")
	_, err := pgserver.Start(t.Context(), c)
	wantErrorText(t, err, "runs as instead of root", "may not pass through "+closed)
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
