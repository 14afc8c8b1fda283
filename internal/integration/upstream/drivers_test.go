package upstream_test

import (
	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/internal/integration/bothways"
)

// The suites of drivers of database/sql.

var pgxSuite = suite{
	name:        "pgx/stdlib",
	module:      "github.com/jackc/pgx/v5",
	folders:     []string{"stdlib"},
	engines:     onPostgreSQL,
	opener:      "testdata/pgx/open.go",
	environment: postgreSQLEnvironment,
	redirections: []redirection{
		{file: "stdlib/sql_test.go", function: "openDB", from: "stdlib.OpenDB", to: "openThroughDataAPI(t, "},
		{file: "stdlib/sql_test.go", function: "testWithAllQueryExecModes", from: "stdlib.OpenDB", to: "openThroughDataAPI(t, "},
		{file: "stdlib/sql_test.go", function: "skipCockroachDB", from: "conn.Raw", to: "raw(conn, "},
		{file: "stdlib/sql_test.go", function: "skipPostgreSQLVersionLessThan", from: "conn.Raw", to: "raw(conn, "},
	},
}

var libpqSuite = suite{
	name:        "lib/pq",
	module:      "github.com/lib/pq",
	folders:     []string{".", "hstore"},
	engines:     onPostgreSQL,
	opener:      "testdata/libpq/open.go",
	compat:      auroradataapi.CompatPQ,
	environment: postgreSQLEnvironment,
	redirections: []redirection{
		{file: "internal/pqtest/pqtest.go", function: "DB", from: "sql.Open", to: "openThroughDriver(t, "},
	},
	// Through pgx/stdlib as well: what fails there too is lib/pq's own.
	also: []string{"pgx"},
	// Tests of lib/pq's own connections, for notifications and with certificates:
	// the first panic when an event takes longer than a tenth of a second. How
	// the last ends depends on when its contexts do.
	skipped: "^Test(Listener|Listerner|SSL|ConnectMulti|QueryRowContextBad)",
}

var mySQLSuite = suite{
	name:        "go-sql-driver/mysql",
	module:      "github.com/go-sql-driver/mysql",
	folders:     []string{"."},
	engines:     onMySQL,
	opener:      "testdata/mysql/open.go",
	environment: mySQLEnvironment,
	// The first dials an address of the internet. The second waits for ever on a
	// connection that can be used again after a statement whose context has ended.
	skipped: "^(TestConnectorReturnsTimeout|TestContextCancelBegin)$",
	redirections: []redirection{
		{file: "driver_test.go", function: "runTests", from: "sql.Open", to: "openThroughDataAPI(t, ", calls: 3},
		{file: "driver_test.go", function: "runTestsParallel", from: "sql.Open", to: "openThroughDataAPI(t, ", calls: 2},
		{file: "driver_test.go", function: "runTestsWithMultiStatement", from: "sql.Open", to: "openThroughDataAPI(t, "},
		{file: "driver_test.go", function: "TestErrorInMultiResult", from: "sql.Open", to: "openThroughDataAPI(t, "},
	},
}

func postgreSQLEnvironment(d bothways.Database) ([]string, error) {
	s, err := postgreSQLServer(d)
	if err != nil {
		return nil, err
	}
	return []string{
		"PGX_TEST_DATABASE=" + d.NativeDSN,
		"PGHOST=" + s.host,
		"PGPORT=" + s.port,
		"PGUSER=" + s.user,
		"PGPASSWORD=" + s.password,
		"PGDATABASE=" + s.database,
		"PGSSLMODE=disable",
	}, nil
}

func mySQLEnvironment(d bothways.Database) ([]string, error) {
	c, err := mySQLServer(d)
	if err != nil {
		return nil, err
	}
	return []string{
		"MYSQL_TEST_USER=" + c.User,
		"MYSQL_TEST_PASS=" + c.Passwd,
		"MYSQL_TEST_PROT=" + c.Net,
		"MYSQL_TEST_ADDR=" + c.Addr,
		"MYSQL_TEST_DBNAME=" + c.DBName,
	}, nil
}
