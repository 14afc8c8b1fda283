package auroramigrate

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync/atomic"

	"github.com/golang-migrate/migrate/v4/database"

	"github.com/auroradataapi/auroradataapi"
)

func init() {
	database.Register("postgresql+auroradataapi", &driver{})
	database.Register("mysql+auroradataapi", &driver{})
}

// driver migrates one database, over one connection, to which the lock belongs. The
// registered ones only open others.
type driver struct {
	ctx     context.Context // of all that it does: golang-migrate hands none over
	db      *sql.DB
	conn    *sql.Conn
	dialect dialect
	config  Config
	locked  atomic.Bool
}

// WithInstance returns golang-migrate's driver for a database that was opened by package
// auroradataapi; it finds out which engine that is. A nil config is the zero one, and
// none is kept. Closing the driver closes the database, as with golang-migrate's own. The
// driver is used by one goroutine at a time, which is what migrate.Migrate does.
//
// It fails if the database cannot be reached, if there is no database or no schema to
// make the table of the version in, and with database.ErrLocked if that has to be made
// while another runner holds the lock.
func WithInstance(db *sql.DB, config *Config) (database.Driver, error) {
	return WithContext(context.Background(), db, config)
}

// WithContext is [WithInstance] with a context for all that the driver does from now on,
// for golang-migrate hands none over: when it ends, a migration that runs fails, and
// waiting for the lock does. The lock is given back all the same.
func WithContext(ctx context.Context, db *sql.DB, config *Config) (database.Driver, error) {
	d, err := findDialect(ctx, db)
	if err != nil {
		return nil, fmt.Errorf("auroramigrate: find out the engine: %w", err)
	}
	if config == nil {
		config = &Config{}
	}
	return open(ctx, db, d, *config)
}

// Open opens a database by URL.
func (*driver) Open(databaseURL string) (database.Driver, error) {
	dsn, config, err := parseURL(databaseURL)
	if err != nil {
		return nil, err
	}
	parsed, err := auroradataapi.ParseDSN(dsn)
	if err != nil {
		return nil, err
	}
	connector, err := auroradataapi.NewConnector(parsed)
	if err != nil {
		return nil, err
	}
	db := sql.OpenDB(connector)
	d, err := open(context.Background(), db, dialectOf(parsed.Engine), config)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return d, nil
}

// open returns a driver that has a connection and its table.
func open(ctx context.Context, db *sql.DB, dialect dialect, config Config) (database.Driver, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("auroramigrate: connect: %w", err)
	}
	d := &driver{ctx: ctx, db: db, conn: conn, dialect: dialect, config: config.withDefaults()}
	if err := d.prepare(); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return d, nil
}

// prepare finds the table of the version, or makes it.
func (d *driver) prepare() error {
	if err := d.dialect.locate(d.ctx, d.conn, &d.config); err != nil {
		return fmt.Errorf("auroramigrate: find the table of the version: %w", err)
	}
	if _, _, err := d.readVersion(); !isMissing(err) {
		return err
	}
	return d.createTable()
}

// Close gives the lock back, if it is held, and closes the database.
func (d *driver) Close() error {
	err := d.conn.Close()
	if errors.Is(err, sql.ErrConnDone) {
		err = nil // it was lost before, which was told
	}
	return errors.Join(err, d.db.Close())
}
