package chaos_test

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi/emulator"
	"github.com/auroradataapi/auroradataapi/internal/integration/testcluster"
)

var (
	seed       = flag.Uint64("seed", 1, "what the programs do, and which calls fail")
	operations = flag.Int("operations", 1000, "how many operations all programs do together")
	engines    = flag.String("engine", "postgresql,mysql", "the engines to run on")
	programs   = flag.Int("programs", 32, "how many programs there are")
)

// idle is how long a transaction may go unused. It is short, since those whose
// id was lost with an answer end by it alone, and each has a connection.
const idle = 3 * time.Second

// cluster is that of the engine whose turn it is.
var cluster *testcluster.Cluster

func TestMain(m *testing.M) {
	flag.Parse()
	os.Exit(testcluster.Watch(m))
}

// onEachEngine runs a test on a cluster of each engine.
func onEachEngine(t *testing.T, test func(*testing.T)) {
	t.Helper()
	for _, d := range []*dialect{&postgreSQL, &mySQL} {
		if !slices.Contains(strings.Split(*engines, ","), d.engine) {
			continue
		}
		t.Run(d.engine, func(t *testing.T) {
			var err error
			if cluster, err = d.start(t.Context(), &emulator.Server{TransactionIdleTimeout: idle}); err != nil {
				t.Fatal(err)
			}
			defer func() {
				if err := cluster.Close(); err != nil {
					t.Error(err)
				}
			}()
			spoken = d
			test(t)
		})
	}
}
