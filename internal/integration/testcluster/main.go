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
	watch, err := leftover.Start()
	if err == nil {
		*shared, err = Start(context.Background(), server)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	code := m.Run()
	for _, err := range []error{(*shared).Close(), watch.Check(), watch.Stop()} {
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	return code
}
