package soak

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// child is the emulator in a process of its own: the command line.
type child struct {
	cmd     *exec.Cmd
	stderr  bytes.Buffer
	environ map[string]string
}

// startChild builds the command and runs it. It serves both engines, and ends with
// the test.
func startChild(t *testing.T, args ...string) *child {
	t.Helper()
	program := filepath.Join(t.TempDir(), "auroradataapi")
	build := exec.CommandContext(t.Context(), "make", "build", "BINARY="+program)
	build.Dir = filepath.Join("..", "..", "..")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("build the command: %v\n%s", err, out)
	}
	c := &child{cmd: exec.Command(program, append([]string{"local"}, args...)...)}
	c.cmd.Stderr = &c.stderr
	stdout, err := c.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.stop(t) })
	exports, err := io.ReadAll(stdout)
	if err != nil {
		t.Fatal(err)
	}
	c.environ = parseExports(string(exports))
	if c.environ["AWS_ENDPOINT_URL_RDS_DATA"] == "" {
		t.Fatalf("the emulator printed %q and said %s", exports, c.stderr.String())
	}
	return c
}

// stop ends the emulator as a service manager does. It must end well.
func (c *child) stop(t *testing.T) {
	if err := c.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Error(err)
	}
	if err := c.cmd.Wait(); err != nil {
		t.Errorf("the emulator ended with %v: %s", err, c.stderr.String())
	}
}

// parseExports reads lines of the form export NAME='value'.
func parseExports(text string) map[string]string {
	environ := map[string]string{}
	for line := range strings.Lines(text) {
		assignment, ok := strings.CutPrefix(strings.TrimSpace(line), "export ")
		if !ok {
			continue
		}
		name, value, _ := strings.Cut(assignment, "=")
		if quoted := strings.TrimSuffix(strings.TrimPrefix(value, "'"), "'"); len(quoted) == len(value)-2 {
			value = strings.ReplaceAll(quoted, `'\''`, "'")
		}
		environ[name] = value
	}
	return environ
}

// url is the endpoint of the emulator.
func (c *child) url() string { return c.environ["AWS_ENDPOINT_URL_RDS_DATA"] }

// expire ends the transactions that no call is using.
func (c *child) expire(ctx context.Context) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.environ["AURORADATAAPI_LOCAL_CONTROL"]+"/expire", nil)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	return response.Body.Close()
}

// environOf gives a variable about the cluster of an engine.
func (c *child) environOf(e engine, name string) string {
	return c.environ["AURORA_"+strings.ToUpper(e.name)+"_"+name]
}
