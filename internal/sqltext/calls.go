package sqltext

import "strings"

// Calls returns the names of the functions that the statement calls, once for
// each time that it is written: what stands in front of an opening parenthesis,
// with the schema if there is one ("pg_catalog.now"). Unquoted names are in lower
// case. Among them is what only looks like a call, such as the table of INSERT
// INTO t (a), whatever kind of statement it is. Strings and comments are not looked into, the bodies of functions
// and of DO blocks among them; names in the U&"" form are not resolved.
func (s Statement) Calls() []string {
	var calls []string
	r := s.callReader()
	for t := r.next(); t.kind != endOfText; t = r.next() {
		if t.kind == openParen && r.name != "" {
			calls = append(calls, r.name)
		}
		r.follow(t)
	}
	return calls
}

// OnlyCall returns the name of the function if the statement is nothing but one
// call of it, SELECT name(…) or MySQL's DO name(…), and "" otherwise. What is inside of the parentheses
// does not matter. In MySQL's the column may have a name.
func (s Statement) OnlyCall() string {
	r := s.callReader()
	if t := r.next(); t.kind != word || !r.reads(r.source[t.start:t.end]) {
		return ""
	}
	t := r.next()
	for ; r.continues(t); t = r.next() {
		r.follow(t)
	}
	if t.kind != openParen || r.name == "" {
		return ""
	}
	for depth := 1; depth > 0; {
		switch r.next().kind {
		case openParen:
			depth++
		case closeParen:
			depth--
		case endOfText:
			return ""
		}
	}
	if !r.endsBehindAlias() {
		return ""
	}
	return r.name
}

// endsBehindAlias reports whether nothing follows but the name of a column, if even
// that.
func (r *callReader) endsBehindAlias() bool {
	t := r.next()
	if r.dialect != MySQL {
		return t.kind == endOfText
	}
	if t.kind == word && strings.EqualFold(r.source[t.start:t.end], "AS") {
		if t = r.next(); t.kind == endOfText {
			return false
		}
	}
	if t.kind == word && !isClause(r.source[t.start:t.end]) || t.kind == quoted {
		t = r.next()
	}
	return t.kind == endOfText
}

// isClause reports whether a word begins a clause that may follow the list of a SELECT,
// and is no name without AS in front of it.
func isClause(w string) bool {
	switch strings.ToUpper(w) {
	case "FROM", "WHERE", "GROUP", "HAVING", "WINDOW", "UNION", "INTERSECT", "EXCEPT", "ORDER", "LIMIT", "OFFSET", "FETCH", "FOR", "INTO":
		return true
	}
	return false
}

// callReader reads the tokens of a statement and knows the name that ends before
// the current one.
type callReader struct {
	scanner
	previous  kind   // of the last token
	name      string // as Calls returns it; empty if there is none
	qualified bool   // it ends with a dot, so that the next name belongs to it
}

func (s Statement) callReader() *callReader {
	return &callReader{scanner: scanner{dialect: s.dialect, source: s.source[:s.end], pos: s.start}}
}

// next returns the next token that is no comment. What looks like a :name is a
// colon and the next token where no placeholder can be, as for the parser.
func (r *callReader) next() token {
	t := r.scanner.next()
	for t.kind == comment || t.kind == hint {
		t = r.scanner.next()
	}
	if t.kind == named && r.previous.endsOperand() {
		t.kind, t.end = colon, t.start+1
		r.pos = t.end
	}
	if t.kind == broken { // which the parser would have said
		t.kind = endOfText
	}
	r.previous = t.kind
	return t
}

// reads says whether a statement that begins with the word may be only a call.
func (r *callReader) reads(word string) bool {
	return strings.EqualFold(word, "SELECT") || r.dialect == MySQL && strings.EqualFold(word, "DO")
}

// continues says whether a token is the next part of one name.
func (r *callReader) continues(t token) bool {
	if between := r.name == "" || r.qualified; between {
		return t.kind == word || t.kind == quoted
	}
	return t.kind == operator && r.source[t.start] == '.'
}

// follow takes note of a token.
func (r *callReader) follow(t token) {
	text := r.source[t.start:t.end]
	switch {
	case t.kind == word:
		r.extend(strings.ToLower(text))
	case t.kind == named: // or a colon in front of a function, as in a[1:f(x)]
		r.name, r.qualified = strings.ToLower(text[1:]), false
	case t.kind == quoted:
		r.extend(strings.ReplaceAll(text[1:len(text)-1], text[:1]+text[:1], text[:1]))
	case t.kind == operator && text == "." && r.name != "" && !r.qualified:
		r.name, r.qualified = r.name+".", true
	default:
		r.name, r.qualified = "", false
	}
}

func (r *callReader) extend(name string) {
	if r.qualified {
		name = r.name + name
	}
	r.name, r.qualified = name, false
}
