package emulator_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"

	"github.com/auroradataapi/auroradataapi/emulator"
)

// TestMasterOfKeptData starts servers one after the other on the same data.
func TestMasterOfKeptData(t *testing.T) {
	parent, err := os.MkdirTemp("", "") // for all to pass through: the server may run as another than root
	if err == nil {
		err = os.Chmod(parent, 0o755)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(parent) })
	dir := filepath.Join(parent, "data")
	serveKept := func(t *testing.T, username, password string) *emulator.Server {
		t.Helper()
		return emulator.StartT(t, &emulator.Server{
			Clusters: []emulator.Cluster{{ID: "local", DataDir: dir}},
			Secrets:  []emulator.Secret{{Name: localSecret, Username: username, Password: password}},
		})
	}
	t.Run("new data", func(t *testing.T) {
		s := serveKept(t, "first", "old")
		execute(t, s, statement(s, "create table kept as select 1 as n"))
		execute(t, s, statement(s, "alter database postgres set default_transaction_read_only = on"))
		if got := value(t, execute(t, s, statement(s, "select rolsuper from pg_roles where rolname = current_user"))); got != false {
			t.Errorf("rolsuper is %v", got)
		}
	})
	t.Run("another password", func(t *testing.T) {
		s := serveKept(t, "first", `n'e"w\`)
		if got := value(t, execute(t, s, statement(s, "select n from kept"))); got != int64(1) {
			t.Errorf("the kept row is %v", got)
		}
		runStatements(t, s.BackendDSN("local"), []string{"select 1"})
	})
	t.Run("another user", func(t *testing.T) {
		s := serveKept(t, "Second User", "other")
		outside(t, s, "drop database postgres")
	})
	t.Run("without its database", func(t *testing.T) {
		s := serveKept(t, "Second User", "other")
		outside(t, s, "create database postgres")
		execute(t, s, statement(s, "create table made ()"))
	})
}

// outside runs a statement about the database postgres in another.
func outside(t *testing.T, s *emulator.Server, sql string) {
	t.Helper()
	input := statement(s, sql)
	input.Database = aws.String("template1")
	execute(t, s, input)
}
