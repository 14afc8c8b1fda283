package sqltext

import "strings"

// Render returns the text that the service must receive so that the database
// runs the statement as it was written; see the package comment for what it
// changes.
//
// sub is called once for each placeholder, in order, and returns the text to
// put in its place, for example ":p1" or "CAST(:p1 AS uuid)". The text is
// inserted as it is: what it contains must be fit for the service's own lexer.
// If ok is false the placeholder stays as it was written, and a :name is
// written so that the service does not take it for a placeholder. A nil sub
// leaves them all.
//
// Positions maps error positions back.
func (s Statement) Render(sub func(p Placeholder) (text string, ok bool)) (sql string, positions Positions) {
	if len(s.edits) == 0 {
		sql = s.String()
		return sql, Positions{statement: s, rendered: sql}
	}
	texts := s.substitutes(sub)
	b := make([]byte, 0, s.renderedSize(texts))
	s.write(texts, func(_ int, piece string) { b = append(b, piece...) })
	sql = string(b)
	return sql, Positions{statement: s, rendered: sql, texts: texts}
}

// substitutes returns the text for each placeholder.
func (s Statement) substitutes(sub func(p Placeholder) (text string, ok bool)) []string {
	texts := make([]string, len(s.placeholders))
	for i, p := range s.placeholders {
		text, ok := "", false
		if sub != nil {
			text, ok = sub(p)
		}
		if !ok {
			text = s.unsubstituted(p)
		}
		texts[i] = text
	}
	return texts
}

// unsubstituted returns the text of a placeholder that gets no other.
func (s Statement) unsubstituted(p Placeholder) string {
	if p.Name != "" {
		return ": " + p.Name
	}
	return s.source[p.Start:p.End]
}

// renderedSize estimates how many bytes the rendered text has.
func (s Statement) renderedSize(texts []string) int {
	size := s.end - s.start + len(s.edits)
	for _, text := range texts {
		size += len(text)
	}
	return size
}

// write writes the rendered text piece by piece. It is also how a position in
// the rendered text is traced back, so that the two cannot disagree.
func (s Statement) write(texts []string, emit emitter) {
	at := s.start
	for _, e := range s.edits {
		emit(at, s.source[at:e.start])
		switch e.kind {
		case bySpace:
			emit(e.start, " ")
		case byComment:
			emit(e.start, "/**/")
		case byDashes:
			emit(e.start, "-- ")
		case byRespelling:
			respell(s.dialect, s.source[e.start:e.end], func(i int, piece string) { emit(e.start+i, piece) })
		case bySubstitute:
			s.writeSubstitute(e, texts[0], emit)
			texts = texts[1:]
		}
		at = e.end
	}
	emit(at, s.source[at:s.end])
}

// writeSubstitute writes the text in place of a placeholder. A name that is none
// keeps its place behind the colon.
func (s Statement) writeSubstitute(e edit, text string, emit emitter) {
	name, unsubstituted := strings.CutPrefix(text, ": ")
	if unsubstituted && name == s.source[e.start+1:e.end] {
		emit(e.start, ": ")
		emit(e.start+1, name)
		return
	}
	emit(e.start, text)
}
