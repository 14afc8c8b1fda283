// Package leftover finds what a test has left behind: goroutines, processes,
// files.
//
//	watch, err := leftover.Start()
//	…
//	err = watch.Check()
package leftover

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Watch watches one test binary, whose temporary folder it moves, so that
// everything in there is the binary's own.
type Watch struct {
	folder     string
	goroutines map[string]string // that were there before
}

// Start starts a watch. Goroutines that run now are none of its business.
func Start() (*Watch, error) {
	folder, err := os.MkdirTemp("", "test-")
	if err != nil {
		return nil, err
	}
	// A server that was started by root runs as another user and has to get in.
	if err := os.Chmod(folder, 0o755); err != nil {
		return nil, err
	}
	if err := os.Setenv("TMPDIR", folder); err != nil {
		return nil, err
	}
	return &Watch{folder: folder, goroutines: goroutines()}, nil
}

// Check returns an error that names everything that is left. It has patience
// with what is about to end: goroutines that have nothing more to do, and
// processes that were killed, which the system takes a moment to take off its
// list.
func (w *Watch) Check() error {
	const patience, pause = 2 * time.Second, 10 * time.Millisecond
	for deadline := time.Now().Add(patience); ; time.Sleep(pause) {
		err := w.checkOnce()
		if err == nil || time.Now().After(deadline) {
			return err
		}
	}
}

func (w *Watch) checkOnce() error {
	return errors.Join(w.checkGoroutines(), w.checkFiles(), w.checkProcesses())
}

// Stop removes the temporary folder.
func (w *Watch) Stop() error { return os.RemoveAll(w.folder) }

func (w *Watch) checkGoroutines() error {
	if left := newGoroutines(w.goroutines); len(left) > 0 {
		return fmt.Errorf("leftover: goroutines:\n%s", strings.Join(left, "\n\n"))
	}
	return nil
}

// checkFiles looks for files, folders and sockets.
func (w *Watch) checkFiles() error {
	var left []string
	err := filepath.WalkDir(w.folder, func(path string, _ fs.DirEntry, err error) error {
		if path != w.folder {
			left = append(left, path)
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("leftover: list %s: %w", w.folder, err)
	}
	if len(left) > 0 {
		return fmt.Errorf("leftover: files: %s", strings.Join(left, ", "))
	}
	return nil
}

// checkProcesses looks for processes that know the temporary folder, from their
// environment or their command line.
func (w *Watch) checkProcesses() error {
	left, err := processes(w.folder)
	if err != nil {
		return fmt.Errorf("leftover: list processes: %w", err)
	}
	if len(left) > 0 {
		return fmt.Errorf("leftover: processes: %s", strings.Join(left, ", "))
	}
	return nil
}
