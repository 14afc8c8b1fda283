package account

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// format is the version of the file's form.
const format = 1

// document is what a file holds.
type document struct {
	Format int
	State
}

// Load reads a file that [Account.Keep] has written. Without a file the state is
// empty. A file of a newer form, or one that something else has written, is an
// error.
func Load(file string) (*State, error) {
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return &State{}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the account: %w", err)
	}
	state, err := parse(text)
	if err != nil {
		return nil, fmt.Errorf("read the account: %s: %w; move the file away to begin anew", file, err)
	}
	return state, nil
}

// parse reads the text of a file. Its errors quote nothing of it.
func parse(text []byte) (*State, error) {
	var head struct{ Format int }
	if err := json.Unmarshal(text, &head); err != nil || head.Format < 1 {
		return nil, errors.New("it is not a file of an account")
	}
	if head.Format > format {
		return nil, fmt.Errorf("it was written by a newer version (format %d, this one reads %d)", head.Format, format)
	}
	var d document
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&d); err != nil {
		return nil, errors.New("it is damaged")
	}
	return &d.State, nil
}

// save writes a file of which there is either all of the new or all of the old.
// It holds passwords: nobody but its owner may read it.
func save(file string, state *State) error {
	text, err := json.MarshalIndent(document{format, *state}, "", "\t")
	if err != nil {
		return fmt.Errorf("write the account: %w", err)
	}
	if err := replace(file, append(text, '\n')); err != nil {
		return fmt.Errorf("write the account: %w", err)
	}
	return nil
}

func replace(file string, text []byte) (err error) {
	dir := filepath.Dir(file)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	staged, err := os.CreateTemp(dir, ".account-*") // of mode 0600
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(staged.Name())
		}
	}()
	if err := write(staged, text); err != nil {
		return err
	}
	if err := os.Rename(staged.Name(), file); err != nil {
		return err
	}
	return syncFolder(dir)
}

func write(f *os.File, text []byte) error {
	_, err := f.Write(text)
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

// syncFolder makes a change of names last. Systems that cannot say so may have
// done it.
func syncFolder(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	f.Sync()
	return f.Close()
}
