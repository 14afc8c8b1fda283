package upstream_test

// suite is the tests of packages of a module.
type suite struct {
	name         string // also in Excluded
	module       string
	folders      []string // the packages
	opener       string   // file with the functions that calls are redirected to
	openerFolder string   // where it goes in the module
	redirections []redirection

	// skipped is a pattern of tests that are left out of all runs.
	skipped string
}

var pgxSuite = suite{
	name:         "pgx/stdlib",
	module:       "github.com/jackc/pgx/v5",
	folders:      []string{"stdlib"},
	opener:       "testdata/pgx/open_test.go",
	openerFolder: "stdlib",
	redirections: []redirection{
		{"stdlib/sql_test.go", "openDB", "stdlib.OpenDB", "openThroughDataAPI"},
		{"stdlib/sql_test.go", "testWithAllQueryExecModes", "stdlib.OpenDB", "openThroughDataAPI"},
		{"stdlib/sql_test.go", "skipCockroachDB", "conn.Raw", "isPostgreSQL"},
		{"stdlib/sql_test.go", "skipPostgreSQLVersionLessThan", "conn.Raw", "isPostgreSQL"},
	},
}

var libpqSuite = suite{
	name:         "lib/pq",
	module:       "github.com/lib/pq",
	folders:      []string{".", "hstore"},
	opener:       "testdata/libpq/open.go",
	openerFolder: "internal/pqtest",
	redirections: []redirection{
		{"internal/pqtest/pqtest.go", "DB", "sql.Open", "openThroughDriver"},
	},
	// Tests of lib/pq's own connections, for notifications and with certificates:
	// the first panic when an event takes longer than a tenth of a second. How
	// the last ends depends on when its contexts do.
	skipped: "^Test(Listener|Listerner|SSL|ConnectMulti|QueryRowContextBad)",
}
