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

// nodeCommand runs a program of examples/node on what its lock file names.
func nodeCommand(t *testing.T, program string) []string {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		missing(t, "Node.js is missing: run make setup, or install nodejs and npm")
	}
	modules, err := nodeModules()
	if err != nil {
		missing(t, "npm: %v", err)
	}
	return []string{node, inFolderWith(t, modules, program)}
}

// inFolderWith copies a program to a folder where it finds the packages, and
// returns its path.
func inFolderWith(t *testing.T, modules, program string) string {
	t.Helper()
	folder := t.TempDir()
	for _, name := range []string{"package.json", filepath.Base(program)} {
		copyFile(t, filepath.Join(examples, "node", name), filepath.Join(folder, name))
	}
	if err := os.Symlink(modules, filepath.Join(folder, "node_modules")); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(folder, filepath.Base(program))
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
	lock, err := os.ReadFile(filepath.Join(examples, "node", "package-lock.json"))
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
		text, err := os.ReadFile(filepath.Join(examples, "node", name))
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
