package sqltext

import (
	"strings"
	"unicode/utf8"
)

// Positions maps a position that the database reports for a rendered statement
// to the text that the caller wrote. The zero value knows no position.
//
// The database counts in the text that it was given, that is, after the service
// has put $1, $2, ... in place of each :name, one number per occurrence. That
// positions reach the caller uncorrected is an inference from published error
// messages, not a documented fact. Original therefore counts the k-th :name
// of the rendered text with the length of $k.
type Positions struct {
	statement Statement
	rendered  string
	texts     []string // what was put in place of each placeholder

	insertedAt, inserted int // characters that were inserted, and how many precede them

	replaced *replacement // what makes the statement another one than the caller's
}

// replacement is a part of a statement that was replaced before it was rendered, in
// characters.
type replacement struct {
	offset   int // of the caller's statement in the whole text
	at       int // how many characters of the statement precede the part
	old, new int // its length
}

// Original takes a 1-based position in characters as the database reports it
// and returns the corresponding 1-based position in characters in the caller's
// whole text. Within what was put in place of a placeholder that is where the
// placeholder starts; right behind the statement (an error at the end of
// input) it is where the statement's semicolon stands or the text ends. It
// returns 0 if pos is outside of the statement.
func (p Positions) Original(pos int) int {
	if pos < 1 || p.rendered == "" {
		return 0
	}
	if pos > p.insertedAt {
		if pos -= p.inserted; pos <= p.insertedAt {
			return 0
		}
	}
	offset := serviceOffset(p.rendered, pos-1)
	if offset < 0 {
		return 0
	}
	return p.replaced.original(position(p.statement.source, p.sourceOffset(offset)))
}

// Replaced returns the positions for a text of one statement that is another with
// some of its bytes, from start to end, replaced by a text: they are then those in
// the other. Within the replacement that is where what it replaces starts.
func (p Positions) Replaced(in Statement, start, end int, by string) Positions {
	source := in.String()
	p.replaced = &replacement{
		offset: in.Offset(), at: utf8.RuneCountInString(source[:start]),
		old: utf8.RuneCountInString(source[start:end]), new: utf8.RuneCountInString(by),
	}
	return p
}

func (r *replacement) original(pos int) int {
	switch {
	case r == nil || pos == 0:
		return pos
	case pos <= r.at:
		return r.offset + pos
	case pos <= r.at+r.new:
		return r.offset + r.at + 1
	}
	return r.offset + pos - r.new + r.old
}

// sourceOffset returns the byte of the source that stands behind a byte of the
// rendered text.
func (p Positions) sourceOffset(offset int) int {
	found, written := p.statement.terminator, 0
	p.statement.write(p.texts, func(at int, piece string) {
		if written <= offset && offset < written+len(piece) {
			found = at
			if strings.HasPrefix(p.statement.source[at:], piece) {
				found += offset - written
			}
		}
		written += len(piece)
	})
	return found
}

// serviceOffset returns the byte of the rendered text at which the text that
// the service makes of it has had the given number of characters, or -1 if it
// never has as many.
func serviceOffset(rendered string, characters int) int {
	i := 0
	for k := 1; ; k++ {
		from, to := nextMarker(rendered, i)
		n := utf8.RuneCountInString(rendered[i:from])
		if characters < n {
			return i + runeOffset(rendered[i:from], characters)
		}
		characters -= n
		if from == len(rendered) && characters > 0 {
			return -1
		}
		if width := len("$") + digits(k); characters >= width {
			characters -= width
			i = to
			continue
		}
		return from
	}
}

// runeOffset returns the byte at which the nth character of s starts.
func runeOffset(s string, n int) int {
	for i := range s {
		if n == 0 {
			return i
		}
		n--
	}
	return len(s)
}

// digits returns the number of decimal digits of a positive n.
func digits(n int) int {
	d := 1
	for ; n >= 10; n /= 10 {
		d++
	}
	return d
}

// nextMarker finds the next :name that the service replaces in a text, at or
// after i, as far as the service's lexer is known (see the package comment).
// Without one it returns the length of the text twice. In a rendered text
// there is nothing about which that lexer could have other ideas.
func nextMarker(sql string, i int) (from, to int) {
	for i < len(sql) {
		switch c := sql[i]; {
		case c == '\'' || c == '"':
			i = skipPast(sql, i+1, sql[i:i+1])
		case strings.HasPrefix(sql[i:], "--"):
			i = skipPast(sql, i, "\n")
		case strings.HasPrefix(sql[i:], "/*"):
			i = skipPast(sql, i+2, "*/")
		case strings.HasPrefix(sql[i:], "::"):
			i += 2
		case c == ':' && i+1 < len(sql) && isMarkerByte(sql[i+1]):
			return i, markerEnd(sql, i+1)
		default:
			i++
		}
	}
	return len(sql), len(sql)
}

func isMarkerByte(c byte) bool { return c < 0x80 && (isLetter(c) || isDigit(c)) }

func markerEnd(sql string, i int) int {
	for i < len(sql) && isMarkerByte(sql[i]) {
		i++
	}
	return i
}

// skipPast returns the end of the next end mark at or after i, or of the text.
func skipPast(sql string, i int, mark string) int {
	if n := strings.Index(sql[i:], mark); n >= 0 {
		return i + n + len(mark)
	}
	return len(sql)
}

// Inserted returns the positions for the rendered text with n characters inserted
// at a byte of it, and anything behind it: in what was added there are none.
func (p Positions) Inserted(at, n int) Positions {
	p.insertedAt, p.inserted = ServiceLength(p.rendered[:at]), n
	return p
}

// ServiceLength returns how many characters a rendered text has when the service has put
// $1, $2, … into it.
func ServiceLength(sql string) int {
	n := 0
	for i, k := 0, 1; i < len(sql); k++ {
		from, to := nextMarker(sql, i)
		n += utf8.RuneCountInString(sql[i:from])
		if from < len(sql) {
			n += len("$") + digits(k)
		}
		i = to
	}
	return n
}

// Markers returns the names that a rendered text has behind a colon for the
// service to replace, once for each time that they occur.
func Markers(rendered string) []string {
	var names []string
	for i := 0; ; {
		from, to := nextMarker(rendered, i)
		if from == len(rendered) {
			return names
		}
		names = append(names, rendered[from+1:to])
		i = to
	}
}

// Preceded returns the positions for the rendered text with n characters more in
// front of what was inserted at its start.
func (p Positions) Preceded(n int) Positions {
	p.inserted += n
	return p
}
