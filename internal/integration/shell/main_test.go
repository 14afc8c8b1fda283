package shell_test

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/integration/testcluster"
)

const commandLine = "github.com/auroradataapi/auroradataapi/cmd/auroradataapi"

var update = flag.Bool("update", false, "write the screens anew")

// binary is the command line.
var binary string

func TestMain(m *testing.M) { os.Exit(testcluster.Watch(built{m})) }

// built are tests that need the command line.
type built struct{ tests *testing.M }

func (b built) Run() int {
	folder, err := os.MkdirTemp("", "auroradataapi-shell-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(folder)
	binary = filepath.Join(folder, "auroradataapi")
	if output, err := exec.Command("go", "build", "-o", binary, commandLine).CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "build the command line: %v\n%s", err, output)
		return 1
	}
	return b.tests.Run()
}
