package testdatabase_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/emulator"
	"github.com/auroradataapi/auroradataapi/internal/integration/testcluster"
)

func TestMain(m *testing.M) {
	if os.Getenv(endVariable) != "" {
		os.Exit(m.Run())
	}
	os.Exit(testcluster.Watch(shared{m}))
}

// shared are tests that share servers.
type shared struct{ *testing.M }

func (s shared) Run() int {
	code := s.M.Run()
	if err := emulator.CloseShared(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return code
}

var engines = []emulator.Engine{emulator.PostgreSQL, emulator.MySQL}

// shops counts how often the schema was made.
var shops atomic.Int64

// shop is the schema of a shop for each engine.
var shop = map[emulator.Engine]*emulator.Fixture{
	emulator.PostgreSQL: {SQL: "create table stock (item text primary key, pieces int not null)", Setup: countShop},
	emulator.MySQL:      {Engine: emulator.MySQL, SQL: "create table stock (item varchar(100) primary key, pieces int not null)", Setup: countShop},
}

func countShop(ctx context.Context, db *sql.DB) error {
	shops.Add(1)
	_, err := db.ExecContext(ctx, "insert into stock values ('bolt', 10)")
	return err
}

var nuts = &emulator.Fixture{SQL: "insert into stock values ('nut', 5); insert into stock values ('ring', 1)"}

// TestFresh has tests that change one and the same row, each in its own database.
func TestFresh(t *testing.T) {
	for _, engine := range engines {
		before := shops.Load()
		t.Run(string(engine), func(t *testing.T) {
			for i := range 5 {
				t.Run(fmt.Sprint(i), func(t *testing.T) {
					t.Parallel()
					db := emulator.RunT(t, shop[engine], nuts).DB
					var items, pieces int
					if err := db.QueryRow("select count(*), sum(pieces) from stock").Scan(&items, &pieces); err != nil {
						t.Fatal(err)
					}
					if items != 3 || pieces != 16 {
						t.Errorf("got %d items of %d pieces, want 3 of 16", items, pieces)
					}
					if _, err := db.Exec("delete from stock; create table mine (n int)"); err != nil {
						t.Error(err)
					}
				})
			}
		})
		if n := shops.Load() - before; n != 1 {
			t.Errorf("%s: the schema was made %d times", engine, n)
		}
	}
}

// TestDatabase reaches the database in each of the ways that a Database has.
func TestDatabase(t *testing.T) {
	for _, engine := range engines {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			d := emulator.RunT(t, shop[engine])
			config, err := auroradataapi.ParseDSN(d.DSN)
			if err != nil {
				t.Fatal(err)
			}
			if config.ClusterARN != d.ClusterARN || config.SecretARN != d.SecretARN || config.Database != d.Name {
				t.Errorf("the DSN is of %s", config)
			}
			again, err := sql.Open(string(engine)+"+auroradataapi", d.DSN)
			if err != nil {
				t.Fatal(err)
			}
			defer again.Close()
			for _, db := range []*sql.DB{d.DB, again, openNatively(t, engine, d.BackendDSN)} {
				var pieces int
				if err := db.QueryRow("select pieces from stock").Scan(&pieces); err != nil || pieces != 10 {
					t.Errorf("got %d pieces, %v", pieces, err)
				}
			}
			if environ := strings.Join(d.Environ(), "\n"); !strings.Contains(environ, "AWS_ENDPOINT_URL_RDS_DATA="+d.URL+"\n") {
				t.Errorf("the environment is\n%s", environ)
			}
		})
	}
}

// TestGone looks for a database whose test has ended.
func TestGone(t *testing.T) {
	for _, engine := range engines {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			var d *emulator.Database
			var tx *sql.Tx
			t.Run("test", func(t *testing.T) {
				d = emulator.RunT(t, shop[engine])
				var err error
				if tx, err = d.DB.Begin(); err != nil {
					t.Fatal(err)
				}
			})
			defer tx.Rollback()
			if err := openNatively(t, engine, d.BackendDSN).Ping(); err == nil {
				t.Error("the database is still there")
			}
			if err := d.DB.Ping(); err == nil {
				t.Error("the DB is still open")
			}
		})
	}
}

// TestFaultsAreOwn breaks one of two databases.
func TestFaultsAreOwn(t *testing.T) {
	for _, engine := range engines {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			broken, other := emulator.RunT(t, shop[engine]), emulator.RunT(t, shop[engine])
			if _, err := broken.Server.Inject(emulator.Fault{Kind: emulator.FaultDropAfter, Operations: []string{"ExecuteStatement"}, Times: 1}); err != nil {
				t.Fatal(err)
			}
			const take = "update stock set pieces = pieces - 1"
			if _, err := broken.DB.Exec(take); !errors.Is(err, auroradataapi.ErrOutcomeUnknown) {
				t.Errorf("got %v, want an unknown outcome", err)
			}
			if _, err := other.DB.Exec(take); err != nil {
				t.Error(err)
			}
			if n := other.Server.Injected()[emulator.FaultDropAfter]; n != 0 {
				t.Errorf("%d faults have struck the other database", n)
			}
		})
	}
}

// TestManualClock has a transaction wait for too long, in no time.
func TestManualClock(t *testing.T) {
	for _, engine := range engines {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			clock := &emulator.ManualClock{}
			d := emulator.RunT(t, shop[engine], &emulator.Fixture{Server: &emulator.Server{Clock: clock}})
			tx, err := d.DB.Begin()
			if err != nil {
				t.Fatal(err)
			}
			if _, err := tx.Exec("delete from stock"); err != nil {
				t.Fatal(err)
			}
			clock.Advance(d.Server.TransactionIdleTimeout + 3*60e9)
			if err := tx.Commit(); !errors.Is(err, auroradataapi.ErrTransactionNotFound) {
				t.Errorf("got %v, want that the transaction is gone", err)
			}
		})
	}
}
