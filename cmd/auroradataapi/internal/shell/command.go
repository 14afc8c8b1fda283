package shell

import (
	"errors"
	"strings"
	"unicode"
)

// command is one command as it was typed: \name and arguments.
type command struct {
	name string // without the backslash
	args []string
	raw  string // all that stands behind the name, for commands that take a line
}

// parseCommands reads the commands of a text, which begins with a backslash. One
// command ends where the next begins, unless it is one that takes the whole line.
func parseCommands(text string, takesLine func(name string) bool) ([]command, error) {
	var commands []command
	for text != "" {
		name, rest := cutName(text)
		if name == "" {
			return nil, errors.New(`no command behind the backslash: \? lists them`)
		}
		if takesLine(name) {
			return append(commands, command{name: name, raw: strings.TrimSpace(rest)}), nil
		}
		args, behind, err := cutArguments(rest)
		if err != nil {
			return nil, err
		}
		commands = append(commands, command{name: name, args: args, raw: strings.TrimSpace(rest)})
		text = behind
	}
	return commands, nil
}

// cutName cuts the backslash and the name off. \! and \? need no space behind.
func cutName(text string) (name, rest string) {
	text = strings.TrimPrefix(text, `\`)
	if text != "" && strings.ContainsRune("!?", rune(text[0])) {
		return text[:1], text[1:]
	}
	end := strings.IndexFunc(text, func(r rune) bool { return unicode.IsSpace(r) || r == '\\' })
	if end < 0 {
		return text, ""
	}
	return text[:end], text[end:]
}

// cutArguments reads arguments up to the next command.
func cutArguments(text string) (args []string, rest string, err error) {
	for {
		text = strings.TrimLeftFunc(text, unicode.IsSpace)
		if text == "" || text[0] == '\\' {
			return args, text, nil
		}
		var arg string
		if arg, text, err = cutArgument(text); err != nil {
			return nil, "", err
		}
		args = append(args, arg)
	}
}

// cutArgument reads one argument: what stands in single quotes loses them, and a
// doubled one inside is one; what stands in double quotes keeps them, since they
// belong to a name.
func cutArgument(text string) (arg, rest string, err error) {
	var b strings.Builder
	for text != "" {
		first := text[0]
		if isSpace(first) {
			break
		}
		if first != '\'' && first != '"' {
			b.WriteByte(first)
			text = text[1:]
			continue
		}
		content, behind, ok := cutQuoted(text)
		if !ok {
			return "", "", errors.New("unterminated quoted string in the command")
		}
		if first == '"' {
			content = text[:len(text)-len(behind)]
		}
		b.WriteString(content)
		text = behind
	}
	return b.String(), text, nil
}

// cutQuoted reads a text up to the quote that it begins with.
func cutQuoted(text string) (content, rest string, ok bool) {
	quote := text[0]
	var b strings.Builder
	for i := 1; i < len(text); i++ {
		switch {
		case text[i] != quote:
			b.WriteByte(text[i])
		case i+1 < len(text) && text[i+1] == quote:
			b.WriteByte(quote)
			i++
		default:
			return b.String(), text[i+1:], true
		}
	}
	return "", "", false
}

// isSpace tells whether a byte is white space; a part of a character is not.
func isSpace(b byte) bool { return strings.IndexByte(" \t\r\n\v\f", b) >= 0 }
