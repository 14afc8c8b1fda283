package chaos_test

import (
	"flag"
	"os"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi/emulator"
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
	os.Exit(testcluster.Main(m, &emulator.Server{TransactionIdleTimeout: idle}, &cluster))
}
