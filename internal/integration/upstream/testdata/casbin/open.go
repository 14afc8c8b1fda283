package open

import (
	"database/sql"
	"fmt"
	"os"
	"regexp"
	"strings"

	"github.com/auroradataapi/auroradataapi"
	"gorm.io/driver/mysql"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"
)

// openMySQL stands for mysql.Open, with the database that a DSN names.
func openMySQL(dsn string) gorm.Dialector {
	_, database, _ := strings.Cut(dsn, "/")
	return mysql.New(mysql.Config{Conn: open("mysql", database)})
}

var databaseName = regexp.MustCompile(`dbname=(\w+)`)

// openPostgreSQL stands for postgres.Open, likewise.
func openPostgreSQL(dsn string) gorm.Dialector {
	database := os.Getenv("UPSTREAM_DATABASE")
	if match := databaseName.FindStringSubmatch(dsn); match != nil {
		database = match[1]
	}
	return postgres.New(postgres.Config{Conn: open("pgx", database)})
}

// open ends the tests if it fails, as they do.
func open(driverName, database string) *sql.DB {
	db, err := openDatabase(driverName, database)
	if err != nil {
		panic(err)
	}
	return db
}

func openDatabase(driverName, database string) (*sql.DB, error) {
	if os.Getenv("UPSTREAM_DRIVER") == "" {
		dsn := strings.Replace(os.Getenv("UPSTREAM_NATIVE_URL"), "/"+os.Getenv("UPSTREAM_DATABASE"), "/"+database, 1)
		return sql.Open(driverName, dsn)
	}
	fmt.Fprint(os.Stderr, "\nupstream: opened through the driver\n")
	c, err := auroradataapi.ParseDSN(os.Getenv("UPSTREAM_DSN"))
	if err != nil {
		return nil, err
	}
	c.Database = database
	connector, err := auroradataapi.NewConnector(c)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(connector), nil
}
