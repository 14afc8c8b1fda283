package sqltext

import "strings"

// CallsAny reports whether the name of something that the statement may call, as
// [Statement.Calls] returns it, is one of those that are asked about. Words of the
// language in front of a parenthesis are left out. It is quick, for statements that
// are run often.
func (s Statement) CallsAny(of func(name string) bool) bool {
	if strings.IndexByte(s.source[s.start:s.end], '(') < 0 {
		return false
	}
	r := s.callReader()
	var name span
	for t := r.next(); t.kind != endOfText; t = r.next() {
		if t.kind == openParen && !name.isEmpty() && r.calls(name, of) {
			return true
		}
		name = r.extendSpan(name, t)
	}
	return false
}

// span is where a name stands, with the names in front of it that qualify it.
type span struct {
	start, end int
	open       bool // it ends with a dot
}

func (n span) isEmpty() bool { return n.start == n.end || n.open }

// extendSpan returns the name that ends with a token, if there is one.
func (r *callReader) extendSpan(name span, t token) span {
	switch {
	case t.kind == word, t.kind == quoted:
		if name.open {
			return span{start: name.start, end: t.end}
		}
		return span{start: t.start, end: t.end}
	case t.kind == named: // or a colon in front of a function
		return span{start: t.start + 1, end: t.end}
	case t.kind == operator && r.source[t.start] == '.' && !name.isEmpty():
		return span{start: name.start, end: t.end, open: true}
	}
	return span{}
}

// calls reports whether a name before a parenthesis is one of those that are asked
// about.
func (r *callReader) calls(at span, of func(name string) bool) bool {
	name := r.source[at.start:at.end]
	if strings.ContainsAny(name, "\"` \t\n\r/-") { // quotes, or dots that stand apart
		name = r.spell(at)
	} else if r.dialect.beforeParen(strings.ToUpper(name)) {
		return false
	} else {
		name = strings.ToLower(name)
	}
	return name != "" && of(name)
}

// spell returns a name without quotes, and without what stands between its parts.
func (r *callReader) spell(at span) string {
	parts := callReader{scanner: scanner{dialect: r.dialect, source: r.source[:at.end], pos: at.start}}
	for t := parts.next(); t.kind != endOfText; t = parts.next() {
		parts.follow(t)
	}
	return parts.name
}
