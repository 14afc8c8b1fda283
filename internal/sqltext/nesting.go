package sqltext

import "strings"

// nesting knows which parentheses and brackets are open.
type nesting struct {
	stack  []opener
	parens int // how many of the stack are parentheses
}

// opener is what a parenthesis or bracket opens.
type opener uint8

const (
	parenthesis opener = iota
	jsonObject         // JSON_OBJECT( and JSON_OBJECTAGG(: key:value
	constructor        // ARRAY[ and the brackets inside it
	subscript          // a[: from:to
)

// open notes an opening token; before and last are the token before it.
func (n *nesting) open(k, before kind, last string) {
	if k == openParen {
		n.parens++
	}
	n.stack = append(n.stack, openerOf(k, before, last))
}

func openerOf(k, before kind, last string) opener {
	switch {
	case k == openParen && before == word && isJSONObject(last):
		return jsonObject
	case k == openParen:
		return parenthesis
	case before == word && !strings.EqualFold(last, "ARRAY"):
		return subscript
	case before == quoted, before == closeParen, before == closeBracket, before == ordinal, before == named:
		return subscript
	default:
		return constructor
	}
}

func isJSONObject(w string) bool {
	return strings.EqualFold(w, "JSON_OBJECT") || strings.EqualFold(w, "JSON_OBJECTAGG")
}

// close notes a closing token. A parenthesis closes the brackets left open in
// it; a token that closes nothing is ignored.
func (n *nesting) close(k kind) {
	if k == closeBracket {
		if top := len(n.stack) - 1; top >= 0 && n.stack[top] >= constructor {
			n.stack = n.stack[:top]
		}
		return
	}
	for closed := n.parens == 0; !closed; {
		top := len(n.stack) - 1
		closed = n.stack[top] < constructor
		n.stack = n.stack[:top]
	}
	n.parens = max(n.parens-1, 0)
}

// holds says whether a parenthesis is open: a semicolon inside does not end
// the statement (CREATE RULE ... DO (...; ...)).
func (n *nesting) holds() bool { return n.parens > 0 }

// inSubscript says whether the innermost open token is that of a subscript.
func (n *nesting) inSubscript() bool {
	return len(n.stack) > 0 && n.stack[len(n.stack)-1] == subscript
}

// allowsColon says whether the innermost open token is one inside which
// PostgreSQL knows a colon of its own.
func (n *nesting) allowsColon() bool {
	return n.inSubscript() || len(n.stack) > 0 && n.stack[len(n.stack)-1] == jsonObject
}
