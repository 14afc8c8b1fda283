package main

import (
	"context"
	"database/sql"
	"fmt"
	"net"
	"path/filepath"
	"strconv"

	"github.com/go-sql-driver/mysql"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	auroradataapi "github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/emulator"
)

// database is what is behind an emulator: the same tables and questions in the words
// of its engine, and the native driver that they are compared with.
type database struct {
	engine     auroradataapi.Engine
	emulated   emulator.Engine
	name       string // of the database that the calls name
	nativeName string // what the native driver is called
	small      string // the small query
	tables     []string
	truncate   string
	sum        string // a query for what the table of deliveries holds
	marks      string // the placeholders of a delivery
	loopMarks  string // the same, of a statement that has to run by itself
	socket     func(dsn string) (string, error)
	open       func(dsn string, dial func(context.Context) (net.Conn, error)) (*sql.DB, error)
	ways       func(*inserting) []insertion // natively
	read       func(context.Context, *scanning) (tally, error)
}

// databases are those of the places that have one, by the places' names.
var databases = map[string]*database{
	"emulator": {
		engine: auroradataapi.EnginePostgreSQL, emulated: emulator.PostgreSQL, name: "postgres", nativeName: "pgx",
		small:    smallQuery,
		tables:   []string{customers, createEvents, createDeliveries},
		truncate: "TRUNCATE deliveries",
		sum:      deliverySum,
		marks:    "($1, $2, $3, $4, $5)", loopMarks: "($1, $2, $3, $4, CASE WHEN $5 THEN true ELSE false END)",
		socket: postgresSocket, open: openPgx,
		ways: func(w *inserting) []insertion {
			return []insertion{{"pgx-copy", w.pgxCopy}, {"pgx-batch", w.pgxBatch}}
		},
		read: readByCursor,
	},
	"mysql": {
		engine: auroradataapi.EngineMySQL, emulated: emulator.MySQL, name: "benchmarks", nativeName: "go-sql-driver",
		small:    "SELECT id, name, balance FROM customers WHERE id = ? AND name = ?",
		tables:   []string{customersMySQL, createEventsMySQL, createDeliveriesMySQL},
		truncate: "TRUNCATE TABLE deliveries",
		sum:      deliverySumMySQL,
		marks:    "(?, ?, ?, ?, ?)", loopMarks: "(?, ?, ?, ?, IF(?, 1, 0))",
		socket: mySQLSocket, open: openMySQL,
		ways: func(w *inserting) []insertion {
			return []insertion{{"go-sql-driver-values", w.mySQLValues}}
		},
		read: readByKey,
	},
}

func postgresSocket(dsn string) (string, error) {
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		return "", err
	}
	return filepath.Join(config.Host, ".s.PGSQL."+strconv.Itoa(int(config.Port))), nil
}

func openPgx(dsn string, dial func(context.Context) (net.Conn, error)) (*sql.DB, error) {
	config, err := pgx.ParseConfig(dsn)
	if err != nil {
		return nil, err
	}
	if dial != nil {
		config.DialFunc = func(ctx context.Context, _, _ string) (net.Conn, error) { return dial(ctx) }
	}
	return stdlib.OpenDB(*config), nil
}

func mySQLSocket(dsn string) (string, error) {
	config, err := mysql.ParseDSN(dsn)
	if err != nil {
		return "", err
	}
	if config.Net != "unix" {
		return "", fmt.Errorf("the server listens on %s", config.Net)
	}
	return config.Addr, nil
}

func openMySQL(dsn string, dial func(context.Context) (net.Conn, error)) (*sql.DB, error) {
	config, err := mysql.ParseDSN(dsn)
	if err != nil {
		return nil, err
	}
	config.DBName, config.ParseTime, config.MultiStatements = "benchmarks", true, true
	if dial != nil {
		config.DialFunc = func(ctx context.Context, _, _ string) (net.Conn, error) { return dial(ctx) }
	}
	connector, err := mysql.NewConnector(config)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(connector), nil
}
