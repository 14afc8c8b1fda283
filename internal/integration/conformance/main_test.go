package conformance_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/emulator"
	"github.com/auroradataapi/auroradataapi/internal/integration/report"
	"github.com/auroradataapi/auroradataapi/internal/integration/testcluster"
)

// cluster is what all tests of this package share.
var cluster *testcluster.Cluster

// Its database through the driver in the modes that do not ask the server for
// types.
var typedByGo, simple *sql.DB

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	var err error
	if cluster, err = testcluster.Start(context.Background(), &emulator.Server{}); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	if mySQL, err = testcluster.StartMySQL(context.Background(), &emulator.Server{}); err != nil {
		fmt.Fprintln(os.Stderr, errors.Join(err, cluster.Close()))
		return 1
	}
	if err := openModes(); err != nil {
		fmt.Fprintln(os.Stderr, errors.Join(err, cluster.Close(), mySQL.Close()))
		return 1
	}
	code := 1
	if err := prepare(); err != nil {
		fmt.Fprintln(os.Stderr, err)
	} else {
		code = m.Run()
	}
	if code == 0 && complete() {
		if err := checkDocument(total.of("")); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	errs := []error{typedByGo.Close(), simple.Close(), libpq.Close(), asLibPQ.Close()}
	for _, db := range pgxModes {
		errs = append(errs, db.Close())
	}
	if err := errors.Join(append(errs, cluster.Close(), mySQL.Close())...); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	for _, line := range append(count(total.of("")).lines(), pqLine(total.of("")), mySQLLine(total.of(""))) {
		if err := report.Line("%s", line); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
	}
	return code
}

func openModes() (err error) {
	config := cluster.Config()
	config.DefaultQueryExecMode = auroradataapi.QueryExecModeExec
	if typedByGo, err = testcluster.Open(config); err != nil {
		return err
	}
	config.DefaultQueryExecMode = auroradataapi.QueryExecModeSimple
	if simple, err = testcluster.Open(config); err != nil {
		return err
	}
	if err := openPgxModes(); err != nil {
		return err
	}
	return openLibPQ()
}

// create creates a table or a view for a test, past the Data API. definition is
// what follows the word create.
func create(t *testing.T, definition string) {
	t.Helper()
	native(t, "create "+definition)
	t.Cleanup(func() {
		words := strings.Fields(definition)
		if _, err := cluster.Native.Exec("drop " + words[0] + " " + words[1] + " cascade"); err != nil {
			t.Error(err)
		}
	})
}

// native runs statements that prepare a test, past the Data API.
func native(t *testing.T, statements ...string) {
	t.Helper()
	for _, s := range statements {
		if _, err := cluster.Native.ExecContext(t.Context(), s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

func prepare() error {
	for _, statement := range supportingTypes {
		if _, err := cluster.Native.Exec(statement); err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
	}
	return nil
}
