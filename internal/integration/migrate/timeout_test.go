package migrate_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/auroramigrate"
	"github.com/auroradataapi/auroradataapi/emulator"
	"github.com/auroradataapi/auroradataapi/internal/integration/bothways"
	"github.com/auroradataapi/auroradataapi/internal/integration/testcluster"
)

// TestLongMigration runs migrations that take longer than the service gives a statement,
// which is half a second here.
func TestLongMigration(t *testing.T) {
	cluster, err := testcluster.Start(t.Context(), &emulator.Server{StatementTimeout: 500 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := cluster.Close(); err != nil {
			t.Error(err)
		}
	}()
	nap := "do 'begin perform pg_sleep(0.2); end';"
	f := files{
		"1_t.up.sql": "create table t (n int);" + nap + nap + nap + nap + "insert into t values (1)",
		"2_t.up.sql": "insert into t values (2); do 'begin perform pg_sleep(5); end'",
	}
	m := f.migrate(t, openOurs(t, cluster.DataAPI, nil))
	if err := m.Steps(1); err != nil {
		t.Fatal(err)
	}
	wantVersion(t, m, 1, false)

	wantFailure(t, m.Steps(1), auroradataapi.ErrStatementTimeout)
	wantVersion(t, m, 2, true)
	if n := count(t, cluster.Native, "select count(*) from t"); n != 1 {
		t.Errorf("%d rows, want 1: the migration is not undone", n)
	}
}

// TestStatementTimeout gives a migration less time than it takes.
func TestStatementTimeout(t *testing.T) {
	throughDriver(t, func(t *testing.T, d bothways.Database) {
		unblock := block(t, d)
		driver := openOurs(t, d.DB, &auroramigrate.Config{StatementTimeout: 100 * time.Millisecond})
		m := files{"1_t.up.sql": "insert into blocked values (1)"}.migrate(t, driver)
		wantFailure(t, m.Up(), context.DeadlineExceeded)
		wantVersion(t, m, 1, true)
		if err := errors.Join(driver.Lock(), driver.Unlock()); err != nil {
			t.Error(err)
		}
		unblock()
	})
}
