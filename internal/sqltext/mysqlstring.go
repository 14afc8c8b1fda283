package sqltext

import "strings"

// readString reads '...' or "..." with a prefix of the given length.
func (s *scanner) readString(prefix int) token {
	end, respell := stringEnd(s.source, s.pos+prefix)
	if end < 0 {
		return s.fail("unterminated quoted string")
	}
	t := s.take(constant, end)
	t.respell = respell
	return t
}

// stringEnd returns the end of the string whose quote is at i, or -1 if it has
// none, and whether it must be respelled: a lexer with other ideas about
// backslashes would see another end, or one for which "..." is nothing special
// would trip over what is in it.
func stringEnd(source string, i int) (end int, respell bool) {
	quote := source[i]
	for i++; i < len(source); i++ {
		switch c := source[i]; {
		case c == '\\':
			i++
			respell = respell || quote == '"' || i < len(source) && source[i] == '\''
		case c == quote && i+1 < len(source) && source[i+1] == quote:
			i++
		case c == quote:
			return i + 1, respell
		case quote == '"' && (c == '\'' || c == ':'):
			respell = true
		}
	}
	return -1, respell
}

// respellMySQL writes a string in plain quotes with the quotes inside doubled, a
// variable named in backticks likewise, and another identifier inside /*! */: the
// database reads what is in there, a lexer that looks for placeholders leaves
// comments alone.
func respellMySQL(source string, emit emitter) {
	switch open := strings.IndexAny(source, "'\"`"); {
	case source[open] != '`':
		respellString(source, open, emit)
	case open > 0:
		emit(0, source[:open]+"'")
		respellName(source, open, emit)
		emit(len(source)-1, "'")
	default:
		emit(0, "/*!")
		emit(0, source)
		emit(len(source)-1, "*/")
	}
}

// respellString writes a string whose quote is at open.
func respellString(source string, open int, emit emitter) {
	quote := source[open]
	emit(0, source[:open])
	emit(open, "'")
	start := open + 1
	flush := func(to, next int, by string) {
		emit(start, source[start:to])
		emit(to, by)
		start = next
	}
	for i := start; i < len(source)-1; i++ {
		switch c := source[i]; {
		case c == '\\':
			if source[i+1] == '\'' {
				flush(i, i+2, "''")
			}
			i++
		case c == '"' && quote == '"':
			flush(i, i+2, `"`)
			i++
		case c == '\'' && quote == '"':
			flush(i, i+1, "''")
		}
	}
	flush(len(source)-1, len(source), "'")
}

// respellName writes what is in the backticks at open as what is in quotes.
func respellName(source string, open int, emit emitter) {
	for i := open + 1; i < len(source)-1; i++ {
		piece := source[i : i+1]
		emit(i, piece)
		switch piece {
		case "'", `\`:
			emit(i, piece)
		case "`":
			i++
		}
	}
}

// shield notes how a token must be written so that every lexer reads it as
// MySQL does.
func (p *parser) shield(t token) {
	switch {
	case t.kind == operator && t.respell:
		p.edit(bySpace, t.end, t.end)
	case t.kind == hint && t.respell:
		p.edit(bySpace, t.start, t.end)
	case t.kind == quoted && t.respell:
		if !p.executable.isKept() {
			p.edit(byRespelling, t.start, t.end)
		}
	case t.kind == constant:
		p.string(t)
	case t.kind == variable && t.respell:
		p.edit(byRespelling, t.start, t.end)
	}
}

// string notes a string, and keeps it apart from what is written right before it:
// another string, which its quote would continue, or a letter that would become
// its prefix.
func (p *parser) string(t token) {
	touches := t.start > p.current.start && mayPrefix(p.source[t.start-1])
	if touches && (t.respell || p.previous == constant || p.previous == variable) {
		p.edit(bySpace, t.start, t.start)
	}
	if t.respell {
		p.edit(byRespelling, t.start, t.end)
	}
}
