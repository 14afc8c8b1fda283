package shell

import (
	"bufio"
	"errors"
	"io"
	"strings"
)

// Reader is where a shell reads its lines from.
type Reader interface {
	// ReadLine returns a line without its end. At a terminal it shows the prompt,
	// and the line may be several, from the history. It returns io.EOF at the end
	// and ErrInterrupted if the user gives the line up.
	ReadLine(prompt string) (string, error)
}

// ErrInterrupted is returned by a Reader for a line that the user has given up.
var ErrInterrupted = errors.New("line interrupted")

// NewReader returns a Reader of a file or a text, which shows no prompt. A byte order
// mark in front is passed over.
func NewReader(r io.Reader) Reader { return &lineReader{in: bufio.NewReader(r)} }

type lineReader struct {
	in    *bufio.Reader
	begun bool
}

func (r *lineReader) ReadLine(string) (string, error) {
	line, err := r.in.ReadString('\n')
	if line == "" && err != nil {
		return "", err
	}
	if !r.begun {
		line = strings.TrimPrefix(line, "\ufeff")
	}
	r.begun = true
	return strings.TrimRight(line, "\r\n"), nil
}
