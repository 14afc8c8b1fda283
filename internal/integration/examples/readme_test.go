package examples_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/internal/integration/testcluster"
)

const readme = "../../../README.md"

// program returns the program in README.md.
func program(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	block := regexp.MustCompile("(?s)```go\n(package main\n.*?)```").FindSubmatch(text)
	if block == nil {
		t.Fatalf("%s has no Go program", readme)
	}
	return string(block[1])
}

// runProgram builds a program as if it stood in this folder, and runs it with nothing
// but an environment. It returns what the program prints.
func runProgram(t *testing.T, source string, environment []string) string {
	t.Helper()
	folder := t.TempDir()
	file, binary := filepath.Join(folder, "main.go"), filepath.Join(folder, "program")
	if err := os.WriteFile(file, []byte(source), 0o600); err != nil {
		t.Fatal(err)
	}
	build := exec.CommandContext(t.Context(), "go", "build", "-o", binary, file)
	if output, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, output)
	}
	command := exec.CommandContext(t.Context(), binary)
	command.Env = environment
	output, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("run: %v\n%s", err, output)
	}
	return string(output)
}

// wantTables checks what the program in README.md prints.
func wantTables(t *testing.T, output string) {
	t.Helper()
	if !regexp.MustCompile(`^[1-9][0-9]+ tables\n$`).MatchString(output) {
		t.Errorf("got %q, want a number of tables", output)
	}
}

// TestReadme runs the program of README.md as it stands there.
func TestReadme(t *testing.T) {
	wantTables(t, runProgram(t, program(t), server.Environ()))
}

// TestReadmeFragments builds what else is Go in README.md.
func TestReadmeFragments(t *testing.T) {
	text, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	fragments := 0
	for _, block := range regexp.MustCompile("(?s)```go\n(.*?)```").FindAllSubmatch(text, -1) {
		if fragment := string(block[1]); !strings.HasPrefix(fragment, "package main\n") {
			fragments++
			runProgram(t, fmt.Sprintf(aroundFragment, fragment), os.Environ())
		}
	}
	if fragments != 2 {
		t.Errorf("%s has %d fragments, want 2", readme, fragments)
	}
}

// aroundFragment is a program that has a fragment in it and does not run it.
const aroundFragment = `package main

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
	"testing"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/emulator"
)

var (
	_ = fmt.Println
	_ = auroradataapi.CopyFrom
	_ = emulator.StartT
)

func fragment(ctx context.Context, t *testing.T, db *sql.DB, events iter.Seq[[]any]) (err error) {
	{
%s	}
	return err
}

func main() { _ = fragment }
`

// TestReadmeWithARNs runs it with the cluster and the secret in the DSN, in the
// form that README.md shows, and not in the environment.
func TestReadmeWithARNs(t *testing.T) {
	const dsn = "postgresql+auroradataapi://:@/postgres"
	source := program(t)
	if !strings.Contains(source, `"`+dsn+`"`) {
		t.Fatalf("the program does not open %s", dsn)
	}
	query := "?aurora_cluster_arn=" + server.ClusterARN(testcluster.ID) + "&secret_arn=" + server.SecretARN(testcluster.Secret)
	var environment []string
	for _, variable := range server.Environ() {
		if !strings.HasPrefix(variable, "AURORA") && !strings.HasPrefix(variable, "AWS_REGION=") {
			environment = append(environment, variable)
		}
	}
	wantTables(t, runProgram(t, strings.Replace(source, dsn, dsn+query, 1), environment))
}

// TestReadmeDSN reads the DSN that README.md shows.
func TestReadmeDSN(t *testing.T) {
	text, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	dsn := regexp.MustCompile(`postgresql\+auroradataapi://\S*aurora_cluster_arn=\S+`).Find(text)
	if dsn == nil {
		t.Fatalf("%s shows no DSN with ARNs", readme)
	}
	config, err := auroradataapi.ParseDSN(string(dsn))
	if err != nil {
		t.Fatal(err)
	}
	if config.ClusterARN == "" || config.SecretARN == "" || config.Database != "postgres" {
		t.Errorf("got %+v", config)
	}
}
