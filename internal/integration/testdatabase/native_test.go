package testdatabase_test

import (
	"database/sql"
	"testing"

	_ "github.com/go-sql-driver/mysql"
	_ "github.com/jackc/pgx/v5/stdlib"

	"github.com/auroradataapi/auroradataapi/emulator"
)

// openNatively opens a database past the Data API until the test ends.
func openNatively(t *testing.T, engine emulator.Engine, dsn string) *sql.DB {
	t.Helper()
	driver := map[emulator.Engine]string{emulator.PostgreSQL: "pgx", emulator.MySQL: "mysql"}[engine]
	db, err := sql.Open(driver, dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}
