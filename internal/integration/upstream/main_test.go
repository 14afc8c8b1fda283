package upstream_test

import (
	"context"
	"fmt"
	"os"
	"testing"

	"github.com/auroradataapi/auroradataapi/emulator"
	"github.com/auroradataapi/auroradataapi/internal/integration/testcluster"
)

// cluster is what all tests of this package share.
var cluster *testcluster.Cluster

func TestMain(m *testing.M) {
	var err error
	if cluster, err = testcluster.Start(context.Background(), &emulator.Server{}); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	if err := cluster.Close(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}
