package emulator_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/auroradataapi/auroradataapi/emulator"
)

// dataParent makes a folder that the servers' account may pass through.
func dataParent(t *testing.T) string {
	t.Helper()
	parent, err := os.MkdirTemp("", "auroradataapi-test-")
	if err == nil {
		err = os.Chmod(parent, 0o755)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(parent) })
	return parent
}

func runSQL(ctx context.Context, dsn, sql string) error {
	conn, err := pgconn.Connect(ctx, dsn)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	return conn.Exec(ctx, sql).Close()
}

// TestInitOfKeptData starts servers one after the other on the same folder: data
// that Init has failed for is made anew, and Init is not called again after its
// success.
func TestInitOfKeptData(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(dataParent(t), "data")
	calls := 0
	failure := errors.New("not today")
	serve := func(then error) (*emulator.Server, error) {
		s := &emulator.Server{Clusters: []emulator.Cluster{{ID: "local", DataDir: dir, Init: func(ctx context.Context, dsn string) error {
			calls++
			if err := runSQL(ctx, dsn, "create table filled as select 7 as n"); err != nil {
				return err
			}
			return then
		}}}}
		return s, s.Start(t.Context())
	}

	if _, err := serve(failure); !errors.Is(err, failure) || !strings.Contains(err.Error(), "cluster local: initialise: ") {
		t.Fatalf("Start gives %v, want the error of Init", err)
	}
	for start := range 2 {
		s, err := serve(nil)
		if err != nil {
			t.Fatalf("start %d: %v", start, err)
		}
		if got := value(t, execute(t, s, statement(s, "select n from filled"))); got != int64(7) {
			t.Errorf("start %d: got %v, want 7", start, got)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if calls != 2 {
		t.Errorf("Init was called %d times, want 2", calls)
	}
}

func TestInitRefusesDSN(t *testing.T) {
	s := &emulator.Server{Clusters: []emulator.Cluster{{
		ID: "local", DSN: shared.BackendDSN("local"), Init: func(context.Context, string) error { return nil },
	}}}
	if err := s.Start(t.Context()); err == nil || !strings.Contains(err.Error(), "the cluster has a DSN") {
		t.Errorf("Start gives %v", err)
	}
}
