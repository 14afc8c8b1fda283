package script

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"github.com/auroradataapi/auroradataapi"
)

// Reader reads the statements of a file. It is for one goroutine.
//
// Of psql's commands it knows COPY … FROM STDIN with its rows, and passes over
// \restrict and \unrestrict, which pg_dump writes; of mysql's it knows DELIMITER.
type Reader struct {
	engine auroradataapi.Engine
	file   string
	in     *bufio.Reader
	ended  bool // there is no more in it

	held  []byte // whole lines that have been read and not taken
	line  int    // of the file, of the first that is held
	ready []Statement

	copying bool // the rows of a COPY come next
}

// NewReader returns a reader of a file; its name stands in errors.
func NewReader(engine auroradataapi.Engine, file string, in io.Reader) *Reader {
	r := &Reader{engine: engine, file: file, in: bufio.NewReaderSize(in, pieceSize), line: 1}
	if mark, err := r.in.Peek(len(byteOrderMark)); err == nil && string(mark) == byteOrderMark {
		_, _ = r.in.Discard(len(byteOrderMark))
	}
	return r
}

const byteOrderMark = "\ufeff"

// File returns the file's name.
func (r *Reader) File() string { return r.file }

// pieceSize is how much is read at least before it is cut into statements.
const pieceSize = 64 << 10

// Next returns the next statement, and io.EOF behind the last. What cannot be read
// as statements is an *Error. The rows of a COPY that have not been read are
// passed over.
func (r *Reader) Next() (Statement, error) { return r.next(pieceSize) }

// next reads pieces of a size.
func (r *Reader) next(piece int) (Statement, error) {
	for r.copying {
		if _, err := r.row(); err != nil && err != io.EOF {
			return Statement{}, err
		}
	}
	for size := piece; len(r.ready) == 0; size = max(2*len(r.held), piece) {
		if r.ended && len(r.held) == 0 {
			return Statement{}, io.EOF
		}
		if err := r.fill(size); err != nil {
			return Statement{}, err
		}
		if err := r.cut(); err != nil {
			return Statement{}, err
		}
	}
	s := r.ready[0]
	r.ready = r.ready[1:]
	r.copying = s.Copy
	return s, nil
}

// copyLine is a line that may end COPY … FROM STDIN.
var copyLine = regexp.MustCompile(`(?im)\bstdin\b.*;[ \t\r]*$`)

// fill reads until so much is held, and a line is that may end a statement: the last
// one, or that of a COPY, of whose rows no more is to be held.
func (r *Reader) fill(size int) error {
	copies := copyLine.Match(r.held)
	for !r.ended && (len(r.held) < size || !copies && !endsStatement(r.held)) {
		line, err := r.in.ReadBytes('\n')
		r.held = append(r.held, line...)
		copies = copies || endsStatement(line) && copyLine.Match(line)
		switch {
		case err == io.EOF:
			r.ended = true
		case err != nil:
			return fmt.Errorf("read %s: %w", r.file, err)
		}
	}
	return nil
}

// endsStatement tells whether a statement may end where a text does.
func endsStatement(text []byte) bool { return bytes.HasSuffix(bytes.TrimSpace(text), []byte(";")) }

// sentinel are statements that are put behind a piece. If they come out again as
// they are, the piece ends between two statements and a semicolon ends the next one.
const sentinel = "\nselect 1;select 2"

// cut cuts what is held into statements, if it ends between two.
func (r *Reader) cut() error {
	text := string(r.held)
	if !r.ended {
		text += sentinel
	}
	statements, err := auroradataapi.SplitStatements(r.engine, text)
	switch n := len(statements); {
	case err != nil && !r.ended && errors.Is(err, auroradataapi.ErrUnterminated):
		return nil
	case err != nil:
		return r.stumble(string(r.held), err)
	case r.ended:
		r.take(text, len(text), statements)
	case n >= 2 && statements[n-2].Text == "select 1" && statements[n-1].Text == "select 2":
		r.take(text, len(r.held), statements[:n-2])
	}
	return nil
}

// take makes statements ready, and goes on behind them.
func (r *Reader) take(text string, end int, statements []auroradataapi.Statement) {
	r.ready = append(r.ready, placed(text, r.line, statements)...)
	r.skip(end)
}

// skip goes on behind a part of what is held.
func (r *Reader) skip(size int) {
	r.line += bytes.Count(r.held[:size], []byte("\n"))
	r.held = append([]byte(nil), r.held[size:]...)
}

// stumble reads what SplitStatements does not.
func (r *Reader) stumble(text string, err error) error {
	var e *auroradataapi.Error
	if !errors.As(err, &e) || e.Position == 0 {
		return err
	}
	at := byteAt(text, e.Position-1)
	const stdin = "stdin"
	switch rest := text[at:]; {
	case r.engine != auroradataapi.EnginePostgreSQL:
	case strings.HasPrefix(rest, `\`):
		return r.passCommand(text, at)
	case len(rest) >= len(stdin) && strings.EqualFold(rest[:len(stdin)], stdin):
		return r.beginCopy(text, at)
	}
	return r.fault(text, at, errors.New(e.Message))
}

// fault returns the error of a place in what is held.
func (r *Reader) fault(text string, at int, err error) error {
	begin := Statement{Text: text, Line: r.line, Column: 1}
	line, column := begin.At(1 + len([]rune(text[:at])))
	return &Error{File: r.file, Line: line, Column: column, Err: err}
}

// byteAt returns where a character of a text is, in bytes.
func byteAt(text string, character int) int {
	for i := range text {
		if character == 0 {
			return i
		}
		character--
	}
	return len(text)
}

// readLine reads a line of rows, without its end. It is valid until the next call.
func (r *Reader) readLine() ([]byte, error) {
	line, rest, whole := bytes.Cut(r.held, []byte("\n"))
	if whole {
		r.held = rest
	} else {
		more, err := r.in.ReadBytes('\n')
		if err != nil && err != io.EOF {
			return nil, fmt.Errorf("read %s: %w", r.file, err)
		}
		line, r.held = append(line, more...), nil
		if len(line) == 0 {
			r.ended = true
			return nil, io.EOF
		}
	}
	r.line++
	return bytes.TrimSuffix(bytes.TrimSuffix(line, []byte("\n")), []byte("\r")), nil
}
