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

// pythonWith is for programs that import a module which setup installs.
func pythonWith(module string) func(t *testing.T, program string) []string {
	python := sync.OnceValue(func() string { return findPython("import " + module) })
	return func(t *testing.T, program string) []string {
		t.Helper()
		if python() == "" {
			missing(t, "a Python 3 that has %s is missing: run make setup, or install it", module)
		}
		return pythonCommand(python(), program)
	}
}

// What no package of Debian has: aurora-data-api, which takes a boto3 that knows the
// exceptions of the present service, and the dialects for SQLAlchemy.
const (
	auroraDataAPI = `import aurora_data_api, botocore.session
botocore.session.get_session().create_client("rds-data", region_name="us-east-1").exceptions.DatabaseErrorException`
	sqlalchemyAuroraDataAPI = "import sqlalchemy_aurora_data_api\n" + auroraDataAPI
)

// pythonIf is for programs that run where the machine happens to have what they
// import.
func pythonIf(check string) func(t *testing.T, program string) []string {
	python := sync.OnceValue(func() string { return findPython(check) })
	return func(t *testing.T, program string) []string {
		t.Helper()
		if python() == "" {
			t.Skip("what it imports is missing: see examples/python")
		}
		return pythonCommand(python(), program)
	}
}

// pythonCommand writes nothing next to the program.
func pythonCommand(python, program string) []string {
	return []string{python, "-B", filepath.Join(examples, filepath.FromSlash(program))}
}

// findPython returns the first Python that passes a check: the system's, which is
// the one that packages install for, or that of the PATH.
func findPython(check string) string {
	for _, python := range []string{"/usr/bin/python3", "python3"} {
		if exec.Command(python, "-c", check).Run() == nil {
			return python
		}
	}
	return ""
}
