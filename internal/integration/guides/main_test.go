package guides_test

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi/internal/integration/bothways"
)

func TestMain(m *testing.M) { os.Exit(bothways.Main(withTree{m})) }

// withTree runs the tests of a package with the tree at hand.
type withTree struct{ tests interface{ Run() int } }

func (w withTree) Run() int {
	folder, err := os.MkdirTemp("", "guides")
	if err == nil {
		defer os.RemoveAll(folder)
		err = tree.read(folder)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return w.tests.Run()
}

const (
	root        = "../../.."
	module      = "github.com/auroradataapi/auroradataapi"
	commandLine = module + "/cmd/auroradataapi"
)

// tree is what a reader would get from the module proxy.
var tree source

type source struct {
	environ []string // of the commands of a page
	edits   []string // of a go.mod
	sums    []byte   // a go.sum
}

// read reads the modules of the tree, and builds the command line into a folder.
func (s *source) read(folder string) error {
	binary := filepath.Join(folder, "auroradataapi")
	if output, err := exec.Command("make", "-C", root, "build", "BINARY="+binary).CombinedOutput(); err != nil {
		return fmt.Errorf("build the command line: %w\n%s", err, output)
	}
	if err := s.readModules(); err != nil {
		return err
	}
	output, err := exec.Command("go", "env", "GOMODCACHE", "GOPROXY").Output()
	if err != nil {
		return err
	}
	cache, proxy, _ := strings.Cut(strings.TrimSpace(string(output)), "\n")
	s.environ = append(os.Environ(),
		"PATH="+folder+string(os.PathListSeparator)+os.Getenv("PATH"),
		"GOWORK=off",
		// What is there already is not asked for.
		"GOPROXY=file://"+filepath.ToSlash(cache)+"/cache/download,"+proxy)
	return nil
}

// readModules reads what the modules of the tree require, and their sums.
func (s *source) readModules() error {
	for _, folder := range []string{".", "auroragorm", "auroramigrate", "emulator", "cmd/auroradataapi", "internal/integration", "examples"} {
		absolute, err := filepath.Abs(filepath.Join(root, folder))
		if err != nil {
			return err
		}
		if err := s.readModule(folder, absolute); err != nil {
			return err
		}
		sums, err := os.ReadFile(filepath.Join(absolute, "go.sum"))
		if err != nil {
			return err
		}
		s.sums = append(s.sums, sums...)
	}
	return nil
}

func (s *source) readModule(folder, absolute string) error {
	output, err := exec.Command("go", "mod", "edit", "-json", filepath.Join(absolute, "go.mod")).Output()
	if err != nil {
		return fmt.Errorf("%s: %w", folder, err)
	}
	var read struct {
		Module  struct{ Path string }
		Require []struct{ Path, Version string }
	}
	if err := json.Unmarshal(output, &read); err != nil {
		return fmt.Errorf("%s: %w", folder, err)
	}
	s.edits = append(s.edits, "-replace="+read.Module.Path+"="+absolute)
	if slices.Contains([]string{"internal/integration", "examples"}, folder) {
		for _, r := range read.Require {
			if !strings.HasPrefix(r.Path, module) {
				s.edits = append(s.edits, "-require="+r.Path+"@"+r.Version)
			}
		}
	}
	return nil
}

// complete puts the modules of the tree into the module in a folder.
func (s *source) complete(t *testing.T, folder string) {
	t.Helper()
	edit := exec.CommandContext(t.Context(), "go", append([]string{"mod", "edit"}, s.edits...)...)
	edit.Dir, edit.Env = folder, s.environ
	if output, err := edit.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	if err := os.WriteFile(filepath.Join(folder, "go.sum"), s.sums, 0o600); err != nil {
		t.Fatal(err)
	}
}
