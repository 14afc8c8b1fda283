package main

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// compressed is how the names of compressed files end.
const compressed = ".gz"

// inputName is a file's name in errors.
func inputName(name string) string {
	if name == "-" {
		return "standard input"
	}
	return name
}

// input is a file that is read, and unpacked if it is compressed.
type input struct {
	io.Reader
	close func() error
	size  int64 // as it lies there, in bytes; -1 if that is not known
	read  int64 // of these
}

func openInput(name string, stdin io.Reader) (*input, error) {
	if name == "-" {
		in := &input{close: func() error { return nil }, size: -1}
		in.Reader = &countedReader{stdin, &in.read}
		return in, nil
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	in := &input{close: file.Close, size: -1}
	if info, err := file.Stat(); err == nil && info.Mode().IsRegular() {
		in.size = info.Size()
	}
	in.Reader = &countedReader{file, &in.read}
	if strings.HasSuffix(name, compressed) {
		in.Reader, err = gzip.NewReader(bufio.NewReader(in.Reader))
		if err != nil {
			return nil, errors.Join(fmt.Errorf("read %s: %w", name, err), file.Close())
		}
	}
	return in, nil
}

// Close closes the file.
func (in *input) Close() error { return in.close() }

// countedReader counts what is read.
type countedReader struct {
	io.Reader
	count *int64
}

func (r *countedReader) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	*r.count += int64(n)
	return n, err
}

// outputFile is a file that is written, and packed if it is to be compressed. It
// has its name when it is closed.
type outputFile struct {
	io.Writer
	written int64 // before it is packed, in bytes
	pack    *gzip.Writer
	file    *os.File // nil for standard output
	name    string   // that it gets; empty if it has it
}

func createOutput(name string, stdout io.Writer) (*outputFile, error) {
	if name == "-" {
		return &outputFile{Writer: stdout}, nil
	}
	o := &outputFile{}
	var err error
	if info, exists := os.Stat(name); exists == nil && !info.Mode().IsRegular() {
		o.file, err = os.OpenFile(name, os.O_WRONLY, 0) // a pipe or a device
	} else {
		o.name = name
		o.file, err = createBeside(name)
	}
	if err != nil {
		return nil, err
	}
	o.Writer = o.file
	if strings.HasSuffix(name, compressed) {
		o.pack = gzip.NewWriter(o.file)
		o.Writer = o.pack
	}
	return o, nil
}

// createBeside creates a file in the folder of another one, with the permissions
// that a new one has.
func createBeside(name string) (*os.File, error) {
	for i := 0; ; i++ {
		beside := filepath.Join(filepath.Dir(name), fmt.Sprintf(".%s.%d-%d", filepath.Base(name), os.Getpid(), i))
		file, err := os.OpenFile(beside, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
		if !errors.Is(err, os.ErrExist) {
			return file, err
		}
	}
}

func (o *outputFile) Write(p []byte) (int, error) {
	n, err := o.Writer.Write(p)
	o.written += int64(n)
	return n, err
}

// Close ends the file and gives it its name.
func (o *outputFile) Close() error {
	var err error
	if o.pack != nil {
		err = o.pack.Close()
	}
	if o.file != nil {
		err = errors.Join(err, o.file.Close())
	}
	switch {
	case o.name == "":
		return err
	case err != nil:
		return errors.Join(err, os.Remove(o.file.Name()))
	}
	return os.Rename(o.file.Name(), o.name)
}

// discard takes away a file that is not complete.
func (o *outputFile) discard() error {
	if o.file == nil {
		return nil
	}
	err := o.file.Close()
	if o.name != "" {
		err = errors.Join(err, os.Remove(o.file.Name()))
	}
	return err
}
