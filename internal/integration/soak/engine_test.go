package soak

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	_ "github.com/go-sql-driver/mysql" // the driver "mysql"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"

	"github.com/auroradataapi/auroradataapi"
)

// engine is what differs between the two.
type engine struct {
	name     string // as in the environment of the emulator
	driver   auroradataapi.Engine
	native   string // the name of the native driver
	database string
	// sessions is the query for the number of sessions of the emulator's user.
	sessions string
	// taken is in the text of the error of a key that is there twice.
	taken string
	setUp []string
}

var postgresql = engine{
	name: "postgresql", driver: auroradataapi.EnginePostgreSQL, native: "pgx", database: "postgres",
	sessions: "select count(*) from pg_stat_activity where usename = 'postgres' and pid <> pg_backend_pid()", taken: "23505",
	setUp: []string{
		"create table numbers as select n from generate_series(1, 1000) n",
		"create table ledger (id bigserial primary key, caller int, note text)",
		"create table taken (id int primary key)", "insert into taken values (1)",
	},
}

var mysql = engine{
	name: "mysql", driver: auroradataapi.EngineMySQL, native: "mysql", database: "soak",
	sessions: "select count(*) from information_schema.processlist where id <> connection_id() and user = 'admin'", taken: "1062",
	setUp: []string{
		"create database soak",
		"create table soak.numbers as with recursive s(n) as (select 1 union all select n + 1 from s where n < 1000) select n from s",
		"create table soak.ledger (id bigint auto_increment primary key, caller int, note text)",
		"create table soak.taken (id int primary key)", "insert into soak.taken values (1)",
	},
}

// openNative opens the server itself and makes the tables.
func (e engine) openNative(ctx context.Context, c *child) (*sql.DB, error) {
	db, err := sql.Open(e.native, c.environ["AURORADATAAPI_LOCAL_"+strings.ToUpper(e.name)+"_DSN"])
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	for _, statement := range e.setUp {
		if _, err := db.ExecContext(ctx, statement); err != nil {
			db.Close()
			return nil, fmt.Errorf("%s: %w", statement, err)
		}
	}
	return db, nil
}

// rows counts what a caller has committed.
func (e engine) rows(ctx context.Context, native *sql.DB, caller int) (n int64, err error) {
	prefix := ""
	if e.name == mysql.name {
		prefix = "soak."
	}
	err = native.QueryRowContext(ctx, fmt.Sprintf("select count(*) from %sledger where caller = %d", prefix, caller)).Scan(&n)
	return n, err
}
