package goose_test

import (
	"testing"
	"time"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"
	suite "github.com/pressly/goose/v3/lock/locktesting"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/internal/integration/bothways"
)

// TestSessionLocker runs goose's suite for lockers with its advisory lock: several
// programs migrate one database, with indexes made concurrently.
func TestSessionLocker(t *testing.T) {
	t.Parallel()
	bothways.RunOn(t, auroradataapi.EnginePostgreSQL, func(t *testing.T, d bothways.Database) {
		suite.TestProviderLocking(t, func(t *testing.T) *goose.Provider {
			locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 60))
			if err != nil {
				t.Fatal(err)
			}
			return shop(d).provider(t, d, d.Open(t, d.Native), stock(), goose.WithSessionLocker(locker))
		})
		locks := "select count(*) from pg_locks join pg_database d on d.oid = database" +
			" where locktype = 'advisory' and datname = current_database()"
		if n := count(t, d.Open(t, true), locks); n != 0 {
			t.Errorf("%d locks are left", n)
		}
	})
}

// TestTableLocker runs it with goose's lock in a table.
func TestTableLocker(t *testing.T) {
	t.Parallel()
	bothways.Run(t, func(t *testing.T, d bothways.Database) {
		suite.TestProviderLocking(t, func(t *testing.T) *goose.Provider {
			return shop(d).provider(t, d, d.Open(t, d.Native), stock(), goose.WithLocker(newTableLocker(t, d)))
		})
	})
}

func newTableLocker(t testing.TB, d bothways.Database) lock.Locker {
	t.Helper()
	newLocker := lock.NewPostgresTableLocker
	if !d.IsPostgreSQL() {
		newLocker = lock.NewMySQLTableLocker
	}
	locker, err := newLocker(
		lock.WithTableLockTimeout(100*time.Millisecond, 600),
		lock.WithTableHeartbeatInterval(50*time.Millisecond),
	)
	if err != nil {
		t.Fatal(err)
	}
	return locker
}
