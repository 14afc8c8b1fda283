package bulk_test

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"testing"

	"github.com/auroradataapi/auroradataapi/emulator"
	"github.com/auroradataapi/auroradataapi/internal/integration/testcluster"
)

// cluster and mySQL are what the tests share. Each test has tables of its own.
var cluster, mySQL *testcluster.Cluster

func TestMain(m *testing.M) { os.Exit(testcluster.Main(withMySQL{m}, &emulator.Server{}, &cluster)) }

// withMySQL runs tests that have a cluster of MySQL as well.
type withMySQL struct{ tests *testing.M }

func (w withMySQL) Run() int {
	var err error
	if mySQL, err = testcluster.StartMySQL(context.Background(), &emulator.Server{}); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	code := w.tests.Run()
	if err := mySQL.Close(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return code
}

// exec runs statements natively on PostgreSQL.
func exec(t *testing.T, statements ...string) {
	t.Helper()
	execOn(t, cluster, statements...)
}

// execOn runs statements natively.
func execOn(t *testing.T, cluster *testcluster.Cluster, statements ...string) {
	t.Helper()
	for _, sql := range statements {
		if _, err := cluster.Native.ExecContext(t.Context(), sql); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
	}
}

// texts returns the rows of a query of one text column, run natively on PostgreSQL.
func texts(t *testing.T, query string) []string {
	t.Helper()
	return textsOn(t, cluster, query)
}

// textsOn returns the rows of a query of one text column, run natively.
func textsOn(t *testing.T, cluster *testcluster.Cluster, query string) []string {
	t.Helper()
	rows, err := cluster.Native.QueryContext(t.Context(), query)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var text sql.NullString
		if err := rows.Scan(&text); err != nil {
			t.Fatal(err)
		}
		all = append(all, text.String)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return all
}

// number returns the one number that a query gives, run natively on PostgreSQL.
func number(t *testing.T, query string) int64 {
	t.Helper()
	return numberOn(t, cluster, query)
}

// numberOn returns the one number that a query gives, run natively.
func numberOn(t *testing.T, cluster *testcluster.Cluster, query string) (n int64) {
	t.Helper()
	if err := cluster.Native.QueryRowContext(t.Context(), query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
