//go:build unix

package localserver

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// unfinished is a file in data that somebody has yet to fill.
const unfinished = "auroradataapi-unfinished"

// KeptData makes sure that there is data of the server's kind in the folder that is
// kept. A file of the given name is in all such data; check is given its text and
// says whether the data is of the right version. New data is made by build, next to
// the folder, and gets its name when it is complete.
func (s *Server) KeptData(file string, check func(text string) error, build func(dir string) error) error {
	dir, parent := s.data, filepath.Dir(s.data)
	if !s.account.reaches(parent) {
		return fmt.Errorf("data folder %s: %s, which the server runs as instead of root, may not pass through %s",
			dir, s.account.name, parent)
	}
	if err := s.dropUnfinished(); err != nil {
		return err
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
	if s.pending {
		if err := os.WriteFile(filepath.Join(staged, unfinished), nil, 0o600); err != nil {
			return err
		}
	}
	if err := os.Rename(staged, dir); err != nil {
		return err
	}
	s.isNew = true
	return syncFolder(parent)
}

// dropUnfinished removes data that was never finished. Nobody else has it: the lock
// is ours.
func (s *Server) dropUnfinished() error {
	_, err := os.Lstat(filepath.Join(s.data, unfinished))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	s.logger.Warn("data that was not finished is made anew", "folder", s.data)
	return os.RemoveAll(s.data)
}

// IsNew says whether the data was made by this server.
func (s *Server) IsNew() bool { return s.isNew }

// Finish says that new data is complete, see [Config].
func (s *Server) Finish() error {
	if s.data == "" {
		return nil
	}
	err := os.Remove(filepath.Join(s.data, unfinished))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return syncFolder(s.data)
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
