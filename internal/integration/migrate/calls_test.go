package migrate_test

import (
	"errors"
	"os"
	"testing"

	"github.com/golang-migrate/migrate/v4"
	"github.com/golang-migrate/migrate/v4/database"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/internal/integration/bothways"
)

// calls are what migrating takes, by the figures of docs/migrations.md.
type calls struct {
	first   int // opening a database that has no table of the version
	open    int // opening one that has it
	version int
	nothing int // Up when nothing is to be done
	each    int // each migration of one statement more
}

// TestCalls counts the calls of the Data API, also for golang-migrate's own drivers.
func TestCalls(t *testing.T) {
	ours := func(t testing.TB, d bothways.Database) database.Driver { return openOurs(t, d.Open(t, false), nil) }
	theirs := func(t testing.TB, d bothways.Database) database.Driver { return openTheirs(t, d, d.Open(t, false)) }
	tests := []struct {
		name   string
		engine auroradataapi.Engine
		open   func(t testing.TB, d bothways.Database) database.Driver
		want   calls
	}{
		{name: "auroramigrate", engine: auroradataapi.EnginePostgreSQL, open: ours, want: calls{first: 13, open: 3, version: 1, nothing: 10, each: 6}},
		{name: "pgx/v5", engine: auroradataapi.EnginePostgreSQL, open: theirs, want: calls{first: 18, open: 16, version: 1, nothing: 11, each: 14}},
		{name: "auroramigrate", engine: auroradataapi.EngineMySQL, open: ours, want: calls{first: 12, open: 3, version: 1, nothing: 9, each: 12}},
		{name: "mysql", engine: auroradataapi.EngineMySQL, open: theirs, want: calls{first: 14, open: 12, version: 1, nothing: 10, each: 18}},
	}
	for _, test := range tests {
		t.Run(test.engine.String()+"/"+test.name, func(t *testing.T) {
			d := bothways.New(t, test.engine, false)
			if got := countCalls(t, d, test.open); got != test.want {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
		})
	}
}

func countCalls(t testing.TB, d bothways.Database, open func(t testing.TB, d bothways.Database) database.Driver) (c calls) {
	t.Helper()
	f := files{}
	for _, name := range []string{"1_t.up.sql", "2_t.up.sql", "3_t.up.sql", "4_t.up.sql"} {
		f[name] = "create table if not exists t (n int)"
	}
	var m *migrate.Migrate
	steps := func(n int, want error) int {
		return d.Calls(func() {
			if err := m.Steps(n); !errors.Is(err, want) {
				t.Error(err)
			}
		})
	}
	c.first = d.Calls(func() { m = f.migrate(t, open(t, d)) })
	steps(1, nil) // the first time, some statements are described
	one := steps(1, nil)
	c.each = steps(2, nil) - one
	c.nothing = steps(1, os.ErrNotExist)
	c.version = d.Calls(func() { wantVersion(t, m, 4, false) })
	c.open = d.Calls(func() { open(t, d) })
	return c
}
