package chaos_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi/emulator"
	"github.com/auroradataapi/auroradataapi/internal/integration/leftover"
	"github.com/auroradataapi/auroradataapi/internal/integration/testcluster"
)

var (
	seed       = flag.Uint64("seed", 1, "what the programs do, and which calls fail")
	operations = flag.Int("operations", 1500, "how many operations all programs do together")
	programs   = flag.Int("programs", 32, "how many programs there are")
)

// idle is how long a transaction may go unused. It is short, since those whose
// id was lost with an answer end by it alone, and each has a connection.
const idle = 3 * time.Second

var cluster *testcluster.Cluster

func TestMain(m *testing.M) {
	flag.Parse()
	os.Exit(run(m))
}

func run(m *testing.M) int {
	watch, err := leftover.Start()
	if err == nil {
		cluster, err = testcluster.Start(context.Background(), &emulator.Server{TransactionIdleTimeout: idle})
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	code := m.Run()
	for _, err := range []error{cluster.Close(), watch.Check(), watch.Stop()} {
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	return code
}
