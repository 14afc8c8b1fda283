package open

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"net/url"
	"os"
	"regexp"
	"strings"

	"github.com/auroradataapi/auroradataapi"
)

// container finds the number of a database in place of the port of a container.
var container = regexp.MustCompile(`(//.*@|tcp\()container:([0-9]+)\)?/([^?]*)`)

// openThroughDataAPI stands for sql.Open of a database in a container.
func openThroughDataAPI(driverName, dsn string) (*sql.DB, error) {
	match := container.FindStringSubmatch(dsn)
	if match == nil {
		return sql.Open(driverName, dsn)
	}
	database := os.Getenv("UPSTREAM_DATABASE") + "_" + match[2]
	if os.Getenv("UPSTREAM_DRIVER") == "" {
		return openNatively(driverName, dsn, database)
	}
	_, query, _ := strings.Cut(dsn, "?")
	options, err := url.ParseQuery(query)
	if err != nil {
		return nil, err
	}
	if strings.Contains(dsn, "not_owner") {
		return nil, fmt.Errorf("upstream: not_owner has no secret")
	}
	fmt.Fprint(os.Stderr, "\nupstream: opened through the driver\n")
	return openDataAPI(database, options.Get("search_path"))
}

func openDataAPI(database, searchPath string) (*sql.DB, error) {
	c, err := auroradataapi.ParseDSN(os.Getenv("UPSTREAM_DSN"))
	if err != nil {
		return nil, err
	}
	c.Database = database
	connector, err := auroradataapi.NewConnector(c)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(settingConnector{connector, searchPath}), nil
}

// openNatively opens the database with the options of a DSN, and its user unless
// that is the one of all containers.
func openNatively(driverName, dsn, database string) (*sql.DB, error) {
	native := os.Getenv("UPSTREAM_NATIVE_URL")
	_, options, _ := strings.Cut(dsn, "?")
	if driverName == "mysql" {
		return sql.Open(driverName, strings.Replace(native, "/"+os.Getenv("UPSTREAM_DATABASE"), "/"+database+"?"+options, 1))
	}
	u, err := url.Parse(native)
	if err != nil {
		return nil, err
	}
	u.Path, u.RawQuery = "/"+database, u.RawQuery+"&"+options
	if strings.Contains(dsn, "not_owner") {
		u.User = url.UserPassword("not_owner", "postgres")
	}
	return sql.Open(driverName, u.String())
}

// settingConnector sets what a native DSN tells the server when it connects.
type settingConnector struct {
	driver.Connector
	searchPath string
}

func (c settingConnector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err != nil || c.searchPath == "" {
		return conn, err
	}
	_, err = conn.(driver.ExecerContext).ExecContext(ctx, "SET search_path = "+c.searchPath, nil)
	return conn, err
}
