package upstream_test

import (
	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/internal/integration/bothways"
)

// suite is the tests of packages of a module.
type suite struct {
	name    string // also in Excluded
	module  string // with a version, or the version that this module requires
	folders []string
	engines []auroradataapi.Engine

	// opener is a file with the functions that calls are redirected to.
	opener       string
	redirections []redirection

	// additions are files that call tests which the module has for others, by the
	// folder where they go.
	additions map[string]string

	// leftOut are the imports of drivers of other databases.
	leftOut []leftOut

	// replacements are folders that stand for modules.
	replacements map[string]string

	// environment gives the variables with which the suite finds a database natively.
	environment func(d bothways.Database) ([]string, error)

	// flags are those of the test binary, if it wants any.
	flags func(d bothways.Database) ([]string, error)

	// compat is what the driver is asked to be like.
	compat auroradataapi.Compat

	// schema is what the suite expects to find in its database.
	schema map[auroradataapi.Engine]string

	// also names drivers of database/sql that the suite runs through as well, to
	// tell what it has in common with its own driver alone.
	also []string

	// skipped is a pattern of tests that are left out of all runs.
	skipped string

	// heavy keeps the suite for complete runs.
	heavy bool
}

var (
	onPostgreSQL = []auroradataapi.Engine{auroradataapi.EnginePostgreSQL}
	onMySQL      = []auroradataapi.Engine{auroradataapi.EngineMySQL}
	onBoth       = []auroradataapi.Engine{auroradataapi.EnginePostgreSQL, auroradataapi.EngineMySQL}
)

// suites are in the order of the table.
var suites = []suite{pgxSuite, libpqSuite, mySQLSuite, sqlxSuite, xormSuite, scsPostgreSQLSuite, scsMySQLSuite, migratePostgreSQLSuite, migrateMySQLSuite, gooseSuite, riverSuite, casbinSuite}
