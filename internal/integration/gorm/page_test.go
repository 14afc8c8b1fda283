package gorm_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime/debug"
	"slices"
	"testing"
)

const page = "../../../docs/gorm.md"

// TestQuickStart runs the program of docs/gorm.md as it stands there, with a cluster
// in its environment.
func TestQuickStart(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(page)
	check(t, err)
	block := regexp.MustCompile("(?s)```go\n(package main\n.*?)```").FindSubmatch(text)
	if block == nil {
		t.Fatalf("%s has no program", page)
	}
	if got := runProgram(t, block[1]); got != "D42 100\n" {
		t.Errorf("got %q", got)
	}
}

// runProgram builds and runs a program as if it stood in this folder, and returns
// what it prints.
func runProgram(t *testing.T, source []byte) string {
	t.Helper()
	folder := t.TempDir()
	file, binary := filepath.Join(folder, "main.go"), filepath.Join(folder, "program")
	check(t, os.WriteFile(file, source, 0o600))
	build := append([]string{"build", "-o", binary}, raceFlag()...)
	if output, err := exec.CommandContext(t.Context(), "go", append(build, file)...).CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, output)
	}
	var output, errors bytes.Buffer
	command := exec.CommandContext(t.Context(), binary)
	command.Stdout, command.Stderr = &output, &errors
	if err := command.Run(); err != nil {
		t.Fatalf("run: %v\n%s", err, &errors)
	}
	return output.String()
}

// raceFlag has a program built like the test, from packages that are built already.
func raceFlag() []string {
	info, ok := debug.ReadBuildInfo()
	if ok && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"}) {
		return []string{"-race"}
	}
	return nil
}
