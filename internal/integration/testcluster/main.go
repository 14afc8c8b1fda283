package testcluster

import (
	"context"
	"fmt"
	"os"

	"github.com/auroradataapi/auroradataapi/emulator"
	"github.com/auroradataapi/auroradataapi/internal/integration/leftover"
)

// Main runs the tests of a package, m, on one cluster of the server, which shared
// points to meanwhile. It returns the exit status: that of the tests, or 1 if the
// cluster does not start, does not close, or if something is left behind.
func Main(m interface{ Run() int }, server *emulator.Server, shared **Cluster) int {
	return Watch(onCluster{m, server, shared})
}

// onCluster are tests that run on a cluster.
type onCluster struct {
	tests  interface{ Run() int }
	server *emulator.Server
	shared **Cluster
}

func (o onCluster) Run() int {
	var err error
	if *o.shared, err = Start(context.Background(), o.server); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	code := o.tests.Run()
	if err := (*o.shared).Close(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return code
}

// Watch runs the tests of a package, m, which start clusters by themselves. It
// returns the exit status: that of the tests, or 1 if something is left behind.
func Watch(m interface{ Run() int }) int {
	watch, err := leftover.Start()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	code := m.Run()
	for _, err := range []error{watch.Check(), watch.Stop()} {
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	return code
}
