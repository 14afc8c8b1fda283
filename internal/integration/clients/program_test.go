package clients_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"sync"
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

func awsCommand(t *testing.T, program string) []string {
	t.Helper()
	if _, err := exec.LookPath("aws"); err != nil {
		missing(t, "the AWS command line is missing: run make setup, or install awscli")
	}
	return []string{"sh", filepath.Join(examples, filepath.FromSlash(program))}
}

// pythonCommand is for programs that import a module.
func pythonCommand(module string) func(t *testing.T, program string) []string {
	python := sync.OnceValue(func() string { return findPython(module) })
	return func(t *testing.T, program string) []string {
		t.Helper()
		if python() == "" {
			missing(t, "a Python 3 that has %s is missing: run make setup, or install it", module)
		}
		// Nothing is written next to the program.
		return []string{python(), "-B", filepath.Join(examples, filepath.FromSlash(program))}
	}
}

// findPython returns the first Python that has a module: the system's, which is
// the one that packages install for, or that of the PATH.
func findPython(module string) string {
	for _, python := range []string{"/usr/bin/python3", "python3"} {
		if exec.Command(python, "-c", "import "+module).Run() == nil {
			return python
		}
	}
	return ""
}
