package mysqlflow

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/go-sql-driver/mysql"

	"github.com/auroradataapi/auroradataapi/emulator"
	"github.com/auroradataapi/auroradataapi/internal/integration/testcluster"
)

// shared is the cluster of all tests.
var shared *testcluster.Cluster

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	var err error
	shared, err = testcluster.StartMySQL(context.Background(), &emulator.Server{})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	code := m.Run()
	if err := shared.Close(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return code
}

// openForm opens the database in both ways with the options for times.
func openForm(t *testing.T, parseTime bool, loc string) (native, dataAPI *sql.DB) {
	t.Helper()
	config, err := shared.MySQLConfig()
	if err != nil {
		t.Fatal(err)
	}
	config.ParseTime = parseTime
	if config.Loc, err = time.LoadLocation(loc); err != nil {
		t.Fatal(err)
	}
	connector, err := mysql.NewConnector(config)
	if err != nil {
		t.Fatal(err)
	}
	native = sql.OpenDB(connector)
	ours := shared.Config()
	ours.TimeAsText, ours.TimeZone = !parseTime, loc
	if dataAPI, err = testcluster.Open(ours); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = native.Close(); _ = dataAPI.Close() })
	return native, dataAPI
}
