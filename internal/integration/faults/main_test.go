package faults_test

import (
	"context"
	"database/sql"
	"os"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi/emulator"
	"github.com/auroradataapi/auroradataapi/internal/integration/testcluster"
)

// cluster is what the tests of this package share, unless they break it.
var (
	cluster *testcluster.Cluster
	clock   emulator.ManualClock // of the cluster
)

// wrongSecret has a password that the database does not take.
const wrongSecret = "rds-db-credentials/wrong"

func TestMain(m *testing.M) { os.Exit(testcluster.Main(m, newServer(), &cluster)) }

func newServer() *emulator.Server {
	return &emulator.Server{
		Clock: &clock,
		Secrets: []emulator.Secret{
			{Name: testcluster.Secret, Username: "postgres", Password: "right"},
			{Name: wrongSecret, Username: "postgres", Password: "wrong"},
		},
	}
}

// patience is the time in which every error has to come. It is far more than
// any of them needs, and far less than the 45 seconds of a statement or the
// minute for which a driver waits for a cluster.
const patience = 20 * time.Second

// within gives a test a context that ends when it has taken too long, and fails
// it then.
func within(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(func() {
		if ctx.Err() != nil { // before cancel
			t.Errorf("took longer than %v", patience)
		}
		cancel()
	})
	return ctx
}

// usable fails the test unless a database answers.
func usable(ctx context.Context, t *testing.T, db *sql.DB) {
	t.Helper()
	var n int
	if err := db.QueryRowContext(ctx, "select 42").Scan(&n); err != nil || n != 42 {
		t.Errorf("afterwards the database answers %d, %v", n, err)
	}
}

// table makes an empty table with a column n, without any key that would hide a
// row that is inserted twice.
func table(t *testing.T, c *testcluster.Cluster, name string) {
	t.Helper()
	if _, err := c.Native.Exec("create table " + name + " (n int)"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if _, err := c.Native.Exec("drop table " + name); err != nil {
			t.Error(err)
		}
	})
}

// count counts the rows of a table, past the Data API.
func count(t *testing.T, c *testcluster.Cluster, name string) (n int) {
	t.Helper()
	if err := c.Native.QueryRow("select count(*) from " + name).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// waitForStatement returns the process of PostgreSQL that runs a statement with a
// word in its text, once one does. The statement should sleep.
func waitForStatement(ctx context.Context, t *testing.T, c *testcluster.Cluster, word string) (pid int) {
	t.Helper()
	const sleeping = `select coalesce(max(pid), 0) from pg_stat_activity
		where wait_event = 'PgSleep' and state = 'active' and query like '%' || $1 || '%'`
	for pid == 0 {
		if err := c.Native.QueryRowContext(ctx, sleeping, word).Scan(&pid); err != nil {
			t.Fatal(err)
		}
	}
	return pid
}
