// Package testcluster starts an emulated cluster on a private server, of
// PostgreSQL or of MySQL, and opens its database in two ways: through the driver,
// and through the engine's native driver, which goes past the Data API.
//
//	cluster, err := testcluster.Start(ctx, &emulator.Server{})
//	if err != nil {
//		return err
//	}
//	defer cluster.Close()
//	cluster.DataAPI.QueryRow("select 1")
//	cluster.Native.QueryRow("select 1")
package testcluster

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/emulator"
)

// Names of what the zero emulator.Server has.
const (
	ID       = "local"
	Secret   = "rds-db-credentials/local"
	Database = "postgres"
)

// Cluster is an emulated cluster that runs. Goroutines may share it.
type Cluster struct {
	Server  *emulator.Server
	DataAPI *sql.DB // through the driver
	Native  *sql.DB // through pgx/stdlib, or go-sql-driver/mysql

	engine   auroradataapi.Engine
	database string
}

// Start starts the server, which must have the cluster ID, of PostgreSQL, and the
// secret Secret, and opens its database in both ways. The context bounds the start
// only.
func Start(ctx context.Context, server *emulator.Server) (*Cluster, error) {
	return (&Cluster{Server: server, engine: auroradataapi.EnginePostgreSQL, database: Database}).start(ctx)
}

func (c *Cluster) start(ctx context.Context) (*Cluster, error) {
	if err := c.Server.Start(ctx); err != nil {
		return nil, err
	}
	if err := c.open(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("testcluster: open: %w", err), c.Close())
	}
	return c, nil
}

func (c *Cluster) open(ctx context.Context) (err error) {
	if c.DataAPI, err = Open(c.Config()); err != nil {
		return err
	}
	if c.engine == auroradataapi.EngineMySQL {
		return c.openMySQL(ctx)
	}
	c.Native, err = sql.Open("pgx", c.Server.BackendDSN(ID))
	return err
}

// Config returns the driver's configuration for the cluster. Nothing in it comes
// from the machine's environment.
func (c *Cluster) Config() auroradataapi.Config {
	return auroradataapi.Config{
		Engine:     c.engine,
		ClusterARN: c.Server.ClusterARN(ID),
		SecretARN:  c.Server.SecretARN(Secret),
		Database:   c.database,
		Endpoint:   c.Server.URL(),
		AWSConfig: &aws.Config{
			Region:      "us-east-1",
			Credentials: credentials.NewStaticCredentialsProvider("local", "local", ""),
		},
	}
}

// Open opens a database through the driver.
func Open(c auroradataapi.Config) (*sql.DB, error) {
	connector, err := auroradataapi.NewConnector(c)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(connector), nil
}

// Close closes both databases and the server, and returns when all of it is
// gone.
func (c *Cluster) Close() error {
	var errs []error
	for _, db := range []*sql.DB{c.DataAPI, c.Native} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	return errors.Join(append(errs, c.Server.Close())...)
}
