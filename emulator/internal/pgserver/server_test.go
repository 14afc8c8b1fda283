//go:build unix

package pgserver_test

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/auroradataapi/auroradataapi/emulator/internal/pgserver"
	"github.com/jackc/pgx/v5/pgconn"
)

func TestStartAndClose(t *testing.T) {
	s := start(t, testConfig())
	conn := session(t, s)
	data := query(t, conn, "SHOW data_directory")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	<-s.Done()
	if err := s.Err(); err != nil {
		t.Errorf("got %v after Close, want no error", err)
	}
	for _, dir := range []string{data, s.SocketDir()} {
		if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s is still there after Close (%v)", dir, err)
		}
	}
	if err := s.Close(); err != nil {
		t.Errorf("second Close: %v", err)
	}
}

func TestSettings(t *testing.T) {
	t.Setenv("PGTZ", "Asia/Tokyo")
	t.Setenv("TZ", "Asia/Tokyo")
	t.Setenv("LC_ALL", "C")
	conn := session(t, start(t, testConfig()))
	tests := []struct{ sql, want string }{
		{"SHOW server_encoding", "UTF8"},
		{"SHOW lc_messages", "C"},
		{"SHOW timezone", "UTC"},
		{"SHOW log_timezone", "UTC"},
		{"SHOW listen_addresses", ""},
		{"SHOW unix_socket_permissions", "0700"},
		{"SHOW password_encryption", "scram-sha-256"},
		{"SHOW fsync", "off"},
		{"SHOW max_connections", "200"},
		{"SELECT datcollate FROM pg_database WHERE datname = 'postgres'", "C.UTF-8"},
		{"SELECT upper('é')", "É"},
		{"SELECT string_agg(auth_method, ' ') FROM pg_hba_file_rules", "scram-sha-256"},
		{"SELECT string_agg(rolname, ' ') FROM pg_authid WHERE rolcanlogin", testUser},
	}
	for _, test := range tests {
		if got := query(t, conn, test.sql); got != test.want {
			t.Errorf("%s: got %q, want %q", test.sql, got, test.want)
		}
	}
}

func TestLogin(t *testing.T) {
	s := start(t, testConfig())
	query(t, session(t, s), "CREATE ROLE reader LOGIN PASSWORD 'secret'; CREATE ROLE nopassword LOGIN")
	const wrong = "28P01" // invalid_password
	tests := []struct{ name, user, password, sqlstate string }{
		{"superuser", testUser, testPassword, ""},
		{"wrong password", testUser, "wrong", wrong},
		{"no password", testUser, "", wrong},
		{"other role", "reader", "secret", ""},
		{"password of another role", "reader", testPassword, wrong},
		{"role without password", "nopassword", "", wrong},
		{"unknown role", "nobody", testPassword, wrong},
		{"account of the server", "root", "", wrong},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			conn, err := connect(t.Context(), s, test.user, test.password)
			if err == nil {
				defer conn.Close(context.Background())
			}
			if got := sqlstate(t, err); got != test.sqlstate {
				t.Errorf("got SQLSTATE %q (%v), want %q", got, err, test.sqlstate)
			}
		})
	}
}

func sqlstate(t *testing.T, err error) string {
	t.Helper()
	if err == nil {
		return ""
	}
	var answer *pgconn.PgError
	if !errors.As(err, &answer) {
		t.Fatalf("got %v, want an answer of the server", err)
	}
	return answer.Code
}

