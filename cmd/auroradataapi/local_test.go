package main

import (
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestKilledLocalLeavesNothing kills the program in the way that it cannot do
// anything about. Everything that it started inherits the writing end of a pipe,
// so that the pipe ends when the last of it has gone.
func TestKilledLocalLeavesNothing(t *testing.T) {
	alive, inherited, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer alive.Close()
	temporary := temporaryFolder(t)
	cmd := exec.Command("auroradataapi", "local")
	cmd.Env = append(os.Environ(), "TMPDIR="+temporary)
	cmd.ExtraFiles = make([]*os.File, 10) // beyond those that the program uses itself
	cmd.ExtraFiles[9] = inherited
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	err = cmd.Start()
	inherited.Close()
	if err != nil {
		t.Fatal(err)
	}
	exports, err := io.ReadAll(stdout)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(exports), "AURORA_CLUSTER_ARN") || len(entries(t, temporary)) == 0 {
		t.Errorf("while it works: printed %q, with %v in %s", exports, entries(t, temporary), temporary)
	}

	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err == nil {
		t.Error("the program ended well before it was killed")
	}
	if _, err := io.ReadAll(alive); err != nil {
		t.Fatal(err)
	}
	if left := entries(t, temporary); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// temporaryFolder makes a folder that a server's account may pass through, which
// it may not in that of t.TempDir when that is root's.
func temporaryFolder(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "auroradataapi-test-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	if err := os.Chmod(dir, 0o711); err != nil {
		t.Fatal(err)
	}
	return dir
}

func entries(t *testing.T, dir string) []os.DirEntry {
	t.Helper()
	found, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	return found
}
