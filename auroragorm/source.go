package auroragorm

import (
	"database/sql"
	"errors"
	"strings"
	"time"

	"gorm.io/gorm"

	"github.com/auroradataapi/auroradataapi"
)

// source is where a dialector has its pool from.
type source struct {
	engine auroradataapi.Engine
	zone   *time.Location // of the dates of MySQL
	open   func() (gorm.ConnPool, error)
}

func (c *Config) source() source {
	s, err := c.findSource()
	if err == nil {
		err = c.validate(s.engine)
	}
	if err != nil {
		s.open = func() (gorm.ConnPool, error) { return nil, err }
	}
	return s
}

func (c *Config) findSource() (source, error) {
	switch {
	case c.Conn != nil && c.DSN != "":
		return source{}, errors.New("auroragorm: open: DSN and Conn are both given: leave one out")
	case c.Conn == (*sql.DB)(nil):
		return source{}, errors.New("auroragorm: open: Conn is a nil *sql.DB: give the one that sql.Open or sql.OpenDB returned")
	case c.Conn != nil:
		return c.given()
	}
	return c.named()
}

// given is the source that has Conn.
func (c *Config) given() (source, error) {
	s := source{engine: c.Engine, zone: time.UTC, open: func() (gorm.ConnPool, error) { return c.Conn, nil }}
	engine, ok := engineOf(c.Conn)
	if !ok {
		return s, nil
	}
	s.engine = engine
	if c.Engine == auroradataapi.EngineMySQL && engine != c.Engine {
		return s, errors.New("auroragorm: open: Engine is MySQL, and Conn is a database of PostgreSQL: leave Engine out")
	}
	return s, nil
}

// engineOf asks a pool for its engine, which the driver knows.
func engineOf(pool gorm.ConnPool) (auroradataapi.Engine, bool) {
	db, ok := pool.(*sql.DB)
	if !ok {
		return 0, false
	}
	d, ok := db.Driver().(interface{ Engine() auroradataapi.Engine })
	if !ok {
		return 0, false
	}
	return d.Engine(), true
}

// named is the source that opens the DSN.
func (c *Config) named() (source, error) {
	config, err := auroradataapi.ParseDSN(c.DSN)
	if err != nil {
		return source{}, err
	}
	if err := c.complete(&config); err != nil {
		return source{}, err
	}
	zone, err := time.LoadLocation(config.TimeZone)
	return source{engine: config.Engine, zone: zone, open: func() (gorm.ConnPool, error) { return openPool(config) }}, err
}

// complete adds to the configuration of a DSN what c says besides.
func (c *Config) complete(config *auroradataapi.Config) error {
	if c.Engine == auroradataapi.EngineMySQL {
		if strings.HasPrefix(c.DSN, "postgresql+") {
			return errors.New("auroragorm: open: Engine is MySQL, and the DSN is a URL of PostgreSQL: leave Engine out")
		}
		config.Engine = c.Engine
	}
	simple := c.PostgreSQL.PreferSimpleProtocol && config.Engine == auroradataapi.EnginePostgreSQL
	if simple && config.DefaultQueryExecMode == auroradataapi.QueryExecModeDescribe {
		config.DefaultQueryExecMode = auroradataapi.QueryExecModeSimple
	}
	return nil
}

func openPool(config auroradataapi.Config) (gorm.ConnPool, error) {
	connector, err := auroradataapi.NewConnector(config)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(connector), nil
}

// validate reports what GORM's own dialects open a database by, which would have
// no effect.
func (c *Config) validate(engine auroradataapi.Engine) error {
	if engine == auroradataapi.EngineMySQL {
		if m := &c.MySQL; m.DriverName != "" || m.DSN != "" || m.DSNConfig != nil || m.Conn != nil {
			return errors.New("auroragorm: open: MySQL has a DriverName, a DSN, a DSNConfig or a Conn: the DSN and the Conn of auroragorm.Config are in their place")
		}
		return nil
	}
	if p := &c.PostgreSQL; p.DriverName != "" || p.DSN != "" || p.Conn != nil || len(p.OptionOpenDB) > 0 {
		return errors.New("auroragorm: open: PostgreSQL has a DriverName, a DSN, a Conn or an OptionOpenDB: the DSN and the Conn of auroragorm.Config are in their place")
	}
	return nil
}
