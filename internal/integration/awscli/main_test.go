package awscli_test

import (
	"context"
	"fmt"
	"os"
	"testing"

	"github.com/auroradataapi/auroradataapi/emulator"
)

// server is what the tests of this package share.
var server emulator.Server

func TestMain(m *testing.M) {
	if err := server.Start(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	if err := server.Close(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}
