package sqltext

import "strings"

// readConstant reads '...' with a prefix of the given length and with all the
// lines that continue it. In an escape constant E'...' a backslash escapes.
func (s *scanner) readConstant(prefix int, escape bool) token {
	respell := false
	for quote := s.pos + prefix; ; {
		end, slippery := segment(s.source, quote, escape)
		if end < 0 {
			return s.failConstant(prefix)
		}
		respell = respell || slippery && (escape || prefix == 0)
		next, commented := continuation(s.source, end)
		if next < 0 {
			t := s.take(constant, end)
			t.respell = respell
			return t
		}
		respell = respell || commented
		quote = next
	}
}

// failConstant returns a broken token for a constant that does not end. The N of
// N'...' is a token of its own to PostgreSQL.
func (s *scanner) failConstant(prefix int) token {
	first := s.source[s.pos]
	t := s.fail(unterminated(prefix, first))
	if first|0x20 == 'n' {
		t.start++
	}
	return t
}

// unterminated returns PostgreSQL's words for a constant that does not end.
func unterminated(prefix int, first byte) string {
	if prefix == 1 && first|0x20 == 'b' {
		return "unterminated bit string literal"
	}
	if prefix == 1 && first|0x20 == 'x' {
		return "unterminated hexadecimal string literal"
	}
	return "unterminated quoted string"
}

// segment returns the end of the '...' that opens at quote, or -1 if it has
// none, and whether a backslash stands right before a quote in it: a lexer
// with other ideas about backslashes would see another end.
func segment(source string, quote int, escape bool) (end int, slippery bool) {
	for i := quote + 1; i < len(source); i++ {
		switch source[i] {
		case '\\':
			slippery = slippery || i+1 < len(source) && source[i+1] == '\''
			if escape {
				i++
			}
		case '\'':
			if i+1 == len(source) || source[i+1] != '\'' {
				return i + 1, slippery
			}
			i++
		}
	}
	return -1, slippery
}

// continuation returns where the next segment of a constant opens whose last
// one ended at end, or -1 if it has no more. Segments are parted by white
// space with a line break in it, and possibly by -- comments.
func continuation(source string, end int) (quote int, commented bool) {
	newLine := false
	for i := end; i < len(source); i++ {
		switch c := source[i]; {
		case c == '\'' && newLine:
			return i, commented
		case c == '-' && strings.HasPrefix(source[i:], "--"):
			commented = true
			i = lineEnd(source, i) - 1
		case !isSpace(c):
			return -1, false
		default:
			newLine = newLine || c == '\n' || c == '\r'
		}
	}
	return -1, false
}

// emitter takes the next piece of a text being written. The piece stands for
// what is at byte at of the text it is written from.
type emitter func(at int, piece string)

// respell writes a constant with the same value in a form whose end every
// lexer sees in the same place: one pair of quotes, quotes inside doubled, no
// backslash right before a quote unless it is itself doubled.
func respell(d Dialect, source string, emit emitter) {
	if d == MySQL {
		respellMySQL(source, emit)
		return
	}
	switch source[0] {
	case '$':
		respellDollar(source, emit)
	case '\'':
		respellPlain(source, emit)
	case 'e', 'E':
		respellSegments(source, 2, emit, func(from, to int) { requote(source, from, to, emit) })
	default:
		prefix := strings.IndexByte(source, '\'') + 1
		respellSegments(source, prefix, emit, func(from, to int) { emit(from, source[from:to]) })
	}
}

// respellDollar writes a dollar-quoted constant with quotes, and as an escape
// constant if there are backslashes in it: that form means the same whatever
// standard_conforming_strings is.
func respellDollar(source string, emit emitter) {
	tag := strings.IndexByte(source[1:], '$') + 2
	open, doubled := "'", "'"
	if strings.IndexByte(source, '\\') >= 0 {
		open, doubled = "E'", `'\`
	}
	emit(0, open)
	double(source, tag, len(source)-tag, doubled, emit)
	emit(len(source)-tag, "'")
}

// respellPlain writes a plain constant; as an escape constant with doubled
// backslashes if a backslash stands before a quote.
func respellPlain(source string, emit emitter) {
	open, doubled := "'", ""
	if strings.Contains(source, `\'`) {
		open, doubled = "E'", `\`
	}
	emit(0, open)
	eachSegment(source, 1, func(from, to int) { double(source, from, to, doubled, emit) })
	emit(len(source)-1, "'")
}

// respellSegments writes the prefix of a constant with the quote that ends it,
// the inside of its segments through write, and the closing quote.
func respellSegments(source string, prefix int, emit emitter, write func(from, to int)) {
	emit(0, source[:prefix])
	eachSegment(source, prefix, write)
	emit(len(source)-1, "'")
}

// eachSegment calls f with the inside of each segment of a constant.
func eachSegment(source string, prefix int, f func(from, to int)) {
	escape := source[0]|0x20 == 'e'
	for quote := prefix - 1; quote >= 0; {
		end, _ := segment(source, quote, escape)
		f(quote+1, end-1)
		quote, _ = continuation(source, end)
	}
}

// double writes source[from:to] with each byte of set written twice.
func double(source string, from, to int, set string, emit emitter) {
	for from < to {
		i := strings.IndexAny(source[from:to], set)
		if i < 0 {
			break
		}
		emit(from, source[from:from+i+1])
		from += i
		emit(from, source[from:from+1])
		from++
	}
	emit(from, source[from:to])
}

// requote writes source[from:to], the inside of an escape constant, with two
// quotes in place of \'.
func requote(source string, from, to int, emit emitter) {
	start := from
	for i := from; i < to; i++ {
		if source[i] != '\\' {
			continue
		}
		if source[i+1] == '\'' {
			emit(start, source[start:i])
			emit(i, "''")
			start = i + 2
		}
		i++
	}
	emit(start, source[start:to])
}
