package emulator

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// Database is a database of a test. Goroutines may share it.
type Database struct {
	// DB is the database through the driver and the Data API. The end of the test
	// closes it.
	DB *sql.DB
	// DSN opens the database once more: sql.Open("postgresql+auroradataapi", DSN),
	// or "mysql+auroradataapi". It has all that the driver needs, credentials
	// included.
	DSN string
	// URL is the endpoint of the emulator, for clients other than the driver. They
	// need the two ARNs and the Name as well, and take any credentials.
	URL, ClusterARN, SecretARN string
	// Name is that of the database on the server. A call that names none gets the
	// database postgres of PostgreSQL, which all tests share, or none of MySQL.
	Name string
	// BackendDSN is the database past the Data API, for pgx or go-sql-driver/mysql.
	BackendDSN string
	// Server is the emulator of this test alone: what is done to it (Inject, Pause,
	// ExpireTransactions) no other test notices.
	Server *Server
}

// RunT gives a test a fresh database behind an emulator of its own, ready to be
// used and gone when the test ends:
//
//	db := emulator.RunT(t).DB
//
// Fixtures build on one another in their order, so that all tests may share a
// schema and some add rows to it. What they add up to is made once, when it is first
// asked for, and copied for each test. Tests may run in parallel.
//
// The database server behind it is private, started by the first test that needs it
// and shared by those after it; there is one for each engine. It ends with the
// process, however that ends, or by CloseShared.
//
// The driver has to be imported: import _
// "github.com/auroradataapi/auroradataapi". What does not succeed fails the test at
// once.
func RunT(tb TB, fixtures ...*Fixture) *Database {
	tb.Helper()
	d, err := newDatabase(context.Background(), fixtures)
	if err != nil {
		tb.Fatalf("emulator: make a database for the test: %v", err)
	}
	tb.Cleanup(func() {
		if err := d.close(); err != nil {
			tb.Errorf("emulator: drop the database of the test: %v", err)
		}
	})
	return d.Database
}

// Environ gives the environment variables under which other programs use the
// database; see [Server.Environ].
func (d *Database) Environ() []string { return d.Server.Environ() }

// ownedDatabase is a Database with who has made it.
type ownedDatabase struct {
	*Database
	host *host
}

func newDatabase(ctx context.Context, fixtures []*Fixture) (*ownedDatabase, error) {
	p, err := newPlan(fixtures)
	if err != nil {
		return nil, err
	}
	if err := p.engine.findDriver(); err != nil {
		return nil, err
	}
	host, err := sharedHost(ctx, p.engine)
	if err != nil {
		return nil, err
	}
	name, err := host.make(ctx, p.layers)
	if err != nil {
		return nil, err
	}
	d, err := host.serve(ctx, name, p.server)
	if err != nil {
		return nil, errors.Join(err, host.databases.Drop(ctx, name))
	}
	return &ownedDatabase{d, host}, nil
}

// close drops the database once nothing of the test uses it any more.
func (d *ownedDatabase) close() error {
	return errors.Join(d.shut(), d.host.databases.Drop(context.Background(), d.Name))
}

// shut closes the database and its emulator.
func (d *Database) shut() error { return errors.Join(d.DB.Close(), d.Server.Close()) }

// driver is the name of the driver for an engine.
func (e Engine) driver() string { return string(e) + "+auroradataapi" }

// findDriver looks for the driver, which this package does not import: they are to
// meet on the wire alone.
func (e Engine) findDriver() error {
	if slices.Contains(sql.Drivers(), e.driver()) {
		return nil
	}
	return fmt.Errorf("there is no driver %q: the test has to import _ %q", e.driver(), "github.com/auroradataapi/auroradataapi")
}

// serve starts an emulator for a database and opens it.
func (h *host) serve(ctx context.Context, name string, server *Server) (*Database, error) {
	server.Clusters = []Cluster{{ID: localID, Engine: h.engine, DSN: h.dsn(name)}}
	if err := server.Start(ctx); err != nil {
		return nil, err
	}
	d := &Database{
		URL: server.URL(), ClusterARN: server.ClusterARN(localID), SecretARN: server.SecretARN(defaultSecretName(server.Clusters[0])),
		Name: name, BackendDSN: server.BackendDSN(localID), Server: server,
	}
	d.DSN = d.driverDSN(h.engine)
	var err error
	if d.DB, err = sql.Open(h.engine.driver(), d.DSN); err != nil {
		return nil, errors.Join(err, server.Close())
	}
	return d, nil
}

// localID is the cluster of a Server to which none is given.
const localID = "local"

// driverDSN has the credentials of Environ in the endpoint.
func (d *Database) driverDSN(engine Engine) string {
	environ := map[string]string{}
	for _, variable := range d.Server.Environ() {
		name, value, _ := strings.Cut(variable, "=")
		environ[name] = value
	}
	endpoint := strings.Replace(d.URL, "://", "://"+
		url.UserPassword(environ["AWS_ACCESS_KEY_ID"], environ["AWS_SECRET_ACCESS_KEY"]).String()+"@", 1)
	return engine.driver() + ":///" + d.Name + "?" + url.Values{
		"aurora_cluster_arn": {d.ClusterARN}, "secret_arn": {d.SecretARN}, "endpoint": {endpoint},
	}.Encode()
}
