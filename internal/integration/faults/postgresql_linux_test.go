package faults_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/internal/integration/testcluster"
)

// TestPostgreSQLGone ends PostgreSQL behind the emulator.
func TestPostgreSQLGone(t *testing.T) {
	ctx := within(t)
	c, err := testcluster.Start(ctx, newServer())
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := c.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	}()
	tx, err := c.DataAPI.BeginTx(ctx, nil)
	if err != nil {
		t.Fatal(err)
	}
	done := start(ctx, c.DataAPI, "select pg_sleep(60) as postgresqlgone")
	waitForStatement(ctx, t, c, "postgresqlgone")
	killPostgreSQL(ctx, t, c)
	var e *auroradataapi.Error
	if err := wait(ctx, t, done); !errors.As(err, &e) {
		t.Errorf("statement under way: got %v, want an Error", err)
	}
	if _, err := tx.ExecContext(ctx, "select 1"); !errors.As(err, &e) {
		t.Errorf("statement in the transaction: got %v, want an Error", err)
	}
	if err := tx.Commit(); err == nil {
		t.Error("commit: got no error")
	}
	if err := c.DataAPI.PingContext(ctx); !errors.As(err, &e) {
		t.Errorf("ping: got %v, want an Error", err)
	}
}

// killPostgreSQL ends the first process of the server, the parent of all others,
// without any ceremony.
func killPostgreSQL(ctx context.Context, t *testing.T, c *testcluster.Cluster) {
	t.Helper()
	var backend int
	if err := c.Native.QueryRowContext(ctx, "select pg_backend_pid()").Scan(&backend); err != nil {
		t.Fatal(err)
	}
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", backend))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(status), "PPid:")
	var server int
	if _, err := fmt.Sscan(rest, &server); err != nil || server <= 1 {
		t.Fatalf("parent of process %d: %d, %v", backend, server, err)
	}
	if err := syscall.Kill(server, syscall.SIGQUIT); err != nil {
		t.Fatal(err)
	}
}
