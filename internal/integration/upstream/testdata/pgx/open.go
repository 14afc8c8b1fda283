package open

import (
	"database/sql"
	"os"
	"testing"

	"github.com/auroradataapi/auroradataapi"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// dataAPIModes says which mode of the driver stands for a mode of pgx.
var dataAPIModes = map[pgx.QueryExecMode]auroradataapi.QueryExecMode{
	pgx.QueryExecModeCacheStatement: auroradataapi.QueryExecModeDescribe,
	pgx.QueryExecModeCacheDescribe:  auroradataapi.QueryExecModeDescribe,
	pgx.QueryExecModeDescribeExec:   auroradataapi.QueryExecModeDescribe,
	pgx.QueryExecModeExec:           auroradataapi.QueryExecModeExec,
	pgx.QueryExecModeSimpleProtocol: auroradataapi.QueryExecModeSimple,
}

// openThroughDataAPI stands for stdlib.OpenDB. A test that sets an option of pgx
// gets pgx.
func openThroughDataAPI(t testing.TB, config pgx.ConnConfig, options ...stdlib.OptionOpenDB) *sql.DB {
	t.Helper()
	if len(options) > 0 || os.Getenv("UPSTREAM_DRIVER") == "" {
		t.Log("upstream: opened natively")
		return stdlib.OpenDB(config, options...)
	}
	t.Log("upstream: opened through the driver")
	c, err := auroradataapi.ParseDSN(os.Getenv("UPSTREAM_DSN"))
	if err != nil {
		t.Fatal(err)
	}
	c.DefaultQueryExecMode = dataAPIModes[config.DefaultQueryExecMode]
	connector, err := auroradataapi.NewConnector(c)
	if err != nil {
		t.Fatal(err)
	}
	return sql.OpenDB(connector)
}

// raw stands for the question to pgx's own connection whether the server is
// another one, or too old a one, for a test.
func raw(conn *sql.Conn, question func(driverConn any) error) error {
	if os.Getenv("UPSTREAM_DRIVER") == "" {
		return conn.Raw(question)
	}
	return nil
}
