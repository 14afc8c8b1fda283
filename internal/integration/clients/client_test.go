package clients_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/emulator"
	"github.com/auroradataapi/auroradataapi/internal/integration/testcluster"
)

const examples = "../../../examples"

var bothEngines = []emulator.Engine{emulator.PostgreSQL, emulator.MySQL}

// client is a program of the examples.
type client struct {
	program string // its path in the folder of examples
	engines []emulator.Engine
	// command returns what runs the program, and skips the test if the machine
	// lacks something.
	command func(t *testing.T, program string) []string
}

var clients = []client{
	{program: "awscli/parcels.sh", engines: bothEngines, command: awsCommand},
	{program: "node/data-api-client.js", engines: bothEngines, command: nodeCommand},
	{program: "node/drizzle.js", engines: []emulator.Engine{emulator.PostgreSQL}, command: nodeCommand},
	{program: "node/knex.js", engines: bothEngines, command: nodeCommand},
	{program: "node/kysely.js", engines: bothEngines, command: nodeCommand},
	{program: "node/sdk.js", engines: bothEngines, command: nodeCommand},
	{program: "node/typeorm.js", engines: bothEngines, command: nodeCommand},
	{program: "python/alchemy.py", engines: bothEngines, command: sqlalchemyAuroraDataAPI.command},
	{program: "python/dbapi.py", engines: bothEngines, command: auroraDataAPI.command},
	{program: "python/sdk.py", engines: bothEngines, command: boto3.command},
}

func TestClients(t *testing.T) {
	t.Parallel()
	for _, c := range clients {
		for _, engine := range c.engines {
			t.Run(c.program+"/"+string(engine), func(t *testing.T) {
				t.Parallel()
				command := c.command(t, c.program)
				createDatabase(t, engine, c.database())
				wantOutput(t, c.expectation(engine), output(t, engine, c.database(), command))
			})
		}
	}
}

// TestAllExamples finds programs that no test runs.
func TestAllExamples(t *testing.T) {
	t.Parallel()
	tested := map[string]bool{}
	for _, c := range clients {
		tested[c.program] = true
	}
	for _, pattern := range []string{"awscli/*.sh", "node/*.js", "python/*.py"} {
		files, err := filepath.Glob(filepath.Join(examples, pattern))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s: %d files, %v", pattern, len(files), err)
		}
		for _, file := range files {
			program := filepath.ToSlash(strings.TrimPrefix(file, filepath.FromSlash(examples)+string(filepath.Separator)))
			if !tested[program] {
				t.Errorf("no test runs %s", program)
			}
		}
	}
}

// database is a name of its own for each program.
func (c client) database() string {
	return strings.NewReplacer("/", "_", ".", "_", "-", "_").Replace(c.program)
}

func (c client) expectation(engine emulator.Engine) string {
	program := strings.TrimSuffix(c.program, filepath.Ext(c.program))
	return filepath.Join("testdata", filepath.FromSlash(program)+"-"+string(engine)+".txt")
}

func wantOutput(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("it prints\n%s\nwant\n%s", got, want)
	}
}

// output runs a command on a database and returns what it prints.
func output(t *testing.T, engine emulator.Engine, database string, command []string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), command[0], command[1:]...)
	cmd.Env = environ(t, engine, database)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		t.Fatalf("%s: %v\n%s%s", strings.Join(command, " "), err, &stdout, &stderr)
	}
	// MySQL's errors name the table of a key, MariaDB's do not.
	return strings.ReplaceAll(stdout.String(), "'parcels.PRIMARY'", "'PRIMARY'")
}

// environ is the environment that "auroradataapi local" gives a command, with
// nothing of the machine's own AWS configuration.
func environ(t *testing.T, engine emulator.Engine, database string) []string {
	home := t.TempDir()
	return append(server.Environ(),
		"PATH="+os.Getenv("PATH"), "PYTHONPATH="+os.Getenv("PYTHONPATH"), "HOME="+home, "TMPDIR="+home, "LANG=C.UTF-8", "NO_COLOR=1", "AWS_PAGER=", "AWS_EC2_METADATA_DISABLED=true",
		"AWS_CONFIG_FILE="+filepath.Join(home, "config"), "AWS_SHARED_CREDENTIALS_FILE="+filepath.Join(home, "credentials"),
		"AURORA_CLUSTER_ARN="+server.ClusterARN(string(engine)), "AURORA_SECRET_ARN="+secretARN(engine),
		"AURORADATAAPI_ENGINE="+string(engine), "AURORA_DATABASE="+database,
	)
}

func secretARN(engine emulator.Engine) string {
	return server.SecretARN("rds-db-credentials/" + string(engine))
}

func createDatabase(t *testing.T, engine emulator.Engine, name string) {
	t.Helper()
	config := auroradataapi.Config{
		ClusterARN: server.ClusterARN(string(engine)), SecretARN: secretARN(engine), Endpoint: server.URL(),
		Database:  "postgres",
		AWSConfig: &aws.Config{Credentials: credentials.NewStaticCredentialsProvider("local", "local", "")},
	}
	if engine == emulator.MySQL {
		config.Engine, config.Database = auroradataapi.EngineMySQL, ""
	}
	db, err := testcluster.Open(config)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), "create database "+name); err != nil {
		t.Fatal(err)
	}
}
