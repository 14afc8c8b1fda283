package gorm_test

import (
	"slices"
	"testing"

	"gorm.io/driver/mysql"
	"gorm.io/driver/postgres"
	"gorm.io/gorm"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/auroragorm"
	"github.com/auroradataapi/auroradataapi/internal/integration/bothways"
)

// subject is a database that GORM has opened, in one of the ways.
type subject struct {
	*gorm.DB
	bothways.Database
	way      way
	recorder *recorder
}

// way is a way to give a database to GORM.
type way struct {
	name       string
	postgreSQL func(d bothways.Database) gorm.Dialector
	mySQL      func(d bothways.Database) gorm.Dialector
}

// mySQL8 has GORM do on MariaDB what it does on MySQL: ask for generated keys
// instead of RETURNING.
var mySQL8 = mysql.Config{DisableWithReturning: true}

var native = way{
	name:       "native",
	postgreSQL: func(d bothways.Database) gorm.Dialector { return postgres.Open(d.DSN) },
	mySQL: func(d bothways.Database) gorm.Dialector {
		c := mySQL8
		c.DSN = d.DSN
		return mysql.New(c)
	},
}

// ours is the way whose calls are counted.
var ours = way{
	name:       "auroragorm",
	postgreSQL: func(d bothways.Database) gorm.Dialector { return auroragorm.New(auroragorm.Config{Conn: d.DB}) },
	mySQL: func(d bothways.Database) gorm.Dialector {
		return auroragorm.New(auroragorm.Config{Conn: d.DB, MySQL: mySQL8})
	},
}

// others are the other ways to the driver. On MariaDB they use its RETURNING.
var others = []way{
	{
		name:       "auroragorm DSN",
		postgreSQL: func(d bothways.Database) gorm.Dialector { return auroragorm.Open(d.DSN) },
		mySQL:      func(d bothways.Database) gorm.Dialector { return auroragorm.Open(d.DSN) },
	},
	{
		name:       "Conn",
		postgreSQL: func(d bothways.Database) gorm.Dialector { return postgres.New(postgres.Config{Conn: d.DB}) },
		mySQL:      func(d bothways.Database) gorm.Dialector { return mysql.New(mysql.Config{Conn: d.DB}) },
	},
	{
		name: "DriverName",
		postgreSQL: func(d bothways.Database) gorm.Dialector {
			return postgres.New(postgres.Config{DriverName: d.Driver, DSN: d.DSN})
		},
		mySQL: func(d bothways.Database) gorm.Dialector {
			return mysql.New(mysql.Config{DriverName: d.Driver, DSN: d.DSN})
		},
	},
}

// withReturning is how GORM is on MariaDB natively.
var withReturning = way{name: "native with RETURNING", mySQL: func(d bothways.Database) gorm.Dialector { return mysql.Open(d.DSN) }}

var engines = []auroradataapi.Engine{auroradataapi.EnginePostgreSQL, auroradataapi.EngineMySQL}

// run runs a test on each engine, natively and through the driver.
func run(t *testing.T, test func(t *testing.T, s subject)) {
	t.Parallel()
	for _, engine := range engines {
		t.Run(engine.String(), func(t *testing.T) { runOn(t, engine, []way{native, ours}, test) })
	}
}

// runEveryWay runs a test on each engine in all ways to the driver.
func runEveryWay(t *testing.T, test func(t *testing.T, s subject)) {
	t.Parallel()
	t.Run("postgresql", func(t *testing.T) {
		runOn(t, auroradataapi.EnginePostgreSQL, append([]way{native, ours}, others...), test)
	})
	t.Run("mysql", func(t *testing.T) { runOn(t, auroradataapi.EngineMySQL, []way{native, ours}, test) })
	t.Run("mariadb", func(t *testing.T) {
		runOn(t, auroradataapi.EngineMySQL, append([]way{withReturning}, others...), test)
	})
}

// runOn runs a test in some ways, the first of which is native, and compares what
// GORM has logged.
func runOn(t *testing.T, engine auroradataapi.Engine, ways []way, test func(t *testing.T, s subject)) {
	t.Parallel()
	var want []string
	for i, w := range ways {
		t.Run(w.name, func(t *testing.T) {
			s := open(t, bothways.New(t, engine, i == 0), w)
			test(t, s)
			if i == 0 {
				want = s.recorder.sorted()
				return
			}
			if got := s.recorder.sorted(); !t.Failed() && !slices.Equal(got, want) {
				t.Errorf("the logs differ:\n%s", difference(got, want))
			}
		})
	}
}

func open(t *testing.T, d bothways.Database, w way) subject {
	t.Helper()
	r := &recorder{database: d.Config.Database}
	return subject{DB: openWith(t, d, w, &gorm.Config{Logger: r}), Database: d, way: w, recorder: r}
}

// again opens the database once more, with another configuration.
func (s subject) again(t *testing.T, c *gorm.Config) *gorm.DB {
	t.Helper()
	c.Logger = s.recorder
	return openWith(t, s.Database, s.way, c)
}

func openWith(t *testing.T, d bothways.Database, w way, c *gorm.Config) *gorm.DB {
	t.Helper()
	dialector := w.mySQL
	if d.IsPostgreSQL() {
		dialector = w.postgreSQL
	}
	db, err := gorm.Open(dialector(d), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closePool(t, d, db) })
	return db
}

// closePool closes the pool of a database, unless it was given.
func closePool(t *testing.T, d bothways.Database, db *gorm.DB) {
	pool, err := db.DB()
	if err != nil {
		t.Error(err)
		return
	}
	if pool == d.DB {
		return
	}
	if err := pool.Close(); err != nil {
		t.Error(err)
	}
}

// migrate makes the tables of models.
func (s subject) migrate(t *testing.T, models ...any) {
	t.Helper()
	check(t, s.AutoMigrate(models...))
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
