package sqltext

import "strings"

// nextMySQL reads one token by the rules of MySQL ("Language Structure" in its
// manual) under the default sql_mode. The scanner stands on a byte that is not
// space.
func (s *scanner) nextMySQL() token {
	if s.delimiter != "" && strings.HasPrefix(s.source[s.pos:], s.delimiter) {
		return s.take(delimiter, s.pos+len(s.delimiter))
	}
	switch c := s.source[s.pos]; c {
	case '\'', '"':
		return s.readString(0)
	case '`':
		return s.readBackticks()
	case '@':
		return s.readVariable()
	case '?':
		return s.readMark()
	case ':':
		return s.readColon()
	case '#', '-', '/', '*':
		return s.readRemark(c)
	case '(':
		return s.take(openParen, s.pos+1)
	case ')':
		return s.take(closeParen, s.pos+1)
	case ';':
		return s.take(semicolon, s.pos+1)
	case '\\':
		return s.readBackslash()
	default:
		return s.readNameOrNumber(c)
	}
}

// readNameOrNumber reads what starts with a letter or a digit, which names may
// too, or else an operator.
func (s *scanner) readNameOrNumber(c byte) token {
	switch {
	case isDigit(c):
		return s.readNumeral()
	case !isWordByte(c):
		return s.take(operator, s.pos+1)
	}
	end := s.wordEnd(s.pos)
	if end == s.pos+1 && s.at(end) == '\'' && strings.IndexByte("nNxXbB", c) >= 0 {
		return s.readString(1)
	}
	return s.take(word, end)
}

// wordEnd returns where the letters, digits and dollar signs at i end, or the
// delimiter that is among them starts.
func (s *scanner) wordEnd(i int) int {
	end := i
	for isWordByte(s.at(end)) {
		end++
	}
	if s.delimiter != "" {
		if n := strings.Index(s.source[i:end], s.delimiter); n > 0 {
			end = i + n
		}
	}
	return end
}

// readNumeral reads a number, or a name that starts with digits.
func (s *scanner) readNumeral() token {
	t := s.readNumber()
	if s.delimiter != "" && strings.HasPrefix(s.source[t.end:], s.delimiter) || strings.IndexByte(s.source[t.start:t.end], '.') >= 0 {
		return t
	}
	if end := s.wordEnd(t.end); end > t.end {
		s.pos, t.end = end, end
		if x := s.source[t.start+1] | 0x20; s.source[t.start] != '0' || x != 'x' && x != 'b' {
			t.kind = word
		}
	}
	return t
}

// readVariable reads @name, @'name' and the like, or @@name up to a dot, or else
// a lone @. The host of an account looks the same: 'user'@'host'.
func (s *scanner) readVariable() token {
	at := s.pos
	switch s.at(at + 1) {
	case '\'', '"':
		t := s.readString(1)
		if t.kind == broken {
			t.start++ // which is where MySQL says that the string starts
		} else {
			t.kind = variable
		}
		return t
	case '`':
		return s.readQuotedVariable()
	case '@':
		if end := s.wordEnd(at + 2); end > at+2 {
			return s.take(variable, end)
		}
		return s.take(operator, at+2)
	}
	end := s.wordEnd(at + 1)
	for end > at+1 && s.at(end) == '.' {
		end = s.wordEnd(end + 1)
	}
	if end == at+1 {
		return s.take(operator, end)
	}
	return s.take(variable, end)
}

// readQuotedVariable reads @`name`, which can be written with other quotes.
func (s *scanner) readQuotedVariable() token {
	end := backticksEnd(s.source, s.pos+1)
	if end < 0 {
		s.pos++
		return s.fail("unterminated quoted identifier")
	}
	t := s.take(variable, end)
	t.respell = slipsInBackticks(s.source[t.start+1 : t.end])
	return t
}

// readMark reads a placeholder. With a letter behind it it is none to MySQL.
func (s *scanner) readMark() token {
	if isWordByte(s.at(s.pos + 1)) {
		return s.take(operator, s.pos+1)
	}
	return s.take(ordinal, s.pos+1)
}

// readBackslash reads \N, which was another word for NULL before MySQL 8.0 and is
// one in MariaDB.
func (s *scanner) readBackslash() token {
	if s.at(s.pos+1) == 'N' {
		return s.take(operator, s.pos+2)
	}
	return s.fail(`command of the mysql client: a backslash outside quotes is not SQL`)
}

// readBackticks reads `...` with “ for a backtick inside.
func (s *scanner) readBackticks() token {
	end := backticksEnd(s.source, s.pos)
	if end < 0 {
		return s.fail("unterminated quoted identifier")
	}
	if name := s.source[s.pos:end]; slipsInBackticks(name) {
		if strings.Contains(name, "*/") {
			return s.fail("identifier with */ in it and a quote, a colon, a semicolon or another comment mark:" +
				" there is no way to send it over the Data API")
		}
		t := s.take(quoted, end)
		t.respell = true
		return t
	}
	return s.take(quoted, end)
}

// backticksEnd returns the end of the `...` at i, or -1 if it has none.
func backticksEnd(source string, i int) int {
	for i++; ; i += 2 {
		n := strings.IndexByte(source[i:], '`')
		if n < 0 {
			return -1
		}
		i += n
		if i+1 == len(source) || source[i+1] != '`' {
			return i + 1
		}
	}
}

// slipsInBackticks says whether a lexer that does not know backticks would trip
// over what is in them.
func slipsInBackticks(name string) bool {
	return strings.ContainsAny(name, `'":;#\`) || strings.Contains(name, "--") || strings.Contains(name, "/*")
}
