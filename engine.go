package auroradataapi

import (
	"errors"
	"fmt"

	"github.com/auroradataapi/auroradataapi/internal/mysql"
	"github.com/auroradataapi/auroradataapi/internal/postgres"
)

// Engine is the database engine of a cluster.
type Engine uint8

const (
	// EnginePostgreSQL is Aurora PostgreSQL. It is the default.
	EnginePostgreSQL Engine = iota

	// EngineMySQL is Aurora MySQL.
	EngineMySQL
)

// String returns the engine as RDS names it, without aurora-: postgresql or mysql.
func (e Engine) String() string {
	switch e {
	case EnginePostgreSQL:
		return "postgresql"
	case EngineMySQL:
		return "mysql"
	}
	return "unknown"
}

// scheme returns the scheme of URLs for the engine, which is the name of its driver.
func (e Engine) scheme() string {
	if e == EngineMySQL {
		return mysqlScheme
	}
	return postgresqlScheme
}

// side returns the engine with what the configuration says of it.
func (c *Config) side() side {
	if c.Engine == EngineMySQL {
		loc, _ := c.location() // which validate has looked at
		return newMySQLSide(mysql.Form{ParseTime: !c.TimeAsText, Location: loc})
	}
	return side{postgres.Engine{Native: c.Compat.native()}, postgresFlow{}}
}

// validateEngine reports options of the other engine, which would have no effect.
func (c *Config) validateEngine() error {
	switch c.Engine {
	case EnginePostgreSQL:
		if c.TimeAsText || c.TimeZone != "" {
			return errors.New("parse_time and loc are options for MySQL: leave them out")
		}
		return nil
	case EngineMySQL:
	default:
		return errors.New("unknown Engine")
	}
	if _, err := c.location(); err != nil {
		return fmt.Errorf("unknown TimeZone: %w", err)
	}
	switch {
	case c.DefaultQueryExecMode != QueryExecModeDescribe || c.DescribeQuietly:
		return errors.New("default_query_exec_mode and describe_quietly are options for PostgreSQL: MySQL converts arguments by itself; leave them out")
	case c.ResolveCommits:
		return errors.New("resolve_commits is an option for PostgreSQL: MySQL cannot say what became of a transaction; leave it out")
	case c.CancelStatements:
		return errors.New("cancel_statements is an option for PostgreSQL: leave it out")
	case c.Compat != CompatPgx:
		return errors.New("compat is an option for PostgreSQL: leave it out")
	}
	return nil
}
