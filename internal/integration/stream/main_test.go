package stream_test

import (
	"context"
	"os"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi/emulator"
	"github.com/auroradataapi/auroradataapi/internal/integration/testcluster"
)

// cluster is what the tests of this package share.
var cluster *testcluster.Cluster

func TestMain(m *testing.M) { os.Exit(testcluster.Main(m, &emulator.Server{}, &cluster)) }

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
