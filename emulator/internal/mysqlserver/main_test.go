//go:build unix

package mysqlserver_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/go-mysql-org/go-mysql/client"

	"github.com/auroradataapi/auroradataapi/emulator/internal/mysqlserver"
)

// cacheDir is shared by the tests, as it is by processes.
var cacheDir string

// TestMain gives the tests a temporary folder of their own, so that they can
// tell whether something was left there, or plays the process that is killed.
func TestMain(m *testing.M) {
	if os.Getenv(helperEnv) != "" {
		os.Exit(runHelper())
	}
	os.Exit(runTests(m))
}

func runTests(m *testing.M) int {
	base, err := os.MkdirTemp("", "mysqlserver-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(base)
	temp := filepath.Join(base, "tmp")
	cacheDir = filepath.Join(base, "cache")
	if err := os.Mkdir(temp, 0o711); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	if err := os.Chmod(base, 0o711); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	os.Setenv("TMPDIR", temp)
	return m.Run()
}

var (
	administrator = mysqlserver.Login{User: "rdsadmin", Password: "battery staple"}
	master        = mysqlserver.Login{User: "admin", Password: "correct horse"}
)

func testConfig() mysqlserver.Config {
	return mysqlserver.Config{Administrator: administrator, Master: master, CacheDir: cacheDir}
}

// start starts a server and closes it when the test ends, which then must have
// left nothing behind.
func start(t testing.TB, c mysqlserver.Config) *mysqlserver.Server {
	t.Helper()
	s, err := mysqlserver.Start(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		checkNothingLeft(t)
	})
	return s
}

func leftovers(t testing.TB, dir string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, "auroradataapi-*"))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func checkNothingLeft(t testing.TB) {
	t.Helper()
	if left := append(leftovers(t, os.TempDir()), leftovers(t, cacheDir)...); len(left) > 0 {
		t.Errorf("folders left behind: %v", left)
	}
}

// openTempDir is a temporary folder that every account may pass through.
func openTempDir(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	for _, d := range []string{dir, filepath.Dir(dir)} {
		if err := os.Chmod(d, 0o711); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// session is a connection of a user that the test's end closes.
func session(t testing.TB, s *mysqlserver.Server, login mysqlserver.Login) *client.Conn {
	t.Helper()
	conn, err := client.Connect(s.Socket(), login.User, login.Password, "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}

// query runs SQL and returns the first value of its result, or "".
func query(t testing.TB, conn *client.Conn, sql string) string {
	t.Helper()
	result, err := conn.Execute(sql)
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	if result.Resultset == nil || result.RowNumber() == 0 {
		return ""
	}
	value, err := result.GetString(0, 0)
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	return value
}

// eventually polls until done, for as long as a loaded machine may need.
func eventually(t testing.TB, what string, done func() bool) {
	t.Helper()
	deadline := time.After(30 * time.Second)
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for !done() {
		select {
		case <-deadline:
			t.Fatalf("did not happen: %s", what)
		case <-tick.C:
		}
	}
}

func wantErrorText(t testing.TB, err error, parts ...string) {
	t.Helper()
	if err == nil {
		t.Fatalf("got no error, want one with %q", parts)
	}
	for _, part := range parts {
		if !strings.Contains(err.Error(), part) {
			t.Errorf("got error %q, want %q in it", err, part)
		}
	}
}
