package upstream_test

import (
	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/internal/integration/bothways"
)

// The suites of tools that migrate databases.

// The tests of golang-migrate start servers in containers: here they get a new
// database each, of the server that runs.
var migratePostgreSQLSuite = suite{
	name:    "golang-migrate/pgx/v5",
	module:  "github.com/golang-migrate/migrate/v4@v4.20.1",
	folders: []string{"database/pgx/v5"},
	engines: onPostgreSQL,
	opener:  "testdata/migrate/open.go",
	redirections: []redirection{
		{file: "database/pgx/v5/pgx.go", function: "", from: "sql.Open", to: "openThroughDataAPI("},
		{file: "database/pgx/v5/pgx_test.go", function: "TestWithInstance_Concurrent", from: "sql.Open", to: "openThroughDataAPI("},
	},
	additions:    map[string]string{"dktesting": "testdata/migrate/dktesting.go"},
	replacements: map[string]string{"github.com/dhui/dktest": "testdata/dktest"},
	environment:  containerEnvironment,
	schema:       map[auroradataapi.Engine]string{auroradataapi.EnginePostgreSQL: rolePostgres},
}

// rolePostgres makes the role that PostgreSQL's containers have.
const rolePostgres = `do $$ begin
	if not exists (select from pg_roles where rolname = 'postgres') then create role postgres; end if;
end $$`

var migrateMySQLSuite = suite{
	name:         "golang-migrate/mysql",
	module:       "github.com/golang-migrate/migrate/v4@v4.20.1",
	folders:      []string{"database/mysql"},
	engines:      onMySQL,
	opener:       "testdata/migrate/open.go",
	redirections: []redirection{{file: "database/mysql/mysql.go", from: "sql.Open", to: "openThroughDataAPI("}},
	additions:    map[string]string{"dktesting": "testdata/migrate/dktesting.go"},
	replacements: map[string]string{"github.com/dhui/dktest": "testdata/dktest"},
	environment:  containerEnvironment,
}

// goose has its tests of servers in a module that is not published, and publishes
// those of its locks for others to call.
var gooseSuite = suite{
	name:        "goose/lock",
	module:      "github.com/pressly/goose/v3@v3.29.0",
	folders:     []string{"lock/locktesting"},
	engines:     onBoth,
	additions:   map[string]string{"lock/locktesting": "testdata/goose/locking_test.go"},
	environment: containerEnvironment,
	heavy:       true,
}

// containerEnvironment says where databases are created that stand for containers.
func containerEnvironment(d bothways.Database) ([]string, error) {
	dsn, err := libraryDSN(d)
	if err != nil {
		return nil, err
	}
	driver := "pgx"
	if !d.IsPostgreSQL() {
		driver = "mysql"
	}
	return []string{
		"UPSTREAM_DATABASE=" + d.Config.Database,
		"UPSTREAM_NATIVE_DRIVER=" + driver,
		"UPSTREAM_NATIVE_DSN=" + d.NativeDSN,
		"UPSTREAM_NATIVE_URL=" + dsn,
	}, nil
}
