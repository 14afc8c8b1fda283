package seed

import (
	"errors"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/auroradataapi/auroradataapi"
)

var (
	// stdin is what COPY has its data from in the output of pg_dump.
	stdin = regexp.MustCompile(`(?i)^stdin\b`)
	// lineEnd ends the statement in front of the data.
	lineEnd = regexp.MustCompile(`;[ \t]*\r?\n`)
	// dataEnd ends the data.
	dataEnd = regexp.MustCompile(`(?m)^\\\.\r?$`)
	// restrict is the command of psql that pg_dump puts around its output.
	restrict = regexp.MustCompile(`^\\(un)?restrict\b[^\n]*`)
)

// placeholder takes the place of STDIN for the splitter, which takes no statement
// with data behind it. It is as long.
const placeholder = `'/in'`

// parseDump reads what pg_dump and people write for psql: SQL, COPY FROM STDIN with
// its data up to a line \., and no commands of psql but \restrict.
func (s *script) parseDump(text string) error {
	line := 1
	for {
		_, err := auroradataapi.SplitStatements(auroradataapi.EnginePostgreSQL, text)
		at := position(text, err)
		switch {
		case err == nil:
			_, err = s.append(auroradataapi.EnginePostgreSQL, text, line)
			return err
		case at >= 0 && restrict.MatchString(text[at:]):
			command := restrict.FindString(text[at:])
			text = text[:at] + strings.Repeat(" ", len(command)) + text[at+len(command):]
		case at >= 0 && stdin.MatchString(text[at:]):
			rest, err := s.appendCopy(text, at, line)
			if err != nil {
				return err
			}
			line += strings.Count(text[:len(text)-len(rest)], "\n")
			text = rest
		default:
			return s.unreadable(text, line, err)
		}
	}
}

// appendCopy adds the statements up to a COPY FROM STDIN, whose STDIN is at an
// offset, with its data, and returns the text behind that.
func (s *script) appendCopy(text string, at, line int) (rest string, err error) {
	here := line + strings.Count(text[:at], "\n")
	end := lineEnd.FindStringIndex(text[at:])
	if end == nil {
		return "", s.failed(here, errors.New("COPY FROM STDIN without a semicolon at the end of its line"))
	}
	statements, data := text[:at+end[0]], text[at+end[1]:]
	last := dataEnd.FindStringIndex(data)
	if last == nil {
		return "", s.failed(here, errors.New(`COPY FROM STDIN without a line \. behind its data`))
	}
	statements = statements[:at] + placeholder + statements[at+len(placeholder):]
	begin, err := s.append(auroradataapi.EnginePostgreSQL, statements, line)
	if err != nil {
		return "", err
	}
	if begin > utf8.RuneCountInString(text[:at]) {
		return "", s.failed(here, errors.New("COPY FROM STDIN with another statement behind it on its line"))
	}
	copying := &s.steps[len(s.steps)-1]
	copying.sql = strings.Replace(copying.sql, placeholder, "STDIN", 1)
	copying.data = []byte(data[:last[0]])
	return data[last[1]:], nil
}

// unreadable is the error of a text that cannot be split.
func (s *script) unreadable(text string, line int, err error) error {
	if at := position(text, err); at >= 0 {
		line += strings.Count(text[:at], "\n")
	}
	return s.failed(line, err)
}

// position gives the offset in a text that an error tells, or -1.
func position(text string, err error) int {
	var e *auroradataapi.Error
	if !errors.As(err, &e) || e.Position < 1 {
		return -1
	}
	characters := 1
	for i := range text {
		if characters == e.Position {
			return i
		}
		characters++
	}
	return -1
}
