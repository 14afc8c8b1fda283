package clients_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// missing is for what the machine lacks.
func missing(t *testing.T, format string, args ...any) {
	t.Helper()
	if os.Getenv("CI") == "true" {
		t.Fatalf(format, args...)
	}
	t.Skipf(format, args...)
}

// pathOf is where a program of the examples is.
func pathOf(program string) string { return filepath.Join(examples, filepath.FromSlash(program)) }

// awsCommand runs a script that uses the AWS command line.
func awsCommand(t *testing.T, program string) []string {
	t.Helper()
	needAWS(t)
	return []string{"sh", pathOf(program)}
}

func needAWS(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("aws"); err != nil {
		t.Fatal("the AWS command line is missing: run make setup, or install awscli")
	}
}
