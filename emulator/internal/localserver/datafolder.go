//go:build unix

package localserver

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// KeptData makes sure that dir holds data of the server's kind. A file of the
// given name is in all such data; check is given its text and says whether the
// data is of the right version. New data is made by build, next to dir, and gets
// its name when it is complete.
func (s *Server) KeptData(dir, file string, check func(text string) error, build func(dir string) error) error {
	parent := filepath.Dir(dir)
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return err
	}
	if !s.account.reaches(parent) {
		return fmt.Errorf("data folder %s: %s, which the server runs as instead of root, may not pass through %s",
			dir, s.account.name, parent)
	}
	exists, err := s.checkData(dir, file, check)
	if exists || err != nil {
		return err
	}
	staged, err := s.folder(parent)
	if err != nil {
		return err
	}
	if err := s.build(build, staged); err != nil {
		return err
	}
	if err := os.Rename(staged, dir); err != nil {
		return err
	}
	return syncFolder(parent)
}

// checkData tells whether dir already holds data. A folder with anything else in
// it is an error.
func (s *Server) checkData(dir, file string, check func(text string) error) (bool, error) {
	text, err := os.ReadFile(filepath.Join(dir, file))
	if err == nil {
		if err := check(string(text)); err != nil {
			return false, fmt.Errorf("data folder %s %w", dir, err)
		}
		return true, s.account.OwnTree(dir)
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err == nil && len(entries) > 0 {
		err = fmt.Errorf("data folder %s is not empty and holds no data of a private %s server", dir, s.product)
	}
	return false, err
}
