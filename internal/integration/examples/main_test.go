package examples_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/emulator"
	"github.com/auroradataapi/auroradataapi/internal/integration/testcluster"
)

// server is what all examples talk to. They find it by the environment, as they
// would find a cluster of AWS.
var server = emulator.Server{Clusters: []emulator.Cluster{{ID: testcluster.ID}, {ID: "orders", Engine: emulator.MySQL}}}

func TestMain(m *testing.M) {
	os.Exit(run(m))
}

func run(m *testing.M) int {
	if err := server.Start(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	code := 1
	if err := setEnvironment(server.Environ()); err != nil {
		fmt.Fprintln(os.Stderr, err)
	} else {
		code = m.Run()
	}
	if err := server.Close(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return code
}

// setEnvironment sets variables, and keeps the SDK from the machine's own AWS
// configuration.
func setEnvironment(variables []string) error {
	for _, variable := range append(variables, "AWS_CONFIG_FILE=/none", "AWS_SHARED_CREDENTIALS_FILE=/none") {
		name, value, _ := strings.Cut(variable, "=")
		if err := os.Setenv(name, value); err != nil {
			return err
		}
	}
	return os.Unsetenv("AWS_PROFILE")
}
