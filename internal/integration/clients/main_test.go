package clients_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"testing"

	"github.com/auroradataapi/auroradataapi/emulator"
	"github.com/auroradataapi/auroradataapi/internal/integration/testcluster"
)

var update = flag.Bool("update", false, "write what the programs print to testdata")

// server is what the tests of this package share: a cluster of each engine, which
// is called as the engine.
var server = emulator.Server{Clusters: []emulator.Cluster{
	{ID: string(emulator.PostgreSQL), Engine: emulator.PostgreSQL},
	{ID: string(emulator.MySQL), Engine: emulator.MySQL},
}}

func TestMain(m *testing.M) {
	os.Exit(testcluster.Watch(onServer{m}))
}

// onServer are tests that run on the server.
type onServer struct {
	tests *testing.M
}

func (o onServer) Run() int {
	if err := server.Start(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	code := o.tests.Run()
	if err := server.Close(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return code
}
