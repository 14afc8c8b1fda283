package sqltext

import (
	"slices"
	"strings"
)

// AssignedVariables returns the user variables to which a statement of MySQL gives
// a value by := or INTO, as they are written, each once. What a procedure does to
// the variables that it is called with is not known.
func (s Statement) AssignedVariables() []string {
	if strings.IndexByte(s.source[s.start:s.end], '@') < 0 {
		return nil
	}
	var names []string
	var r assignmentReader
	for text := range s.Tokens() {
		if name := r.follow(text); name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

// assignmentReader reads the tokens of a statement.
type assignmentReader struct {
	last string
	into bool // the last token is INTO, or of the list behind it
}

// follow takes note of a token and returns the variable that gets a value by it.
func (r *assignmentReader) follow(text string) (name string) {
	last := r.last
	r.last = text
	switch {
	case text == ":=" && isUserVariable(last):
		name = last
	case r.into && isUserVariable(text):
		return text
	case r.into && text == "," && isUserVariable(last):
		return ""
	}
	r.into = strings.EqualFold(text, "INTO")
	return name
}

func isUserVariable(text string) bool {
	return len(text) > 1 && text[0] == '@' && text[1] != '@'
}
