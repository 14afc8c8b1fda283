package migrate_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/golang-migrate/migrate/v4"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/auroramigrate"
	"github.com/auroradataapi/auroradataapi/internal/integration/bothways"
)

const runners = 4

// TestConcurrent has several runners migrate one database at once, which has nothing
// yet: one does it, and the others see that nothing is left to do.
func TestConcurrent(t *testing.T) {
	bothways.Run(t, func(t *testing.T, d bothways.Database) {
		f := files{}
		for i := range 5 {
			f[fmt.Sprintf("%d_t.up.sql", i+1)] = fmt.Sprintf("create table t%d (n int primary key); insert into t%d values (1)", i, i)
		}
		wantOneWinner(t, runAtOnce(func() error { return f.migrate(t, open(t, d, d.Open(t, d.Native))).Up() }))
		wantVersion(t, f.migrate(t, open(t, d, d.DB)), 5, false)
	})
}

// TestConcurrentIndex has an index made concurrently, which waits for the snapshots of
// all others: none of those that wait for the lock may have one. With golang-migrate's
// own driver PostgreSQL finds a deadlock.
func TestConcurrentIndex(t *testing.T) {
	d := bothways.New(t, auroradataapi.EnginePostgreSQL, false)
	f := files{
		"1_t.up.sql": "create table t as select n from generate_series(1, 1000) as n",
		"2_t.up.sql": "create index concurrently t_n on t (n)",
		"3_t.up.sql": "-- Once more.\ncreate unique index concurrently t_u on t (n);",
		"4_t.up.sql": "insert into t values (0)",
	}
	wantOneWinner(t, runAtOnce(func() error {
		driver := openOurs(t, d.Open(t, false), &auroramigrate.Config{LockTimeout: time.Minute})
		return f.migrate(t, driver).Up()
	}))
	wantVersion(t, f.migrate(t, openOurs(t, d.DB, nil)), 4, false)
	if n := count(t, d.Open(t, true), "select count(*) from pg_index where indrelid = 't'::regclass and indisvalid"); n != 2 {
		t.Errorf("%d valid indexes, want 2", n)
	}
}

func runAtOnce(run func() error) []error {
	errs := make([]error, runners)
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() { errs[i] = run() })
	}
	all.Wait()
	return errs
}

func wantOneWinner(t testing.TB, errs []error) {
	t.Helper()
	winners := 0
	for _, err := range errs {
		switch {
		case err == nil:
			winners++
		case !errors.Is(err, migrate.ErrNoChange):
			t.Error(err)
		}
	}
	if winners != 1 {
		t.Errorf("%d runners have migrated the database, want 1: %v", winners, errs)
	}
}
