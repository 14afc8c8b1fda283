//go:build unix

package localserver

import (
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// durability says whether a copied file has to be on disk when copied.
type durability bool

const (
	keepInMemory durability = false
	syncToDisk   durability = true
)

// copyTree copies the folders and regular files in from to the existing folder
// to, with their permissions.
func copyTree(from, to string, d durability) error {
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, relative)
		switch {
		case path == from:
			return nil
		case entry.IsDir():
			return os.Mkdir(target, 0o700)
		case entry.Type().IsRegular():
			return copyFile(path, target, d)
		}
		return fmt.Errorf("copy %s: neither a file nor a folder", path)
	})
}

// copyFile leaves the copying to the kernel where it can (copy_file_range).
func copyFile(from, to string, d durability) error {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close()
	target, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(target, source)
	return finish(target, d, err)
}

// AppendFile adds text to the end of an existing file, on disk.
func AppendFile(path, text string) error { return writeText(path, text, os.O_APPEND) }

// ReplaceFile gives an existing file a new text, on disk. The file keeps its
// owner and permissions.
func ReplaceFile(path, text string) error { return writeText(path, text, os.O_TRUNC) }

func writeText(path, text string, flag int) error {
	file, err := os.OpenFile(path, os.O_WRONLY|flag, 0)
	if err != nil {
		return err
	}
	_, err = file.WriteString(text)
	return finish(file, syncToDisk, err)
}

// finish syncs and closes a written file and returns the first error.
func finish(file *os.File, d durability, err error) error {
	if err == nil && d == syncToDisk {
		err = file.Sync()
	}
	if closeErr := file.Close(); err == nil {
		err = closeErr
	}
	return err
}

// syncFolder makes the names in a folder durable.
func syncFolder(dir string) error {
	folder, err := os.Open(dir)
	if err != nil {
		return err
	}
	return finish(folder, syncToDisk, nil)
}
