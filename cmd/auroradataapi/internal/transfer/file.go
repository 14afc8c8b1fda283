package transfer

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

// Input is a file that is read, and unpacked if its name ends in .gz.
type Input struct {
	io.Reader
	close func() error
	size  int64
	read  int64
}

// Size returns how large the file is as it lies there, in bytes; -1 if that is not known.
func (in *Input) Size() int64 { return in.size }

// Done returns how many bytes of Size have been read.
func (in *Input) Done() int64 { return in.read }

// OpenInput opens a file. The name - stands for stdin.
func OpenInput(name string, stdin io.Reader) (*Input, error) {
	if name == "-" {
		in := &Input{close: func() error { return nil }, size: -1}
		in.Reader = &countedReader{stdin, &in.read}
		return in, nil
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	in := &Input{close: file.Close, size: -1}
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
func (in *Input) Close() error { return in.close() }

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

// Output is a file that is written, and packed if its name ends in .gz. A new file
// has its name when it is closed, and takes the place of the one that had it.
type Output struct {
	io.Writer
	written int64 // before it is packed, in bytes
	pack    *gzip.Writer
	file    *os.File // nil for standard output
	name    string   // that it gets; empty if it has it
}

// CreateOutput creates a file. The name - stands for stdout.
func CreateOutput(name string, stdout io.Writer) (*Output, error) {
	if name == "-" {
		return &Output{Writer: stdout}, nil
	}
	o := &Output{}
	if err := o.create(name); err != nil {
		return nil, err
	}
	o.Writer = o.file
	if strings.HasSuffix(name, compressed) {
		o.pack = gzip.NewWriter(o.file)
		o.Writer = o.pack
	}
	return o, nil
}

// create creates the file, beside the one whose place it takes.
func (o *Output) create(name string) error {
	info, err := os.Stat(name)
	if err == nil && !info.Mode().IsRegular() {
		o.file, err = os.OpenFile(name, os.O_WRONLY, 0) // a pipe or a device
		return err
	}
	o.name = name
	if target, err := filepath.EvalSymlinks(name); err == nil {
		o.name = target
	}
	if o.file, err = createBeside(o.name); err != nil {
		return err
	}
	if info != nil {
		_ = o.file.Chmod(info.Mode().Perm()) // as far as the file system has such
	}
	return nil
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

// Written returns how many bytes were written, before they are packed.
func (o *Output) Written() int64 { return o.written }

// Write is part of io.Writer.
func (o *Output) Write(p []byte) (int, error) {
	n, err := o.Writer.Write(p)
	o.written += int64(n)
	return n, err
}

// Close ends the file and gives it its name.
func (o *Output) Close() error {
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

// Discard takes away a file that is not complete, instead of Close.
func (o *Output) Discard() error {
	if o.file == nil {
		return nil
	}
	err := o.file.Close()
	if o.name != "" {
		err = errors.Join(err, os.Remove(o.file.Name()))
	}
	return err
}

// FormatOf returns the format that a file has by its name.
func FormatOf(name string) string {
	name = strings.TrimSuffix(name, compressed)
	switch filepath.Ext(name) {
	case ".json", ".jsonl", ".ndjson":
		return JSONLines
	}
	return CSV
}
