package shell

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// maxDepth is how many files may include one another.
const maxDepth = 16

// include is \i.
func (s *Shell) include(ctx context.Context, c command) error {
	if len(c.args) != 1 {
		return errors.New(`\i: want a file`)
	}
	if s.depth > maxDepth {
		return fmt.Errorf(`\i: files include one another more than %d deep`, maxDepth)
	}
	file, err := os.Open(c.args[0])
	if err != nil {
		return err
	}
	defer file.Close()
	outer := s.buffer
	defer func() { s.buffer = outer }()
	s.buffer = buffer{engine: s.Engine}
	return s.read(ctx, Source{Name: c.args[0], Reader: NewReader(file)})
}

// printBuffer is \p.
func (s *Shell) printBuffer(context.Context, command) error {
	text := strings.TrimRight(string(s.buffer.text), "\n")
	if s.buffer.isEmpty() {
		text = s.last
	}
	if text == "" {
		text = "There is no statement."
	}
	s.note("%s", text)
	return nil
}

// resetBuffer is \r.
func (s *Shell) resetBuffer(context.Context, command) error {
	s.buffer.reset()
	s.note("The statement is forgotten.")
	return nil
}

// edit is \e: what was edited is run as if it had been typed.
func (s *Shell) edit(ctx context.Context, c command) error {
	if !s.atTerminal() {
		return errors.New(`\e: there is no terminal to edit at`)
	}
	if err := c.only(1); err != nil {
		return err
	}
	text, err := s.edited(c.arg(0))
	if err != nil {
		return err
	}
	s.buffer.reset()
	s.entry = ""
	if text = strings.TrimRight(text, "\n"); text == "" {
		return nil
	}
	s.note("%s", text)
	return s.take(ctx, Source{}, text, 1)
}

// edited returns what a file contains after the editor has ended: the given one, or
// a temporary one with the statement.
func (s *Shell) edited(name string) (string, error) {
	if name == "" {
		temporary, err := s.bufferFile()
		if err != nil {
			return "", err
		}
		defer os.Remove(temporary)
		name = temporary
	}
	if err := runEditor(name); err != nil {
		return "", err
	}
	text, err := os.ReadFile(name)
	return string(text), err
}

// bufferFile makes a file with the statement that was begun, or the last one.
func (s *Shell) bufferFile() (string, error) {
	file, err := os.CreateTemp("", "auroradataapi-*.sql") // nobody else may read it
	if err != nil {
		return "", err
	}
	text := string(s.buffer.text)
	if s.buffer.isEmpty() && s.last != "" {
		text = s.last + ";\n"
	}
	_, err = file.WriteString(text)
	return file.Name(), errors.Join(err, file.Close())
}

func runEditor(name string) error {
	editor := cmp.Or(os.Getenv("VISUAL"), os.Getenv("EDITOR"), "vi")
	cmd := exec.Command("sh", "-c", editor+` "$1"`, editor, name)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf(`\e: run the editor %s: %w`, editor, err)
	}
	return nil
}
