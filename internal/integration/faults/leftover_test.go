package faults_test

import (
	"context"
	"errors"
	"os"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/integration/leftover"
	"github.com/auroradataapi/auroradataapi/internal/integration/testcluster"
)

// TestNothingLeft starts a cluster, leaves everything open that a careless
// program leaves open, and closes it.
func TestNothingLeft(t *testing.T) {
	for _, c := range []struct {
		name  string
		close func(*testcluster.Cluster) error
	}{
		{"databases first", (*testcluster.Cluster).Close},
		{"server first", func(c *testcluster.Cluster) error { return errors.Join(c.Server.Close(), c.Close()) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			ctx := within(t)
			t.Setenv("TMPDIR", os.TempDir()) // to be set back in the end
			watch, err := leftover.Start()
			if err != nil {
				t.Fatal(err)
			}
			defer watch.Stop()
			careless, err := testcluster.Start(ctx, newServer())
			if err != nil {
				t.Fatal(err)
			}
			program, end := context.WithCancel(ctx)
			beCareless(program, t, careless)
			if err := c.close(careless); err != nil {
				t.Error(err)
			}
			end() // database/sql itself waits for the context of open transactions and rows
			if err := watch.Check(); err != nil {
				t.Error(err)
			}
		})
	}
}

// beCareless leaves behind a transaction, rows, a prepared statement, errors and
// a statement that runs for a minute.
func beCareless(ctx context.Context, t *testing.T, c *testcluster.Cluster) {
	t.Helper()
	tx, err := c.DataAPI.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.ExecContext(ctx, "create table forgotten (n int)"); err != nil {
		t.Fatal(err)
	}
	rows, err := c.DataAPI.QueryContext(ctx, "select n from generate_series(1, 1000) n")
	if err != nil || !rows.Next() {
		t.Fatal(err)
	}
	if _, err := c.DataAPI.PrepareContext(ctx, "select 1"); err != nil {
		t.Fatal(err)
	}
	if _, err := c.DataAPI.ExecContext(ctx, "selec"); err == nil {
		t.Fatal("syntax error: got no error")
	}
	inner, cancel := context.WithCancel(ctx)
	done := start(inner, c.DataAPI, "select pg_sleep(60) as careless")
	waitForStatement(ctx, t, c, "careless")
	cancel()
	if err := wait(ctx, t, done); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
}
