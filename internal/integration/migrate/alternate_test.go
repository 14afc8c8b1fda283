package migrate_test

import (
	"errors"
	"net/url"
	"strconv"
	"testing"

	"github.com/golang-migrate/migrate/v4/database"
	"github.com/jackc/pgx/v5"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/auroramigrate"
	"github.com/auroradataapi/auroradataapi/internal/integration/bothways"
)

// throughDriver runs a test that has a way of its own to the database besides.
func throughDriver(t *testing.T, test func(t *testing.T, d bothways.Database)) {
	for _, engine := range []auroradataapi.Engine{auroradataapi.EnginePostgreSQL, auroradataapi.EngineMySQL} {
		t.Run(engine.String(), func(t *testing.T) { test(t, bothways.New(t, engine, false)) })
	}
}

// TestAlternate migrates one database by golang-migrate's own driver on a direct
// connection and by ours, in turn.
func TestAlternate(t *testing.T) {
	throughDriver(t, func(t *testing.T, d bothways.Database) {
		theirs := shop(d).migrate(t, openTheirs(t, d, d.Open(t, true)))
		ours := shop(d).migrate(t, openOurs(t, d.DB, nil))
		for i, m := range []interface{ Steps(int) error }{theirs, ours, theirs} {
			if err := m.Steps(1); err != nil {
				t.Fatal(err)
			}
			wantVersion(t, theirs, i+1, false)
			wantVersion(t, ours, i+1, false)
		}
		for i, m := range []interface{ Steps(int) error }{ours, theirs, ours} {
			if err := m.Steps(-1); err != nil {
				t.Fatal(err)
			}
			wantVersion(t, theirs, []int{2, 1, database.NilVersion}[i], false)
		}
	})
}

// TestExclude has the one kind hold the lock and the other one ask for it.
func TestExclude(t *testing.T) {
	throughDriver(t, func(t *testing.T, d bothways.Database) {
		ours := openOurs(t, d.DB, &auroramigrate.Config{LockTimeout: -1})
		for name, theirs := range map[string]database.Driver{
			"by instance": openTheirs(t, d, d.Open(t, true)),
			"by URL":      openTheirURL(t, d),
		} {
			if err := theirs.Lock(); err != nil {
				t.Fatal(name, err)
			}
			if err := ours.Lock(); !errors.Is(err, database.ErrLocked) {
				t.Errorf("%s: got %v, want ErrLocked", name, err)
			}
			if err := errors.Join(theirs.Unlock(), ours.Lock()); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			taken := make(chan error, 1)
			go func() { taken <- theirs.Lock() }()
			for count(t, d.Open(t, true), waiting(d)) == 0 && t.Context().Err() == nil {
			}
			if err := errors.Join(ours.Unlock(), <-taken, theirs.Unlock()); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}

// waiting returns a query for the number of sessions that wait for a lock.
func waiting(d bothways.Database) string {
	if d.IsPostgreSQL() {
		return "select count(*) from pg_locks where locktype = 'advisory' and not granted"
	}
	return "select count(*) from information_schema.processlist where state = 'User lock'"
}

// openTheirURL opens golang-migrate's own driver by URL, as its command line does.
func openTheirURL(t testing.TB, d bothways.Database) database.Driver {
	t.Helper()
	if !d.IsPostgreSQL() {
		return opened(t)(database.Open("mysql://" + d.NativeDSN))
	}
	c, err := pgx.ParseConfig(d.NativeDSN)
	if err != nil {
		t.Fatal(err)
	}
	u := url.URL{Scheme: "pgx5", User: url.UserPassword(c.User, c.Password), Path: "/" + c.Database}
	u.RawQuery = url.Values{"host": {c.Host}, "port": {strconv.Itoa(int(c.Port))}, "sslmode": {"disable"}}.Encode()
	return opened(t)(database.Open(u.String()))
}
