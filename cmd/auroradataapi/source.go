package main

import (
	"errors"
	"fmt"
	"io"
	"os"
)

// source is a file that can be read twice.
type source struct {
	name string // as errors have it
	file *os.File
	temp bool // it is to be removed
}

// openSource opens a file. Standard input, which is named -, is copied to a
// temporary file.
func openSource(name string, stdin io.Reader) (*source, error) {
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		return &source{name: name, file: file}, nil
	}
	file, err := os.CreateTemp("", "auroradataapi-stdin-")
	if err != nil {
		return nil, err
	}
	// Where the system lets it, it has no name any more, so that nothing can leave it behind.
	s := &source{name: "standard input", file: file, temp: os.Remove(file.Name()) != nil}
	_, err = io.Copy(file, stdin)
	if err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	if err != nil {
		s.close()
		return nil, fmt.Errorf("read standard input: %w", err)
	}
	return s, nil
}

// close closes the file and removes a temporary one.
func (s *source) close() error {
	err := s.file.Close()
	if s.temp {
		err = errors.Join(err, os.Remove(s.file.Name()))
	}
	return err
}
