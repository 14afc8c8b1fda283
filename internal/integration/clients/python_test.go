package clients_test

import (
	"os/exec"
	"sync"
	"testing"
)

// pythonModule is what a program of Python imports.
type pythonModule struct {
	name     string
	packaged bool // setup can install it
	// find returns a Python that has it, or nothing.
	find func() string
}

var (
	boto3 = pythonModule{name: "boto3", packaged: true, find: findPython("import boto3")}
	// aurora-data-api goes with a boto3 that knows the exceptions of the present
	// service.
	auroraDataAPI           = pythonModule{name: "aurora-data-api", find: findPython(importAuroraDataAPI)}
	sqlalchemyAuroraDataAPI = pythonModule{
		name: "sqlalchemy-aurora-data-api", find: findPython(importAuroraDataAPI + "import sqlalchemy_aurora_data_api\n"),
	}
)

const importAuroraDataAPI = `import aurora_data_api, botocore.session
botocore.session.get_session().create_client("rds-data", region_name="us-east-1").exceptions.DatabaseErrorException
`

// findPython returns the first Python that runs a program: the system's, which is
// the one that packages install for, or that of the PATH.
func findPython(program string) func() string {
	return sync.OnceValue(func() string {
		for _, python := range []string{"/usr/bin/python3", "python3"} {
			if exec.Command(python, "-c", program).Run() == nil {
				return python
			}
		}
		return ""
	})
}

// command runs a program of the examples.
func (m pythonModule) command(t *testing.T, program string) []string {
	t.Helper()
	return m.run(t, pathOf(program))
}

// run runs a file, and writes nothing next to it.
func (m pythonModule) run(t *testing.T, file string) []string {
	t.Helper()
	python := m.find()
	switch {
	case python != "":
	case m.packaged:
		missing(t, "a Python 3 that has %s is missing: run make setup, or install it", m.name)
	default:
		t.Skipf("no Python 3 has %s", m.name)
	}
	return []string{python, "-B", file}
}
