package migrate_test

import (
	"context"
	"database/sql"
	"errors"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/golang-migrate/migrate/v4/database"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/auroramigrate"
	"github.com/auroradataapi/auroradataapi/emulator"
	"github.com/auroradataapi/auroradataapi/internal/integration/bothways"
	"github.com/auroradataapi/auroradataapi/internal/integration/testcluster"
)

// TestCanceled ends the context of a runner while its migration runs. The lock is free
// at once, and the version dirty.
func TestCanceled(t *testing.T) {
	throughDriver(t, func(t *testing.T, d bothways.Database) {
		ctx, cancel := context.WithCancel(t.Context())
		unblock := block(t, d)
		f := files{"1_t.up.sql": "create table t (n int); insert into blocked values (1)"}
		runs := opened(t)(auroramigrate.WithContext(ctx, d.DB, nil))
		other := openOurs(t, d.Open(t, false), &auroramigrate.Config{LockTimeout: -1})
		failed := make(chan error, 1)
		go func() { failed <- f.migrate(t, runs).Up() }()
		waitForBlocked(t, d)
		if err := other.Lock(); !errors.Is(err, database.ErrLocked) {
			t.Errorf("got %v, want ErrLocked", err)
		}
		cancel()
		wantFailure(t, <-failed, context.Canceled)
		if err := errors.Join(other.Lock(), other.Unlock()); err != nil {
			t.Error(err)
		}
		wantVersion(t, f.migrate(t, other), 1, true)
		unblock()
	})
}

// block makes a table to which nobody can add 1 until unblock is called.
func block(t testing.TB, d bothways.Database) (unblock func()) {
	t.Helper()
	native := d.Open(t, true)
	if _, err := native.Exec("create table blocked (n int primary key)"); err != nil {
		t.Fatal(err)
	}
	tx, err := native.Begin()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec("insert into blocked values (1)"); err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := tx.Rollback(); err != nil {
			t.Error(err)
		}
	}
}

func waitForBlocked(t testing.TB, d bothways.Database) {
	t.Helper()
	query := "select count(*) from information_schema.processlist where id <> connection_id() and info like '%into blocked%'"
	if d.IsPostgreSQL() {
		query = "select count(*) from pg_locks where locktype = 'transactionid' and not granted"
	}
	native := d.Open(t, true)
	for count(t, native, query) == 0 && t.Context().Err() == nil {
	}
}

// wantFailure checks what a migration has failed for.
func wantFailure(t testing.TB, err, want error) {
	t.Helper()
	var failed database.Error
	if !errors.As(err, &failed) || !errors.Is(failed.OrigErr, want) {
		t.Errorf("got %v, want %v", err, want)
	}
}

// TestWait has runners wait for a lock that another one keeps: one until its context
// ends, one until its time is over, and one not at all.
func TestWait(t *testing.T) {
	throughDriver(t, func(t *testing.T, d bothways.Database) {
		holds := openOurs(t, d.DB, nil)
		if err := holds.Lock(); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 250*time.Millisecond)
		defer cancel()
		waits := opened(t)(auroramigrate.WithContext(ctx, d.Open(t, false), &auroramigrate.Config{LockTimeout: time.Hour}))
		if err := waits.Lock(); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v, want context.DeadlineExceeded", err)
		}
		waits = openOurs(t, d.Open(t, false), &auroramigrate.Config{LockTimeout: 250 * time.Millisecond})
		if err := waits.Lock(); !errors.Is(err, database.ErrLocked) {
			t.Errorf("got %v, want ErrLocked", err)
		}
		careless := openOurs(t, d.Open(t, false), &auroramigrate.Config{NoLock: true})
		if err := errors.Join(careless.Lock(), careless.Unlock()); err != nil {
			t.Error(err)
		}
		if err := holds.Unlock(); err != nil {
			t.Error(err)
		}
	})
}

// TestDeath has a program die that holds the lock. The service gives it back when three
// minutes are over.
func TestDeath(t *testing.T) {
	clock, cluster := startClock(t)
	client := &mortal{}
	dies, err := auroramigrate.WithInstance(openWith(t, cluster.Config(), client), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer dies.Close()
	lives := openOurs(t, openWith(t, cluster.Config(), http.DefaultClient), &auroramigrate.Config{LockTimeout: -1})
	if err := dies.Lock(); err != nil {
		t.Fatal(err)
	}
	client.dead.Store(true)
	clock.Advance(3*time.Minute - time.Second)
	if err := lives.Lock(); !errors.Is(err, database.ErrLocked) {
		t.Errorf("got %v, want ErrLocked", err)
	}
	clock.Advance(2 * time.Second)
	if err := errors.Join(lives.Lock(), lives.Unlock()); err != nil {
		t.Error(err)
	}
}

// TestLockLost has the lock of a runner end that goes on: nothing more is run.
func TestLockLost(t *testing.T) {
	clock, cluster := startClock(t)
	loses := openOurs(t, openWith(t, cluster.Config(), http.DefaultClient), nil)
	if err := loses.Lock(); err != nil {
		t.Fatal(err)
	}
	clock.Advance(4 * time.Minute)
	wantFailure(t, loses.Run(strings.NewReader("create table t (n int)")), auroradataapi.ErrSessionLockLost)
	if err := loses.SetVersion(1, false); err == nil {
		t.Error("the version is set without the lock")
	}
	if err := loses.Unlock(); err == nil {
		t.Error("a lock that is lost is given back")
	}
	other := openOurs(t, openWith(t, cluster.Config(), http.DefaultClient), nil)
	if err := errors.Join(other.Lock(), other.Run(strings.NewReader("create table t (n int)")), other.Unlock()); err != nil {
		t.Error(err)
	}
}

// startClock starts a cluster whose time stands still.
func startClock(t *testing.T) (*emulator.ManualClock, *testcluster.Cluster) {
	t.Helper()
	clock := &emulator.ManualClock{}
	cluster, err := testcluster.Start(t.Context(), &emulator.Server{Clock: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := cluster.Close(); err != nil {
			t.Error(err)
		}
	})
	return clock, cluster
}

func openWith(t testing.TB, c auroradataapi.Config, client aws.HTTPClient) *sql.DB {
	t.Helper()
	awsConfig := *c.AWSConfig
	awsConfig.HTTPClient = client
	c.AWSConfig = &awsConfig
	connector, err := auroradataapi.NewConnector(c)
	if err != nil {
		t.Fatal(err)
	}
	return sql.OpenDB(connector)
}

// mortal is the HTTP client of a program that may die: then nothing is sent any more.
type mortal struct{ dead atomic.Bool }

func (m *mortal) Do(r *http.Request) (*http.Response, error) {
	if m.dead.Load() {
		return nil, errors.New("the program is dead")
	}
	return http.DefaultClient.Do(r)
}
