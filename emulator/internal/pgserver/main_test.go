//go:build unix

package pgserver_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi/emulator/internal/pgserver"
	"github.com/jackc/pgx/v5/pgconn"
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
	base, err := os.MkdirTemp("", "pgserver-")
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

const (
	testUser     = "postgres"
	testPassword = "correct horse"
)

func testConfig() pgserver.Config {
	return pgserver.Config{User: testUser, Password: testPassword, CacheDir: cacheDir}
}

// start starts a server and closes it when the test ends, which then must have
// left nothing behind.
func start(t testing.TB, c pgserver.Config) *pgserver.Server {
	t.Helper()
	s, err := pgserver.Start(t.Context(), c)
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

func connect(ctx context.Context, s *pgserver.Server, user, password string) (*pgconn.PgConn, error) {
	config, err := pgconn.ParseConfig(fmt.Sprintf("host=%s port=%d dbname=postgres", s.SocketDir(), s.Port()))
	if err != nil {
		return nil, err
	}
	config.User, config.Password = user, password
	config.RuntimeParams = nil // what the environment says, such as PGTZ
	return pgconn.ConnectConfig(ctx, config)
}

// session is a connection of the superuser that the test's end closes.
func session(t testing.TB, s *pgserver.Server) *pgconn.PgConn {
	t.Helper()
	conn, err := connect(t.Context(), s, testUser, testPassword)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(context.Background()) })
	return conn
}

// query runs SQL and returns the first value of its last result, or "".
func query(t testing.TB, conn *pgconn.PgConn, sql string) string {
	t.Helper()
	results, err := conn.Exec(t.Context(), sql).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", sql, err)
	}
	last := results[len(results)-1]
	if len(last.Rows) == 0 {
		return ""
	}
	return string(last.Rows[0][0])
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
