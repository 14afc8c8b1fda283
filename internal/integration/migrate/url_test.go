package migrate_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/golang-migrate/migrate/v4"
	_ "github.com/golang-migrate/migrate/v4/source/file"

	"github.com/auroradataapi/auroradataapi/internal/integration/bothways"
)

// TestURL opens databases as the command line of golang-migrate does.
func TestURL(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "1_t.up.sql"), []byte("create table t (n int)"), 0o600); err != nil {
		t.Fatal(err)
	}
	throughDriver(t, func(t *testing.T, d bothways.Database) {
		m, err := migrate.New("file://"+folder, d.DSN+"&x-migrations-table=the+versions&x-lock-timeout=1s&x-statement-timeout=30000")
		if err != nil {
			t.Fatal(err)
		}
		if err := m.Up(); err != nil {
			t.Error(err)
		}
		wantVersion(t, m, 1, false)
		if source, database := m.Close(); source != nil || database != nil {
			t.Error(source, database)
		}
		quote := map[bool]string{true: `"`, false: "`"}[d.IsPostgreSQL()]
		if n := count(t, d.Open(t, true), "select version from "+quote+"the versions"+quote); n != 1 {
			t.Errorf("version %d, want 1", n)
		}
	})
}

// TestBadURL opens databases by URLs that cannot work.
func TestBadURL(t *testing.T) {
	throughDriver(t, func(t *testing.T, d bothways.Database) {
		for option, want := range map[string]string{
			"x-migrations-table-quoted=true&x-migrations-table=plain": "x-migrations-table-quoted",
			"x-no-lock=maybe":         "want true or false",
			"x-lock-timeout=soon":     "want a number of milliseconds",
			"x-lock-timeout=%zz":      "malformed value",
			"x-multi-statement=true":  "leave it out",
			"x-unheard-of=1":          "those for migrations are x-lock-timeout",
			"unheard-of=1":            "unheard-of",
			"x-migrations-table=a%00": "read version",
		} {
			m, err := migrate.New("file://"+t.TempDir(), d.DSN+"&"+option)
			if err == nil {
				m.Close()
			}
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: got %v, want …%s…", option, err, want)
			}
		}
	})
}
