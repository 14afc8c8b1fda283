package awscli_test

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/integration/testcluster"
)

// rdsData runs a command of "aws rds-data" for the cluster. It returns what the
// command prints, and what it complains about if it fails.
func rdsData(t *testing.T, command string, args ...string) (output, complaint string) {
	t.Helper()
	return awsCLI(t, append([]string{
		"rds-data", command, "--resource-arn", server.ClusterARN(testcluster.ID), "--secret-arn", server.SecretARN(testcluster.Secret),
	}, args...)...)
}

// awsCLI runs the command line with nothing of the machine's own AWS
// configuration, likewise.
func awsCLI(t *testing.T, args ...string) (output, complaint string) {
	t.Helper()
	program, err := exec.LookPath("aws")
	if err != nil {
		t.Fatal("the AWS command line is missing: run make setup, or install awscli")
	}
	home := t.TempDir()
	// Versions before 2.13 do not read the endpoint from the environment, and
	// version 1 does not read AWS_REGION.
	cmd := exec.CommandContext(t.Context(), program, append([]string{
		"--endpoint-url", server.URL(), "--region", "us-east-1", "--output", "json",
	}, args...)...)
	cmd.Env = append([]string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + home, "LANG=C.UTF-8", "AWS_PAGER=", "AWS_EC2_METADATA_DISABLED=true",
		"AWS_CONFIG_FILE=" + filepath.Join(home, "config"), "AWS_SHARED_CREDENTIALS_FILE=" + filepath.Join(home, "credentials"),
	}, server.Environ()...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		if stderr.Len() == 0 {
			t.Fatalf("aws %s: %v", strings.Join(args, " "), err)
		}
		return "", stderr.String()
	}
	return stdout.String(), ""
}

// mustRDSData is for a command that succeeds. It returns what it printed, parsed.
func mustRDSData(t *testing.T, command string, args ...string) map[string]any {
	t.Helper()
	output, complaint := rdsData(t, command, args...)
	if complaint != "" {
		t.Fatalf("aws rds-data %s %s: %s", command, strings.Join(args, " "), complaint)
	}
	return parse(t, output).(map[string]any)
}

// execute runs a statement in the database postgres.
func execute(t *testing.T, sql string, args ...string) map[string]any {
	t.Helper()
	return mustRDSData(t, "execute-statement", append([]string{"--database", testcluster.Database, "--sql", sql}, args...)...)
}

// parse parses JSON and keeps numbers as they are written.
func parse(t *testing.T, text string) (value any) {
	t.Helper()
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&value); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return value
}

func wantJSON(t *testing.T, got any, want string) {
	t.Helper()
	if !reflect.DeepEqual(got, parse(t, want)) {
		text, _ := json.Marshal(got) // of what was JSON before
		t.Errorf("got  %s\nwant %s", text, want)
	}
}
