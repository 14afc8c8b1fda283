package shell

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// variables are what \set has set.
type variables map[string]string

// set changes a variable. Those that steer the shell take certain values only.
func (v variables) set(name, value string) error {
	if !isVariableName(name) {
		return fmt.Errorf("no name of a variable: %q: want letters, digits and _", name)
	}
	allowed, special := steering[name]
	if special {
		value = strings.ToLower(value)
		if !slices.Contains(allowed, value) {
			return fmt.Errorf("%s: want one of %s", name, strings.Join(allowed, ", "))
		}
	}
	v[name] = value
	return nil
}

// steering are the variables that steer the shell, with the values they take.
var steering = map[string][]string{
	"AUTOCOMMIT":        {"on"}, // for scripts that say it
	"ON_ERROR_STOP":     {"on", "off"},
	"ON_ERROR_ROLLBACK": {"on", "off", "interactive"},
}

func isVariableName(name string) bool {
	return name != "" && strings.IndexFunc(name, func(r rune) bool { return !isWord(r) && (r < '0' || r > '9') }) < 0
}

// Set sets a variable, as \set does.
func (s *Shell) Set(name, value string) error { return s.variables.set(name, value) }

// list returns NAME = 'value' for each.
func (v variables) list() []string {
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(v)) {
		lines = append(lines, fmt.Sprintf("%s = '%s'", name, v[name]))
	}
	return lines
}

// interpolate puts the values of variables into a statement: :'NAME' as a constant
// and :"NAME" as an identifier. Nothing else is a variable, since :NAME is a
// placeholder of the driver. What is in quotes or in a comment, or is not set, stays.
func (s *Shell) interpolate(text string) (string, error) {
	var b strings.Builder
	rest := text
	for {
		i := strings.IndexByte(rest, ':')
		if i < 0 {
			b.WriteString(rest)
			return b.String(), nil
		}
		done := len(text) - len(rest) + i
		name, value, ok := s.reference(text, done)
		if !ok {
			b.WriteString(rest[:i+1])
			rest = rest[i+1:]
			continue
		}
		if strings.ContainsRune(value, 0) {
			return "", fmt.Errorf("variable %s holds a zero byte", name)
		}
		b.WriteString(rest[:i] + value)
		rest = rest[i+len(name)+3:]
	}
}

// reference reads the reference to a variable that a text has at an offset, if it has
// one, and returns what stands for it.
func (s *Shell) reference(text string, offset int) (name, value string, ok bool) {
	rest := text[offset+1:]
	if rest == "" || rest[0] != '\'' && rest[0] != '"' || offset > 0 && text[offset-1] == ':' {
		return "", "", false
	}
	name, _, _ = strings.Cut(rest[1:], rest[:1])
	value, ok = s.variables[name]
	code := buffer{engine: s.Engine}
	if !ok || !strings.HasPrefix(rest[1+len(name):], rest[:1]) || !code.inCode(text[:offset]) {
		return "", "", false
	}
	if rest[0] == '"' {
		return name, s.quoteIdentifier(value), true
	}
	return name, s.quoteConstant(value), true
}

func (s *Shell) quoteIdentifier(name string) string {
	quote := `"`
	if s.isMySQL() {
		quote = "`"
	}
	return quote + strings.ReplaceAll(name, quote, quote+quote) + quote
}

func (s *Shell) quoteConstant(value string) string {
	quoted := "'" + strings.ReplaceAll(value, "'", "''") + "'"
	if !strings.Contains(value, `\`) {
		return quoted
	}
	quoted = strings.ReplaceAll(quoted, `\`, `\\`)
	if s.isMySQL() {
		return quoted
	}
	return " E" + quoted
}
