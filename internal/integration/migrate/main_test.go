package migrate_test

import (
	"database/sql"
	"errors"
	"os"
	"testing"
	"testing/fstest"
	"time"

	"github.com/golang-migrate/migrate/v4"
	"github.com/golang-migrate/migrate/v4/database"
	"github.com/golang-migrate/migrate/v4/database/mysql"
	pgx "github.com/golang-migrate/migrate/v4/database/pgx/v5"
	"github.com/golang-migrate/migrate/v4/source/iofs"

	"github.com/auroradataapi/auroradataapi/auroramigrate"
	"github.com/auroradataapi/auroradataapi/internal/integration/bothways"
)

func TestMain(m *testing.M) { os.Exit(bothways.Main(m)) }

// open returns golang-migrate's own driver natively, and auroramigrate's otherwise.
func open(t testing.TB, d bothways.Database, db *sql.DB) database.Driver {
	t.Helper()
	if d.Native {
		return openTheirs(t, d, db)
	}
	return openOurs(t, db, nil)
}

// openTheirs returns golang-migrate's own driver on any connection.
func openTheirs(t testing.TB, d bothways.Database, db *sql.DB) database.Driver {
	t.Helper()
	if d.IsPostgreSQL() {
		return opened(t)(pgx.WithInstance(db, &pgx.Config{}))
	}
	return opened(t)(mysql.WithInstance(db, &mysql.Config{}))
}

func openOurs(t testing.TB, db *sql.DB, config *auroramigrate.Config) database.Driver {
	t.Helper()
	return opened(t)(auroramigrate.WithInstance(db, config))
}

func opened(t testing.TB) func(database.Driver, error) database.Driver {
	return func(driver database.Driver, err error) database.Driver {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() {
			if err := driver.Close(); err != nil {
				t.Error(err)
			}
		})
		return driver
	}
}

// files are migrations by the name of the file.
type files map[string]string

func (f files) migrate(t testing.TB, driver database.Driver) *migrate.Migrate {
	t.Helper()
	folder := fstest.MapFS{}
	for name, text := range f {
		folder[name] = &fstest.MapFile{Data: []byte(text)}
	}
	source, err := iofs.New(folder, ".")
	if err != nil {
		t.Fatal(err)
	}
	m, err := migrate.NewWithInstance("files", source, "database", driver)
	if err != nil {
		t.Fatal(err)
	}
	m.LockTimeout = time.Minute
	return m
}

// wantVersion checks where a database is; database.NilVersion is no version.
func wantVersion(t testing.TB, m *migrate.Migrate, version int, dirty bool) {
	t.Helper()
	got, gotDirty, err := m.Version()
	if errors.Is(err, migrate.ErrNilVersion) && version == database.NilVersion {
		return
	}
	if err != nil || int(got) != version || gotDirty != dirty {
		t.Errorf("version %d, dirty %t, %v; want %d, %t", got, gotDirty, err, version, dirty)
	}
}

// count returns the number that a query gives.
func count(t testing.TB, db *sql.DB, query string) (n int) {
	t.Helper()
	if err := db.QueryRow(query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
