package clients_test

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

// nodeCommand runs a program of examples/node, from a folder of its own.
func nodeCommand(t *testing.T, program string) []string {
	t.Helper()
	file := filepath.Join(t.TempDir(), filepath.Base(program))
	copyFile(t, pathOf(program), file)
	copyFile(t, pathOf("node/package.json"), filepath.Join(filepath.Dir(file), "package.json"))
	return runNode(t, file)
}

// runNode runs a file with the packages of examples/node, which are linked into its
// folder.
func runNode(t *testing.T, file string) []string {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		missing(t, "Node.js is missing: run make setup, or install nodejs and npm")
	}
	modules, err := nodeModules()
	if err != nil {
		missing(t, "npm: %v", err)
	}
	if err := os.Symlink(modules, filepath.Join(filepath.Dir(file), "node_modules")); err != nil {
		t.Fatal(err)
	}
	return []string{node, file}
}

func copyFile(t *testing.T, from, to string) {
	t.Helper()
	text, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, text, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// nodeModules returns a folder with the packages of the lock file. It is kept in
// the user's cache, by what the lock file says.
var nodeModules = sync.OnceValues(func() (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	lock, err := os.ReadFile(pathOf("node/package-lock.json"))
	if err != nil {
		return "", err
	}
	folder := filepath.Join(cache, "auroradataapi", "node", fmt.Sprintf("%x", sha256.Sum256(lock))[:16])
	modules := filepath.Join(folder, "node_modules")
	if _, err := os.Stat(modules); err == nil {
		return modules, nil
	}
	return modules, installModules(folder)
})

// installModules makes a folder in which npm has installed what the lock file
// names. Whoever is late finds the folder of another.
func installModules(folder string) error {
	if err := os.MkdirAll(filepath.Dir(folder), 0o700); err != nil {
		return err
	}
	started, err := os.MkdirTemp(filepath.Dir(folder), "started-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(started)
	for _, name := range []string{"package.json", "package-lock.json", ".npmrc"} {
		text, err := os.ReadFile(pathOf("node/" + name))
		if err == nil {
			err = os.WriteFile(filepath.Join(started, name), text, 0o600)
		}
		if err != nil {
			return err
		}
	}
	if err := npmCI(started); err != nil {
		return err
	}
	if err := os.Rename(started, folder); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	return nil
}

// npmCI installs with the user's own settings, such as that of the registry.
func npmCI(folder string) error {
	cmd := exec.Command("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline")
	cmd.Dir = folder
	var output bytes.Buffer
	cmd.Stdout, cmd.Stderr = &output, &output
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("install: %w\n%s", err, &output)
	}
	return nil
}
