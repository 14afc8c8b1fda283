package auroragorm

import (
	"gorm.io/driver/mysql"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"

	"github.com/auroradataapi/auroradataapi"
)

// Open returns the dialector for the database that a DSN names, in one of the forms
// of [auroradataapi.ParseDSN]: a URL, whose scheme says whether it is PostgreSQL or
// MySQL, or settings, which are about PostgreSQL. The environment completes it. No
// call is made; what is wrong with the DSN is the error of gorm.Open.
func Open(dsn string) gorm.Dialector { return New(Config{DSN: dsn}) }

// Config says which database to open, by DSN or by Conn, and how GORM is to use it.
type Config struct {
	// DSN names the database, as with [Open].
	DSN string

	// Conn is a pool that is there already, such as the *sql.DB of [sql.OpenDB] and
	// [auroradataapi.NewConnector], for what a DSN cannot say: an AWS configuration, a
	// logger. It is the program's to close; and so it is closed if gorm.Open fails,
	// as GORM has it.
	Conn gorm.ConnPool

	// Engine is that of Conn, where Conn does not tell: it does if it is an *sql.DB
	// on the driver itself, and does not if the driver is wrapped, for tracing for
	// example. With a DSN that has no scheme it is the engine as well. The zero
	// value is PostgreSQL.
	Engine auroradataapi.Engine

	// PostgreSQL has the options of GORM's dialect for PostgreSQL. With a DSN,
	// PreferSimpleProtocol means [auroradataapi.QueryExecModeSimple]. DriverName, DSN,
	// Conn and OptionOpenDB must be empty. Ignored on MySQL.
	PostgreSQL postgres.Config

	// MySQL has the options of GORM's dialect for MySQL. SkipInitializeWithVersion
	// saves a call. DriverName, DSN, DSNConfig and Conn must be empty. Ignored on
	// PostgreSQL.
	MySQL mysql.Config
}

// New returns the dialector for a configuration. No call is made; what is wrong
// with the configuration is the error of gorm.Open.
func New(c Config) gorm.Dialector {
	s := c.source()
	if s.engine == auroradataapi.EngineMySQL {
		return newMySQL(c.MySQL, s)
	}
	return newPostgreSQL(c.PostgreSQL, s)
}
