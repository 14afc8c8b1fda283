package sqltext

import "strings"

// FromHere returns the text from the statement on, to its end.
func (s Statement) FromHere() string { return s.source[s.start:] }

// Line returns the line of the text on which the statement begins, from 1.
func (s Statement) Line() int { return 1 + strings.Count(s.source[:s.start], "\n") }
