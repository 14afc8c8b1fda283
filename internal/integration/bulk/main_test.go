package bulk_test

import (
	"database/sql"
	"os"
	"testing"

	"github.com/auroradataapi/auroradataapi/emulator"
	"github.com/auroradataapi/auroradataapi/internal/integration/testcluster"
)

// cluster is what the tests share. Each has tables of its own.
var cluster *testcluster.Cluster

func TestMain(m *testing.M) { os.Exit(testcluster.Main(m, &emulator.Server{}, &cluster)) }

// exec runs statements natively.
func exec(t *testing.T, statements ...string) {
	t.Helper()
	for _, sql := range statements {
		if _, err := cluster.Native.ExecContext(t.Context(), sql); err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
	}
}

// texts returns the rows of a query of one text column, run natively.
func texts(t *testing.T, query string) []string {
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

// number returns the one number that a query gives, run natively.
func number(t *testing.T, query string) (n int64) {
	t.Helper()
	if err := cluster.Native.QueryRowContext(t.Context(), query).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
