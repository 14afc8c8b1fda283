package auroradataapi

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
)

func init() {
	sql.Register(postgresqlScheme, sqlDriver{scheme: postgresqlScheme})
	sql.Register(mysqlScheme, sqlDriver{scheme: mysqlScheme})
	sql.Register("auroradataapi", sqlDriver{})
}

// sqlDriver opens data source names for database/sql. The driver without a
// scheme takes URLs only, whose scheme says which engine is meant.
type sqlDriver struct{ scheme string }

var (
	_ driver.Driver        = sqlDriver{}
	_ driver.DriverContext = sqlDriver{}
)

// Engine tells adapters of libraries what a database is, by its [sql.DB.Driver]. It
// is PostgreSQL for the driver that takes URLs of both, which no database has.
func (d sqlDriver) Engine() Engine {
	if d.scheme == mysqlScheme {
		return EngineMySQL
	}
	return EnginePostgreSQL
}

// Open is used by nothing but callers of the driver interface itself:
// database/sql calls OpenConnector.
func (d sqlDriver) Open(dsn string) (driver.Conn, error) {
	connector, err := d.OpenConnector(dsn)
	if err != nil {
		return nil, err
	}
	return connector.Connect(context.Background())
}

func (d sqlDriver) OpenConnector(dsn string) (driver.Connector, error) {
	scheme, _, isURL := cutScheme(dsn)
	switch {
	case d.scheme == "" && !isURL:
		return nil, fmt.Errorf("auroradataapi: open: the driver %q needs a URL, such as %s:///postgres", "auroradataapi", postgresqlScheme)
	case isURL && d.scheme != "" && scheme != d.scheme && (scheme == postgresqlScheme || scheme == mysqlScheme):
		return nil, fmt.Errorf("auroradataapi: open: the driver %q is given a URL of %s", d.scheme, scheme)
	}
	config, err := ParseDSN(dsn)
	if err != nil {
		return nil, err
	}
	if d.scheme == mysqlScheme {
		config.Engine = EngineMySQL // also where the DSN does not say it
	}
	return NewConnector(config)
}
