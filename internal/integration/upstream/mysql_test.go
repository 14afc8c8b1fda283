package upstream_test

import (
	"context"
	"testing"

	"github.com/auroradataapi/auroradataapi/emulator"
	"github.com/auroradataapi/auroradataapi/internal/integration/testcluster"
)

// mySQL is the cluster of the suite of MySQL.
var mySQL *testcluster.Cluster

func startMySQL(t *testing.T) {
	t.Helper()
	var err error
	if mySQL, err = testcluster.StartMySQL(t.Context(), &emulator.Server{}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := mySQL.Close(); err != nil {
			t.Error(err)
		}
	})
}

// mySQLEnvironment creates a database and returns the variables with which
// go-sql-driver/mysql's tests find it natively and, if they are redirected,
// through the driver.
func mySQLEnvironment(t *testing.T, name, _ string) []string {
	t.Helper()
	if _, err := mySQL.Native.ExecContext(t.Context(), "create database "+name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := mySQL.Native.ExecContext(context.Background(), "drop database "+name); err != nil {
			t.Error(err)
		}
	})
	native, err := mySQL.MySQLConfig()
	if err != nil {
		t.Fatal(err)
	}
	config := mySQL.Config()
	config.Database, config.AWSConfig = name, nil
	return append(mySQL.Server.Environ(),
		"MYSQL_TEST_USER="+native.User,
		"MYSQL_TEST_PASS="+native.Passwd,
		"MYSQL_TEST_PROT="+native.Net,
		"MYSQL_TEST_ADDR="+native.Addr,
		"MYSQL_TEST_DBNAME="+name,
		"UPSTREAM_DSN="+config.FormatDSN(),
	)
}
