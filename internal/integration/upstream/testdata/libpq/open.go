package open

import (
	"database/sql"
	"os"
	"testing"

	_ "github.com/auroradataapi/auroradataapi"
	_ "github.com/jackc/pgx/v5/stdlib"
)

// openThroughDriver stands for sql.Open. A test that names a server, a user or a
// parameter of the connection gets lib/pq.
func openThroughDriver(t testing.TB, driverName, conninfo string) (*sql.DB, error) {
	t.Helper()
	driver := os.Getenv("UPSTREAM_DRIVER")
	if conninfo != "" || driver == "" {
		t.Log("upstream: opened natively")
		return sql.Open(driverName, conninfo)
	}
	t.Log("upstream: opened through the driver")
	return sql.Open(driver, os.Getenv("UPSTREAM_DSN"))
}
