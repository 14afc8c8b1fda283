package shell

import (
	"bufio"
	"io"
	"os"
	"strings"
)

// The line editor asks the terminal after each key where its cursor is, and loses
// keys that are typed before the answer has come. So it is told not to ask. Then it
// does not know that it is in the last line, where the sequence that moves the cursor
// down does nothing, and gets lost. So while it edits, its output goes through a
// filter that has the cursor moved down by IND (ECMA-48), which scrolls there.

// indexing has the output of the line editor filtered until stop is called, which
// waits for all of it to be written. Without colour, it has no styles of text.
func indexing(color bool) (stop func(), err error) {
	terminal := os.Stdout
	r, w, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	written := make(chan struct{})
	go func() {
		defer close(written)
		copyIndexing(terminal, r, color)
		r.Close()
	}()
	os.Stdout = w // which the editor looks up each time
	return func() {
		os.Stdout = terminal
		w.Close()
		<-written
	}, nil
}

// copyIndexing copies output and replaces the sequences that move the cursor down.
// What was written at once is passed on at once.
func copyIndexing(to io.Writer, from io.Reader, color bool) {
	in, out := bufio.NewReaderSize(from, 1<<16), bufio.NewWriterSize(to, 1<<16)
	for {
		b, err := in.ReadByte()
		if err != nil {
			out.Flush()
			return
		}
		if b == '\x1b' {
			out.WriteString(replaced(readSequence(in), color))
		} else {
			out.WriteByte(b)
		}
		if in.Buffered() == 0 {
			out.Flush()
		}
	}
}

// maxSequence is more than a control sequence of the editor has.
const maxSequence = 32

// readSequence reads what follows an escape character: a control sequence (CSI) up to
// its final byte, or one more byte. It returns it with the escape character.
func readSequence(in *bufio.Reader) string {
	sequence := []byte{'\x1b'}
	for len(sequence) < maxSequence {
		b, err := in.ReadByte()
		if err != nil {
			break
		}
		sequence = append(sequence, b)
		if isFinal := b >= 0x40 && b <= 0x7e; len(sequence) == 2 && b != '[' || len(sequence) > 2 && isFinal {
			break
		}
	}
	return string(sequence)
}

// replaced returns what is written for a sequence.
func replaced(sequence string, color bool) string {
	if !color && strings.HasPrefix(sequence, "\x1b[") && strings.HasSuffix(sequence, "m") {
		return ""
	}
	if down := lines(sequence); down > 0 {
		return strings.Repeat("\x1bD", down)
	}
	return sequence
}

// lines returns by how many lines a sequence moves the cursor down, if it is one that
// does.
func lines(sequence string) int {
	last := len(sequence) - 1
	if last < 2 || sequence[1] != '[' || sequence[last] != 'B' {
		return 0
	}
	n := 0
	for _, b := range []byte(sequence[2:last]) {
		if b < '0' || b > '9' {
			return 0
		}
		n = min(10*n+int(b-'0'), 1000)
	}
	return max(n, 1)
}
