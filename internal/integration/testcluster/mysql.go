package testcluster

import (
	"context"
	"database/sql"
	"os"

	"github.com/go-sql-driver/mysql"

	"github.com/auroradataapi/auroradataapi/emulator"
)

// StartMySQL temporary.
func StartMySQL(ctx context.Context, server *emulator.Server) (*Cluster, error) {
	c := &Cluster{Server: server}
	config, err := mysql.ParseDSN(os.Getenv("CONF_DSN"))
	if err != nil {
		return nil, err
	}
	if c.Native, err = sql.Open("mysql", config.FormatDSN()); err != nil {
		return nil, err
	}
	c.DataAPI, err = sql.Open("mysql", config.FormatDSN())
	return c, err
}
