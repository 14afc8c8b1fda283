package stream_test

import (
	"context"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi/emulator"
	"github.com/auroradataapi/auroradataapi/internal/integration/testcluster"
)

// cluster and mysqlCluster are what the tests of this package share.
var cluster, mysqlCluster *testcluster.Cluster

func TestMain(m *testing.M) { os.Exit(testcluster.Main(withMySQL{m}, &emulator.Server{}, &cluster)) }

// withMySQL runs tests while there is a cluster of MySQL too.
type withMySQL struct{ m *testing.M }

func (w withMySQL) Run() (code int) {
	var err error
	if mysqlCluster, err = testcluster.StartMySQL(context.Background(), &emulator.Server{}); err == nil {
		if err = fillMySQL(mysqlCluster.Native); err == nil {
			code = w.m.Run()
		}
		if closeErr := mysqlCluster.Close(); err == nil {
			err = closeErr
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return code
}

// patience is the time in which every test has to end. It is far more than any of
// them needs.
const patience = 2 * time.Minute

// within gives a test a context that ends when it has taken too long.
func within(t *testing.T) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	return ctx
}
