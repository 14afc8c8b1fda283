package leftover_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/integration/leftover"
)

var watch *leftover.Watch

func TestMain(m *testing.M) {
	var err error
	if watch, err = leftover.Start(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	if err := watch.Stop(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func TestNothingLeft(t *testing.T) {
	if err := watch.Check(); err != nil {
		t.Fatal(err)
	}
}

func TestFileLeft(t *testing.T) {
	path := filepath.Join(os.TempDir(), "forgotten")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	defer os.Remove(path)
	wantMention(t, "forgotten")
}

func TestGoroutineLeft(t *testing.T) {
	end, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		<-end
	}()
	wantMention(t, "TestGoroutineLeft")
	close(end)
	<-ended
}

func TestProcessLeft(t *testing.T) {
	command := exec.Command("cat", "/dev/stdin", os.TempDir()+"/none")
	input, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	wantMention(t, "cat")
	input.Close()
	command.Wait() // fails, since there is no such file
}

func wantMention(t *testing.T, what string) {
	t.Helper()
	if err := watch.Check(); err == nil || !strings.Contains(err.Error(), what) {
		t.Errorf("got %v, want an error that mentions %s", err, what)
	}
}
