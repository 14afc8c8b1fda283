package shell

import (
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
	text      string
	line      int    // of the source, where text begins
	begun     bool   // a statement is known to have begun
	delimiter string // what ends statements if it is not the semicolon; MySQL
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
		b.text, b.line = "", number
		if b.setDelimiter(line) {
			return nil, nil
		}
	}
	b.text += line + "\n"
	if !strings.Contains(line, b.end()) {
		return nil, nil
	}
	return b.complete()
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
	statements, err := b.split(b.text)
	if errors.Is(err, auroradataapi.ErrUnterminated) {
		return nil, nil
	}
	if err != nil {
		b.reset()
		return nil, err
	}
	rest := ""
	if last := len(statements) - 1; last >= 0 && !statements[last].Terminated {
		rest = b.text[byteOffset(b.text, statements[last].Offset):]
		statements = statements[:last]
	}
	taken := b.taken(statements)
	b.line += strings.Count(b.text[:len(b.text)-len(rest)], "\n")
	b.text, b.begun = rest, rest != ""
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
	statements, err := b.split(b.text)
	if err != nil {
		return nil, err
	}
	return b.taken(statements), nil
}

// reset drops the text.
func (b *buffer) reset() { b.text, b.begun = "", false }

// isEmpty tells whether no statement has begun.
func (b *buffer) isEmpty() bool {
	if !b.begun && strings.TrimSpace(b.text) != "" {
		statements, err := b.split(b.text)
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
	return statements, err
}

// cut splits a line at the first command in it: a backslash outside of quotes and
// comments, with a letter, ? or ! behind it and white space or nothing in front.
func (b *buffer) cut(line string) (sql, command string, found bool) {
	for i := range len(line) {
		if line[i] == '\\' && b.mayBeCommand(line, i) && b.inCode(line[:i]) {
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

// inCode tells whether what follows the buffer and a text is read as SQL, and not as
// part of a constant, a quoted identifier or a comment.
func (b *buffer) inCode(text string) bool {
	return !b.isOpen(text) && b.isOpen(text+"'")
}

// isOpen tells whether the buffer and a text end inside a quotation.
func (b *buffer) isOpen(text string) bool {
	_, err := b.split(b.text + text)
	return errors.Is(err, auroradataapi.ErrUnterminated)
}

// state is what a prompt shows of the buffer: '=' when nothing was typed, '-' inside
// a statement, '*' inside a comment, and inside quotes the character that began
// them.
func (b *buffer) state() rune {
	_, err := b.split(b.text)
	if errors.Is(err, auroradataapi.ErrUnterminated) {
		return b.quote(err)
	}
	if b.isEmpty() {
		return '='
	}
	return '-'
}

// quote finds what began the quotation that an error is about.
func (b *buffer) quote(err error) rune {
	var e *auroradataapi.Error
	if !errors.As(err, &e) {
		return '\''
	}
	text := b.text
	if b.delimiter != "" {
		text = "DELIMITER " + b.delimiter + "\n" + text
	}
	switch at := text[byteOffset(text, e.Position-1):]; {
	case strings.Contains(e.Message, "comment"):
		return '*'
	case at != "" && strings.ContainsRune("\"`$", rune(at[0])):
		return rune(at[0])
	}
	return '\''
}

// byteOffset returns where a text has its nth character, from 0.
func byteOffset(text string, n int) int {
	for i := range text {
		if n <= 0 {
			return i
		}
		n--
	}
	return len(text)
}

// at names a place of a source for messages.
func at(source string, line int) string {
	if source == "" {
		return ""
	}
	return fmt.Sprintf("%s:%d: ", source, line)
}
