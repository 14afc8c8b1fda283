package bothways

import (
	"database/sql"
	"net/http"
	"sync/atomic"
	"testing"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/emulator"
)

// Database is a database of one engine that is reached in one way.
type Database struct {
	Engine auroradataapi.Engine
	Native bool // through pgx/stdlib or go-sql-driver/mysql, and not through the driver

	// Driver and DSN are for sql.Open, and for libraries that open by themselves.
	Driver, DSN string

	// DB is open until the test ends. Its calls are counted, unlike those of a
	// database that was opened by the DSN.
	DB *sql.DB

	// Config is the driver's configuration for the database, also for a native one.
	Config auroradataapi.Config

	// NativeDSN is for the native driver, also for a database that is not reached so.
	NativeDSN string

	// Server is what emulates the service.
	Server *emulator.Server

	calls *atomic.Int64
}

// Calls returns how many calls of the Data API f makes through DB; none natively.
func (d Database) Calls(f func()) int {
	before := d.calls.Load()
	f()
	return int(d.calls.Load() - before)
}

// IsPostgreSQL tells PostgreSQL from MySQL.
func (d Database) IsPostgreSQL() bool { return d.Engine == auroradataapi.EnginePostgreSQL }

// Open opens the database in the other way too, or once more in the same: a pool
// of its own, closed when the test ends.
func (d Database) Open(t testing.TB, native bool) *sql.DB {
	t.Helper()
	var db *sql.DB
	var err error
	if native {
		db, err = sql.Open(nativeDriver(d.Engine), d.NativeDSN)
	} else {
		db, err = d.openThroughDriver()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

func (d Database) openThroughDriver() (*sql.DB, error) {
	connector, err := d.Connector()
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(connector), nil
}

// Connector returns a connector of the driver for the database, for what wraps one.
// Its calls are counted.
func (d Database) Connector() (*auroradataapi.Connector, error) {
	c := d.Config
	awsConfig := *c.AWSConfig
	awsConfig.HTTPClient = counter{&http.Client{}, d.calls}
	c.AWSConfig = &awsConfig
	return auroradataapi.NewConnector(c)
}

// counter counts the requests that go through a client.
type counter struct {
	*http.Client
	requests *atomic.Int64
}

func (c counter) Do(r *http.Request) (*http.Response, error) {
	c.requests.Add(1)
	return c.Client.Do(r)
}
