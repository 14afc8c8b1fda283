package testcluster

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/go-sql-driver/mysql"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/emulator"
)

// MySQLDatabase is the database that a cluster of MySQL is given.
const MySQLDatabase = "app"

// StartMySQL does what [Start] does with one cluster of MySQL, which it gives the
// server, and with a database of the name MySQLDatabase.
func StartMySQL(ctx context.Context, server *emulator.Server) (*Cluster, error) {
	server.Clusters = []emulator.Cluster{{ID: ID, Engine: emulator.MySQL}}
	return (&Cluster{Server: server, engine: auroradataapi.EngineMySQL, database: MySQLDatabase}).start(ctx)
}

func (c *Cluster) openMySQL(ctx context.Context) error {
	config, err := c.MySQLConfig()
	if err != nil {
		return err
	}
	if err := createDatabase(ctx, config); err != nil {
		return err
	}
	connector, err := mysql.NewConnector(config)
	if err != nil {
		return err
	}
	c.Native = sql.OpenDB(connector)
	return nil
}

// MySQLConfig returns the configuration of go-sql-driver/mysql for the server
// behind a cluster of MySQL, as the driver is measured by it: times as such, in
// UTC, rows counted that are found, and texts of several statements.
func (c *Cluster) MySQLConfig() (*mysql.Config, error) {
	config, err := mysql.ParseDSN(c.Server.BackendDSN(ID))
	if err != nil {
		return nil, err
	}
	config.DBName = c.database
	config.ParseTime, config.Loc = true, time.UTC
	config.ClientFoundRows, config.MultiStatements = true, true
	return config, nil
}

// createDatabase creates the database of a configuration.
func createDatabase(ctx context.Context, config *mysql.Config) error {
	without := config.Clone()
	without.DBName = ""
	connector, err := mysql.NewConnector(without)
	if err != nil {
		return err
	}
	db := sql.OpenDB(connector)
	_, err = db.ExecContext(ctx, "create database "+config.DBName)
	if err != nil {
		err = fmt.Errorf("create database: %w", err)
	}
	return errors.Join(err, db.Close())
}
