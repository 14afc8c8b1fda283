package migrate_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/golang-migrate/migrate/v4"
	"github.com/golang-migrate/migrate/v4/database"

	"github.com/auroradataapi/auroradataapi/internal/integration/bothways"
)

// TestFailure fails in the middle of a migration, and goes on after it was mended.
func TestFailure(t *testing.T) {
	bothways.Run(t, func(t *testing.T, d bothways.Database) {
		broken := "create table b (n int);\n-- 'é' has two bytes\n  insert into b select 1 where 'é' = bogus;\ncreate table c (n int);"
		f := files{"1_a.up.sql": "create table a (n int)", "2_b.up.sql": broken, "2_b.down.sql": "drop table b"}
		driver := open(t, d, d.DB)
		m := f.migrate(t, driver)

		var failed database.Error
		if err := m.Up(); !errors.As(err, &failed) {
			t.Fatalf("got %v, want a database.Error", err)
		}
		if string(failed.Query) != broken || failed.OrigErr == nil || !strings.HasPrefix(failed.Err, "migration failed") {
			t.Errorf("got %+v", failed)
		}
		if d.IsPostgreSQL() && (failed.Line != 3 || !strings.HasSuffix(failed.Err, `: column "bogus" does not exist (column 38)`)) {
			t.Errorf("line %d: %s", failed.Line, failed.Err)
		}
		wantVersion(t, m, 2, true)
		if err := m.Up(); !errors.As(err, new(migrate.ErrDirty)) {
			t.Errorf("got %v, want ErrDirty", err)
		}

		// PostgreSQL has undone all of it, and MySQL nothing.
		tables := map[bool]int{true: 2, false: 3}[d.IsPostgreSQL()]
		if n := countTables(t, d); n != tables {
			t.Errorf("%d tables, want %d", n, tables)
		}
		if err := errors.Join(m.Force(1), driver.Lock(), driver.Unlock()); err != nil {
			t.Error(err)
		}
		wantVersion(t, m, 1, false)
		f["2_b.up.sql"] = "create table if not exists b (n int); insert into b values (1)"
		if err := f.migrate(t, driver).Up(); err != nil {
			t.Error(err)
		}
		wantVersion(t, m, 2, false)
	})
}
