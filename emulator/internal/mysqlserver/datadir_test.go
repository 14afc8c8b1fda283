//go:build unix

package mysqlserver_test

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/auroradataapi/auroradataapi/emulator/internal/mysqlserver"
)

func TestDataDir(t *testing.T) {
	c := testConfig()
	c.DataDir = filepath.Join(openTempDir(t), "new", "data")

	first := start(t, c)
	conn := session(t, first, master)
	settings := "SELECT CONCAT_WS(' ', @@innodb_flush_log_at_trx_commit, @@innodb_doublewrite)"
	if got := query(t, conn, settings); got != "1 1" && got != "1 ON" {
		t.Errorf("%s: got %s, want all on: the data is the user's", settings, got)
	}
	query(t, conn, "CREATE DATABASE d")
	query(t, conn, "CREATE TABLE d.t AS SELECT 42 AS n")
	query(t, conn, "CREATE USER reader IDENTIFIED BY 'secret'")
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}

	c.Master.Password = "another" // as with ModifyDBCluster
	second := start(t, c)
	if got := query(t, session(t, second, c.Master), "SELECT n FROM d.t"); got != "42" {
		t.Errorf("got %q from the second server, want 42", got)
	}
	session(t, second, mysqlserver.Login{User: "reader", Password: "secret"})
	if entries, err := os.ReadDir(filepath.Dir(c.DataDir)); err != nil || len(entries) != 2 {
		t.Errorf("got %v (%v) next to the data, want nothing but its lock", entries, err)
	}
}

func TestDataDirSurvivesKill(t *testing.T) {
	c := testConfig()
	c.DataDir = filepath.Join(openTempDir(t), "data")
	first := start(t, c)
	conn := session(t, first, master)
	query(t, conn, "CREATE DATABASE d")
	query(t, conn, "CREATE TABLE d.t (n INT)")
	query(t, conn, "INSERT INTO d.t VALUES (42)")
	signal(t, serverProcess(t, first), syscall.SIGKILL)
	<-first.Done()
	first.Close()
	if got := query(t, session(t, start(t, c), master), "SELECT n FROM d.t"); got != "42" {
		t.Errorf("got %q after a crash, want 42", got)
	}
}

func TestDataDirRefused(t *testing.T) {
	c := testConfig()
	c.DataDir = filepath.Join(openTempDir(t), "data")
	s := start(t, c)

	_, err := mysqlserver.Start(t.Context(), c)
	wantErrorText(t, err, c.DataDir, "is in use by another server")
	if got := query(t, session(t, s, master), "SELECT 1"); got != "1" {
		t.Errorf("got %q from the first server after the second was refused", got)
	}
	s.Close()

	tests := []struct {
		name    string
		prepare func(*testing.T, *mysqlserver.Config)
		want    string
	}{
		{"other product", func(t *testing.T, c *mysqlserver.Config) {
			write(t, filepath.Join(c.DataDir, "auroradataapi.txt"), "Drizzle 7.2\n")
		}, "is of Drizzle 7.2, but "},
		{"no data", func(t *testing.T, c *mysqlserver.Config) {
			c.DataDir = openTempDir(t)
			write(t, filepath.Join(c.DataDir, "notes.txt"), "mine")
		}, "is not empty and holds no data of a private " + string(s.Product()) + " server"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := c
			test.prepare(t, &c)
			_, err := mysqlserver.Start(t.Context(), c)
			wantErrorText(t, err, test.want)
			checkNothingLeft(t)
		})
	}
}

// Nothing that a temporary server writes outside of its folders is left there.
func TestCacheHoldsNoSecret(t *testing.T) {
	start(t, testConfig())
	err := filepath.WalkDir(cacheDir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		text, err := os.ReadFile(path)
		if strings.Contains(string(text), master.User+"\x00") || strings.Contains(string(text), administrator.User) {
			t.Errorf("%s knows a user", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
