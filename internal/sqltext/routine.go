package sqltext

import "strings"

// routine follows a CREATE statement to see whether semicolons belong to it:
// the body of CREATE FUNCTION or CREATE PROCEDURE may be BEGIN ATOMIC ... END.
type routine struct {
	words int  // how many words were seen
	is    bool // it creates a function or procedure
	depth int  // how many END the body still needs
}

// word notes a word; before is the token before it.
func (r *routine) word(w, before string) {
	r.words++
	switch {
	case r.words == 2 || r.words == 4 && strings.EqualFold(before, "REPLACE"):
		r.is = strings.EqualFold(w, "FUNCTION") || strings.EqualFold(w, "PROCEDURE")
	case !r.is:
	case r.depth == 0:
		if strings.EqualFold(w, "ATOMIC") && strings.EqualFold(before, "BEGIN") {
			r.depth = 1
		}
	case before == "." || strings.EqualFold(before, "AS"):
		// a column called "end" or "case"
	case strings.EqualFold(w, "CASE"):
		r.depth++
	case strings.EqualFold(w, "END"):
		r.depth--
	}
}

// holds says whether the statement is inside a body.
func (r *routine) holds() bool { return r.depth > 0 }
