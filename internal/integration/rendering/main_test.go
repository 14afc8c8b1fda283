package rendering_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"testing"

	"github.com/auroradataapi/auroradataapi/emulator"
	"github.com/auroradataapi/auroradataapi/internal/integration/testcluster"
)

var (
	cases = flag.Int("cases", 1000, "how many texts are run")
	seed  = flag.Uint64("seed", 1, "of the choices in them")
)

// cluster is what all tests share.
var cluster *testcluster.Cluster

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	flag.Parse()
	var err error
	if cluster, err = testcluster.StartMySQL(context.Background(), &emulator.Server{}); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	code := m.Run()
	if err := cluster.Close(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return code
}
