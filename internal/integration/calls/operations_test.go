package calls_test

import (
	"database/sql"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/integration/bothways"
)

// operation is something that a program does with a library.
type operation struct {
	name string
	do   func(t *testing.T)
}

// library opens a database and returns what its programs do, in an order in which it
// can be done more than once.
type library struct {
	name       string
	operations func(t *testing.T, d bothways.Database, db *sql.DB) []operation
}

var libraries = []library{
	{"database/sql", standard},
	{"GORM", gormAsItIs},
	{"GORM with SkipDefaultTransaction", gormWithoutTransactions},
	{"Ent", entOperations},
	{"Bun", bunOperations},
	{"sqlc", sqlcOperations},
}

// standard are the operations of database/sql by itself.
func standard(t *testing.T, d bothways.Database, db *sql.DB) []operation {
	insert, query := "insert into items (name, pieces) values (?, ?)", "select name from items where pieces > ?"
	create := "create table items (id bigint auto_increment primary key, name varchar(50), pieces int)"
	if d.IsPostgreSQL() {
		insert, query = "insert into items (name, pieces) values ($1, $2)", "select name from items where pieces > $1"
		create = "create table items (id bigserial primary key, name varchar(50), pieces int)"
	}
	_, err := db.ExecContext(t.Context(), create)
	must(t, err)
	return []operation{
		{"Exec of an INSERT", func(t *testing.T) {
			_, err := db.ExecContext(t.Context(), insert, "bolt", 7)
			must(t, err)
		}},
		{"Query", func(t *testing.T) {
			var name string
			must(t, db.QueryRowContext(t.Context(), query, 3).Scan(&name))
		}},
		{"Begin, Exec, Commit", func(t *testing.T) {
			tx, err := db.BeginTx(t.Context(), nil)
			must(t, err)
			_, err = tx.ExecContext(t.Context(), insert, "nut", 8)
			must(t, err)
			must(t, tx.Commit())
		}},
		{"Ping", func(t *testing.T) { must(t, db.PingContext(t.Context())) }},
	}
}
