//go:build unix

package localserver

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Template says where fresh data is kept from which temporary servers are
// copied, and how it is made.
type Template struct {
	// CacheDir is the folder of all templates.
	CacheDir string
	// Name is the beginning of the template's name, such as "postgresql-15".
	Name string
	// Recipe is everything else that shapes its content.
	Recipe []string
	// Build fills an empty folder, which belongs to the caller.
	Build func(dir string) error
	// InMemory prefers a file system in memory, if it has room and TMPDIR does not
	// choose another place.
	InMemory bool
}

// TemporaryData makes a temporary folder of data: a copy of the template when
// there is one, else new data that becomes the template. It belongs to the
// server's account.
//
// Processes that start at the same moment need no lock: each builds in its own
// folder, and only a finished template gets its name, by a rename.
func (s *Server) TemporaryData(t Template) (string, error) {
	parent, err := s.dataParent(t.InMemory)
	if err != nil {
		return "", err
	}
	dir, err := s.folder(parent)
	if err != nil {
		return "", err
	}
	path, err := t.path()
	if err != nil {
		s.logger.Warn("no template of a server's data, starting will take longer", "error", err)
	}
	err = errNoTemplate
	if path != "" {
		err = s.copyTemplate(path, dir)
	}
	if errors.Is(err, errNoTemplate) {
		err = s.buildTemplate(t, dir, path)
	}
	return dir, err
}

// dataParent is the folder in which temporary data gets one of its own.
func (s *Server) dataParent(inMemory bool) (string, error) {
	if inMemory && os.Getenv("TMPDIR") == "" && hasMemory() && s.account.reaches(memoryFolder) {
		return memoryFolder, nil
	}
	return s.temporaryParent(0)
}

var errNoTemplate = errors.New("no template of a server's data")

// path names the template by everything that shapes its content.
func (t Template) path() (string, error) {
	if err := PrivateFolder(t.CacheDir); err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(strings.Join(t.Recipe, "\x00")))
	return filepath.Join(t.CacheDir, t.Name+"-"+hex.EncodeToString(sum[:8])), nil
}

func (s *Server) copyTemplate(path, dir string) error {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return errNoTemplate
	}
	if err := copyTree(path, dir, keepInMemory); err != nil {
		return fmt.Errorf("copy the template of a server's data: %w", err)
	}
	return s.account.OwnTree(dir)
}

// buildTemplate makes data in dir and leaves a copy of it as the template. A
// cache that cannot be written costs the next start time, not this one its
// success.
func (s *Server) buildTemplate(t Template, dir, path string) error {
	if err := s.build(t.Build, dir); err != nil {
		return err
	}
	if path == "" {
		return nil
	}
	if err := s.publish(dir, path); err != nil {
		s.logger.Warn("no template of a server's data kept, the next start will take longer", "error", err)
	}
	return nil
}

func (s *Server) build(build func(dir string) error, dir string) error {
	if err := s.account.Own(dir); err != nil {
		return err
	}
	return build(dir)
}

// publish copies dir to the template's place. The copy is on disk before it
// gets its name: a template cut short by a power failure would stay for ever.
func (s *Server) publish(dir, path string) error {
	staged, err := s.folder(filepath.Dir(path))
	if err != nil {
		return err
	}
	if err := copyTree(dir, staged, syncToDisk); err != nil {
		return err
	}
	err = os.Rename(staged, path)
	if errors.Is(err, fs.ErrExist) {
		return nil // another process was faster; the guard removes ours
	}
	return err
}
