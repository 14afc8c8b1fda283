package open

import (
	"database/sql"
	"os"
	"testing"

	"github.com/auroradataapi/auroradataapi"
)

// openThroughDataAPI stands for sql.Open. A test of something that a connection of
// MySQL's own protocol has, and the Data API has not, gets this package's driver.
func openThroughDataAPI(t testing.TB, driverName, dsn string) (*sql.DB, error) {
	t.Helper()
	config, err := ParseDSN(dsn)
	if err != nil || hasSession(config) || os.Getenv("UPSTREAM_DRIVER") == "" {
		t.Log("upstream: opened natively")
		return sql.Open("mysql", dsn)
	}
	t.Log("upstream: opened through the driver")
	c, err := auroradataapi.ParseDSN(os.Getenv("UPSTREAM_DSN"))
	if err != nil {
		return nil, err
	}
	c.TimeAsText, c.TimeZone = !config.ParseTime, config.Loc.String()
	connector, err := auroradataapi.NewConnector(c)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(connector), nil
}

// hasSession tells whether a configuration is about the session, or about the
// network below it.
func hasSession(c *Config) bool {
	return len(c.Params) > 0 || c.Collation != "" || len(c.charsets) > 0 || c.TLSConfig != "" ||
		c.ConnectionAttributes != "" || c.ColumnsWithAlias || c.RejectReadOnly || c.AllowAllFiles || c.Net == "mydial" || c.Net == "dialctxtest"
}