// Start itself logs in, so that a start proves the password.
func TestUnusualNames(t *testing.T) {
	tests := []struct{ name, user, password string }{
		{"quotes", "postgres", `it's "quoted"`},
		{"backslashes", "postgres", `\'; DROP TABLE x; --\`},
		{"line breaks", "postgres", "a;\n\nb\r\tc"},
		{"not ASCII", "größe", "пароль 密码"},
		{"blanks", "postgres", "  x  "},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := testConfig()
			c.User, c.Password = test.user, test.password
			s := start(t, c)
			if _, err := connect(t.Context(), s, test.user, test.password+"x"); sqlstate(t, err) != "28P01" {
				t.Errorf("got %v with a wrong password, want it refused", err)
			}
		})
	}
}

func TestBadConfig(t *testing.T) {
	tests := []struct {
		name   string
		change func(*pgserver.Config)
		want   string
	}{
		{"no user", func(c *pgserver.Config) { c.User = "" }, "user is missing"},
		{"zero byte in user", func(c *pgserver.Config) { c.User = "a\x00b" }, "user is missing or holds"},
		{"quote in user", func(c *pgserver.Config) { c.User = "o'brien" }, "user is missing or holds"},
		{"zero byte in password", func(c *pgserver.Config) { c.Password = "a\x00b" }, "not text"},
		{"password not in UTF-8", func(c *pgserver.Config) { c.Password = "\xff" }, "not text"},
		{"reserved user", func(c *pgserver.Config) { c.User = "pg_me" }, `"pg_me" is disallowed`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := testConfig()
			test.change(&c)
			_, err := pgserver.Start(t.Context(), c)
			wantErrorText(t, err, "pgserver: start server: ", test.want)
			checkNothingLeft(t)
		})
	}
}

func TestConcurrentStart(t *testing.T) {
	c := testConfig()
	c.CacheDir = t.TempDir()
	const servers = 4
	var started sync.WaitGroup
	for range servers {
		started.Go(func() {
			s, err := pgserver.Start(t.Context(), c)
			if err != nil {
				t.Error(err)
				return
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	started.Wait()
	checkNothingLeft(t)
	entries, err := os.ReadDir(c.CacheDir)
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 1 {
		t.Errorf("got %v in the cache, want one template", entries)
	}
	start(t, c) // from the template that won
}

// A folder that others may write to could hold a cluster of theirs.
func TestCacheOfOthers(t *testing.T) {
	c := testConfig()
	c.CacheDir = t.TempDir()
	if err := os.Chmod(c.CacheDir, 0o777); err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	c.Logger = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelWarn}))
	s := start(t, c)
	s.Close()
	if entries, err := os.ReadDir(c.CacheDir); err != nil || len(entries) > 0 {
		t.Errorf("got %v (%v) in a cache that others may write to, want nothing", entries, err)
	}
	if !strings.Contains(log.String(), "others may write to it") {
		t.Errorf("got log %q, want a warning", log.String())
	}
}

func TestLongTempDir(t *testing.T) {
	deep := filepath.Join(openTempDir(t), strings.Repeat("d", 60))
	if err := os.Mkdir(deep, 0o711); err != nil {
		t.Fatal(err)
	}
	t.Setenv("TMPDIR", deep)
	s := start(t, testConfig())
	if got := filepath.Dir(s.SocketDir()); got != "/tmp" {
		t.Errorf("got the socket in %s, want it in /tmp", got)
	}
	if got := filepath.Dir(query(t, session(t, s), "SHOW data_directory")); got != deep {
		t.Errorf("got the data in %s, want it in %s", got, deep)
	}
}

func TestNeverRoot(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("not root")
	}
	s := start(t, testConfig())
	postmaster := serverProcess(t, session(t, s))
	if got := ps(t, "-o", "user=", "-p", postmaster); len(got) != 1 || got[0] == "root" {
		t.Errorf("got user %v, want one that is not root", got)
	}
	info, err := os.Stat(s.SocketDir())
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode().Perm(); got != 0o700 {
		t.Errorf("got permissions %o of the socket folder, want 700", got)
	}
}

func TestStartCancelled(t *testing.T) {
	tests := []struct{ name, line string }{
		{"at once", ""},
		{"while the server starts", "starting PostgreSQL"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			c := testConfig()
			c.Logger = slog.New(slog.NewTextHandler(writerFunc(func(p []byte) {
				if strings.Contains(string(p), test.line) {
					cancel()
				}
			}), &slog.HandlerOptions{Level: slog.LevelDebug}))
			if test.line == "" {
				cancel()
			}
			s, err := pgserver.Start(ctx, c)
			if err == nil {
				s.Close() // the login was faster than the log
			} else if !errors.Is(err, context.Canceled) {
				t.Errorf("got %v, want %v", err, context.Canceled)
			}
			checkNothingLeft(t)
		})
	}
}

type writerFunc func([]byte)

func (f writerFunc) Write(p []byte) (int, error) {
	f(p)
	return len(p), nil
}

func TestNoGoroutineLeft(t *testing.T) {
	before := runtime.NumGoroutine()
	for range 2 {
		s, err := pgserver.Start(t.Context(), testConfig())
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if after := runtime.NumGoroutine(); after > before {
		stacks := make([]byte, 1<<16)
		t.Errorf("got %d goroutines after Close, want %d:\n%s", after, before, stacks[:runtime.Stack(stacks, true)])
	}
}

func BenchmarkStart(b *testing.B) {
	warm, err := pgserver.Start(b.Context(), testConfig())
	if err != nil {
		b.Fatal(err)
	}
	warm.Close()
	for b.Loop() {
		s, err := pgserver.Start(b.Context(), testConfig())
		if err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		s.Close()
		b.StartTimer()
	}
}

func BenchmarkClose(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		s, err := pgserver.Start(b.Context(), testConfig())
		if err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		s.Close()
	}
}
