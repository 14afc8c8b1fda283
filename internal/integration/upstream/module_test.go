package upstream_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
)

// workspace is a folder with the source of modules, redirected, and with go.mod
// files of this module for building their tests: as they are, and redirected.
type workspace struct {
	dir string
}

// add copies a suite's module into the workspace, redirects its calls, adds the
// file with their targets, and returns the copy's folder.
func (w workspace) add(ctx context.Context, s suite) (string, error) {
	original, err := goCommand(ctx, "list", "-m", "-f", "{{.Dir}}", s.module)
	if err != nil {
		return "", err
	}
	dir := filepath.Join(w.dir, filepath.Base(filepath.Dir(s.opener)))
	if err := os.CopyFS(dir, os.DirFS(original)); err != nil {
		return "", fmt.Errorf("upstream: copy %s: %w", s.module, err)
	}
	for _, r := range s.redirections {
		if err := r.apply(dir); err != nil {
			return "", err
		}
	}
	text, err := os.ReadFile(s.opener)
	if err != nil {
		return "", err
	}
	if err := os.WriteFile(filepath.Join(dir, s.openerFolder, filepath.Base(s.opener)), text, 0o600); err != nil {
		return "", err
	}
	return dir, w.writeModFiles(s, dir)
}

func (w workspace) modFile(s suite, redirected bool) string {
	name := filepath.Base(filepath.Dir(s.opener))
	if redirected {
		name += "-redirected"
	}
	return filepath.Join(w.dir, name+".mod")
}

// writeModFiles writes copies of this module's go.mod and go.sum that know the
// sums of what the suite's tests import.
func (w workspace) writeModFiles(s suite, dir string) error {
	mod, err := os.ReadFile("../go.mod")
	if err != nil {
		return err
	}
	sums, err := joinFiles("../go.sum", filepath.Join(dir, "go.sum"))
	if err != nil {
		return err
	}
	for _, redirected := range []bool{false, true} {
		text := slices.Clone(mod)
		if redirected {
			text = fmt.Appendf(text, "\nreplace %s => %s\n", s.module, dir)
		}
		path := w.modFile(s, redirected)
		if err := os.WriteFile(path, text, 0o600); err != nil {
			return err
		}
		if err := os.WriteFile(strings.TrimSuffix(path, ".mod")+".sum", sums, 0o600); err != nil {
			return err
		}
	}
	return nil
}

// joinFiles joins what is in those of the files that exist.
func joinFiles(paths ...string) ([]byte, error) {
	var all []byte
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil && !os.IsNotExist(err) {
			return nil, err
		}
		all = append(all, text...)
	}
	return all, nil
}

// build builds the tests of one of the suite's packages, as they are or
// redirected, under the race detector if this test runs under it.
func (w workspace) build(ctx context.Context, s suite, folder string, redirected bool) (binary string, err error) {
	mod := w.modFile(s, redirected)
	binary = strings.TrimSuffix(mod, ".mod") + "-" + path.Base(path.Join(s.module, folder)) + ".test"
	args := []string{"test", "-c", "-vet=off", "-modfile=" + mod, "-o", binary}
	if raceDetected() {
		args = append(args, "-race")
	}
	_, err = goCommand(ctx, append(args, path.Join(s.module, folder))...)
	return binary, err
}

func raceDetected() bool {
	info, ok := debug.ReadBuildInfo()
	return ok && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"})
}

// goCommand runs the go command on this module and returns what it prints.
func goCommand(ctx context.Context, args ...string) (string, error) {
	command := exec.CommandContext(ctx, "go", args...)
	command.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=")
	var problem bytes.Buffer
	command.Stderr = &problem
	out, err := command.Output()
	if err != nil {
		return "", fmt.Errorf("upstream: go %s: %w\n%s", strings.Join(args, " "), err, problem.Bytes())
	}
	return strings.TrimSpace(string(out)), nil
}
