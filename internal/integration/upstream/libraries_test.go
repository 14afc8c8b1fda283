package upstream_test

import (
	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/internal/integration/bothways"
)

// The suites of libraries above database/sql. Their own code is what it is, with
// the name of the native driver: sql.Open alone gives them another database.

const libraryOpener = "testdata/library/open.go"

var sqlxSuite = suite{
	name:         "sqlx",
	module:       "github.com/jmoiron/sqlx@v1.4.0",
	folders:      []string{"."},
	engines:      onBoth,
	opener:       libraryOpener,
	redirections: []redirection{{file: "sqlx.go", function: "Open", from: "sql.Open", to: "openThroughDataAPI("}},
	leftOut: []leftOut{
		{"sqlx_test.go", "github.com/mattn/go-sqlite3", "github.com/mattn/go-sqlite3"},
		{"sqlx_context_test.go", "github.com/mattn/go-sqlite3", "github.com/mattn/go-sqlite3"},
	},
	environment: func(d bothways.Database) ([]string, error) {
		dsn, err := libraryDSN(d)
		if d.IsPostgreSQL() {
			return []string{"SQLX_POSTGRES_DSN=" + dsn, "SQLX_MYSQL_DSN=skip", "SQLX_SQLITE_DSN=skip"}, err
		}
		return []string{"SQLX_POSTGRES_DSN=skip", "SQLX_MYSQL_DSN=" + dsn, "SQLX_SQLITE_DSN=skip"}, err
	},
}

var xormSuite = suite{
	name:         "xorm",
	module:       "xorm.io/xorm@v1.4.3",
	folders:      []string{"tests"},
	engines:      onBoth,
	opener:       libraryOpener,
	redirections: []redirection{{file: "core/db.go", function: "Open", from: "sql.Open", to: "openThroughDataAPI("}},
	leftOut: []leftOut{
		{"tests/engine_test.go", "gitee.com/travelliu/dm", "gitee.com/travelliu/dm"},
		{"tests/engine_test.go", "github.com/mattn/go-sqlite3", "github.com/mattn/go-sqlite3"},
		{"tests/engine_test.go", "github.com/microsoft/go-mssqldb", "github.com/microsoft/go-mssqldb"},
		{"tests/engine_test.go", "github.com/ziutek/mymysql/godrv", "github.com/ziutek/mymysql"},
		{"tests/engine_test.go", "modernc.org/sqlite", "modernc.org/sqlite"},
	},
	heavy: true,
	flags: func(d bothways.Database) ([]string, error) {
		dsn, err := libraryDSN(d)
		if d.IsPostgreSQL() {
			return []string{"-db=postgres", "-show_sql=false", "-conn_str=" + dsn}, err
		}
		return []string{"-db=mysql", "-show_sql=false", "-conn_str=" + dsn}, err
	},
}

// The tests of scs expect a table, which is that of its manual. TestExpiry wants a
// session to be found within a tenth of a second, which a busy machine has not.
var scsPostgreSQLSuite = suite{
	name:         "scs/postgresstore",
	module:       "github.com/alexedwards/scs/postgresstore@v0.0.0-20250417082927-ab20b3feb5e9",
	folders:      []string{"."},
	engines:      onPostgreSQL,
	opener:       libraryOpener,
	skipped:      "^TestExpiry$",
	redirections: []redirection{{file: "postgresstore_test.go", from: "sql.Open", to: "openThroughDataAPI(", calls: 8}},
	environment: func(d bothways.Database) ([]string, error) {
		dsn, err := libraryDSN(d)
		return []string{"SCS_POSTGRES_TEST_DSN=" + dsn}, err
	},
	schema: map[auroradataapi.Engine]string{
		auroradataapi.EnginePostgreSQL: "create table sessions (token text primary key, data bytea not null, expiry timestamptz not null)",
	},
}

var scsMySQLSuite = suite{
	name:         "scs/mysqlstore",
	module:       "github.com/alexedwards/scs/mysqlstore@v0.0.0-20250417082927-ab20b3feb5e9",
	folders:      []string{"."},
	engines:      onMySQL,
	opener:       libraryOpener,
	skipped:      "^TestExpiry$",
	redirections: []redirection{{file: "mysqlstore_test.go", from: "sql.Open", to: "openThroughDataAPI(", calls: 8}},
	environment: func(d bothways.Database) ([]string, error) {
		dsn, err := libraryDSN(d)
		return []string{"SCS_MYSQL_TEST_DSN=" + dsn}, err
	},
	schema: map[auroradataapi.Engine]string{
		auroradataapi.EngineMySQL: "create table sessions (token char(43) primary key, data blob not null, expiry timestamp(6) not null)",
	},
}

// River's tests of its drivers are not published; these are the examples of the one
// for database/sql, which migrate, insert a job and work it.
var riverSuite = suite{
	name:    "river/riverdatabasesql",
	module:  "github.com/riverqueue/river/riverdriver/riverdatabasesql@v0.25.0",
	folders: []string{"."},
	engines: onPostgreSQL,
	opener:  libraryOpener,
	redirections: []redirection{
		{file: "example_client_from_context_database_sql_test.go", from: "sql.Open", to: "openThroughDataAPI("},
		{file: "example_migrate_database_sql_test.go", from: "sql.Open", to: "openThroughDataAPI("},
	},
	environment: func(d bothways.Database) ([]string, error) {
		dsn, err := libraryDSN(d)
		return []string{"TEST_DATABASE_URL=" + dsn}, err
	},
	heavy: true,
}

// libraryDSN is for libraries that open a database natively with their own options.
func libraryDSN(d bothways.Database) (string, error) {
	if d.IsPostgreSQL() {
		s, err := postgreSQLServer(d)
		return s.url(), err
	}
	c, err := mySQLServer(d)
	if err != nil {
		return "", err
	}
	c.ParseTime = false
	return c.FormatDSN(), nil
}
