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

const (
	ourModule = "github.com/auroradataapi/auroradataapi"
	ourFolder = "../../.."
)

// workspace is a module that requires a suite's and ours. Its folder has a copy of
// the suite's module, redirected, and the binaries of its tests.
type workspace struct {
	dir             string
	suite           suite
	module, version string // the suite's
	source          string // folder of the copy
}

// newWorkspace makes a workspace in an empty folder.
func newWorkspace(ctx context.Context, dir string, s suite) (*workspace, error) {
	original, version, err := download(ctx, s.module)
	if err != nil {
		return nil, err
	}
	module, _, _ := strings.Cut(s.module, "@")
	w := &workspace{dir: dir, suite: s, module: module, version: version, source: filepath.Join(dir, "source")}
	if err := os.CopyFS(w.source, os.DirFS(original)); err != nil {
		return nil, fmt.Errorf("upstream: copy %s: %w", s.module, err)
	}
	if err := w.change(); err != nil {
		return nil, err
	}
	return w, w.require(ctx)
}

// download returns where the source of a module is, and its version.
func download(ctx context.Context, module string) (dir, version string, err error) {
	if !strings.Contains(module, "@") {
		if module, err = goCommand(ctx, ".", "list", "-m", "-f", "{{.Path}}@{{.Version}}", module); err != nil {
			return "", "", err
		}
	}
	if _, err := goCommand(ctx, ".", "mod", "download", module); err != nil {
		return "", "", err
	}
	_, version, _ = strings.Cut(module, "@")
	dir, err = goCommand(ctx, ".", "list", "-m", "-f", "{{.Dir}}", module)
	return dir, version, err
}

// change redirects the calls, and adds and leaves out what the suite says.
func (w *workspace) change() error {
	for _, r := range w.suite.redirections {
		if err := r.apply(w.source, w.suite.opener); err != nil {
			return err
		}
	}
	for folder, file := range w.suite.additions {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(w.source, folder, filepath.Base(file)), text, 0o600); err != nil {
			return err
		}
	}
	for _, l := range w.suite.leftOut {
		if err := l.apply(w.source); err != nil {
			return err
		}
	}
	return nil
}

// require writes the workspace's go.mod and go.sum: with them the versions of all
// other modules are the higher ones of what the suite and we require.
func (w *workspace) require(ctx context.Context) error {
	ours, err := filepath.Abs(ourFolder)
	if err != nil {
		return err
	}
	text := fmt.Sprintf("module upstream\n\ngo 1.26.0\n\nrequire (\n\t%s v0.0.0\n\t%s %s\n)\n\nreplace (\n\t%[1]s => %[4]s\n\t%[2]s => ./source\n)\n",
		ourModule, w.module, w.version, ours)
	for module, folder := range w.suite.replacements {
		if folder, err = filepath.Abs(folder); err != nil {
			return err
		}
		text += fmt.Sprintf("\nreplace %s => %s\n", module, folder)
	}
	if err := os.WriteFile(filepath.Join(w.dir, "go.mod"), []byte(text), 0o600); err != nil {
		return err
	}
	sums, err := joinFiles("../go.sum", filepath.Join(w.source, "go.sum"))
	if err != nil {
		return err
	}
	for _, l := range w.suite.leftOut {
		if _, err := goCommand(ctx, w.source, "mod", "edit", "-droprequire="+l.module); err != nil {
			return err
		}
	}
	return os.WriteFile(filepath.Join(w.dir, "go.sum"), sums, 0o600)
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

// build builds the tests of one of the suite's packages, under the race detector
// if this test runs under it.
func (w *workspace) build(ctx context.Context, folder string) (binary string, err error) {
	name := path.Join(w.module, folder)
	binary = filepath.Join(w.dir, strings.ReplaceAll(name, "/", "_")+".test")
	args := []string{"test", "-c", "-vet=off", "-mod=mod", "-o", binary}
	if raceDetected() {
		args = append(args, "-race")
	}
	_, err = goCommand(ctx, w.dir, append(args, name)...)
	return binary, err
}

func raceDetected() bool {
	info, ok := debug.ReadBuildInfo()
	return ok && slices.Contains(info.Settings, debug.BuildSetting{Key: "-race", Value: "true"})
}

// goCommand runs the go command in a folder, on the module that it is in, and
// returns what it prints.
func goCommand(ctx context.Context, dir string, args ...string) (string, error) {
	command := exec.CommandContext(ctx, "go", args...)
	command.Dir = dir
	command.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=")
	var problem bytes.Buffer
	command.Stderr = &problem
	out, err := command.Output()
	if err != nil {
		return "", fmt.Errorf("upstream: go %s: %w\n%s", strings.Join(args, " "), err, problem.Bytes())
	}
	return strings.TrimSpace(string(out)), nil
}
