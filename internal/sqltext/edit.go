package sqltext

import "strings"

// edit is a place where the rendered text differs from the source.
type edit struct {
	kind       editKind
	start, end int // bytes of the source that are replaced
}

// editKind says by what the source is replaced.
type editKind uint8

const (
	byNothing editKind = iota
	bySpace
	byComment    // an empty one, which keeps two constants apart
	byDashes     // of a comment that has another sign
	byRespelling // of the constant that it is
	bySubstitute // for the next placeholder
)

// seam says what is between the constant before and the current token. Two
// constants with a line break between them would become one if nothing else
// remained there.
type seam uint8

const (
	noConstant seam = iota // there is no constant right before
	asWritten              // nothing that Render takes away is between them
	loosened               // Render takes away what kept them apart
)

// constant notes a constant that must be respelled, and keeps it apart from
// the constant before, which may come in place of a placeholder.
func (p *parser) constant(t token) {
	dollar := t.respell && p.source[t.start] == '$'
	behindPlaceholder := p.previous == ordinal || p.previous == named
	if p.seam == loosened || p.seam == asWritten && dollar || behindPlaceholder {
		p.edit(byComment, t.start, t.start)
	}
	if !t.respell {
		return
	}
	if t.start > p.current.start && mayPrefix(p.source[t.start-1]) {
		p.edit(bySpace, t.start, t.start)
	}
	p.edit(byRespelling, t.start, t.end)
}

// mayPrefix says whether c might become part of the prefix of a constant, or
// swallow its prefix, if the constant right behind it changed its first byte.
func mayPrefix(c byte) bool { return !isSpace(c) && c != '(' && c != ',' && c != '=' }

// seamAfter returns the seam behind t before anything follows.
func seamAfter(t token, first byte) seam {
	switch {
	case t.kind != constant:
		return noConstant
	case t.respell && first == '$':
		return loosened
	default:
		return asWritten
	}
}

// named notes a :name and returns what it is: a placeholder or a colon with a
// word behind it. The body of a routine has no placeholders.
func (p *parser) named(t token) token {
	if p.dialect == PostgreSQL && p.previous.endsOperand() || p.routine.holds() || p.compound.is {
		t.kind, t.end = colon, t.start+1
		p.pos = t.end
		p.colon(t)
		return t
	}
	p.placeholder(t)
	return t
}

// endsOperand says whether a token of the kind certainly ends an operand. A
// placeholder cannot follow an operand in PostgreSQL, a slice's colon can.
// After ")" one can: SELECT DISTINCT ON (a) :name.
func (k kind) endsOperand() bool {
	switch k {
	case number, constant, quoted, ordinal, named, closeBracket:
		return true
	}
	return false
}

// ambiguous says whether a colon of PostgreSQL's own could stand here.
func (p *parser) ambiguous() bool {
	if p.dialect != PostgreSQL {
		return false
	}
	switch p.previous {
	case word, closeParen:
		return p.nesting.allowsColon()
	case openBracket:
		return p.nesting.inSubscript()
	}
	return false
}

// placeholder notes a placeholder. One right behind :: or := is set off, so
// that the colons do not run together, and so is what starts with a dollar
// sign right behind it, which could continue a name. One behind a constant is
// kept apart from it, in case a constant comes in its place.
func (p *parser) placeholder(t token) {
	if (p.last == "::" || p.last == ":=") && !isSpace(p.source[t.start-1]) {
		p.edit(bySpace, t.start, t.start)
	}
	if p.seam != noConstant {
		p.edit(byComment, t.start, t.start)
	}
	h := Placeholder{Start: t.start, End: t.end}
	if t.kind == ordinal {
		h.Ordinal = p.number(t)
	} else {
		h.Name = p.source[t.start+1 : t.end]
		h.Ambiguous = p.ambiguous()
	}
	if p.placeholders == nil {
		p.placeholders = make([]Placeholder, 0, p.expected())
	}
	p.placeholders = append(p.placeholders, h)
	p.edit(bySubstitute, t.start, t.end)
	if p.at(t.end) == '$' {
		p.edit(bySpace, t.end, t.end)
	}
}

// number returns the n of a placeholder: each ? has its own.
func (p *parser) number(t token) int {
	if p.dialect == MySQL {
		p.marks++
		return p.marks
	}
	return ordinalOf(p.source[t.start:t.end])
}

// colon puts a space behind a colon that the service might take for the start
// of a placeholder.
func (p *parser) colon(t token) {
	switch c := p.at(t.end); {
	case c == 0 || isSpace(c) || c == ']' || c == ')':
	default:
		p.edit(bySpace, t.end, t.end)
	}
}

// edit notes a place that is rendered differently.
func (p *parser) edit(kind editKind, start, end int) {
	if p.edits == nil {
		p.edits = make([]edit, 0, p.expected())
	}
	p.edits = append(p.edits, edit{kind: kind, start: start, end: end})
}

// expected guesses how many placeholders are still to come. It looks ahead only
// a little, or a script of many statements would be read many times.
func (p *parser) expected() int {
	rest := p.source[p.pos:min(p.pos+512, len(p.source))]
	mark := "$"
	if p.dialect == MySQL {
		mark = "?"
	}
	return min(1+strings.Count(rest, mark)+strings.Count(rest, ":"), 16)
}
