package upstream_test

import (
	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/internal/integration/bothways"
)

// The tests of Casbin's adapter for GORM have one of each kind of server running.
// Those that want SQL Server are left out, and of the others the ones of the engine
// run.
var casbinSuite = suite{
	name:    "casbin/gorm-adapter",
	module:  "github.com/casbin/gorm-adapter/v3@v3.41.0",
	folders: []string{"."},
	engines: onBoth,
	opener:  "testdata/casbin/open.go",
	redirections: []redirection{
		{file: "adapter.go", function: "openDBConnection", from: "mysql.Open", to: "openMySQL("},
		{file: "adapter.go", function: "openDBConnection", from: "postgres.Open", to: "openPostgreSQL("},
		{file: "adapter_test.go", from: "mysql.Open", to: "openMySQL(", calls: 8},
		{file: "adapter_test.go", from: "postgres.Open", to: "openPostgreSQL(", calls: 6},
	},
	environment: containerEnvironment,
	flags: func(d bothways.Database) ([]string, error) {
		if d.IsPostgreSQL() {
			return []string{"-test.parallel=1", "-test.run=^TestAdapterWithCustomTable$|^TestAddPolicy$/^postgres$"}, nil
		}
		return []string{"-test.parallel=1", "-test.skip=^TestAdapters$|^TestAdapterWithoutAutoMigrate$|^TestAdapterWithCustomTable$|^TestAddPolicy$/^postgres$|^TestNilField$"}, nil
	},
	schema: map[auroradataapi.Engine]string{
		auroradataapi.EngineMySQL: "drop database if exists casbin; drop database if exists casbin2; create database casbin; create database casbin2",
	},
	heavy: true,
}
