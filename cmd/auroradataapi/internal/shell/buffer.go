package shell

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"github.com/auroradataapi/auroradataapi"
)

// buffer is the SQL text that was typed and not run yet. Where statements end is
// for the driver's lexer to say.
type buffer struct {
	engine    auroradataapi.Engine
	text      []byte
	line      int    // of the source, where text begins
	begun     bool   // a statement is known to have begun
	delimiter string // what ends statements if it is not the semicolon; MySQL

	// Up to settled, bytes of text are known to end no statement, and no quotation
	// goes on there. So there is no need to read them again with each line.
	settled int
	open    rune // what began the quotation that goes on at the end of text; 0 for none
}

// statement is a statement to be run.
type statement struct {
	text string
	line int // of the source
}

// delimiterLine is a command of the mysql client that changes what ends statements.
var delimiterLine = regexp.MustCompile(`(?i)^\s*delimiter\s+(\S+)\s*$`)

// add appends a line and returns the statements that are complete with it. An error
// is about text that cannot be read; the buffer is empty then.
func (b *buffer) add(line string, number int) ([]statement, error) {
	if b.isEmpty() {
		b.clear()
		b.line = number
		if b.setDelimiter(line) {
			return nil, nil
		}
	}
	b.text = append(append(b.text, line...), '\n')
	if !strings.Contains(line, b.end()) || !b.mayEnd(line) {
		return nil, nil
	}
	return b.complete()
}

// mayEnd tells whether a statement may end in the last line. It reads no more than
// what is not settled.
func (b *buffer) mayEnd(line string) bool {
	if b.open != 0 && !strings.ContainsRune(line, b.open) {
		return false
	}
	if strings.HasPrefix(strings.TrimSpace(line), "'") {
		b.settled = 0 // it may go on with a constant of the line above
	}
	b.open = 0
	statements, err := b.split(goesOn + string(b.text[b.settled:]))
	switch {
	case errors.Is(err, auroradataapi.ErrUnterminated):
		b.open = openedBy(err, goesOn+string(b.text[b.settled:]))
		return false
	case err != nil || len(statements) != 1 || statements[0].Terminated:
		return true
	}
	b.settled = len(b.text)
	return false
}

// setDelimiter reports whether the line changes the delimiter.
func (b *buffer) setDelimiter(line string) bool {
	if b.engine != auroradataapi.EngineMySQL {
		return false
	}
	match := delimiterLine.FindStringSubmatch(line)
	if match == nil {
		return false
	}
	b.delimiter = match[1]
	return true
}

// end is what ends a statement.
func (b *buffer) end() string {
	if b.delimiter != "" {
		return b.delimiter
	}
	return ";"
}

// complete takes the statements out that are terminated.
func (b *buffer) complete() ([]statement, error) {
	text := string(b.text)
	statements, err := b.split(text)
	if errors.Is(err, auroradataapi.ErrUnterminated) {
		return nil, nil
	}
	if err != nil {
		b.reset()
		return nil, err
	}
	rest := ""
	if last := len(statements) - 1; last >= 0 && !statements[last].Terminated {
		rest = text[byteOffset(text, statements[last].Offset):]
		statements = statements[:last]
	}
	taken := b.taken(statements)
	b.line += strings.Count(text[:len(text)-len(rest)], "\n")
	b.clear()
	b.text, b.begun, b.settled = append(b.text, rest...), rest != "", len(rest)
	return taken, nil
}

func (b *buffer) taken(statements []auroradataapi.Statement) []statement {
	var taken []statement
	for _, s := range statements {
		taken = append(taken, statement{text: s.Text, line: b.line + s.Line - 1})
	}
	return taken
}

// flush takes all statements out, also the last that nothing terminates.
func (b *buffer) flush() ([]statement, error) {
	defer b.reset()
	statements, err := b.split(string(b.text))
	if err != nil {
		return nil, err
	}
	return b.taken(statements), nil
}

// reset drops the text.
func (b *buffer) reset() {
	b.clear()
	b.begun = false
}

func (b *buffer) clear() { b.text, b.settled, b.open = b.text[:0], 0, 0 }

// isEmpty tells whether no statement has begun.
func (b *buffer) isEmpty() bool {
	if !b.begun && len(bytes.TrimSpace(b.text)) > 0 {
		statements, err := b.split(string(b.text))
		b.begun = err != nil || len(statements) > 0
	}
	return !b.begun
}

// split cuts a text of the buffer into statements. Offsets and lines are those in
// the text.
func (b *buffer) split(text string) ([]auroradataapi.Statement, error) {
	if b.delimiter == "" {
		return auroradataapi.SplitStatements(b.engine, text)
	}
	head := "DELIMITER " + b.delimiter + "\n"
	statements, err := auroradataapi.SplitStatements(b.engine, head+text)
	for i := range statements {
		statements[i].Offset -= len([]rune(head))
		statements[i].Line--
	}
	if e := (*auroradataapi.Error)(nil); errors.As(err, &e) {
		e.Position -= len([]rune(head))
	}
	return statements, err
}

// cut splits a line at the first command in it: a backslash outside of quotes and
// comments, with a letter, ? or ! behind it and white space or nothing in front.
func (b *buffer) cut(line string) (sql, command string, found bool) {
	if !strings.Contains(line, `\`) {
		return line, "", false
	}
	before := len(b.text) - b.settled
	code := &code{buffer: b, text: string(b.text[b.settled:]) + line}
	for i := range len(line) {
		if line[i] == '\\' && b.mayBeCommand(line, i) && code.reaches(before+i) {
			return line[:i], line[i:], true
		}
	}
	return line, "", false
}

func (b *buffer) mayBeCommand(line string, i int) bool {
	if i > 0 && !isSpace(line[i-1]) && line[i-1] != ';' {
		return false
	}
	next := strings.TrimLeft(line[i:], `\`)
	if next == "" || len(line[i:])-len(next) != 1 {
		return false
	}
	return !b.isNull(next) && (unicode.IsLetter(rune(next[0])) || next[0] == '?' || next[0] == '!')
}

// isNull tells whether what stands behind a backslash makes it MySQL's \N.
func (b *buffer) isNull(next string) bool {
	return b.engine == auroradataapi.EngineMySQL && next[0] == 'N' && (len(next) == 1 || !unicode.IsLetter(rune(next[1])))
}

// state is what a prompt shows of the buffer: '=' when nothing was typed, '-' inside
// a statement, '*' inside a comment, and inside quotes the character that began
// them.
func (b *buffer) state() rune {
	text := string(b.text)
	_, err := b.split(text)
	if errors.Is(err, auroradataapi.ErrUnterminated) {
		return openedBy(err, text)
	}
	if b.isEmpty() {
		return '='
	}
	return '-'
}

// at names a place of a source for messages.
func at(source string, line int) string {
	if source == "" {
		return ""
	}
	return fmt.Sprintf("%s:%d: ", source, line)
}
