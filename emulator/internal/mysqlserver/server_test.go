//go:build unix

package mysqlserver_test

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

	"github.com/auroradataapi/auroradataapi/emulator/internal/mysqlserver"
)

func TestStartAndClose(t *testing.T) {
	s := start(t, testConfig())
	data := query(t, session(t, s, administrator), "SELECT @@datadir")
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	<-s.Done()
	if err := s.Err(); err != nil {
		t.Errorf("got %v after Close, want no error", err)
	}
	for _, dir := range []string{data, filepath.Dir(s.Socket())} {
		if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s is still there after Close (%v)", dir, err)
		}
	}
	if err := s.Close(); err != nil {
		t.Errorf("second Close: %v", err)
	}
}

func TestProduct(t *testing.T) {
	s := start(t, testConfig())
	version := query(t, session(t, s, master), "SELECT VERSION()")
	if !strings.HasPrefix(version, s.Version()) {
		t.Errorf("got version %s, but the server says %s", s.Version(), version)
	}
	if isMariaDB := strings.Contains(version, "MariaDB"); isMariaDB != (s.Product() == mysqlserver.MariaDB) {
		t.Errorf("got product %s, but the server says %s", s.Product(), version)
	}
}

func TestSettings(t *testing.T) {
	t.Setenv("TZ", "Asia/Tokyo")
	t.Setenv("MYSQL_TCP_PORT", "1")
	t.Setenv("UMASK", "0666")
	s := start(t, testConfig())
	conn := session(t, s, master)
	collation := map[mysqlserver.Product]string{
		mysqlserver.MySQL: "utf8mb4_0900_ai_ci", mysqlserver.MariaDB: "utf8mb4_general_ci",
	}
	tests := []struct{ sql, want string }{
		{"SELECT @@character_set_server", "utf8mb4"},
		{"SELECT @@collation_server", collation[s.Product()]},
		{"SELECT @@time_zone", "+00:00"},
		{"SELECT TIMESTAMPDIFF(SECOND, UTC_TIMESTAMP(), NOW())", "0"},
		{"SELECT @@skip_networking", "1"},
		{"SELECT @@log_bin", "0"},
		{"SELECT @@local_infile", "0"},
		{"SELECT @@max_connections", "200"},
		{"SELECT @@group_concat_max_len", "1024"},
		{"SELECT @@max_allowed_packet", "67108864"},
		{"SELECT @@explicit_defaults_for_timestamp", "1"},
		{"SELECT @@innodb_flush_log_at_trx_commit", "0"},
		{"SELECT @@sql_mode LIKE '%ONLY_FULL_GROUP_BY%STRICT_TRANS_TABLES%NO_ZERO_DATE%'", "1"},
		{"SELECT DATABASE()", ""},
		{"SELECT CURRENT_USER()", "admin@%"},
		{"SELECT COUNT(*) FROM information_schema.schemata WHERE schema_name NOT IN ('mysql', 'information_schema', 'performance_schema', 'sys')", "0"},
		{"SELECT COUNT(*) FROM mysql.user WHERE user NOT IN ('admin', 'rdsadmin', 'mariadb.sys', 'mysql.sys', 'mysql.session', 'mysql.infoschema')", "0"},
	}
	for _, test := range tests {
		if got := query(t, conn, test.sql); got != test.want {
			t.Errorf("%s: got %q, want %q", test.sql, got, test.want)
		}
	}
}

// The small log of the storage engine holds no large value back.
func TestLargeValue(t *testing.T) {
	conn := session(t, start(t, testConfig()), master)
	query(t, conn, "CREATE DATABASE d")
	query(t, conn, "CREATE TABLE d.t (b LONGBLOB)")
	query(t, conn, "INSERT INTO d.t VALUES (REPEAT('x', 30000000))")
	if got := query(t, conn, "SELECT LENGTH(b) FROM d.t"); got != "30000000" {
		t.Errorf("got %s bytes, want 30000000", got)
	}
}

func TestBadConfig(t *testing.T) {
	tests := []struct {
		name   string
		change func(*mysqlserver.Config)
		want   string
	}{
		{"no user", func(c *mysqlserver.Config) { c.Master.User = "" }, "the master user's name or password is missing"},
		{"zero byte in user", func(c *mysqlserver.Config) { c.Master.User = "a\x00b" }, "not text"},
		{"no password", func(c *mysqlserver.Config) { c.Administrator.Password = "" }, "the administrator's name or password is missing"},
		{"password not in UTF-8", func(c *mysqlserver.Config) { c.Master.Password = "\xff" }, "not text"},
		{"one user", func(c *mysqlserver.Config) { c.Master.User = c.Administrator.User }, "the master user has the administrator's name"},
		{"long user", func(c *mysqlserver.Config) { c.Master.User = strings.Repeat("ü", 33) }, "longer than the 32 characters"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := testConfig()
			test.change(&c)
			_, err := mysqlserver.Start(t.Context(), c)
			wantErrorText(t, err, "mysqlserver: start server: ", test.want)
			if strings.Contains(err.Error(), master.Password) {
				t.Errorf("the password is in the error %q", err)
			}
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
			s, err := mysqlserver.Start(t.Context(), c)
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

func TestLongTempDir(t *testing.T) {
	deep := filepath.Join(openTempDir(t), strings.Repeat("d", 60))
	if err := os.Mkdir(deep, 0o711); err != nil {
		t.Fatal(err)
	}
	t.Setenv("TMPDIR", deep)
	s := start(t, testConfig())
	if got := filepath.Dir(filepath.Dir(s.Socket())); got != "/tmp" {
		t.Errorf("got the socket in %s, want it in /tmp", got)
	}
	if got := filepath.Dir(filepath.Clean(query(t, session(t, s, master), "SELECT @@datadir"))); got != deep {
		t.Errorf("got the data in %s, want it in %s", got, deep)
	}
}

func TestNeverRoot(t *testing.T) {
	s := start(t, testConfig())
	pid := serverProcess(t, s)
	if got := ps(t, "-o", "user=", "-p", pid); len(got) != 1 || got[0] == "root" {
		t.Errorf("got user %v, want one that is not root", got)
	}
	dir := filepath.Dir(s.Socket())
	info, err := os.Stat(dir)
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode().Perm(); got != 0o700 {
		t.Errorf("got permissions %o of the socket folder, want 700", got)
	}
	if _, err := os.Stat(filepath.Join(dir, "users.sql")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the file with the passwords is still there (%v)", err)
	}
}

func TestStartCancelled(t *testing.T) {
	tests := []struct{ name, line string }{
		{"at once", ""},
		{"while the server starts", "InnoDB: "},
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
			s, err := mysqlserver.Start(ctx, c)
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
		s, err := mysqlserver.Start(t.Context(), testConfig())
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	eventually(t, "as many goroutines as before", func() bool { return runtime.NumGoroutine() <= before })
}

func BenchmarkStart(b *testing.B) {
	warm, err := mysqlserver.Start(b.Context(), testConfig())
	if err != nil {
		b.Fatal(err)
	}
	warm.Close()
	for b.Loop() {
		s, err := mysqlserver.Start(b.Context(), testConfig())
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
		s, err := mysqlserver.Start(b.Context(), testConfig())
		if err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
		s.Close()
	}
}
