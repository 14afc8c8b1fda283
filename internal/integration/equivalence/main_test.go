package equivalence_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/emulator"
	"github.com/auroradataapi/auroradataapi/internal/integration/testcluster"
)

// workers is how many cases run at once.
const workers = 6

// cluster is what all cases share.
var cluster *testcluster.Cluster

// modes are the driver's modes, each with that of pgx which does the same. pgx
// describes each text anew; its simple mode has a lexer of its own, which is not
// what is tested here.
var modes = []struct {
	ours auroradataapi.QueryExecMode
	pgx  pgx.QueryExecMode
}{
	describe: {auroradataapi.QueryExecModeDescribe, pgx.QueryExecModeDescribeExec},
	exec:     {auroradataapi.QueryExecModeExec, pgx.QueryExecModeExec},
	simple:   {auroradataapi.QueryExecModeSimple, pgx.QueryExecModeDescribeExec},
}

const (
	describe = iota
	exec
	simple
)

// databases is the database of the cluster in each mode.
var databases []databasePair

type databasePair struct{ ours, pgx *sql.DB }

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	var err error
	if cluster, err = testcluster.Start(context.Background(), &emulator.Server{}); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	code := 1
	if err := prepare(); err != nil {
		fmt.Fprintln(os.Stderr, err)
	} else {
		code = m.Run()
	}
	if err := closeAll(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return code
}

func closeAll() error {
	var errs []error
	for _, pair := range databases {
		errs = append(errs, pair.ours.Close(), pair.pgx.Close())
	}
	return errors.Join(append(errs, cluster.Close())...)
}

// prepare opens the databases and gives each worker a table.
func prepare() error {
	for _, mode := range modes {
		config := cluster.Config()
		config.DefaultQueryExecMode = mode.ours
		ours, err := testcluster.Open(config)
		if err != nil {
			return err
		}
		direct, err := pgx.ParseConfig(cluster.Server.BackendDSN(testcluster.ID))
		if err != nil {
			return errors.Join(err, ours.Close())
		}
		direct.DefaultQueryExecMode = mode.pgx
		pair := databasePair{ours, stdlib.OpenDB(*direct)}
		pair.ours.SetMaxIdleConns(workers)
		pair.pgx.SetMaxIdleConns(workers)
		databases = append(databases, pair)
	}
	for worker := range workers {
		table := dialogue{worker: worker}.name("kept")
		if _, err := cluster.Native.Exec("create table " + table + " (id int, body text, doc jsonb, items int[])"); err != nil {
			return fmt.Errorf("create table: %w", err)
		}
	}
	return nil
}
