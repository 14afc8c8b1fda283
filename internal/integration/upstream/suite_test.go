package upstream_test

import "testing"

// suite is the tests of packages of a module.
type suite struct {
	name         string // also in Excluded
	module       string
	folders      []string // the packages
	opener       string   // file with the functions that calls are redirected to
	openerFolder string   // where it goes in the module
	redirections []redirection

	// environment creates a database for a run, and returns the variables with
	// which the suite finds it natively and, if it is redirected, by a driver.
	environment func(t *testing.T, database, driverName string) []string

	// skipped is a pattern of tests that are left out of all runs.
	skipped string
}

var pgxSuite = suite{
	name:         "pgx/stdlib",
	module:       "github.com/jackc/pgx/v5",
	folders:      []string{"stdlib"},
	opener:       "testdata/pgx/open_test.go",
	openerFolder: "stdlib",
	environment:  pgxEnvironment,
	redirections: []redirection{
		{file: "stdlib/sql_test.go", function: "openDB", from: "stdlib.OpenDB", to: "openThroughDataAPI"},
		{file: "stdlib/sql_test.go", function: "testWithAllQueryExecModes", from: "stdlib.OpenDB", to: "openThroughDataAPI"},
		{file: "stdlib/sql_test.go", function: "skipCockroachDB", from: "conn.Raw", to: "isPostgreSQL"},
		{file: "stdlib/sql_test.go", function: "skipPostgreSQLVersionLessThan", from: "conn.Raw", to: "isPostgreSQL"},
	},
}

var libpqSuite = suite{
	name:         "lib/pq",
	module:       "github.com/lib/pq",
	folders:      []string{".", "hstore"},
	opener:       "testdata/libpq/open.go",
	openerFolder: "internal/pqtest",
	environment:  libpqEnvironment,
	redirections: []redirection{
		{file: "internal/pqtest/pqtest.go", function: "DB", from: "sql.Open", to: "openThroughDriver"},
	},
	// Tests of lib/pq's own connections, for notifications and with certificates:
	// the first panic when an event takes longer than a tenth of a second. How
	// the last ends depends on when its contexts do.
	skipped: "^Test(Listener|Listerner|SSL|ConnectMulti|QueryRowContextBad)",
}

var mySQLSuite = suite{
	name:         "go-sql-driver/mysql",
	module:       "github.com/go-sql-driver/mysql",
	folders:      []string{"."},
	opener:       "testdata/mysql/open_test.go",
	openerFolder: ".",
	environment:  mySQLEnvironment,
	// The first dials an address of the internet. The second waits for ever on a
	// connection that can be used again after a statement whose context has ended.
	skipped: "^(TestConnectorReturnsTimeout|TestContextCancelBegin)$",
	redirections: []redirection{
		{file: "driver_test.go", function: "runTests", from: "sql.Open", to: "openThroughDataAPI", calls: 3},
		{file: "driver_test.go", function: "runTestsParallel", from: "sql.Open", to: "openThroughDataAPI", calls: 2},
		{file: "driver_test.go", function: "runTestsWithMultiStatement", from: "sql.Open", to: "openThroughDataAPI"},
		{file: "driver_test.go", function: "TestErrorInMultiResult", from: "sql.Open", to: "openThroughDataAPI"},
	},
}
