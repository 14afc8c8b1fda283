// Package mysqlsession has one connection do what programs do with theirs, through
// go-sql-driver/mysql and through the driver, and compares what they see.
package mysqlsession

import (
	"context"
	"fmt"
	"os"
	"testing"

	"github.com/auroradataapi/auroradataapi/emulator"
	"github.com/auroradataapi/auroradataapi/internal/integration/leftover"
	"github.com/auroradataapi/auroradataapi/internal/integration/testcluster"
)

var cluster *testcluster.Cluster

func TestMain(m *testing.M) { os.Exit(run(m)) }

func run(m *testing.M) int {
	watch, err := leftover.Start()
	if err == nil {
		cluster, err = testcluster.StartMySQL(context.Background(), &emulator.Server{})
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
