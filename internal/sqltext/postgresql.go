package sqltext

import (
	"strconv"
	"strings"
)

// maxOrdinal is the greatest n of $n: the protocol counts parameters in 16 bits.
const maxOrdinal = 1<<16 - 1

// nextPostgreSQL reads one token by the rules of PostgreSQL ("Lexical
// Structure" in its manual). The scanner stands on a byte that is not space.
func (s *scanner) nextPostgreSQL() token {
	switch c := s.source[s.pos]; c {
	case '\'':
		return s.readConstant(0, false)
	case '"':
		return s.readQuotedIdentifier()
	case '$':
		return s.readDollar()
	case ':':
		return s.readColon()
	case '-', '/':
		return s.readCommentOrOperator(c)
	case '(':
		return s.take(openParen, s.pos+1)
	case ')':
		return s.take(closeParen, s.pos+1)
	case '[':
		return s.take(openBracket, s.pos+1)
	case ']':
		return s.take(closeBracket, s.pos+1)
	case ';':
		return s.take(semicolon, s.pos+1)
	case '\\':
		return s.fail(`psql command: a backslash outside quotes is not SQL`)
	default:
		if isLetter(c) {
			return s.readWord()
		}
		if isDigit(c) {
			return s.readNumber()
		}
		return s.take(operator, s.pos+1)
	}
}

// readWord reads a word, or the constant that it turns out to be the prefix
// of. The prefix must be a token of its own: name_e'x' is a word and a plain
// constant.
func (s *scanner) readWord() token {
	end, source := s.pos+1, s.source
	for end < len(source) && isWordByte(source[end]) {
		end++
	}
	if end-s.pos > 1 {
		return s.take(word, end)
	}
	switch s.source[s.pos] | 0x20 {
	case 'e':
		if s.at(end) == '\'' {
			return s.readConstant(1, true)
		}
	case 'b', 'x', 'n':
		if s.at(end) == '\'' {
			return s.readConstant(1, false)
		}
	case 'u':
		if s.at(end) == '&' && s.at(end+1) == '\'' {
			return s.readConstant(2, false)
		}
	}
	return s.take(word, end)
}

func isWordByte(c byte) bool { return isLetter(c) || isDigit(c) || c == '$' }

// readNumber reads a number as PostgreSQL 14 and earlier do: letters behind it
// start a new token. Later versions refuse them.
func (s *scanner) readNumber() token {
	end := s.skipDigits(s.pos)
	if s.at(end) == '.' {
		end = s.skipDigits(end + 1)
	}
	if s.at(end)|0x20 == 'e' {
		exponent := end + 1
		if c := s.at(exponent); c == '+' || c == '-' {
			exponent++
		}
		if isDigit(s.at(exponent)) {
			end = s.skipDigits(exponent)
		}
	}
	return s.take(number, end)
}

func (s *scanner) skipDigits(i int) int {
	for isDigit(s.at(i)) {
		i++
	}
	return i
}

// readQuotedIdentifier reads "..." with "" for a quote inside.
func (s *scanner) readQuotedIdentifier() token {
	for end := s.pos + 1; ; end += 2 {
		i := strings.IndexByte(s.source[end:], '"')
		if i < 0 {
			s.pos -= s.unicodePrefix()
			return s.fail("unterminated quoted identifier")
		}
		end += i
		if s.at(end+1) != '"' {
			return s.take(quoted, end+1)
		}
	}
}

// unicodePrefix returns the length of the U& before the position, 0 if there is
// none. It is a word and an operator for all that the driver does with it.
func (s *scanner) unicodePrefix() int {
	i := s.pos - 2
	if i < 0 || s.source[i]|0x20 != 'u' || s.source[i+1] != '&' || i > 0 && isWordByte(s.source[i-1]) {
		return 0
	}
	return 2
}

// readDollar reads $1, $$...$$ or $tag$...$tag$, or else a lone dollar sign.
func (s *scanner) readDollar() token {
	if isDigit(s.at(s.pos + 1)) {
		return s.readOrdinal()
	}
	tag := dollarTag(s.source[s.pos:])
	if tag == "" {
		return s.take(operator, s.pos+1)
	}
	body := s.source[s.pos+len(tag):]
	length := strings.Index(body, tag)
	if length < 0 {
		return s.fail("unterminated dollar-quoted string")
	}
	t := s.take(constant, s.pos+len(tag)+length+len(tag))
	t.respell = strings.ContainsAny(body[:length], `'":-/`)
	return t
}

// readOrdinal reads $ and digits. With letters behind them PostgreSQL 15
// refuses the text and earlier versions see two tokens: it is left to them.
func (s *scanner) readOrdinal() token {
	end := s.skipDigits(s.pos + 1)
	switch n := ordinalOf(s.source[s.pos:end]); {
	case n > maxOrdinal:
		return s.fail("parameter number too large: the greatest is $" + strconv.Itoa(maxOrdinal))
	case n < 1 || isLetter(s.at(end)):
		return s.take(operator, end)
	}
	return s.take(ordinal, end)
}

// ordinalOf returns n of $n, at most one more than maxOrdinal.
func ordinalOf(placeholder string) int {
	n := 0
	for _, c := range []byte(placeholder[1:]) {
		n = min(n*10+int(c-'0'), maxOrdinal+1)
	}
	return n
}

// dollarTag returns the opening $$ or $tag$ that s starts with, or "".
func dollarTag(s string) string {
	for i := 1; i < len(s); i++ {
		c := s[i]
		if c == '$' {
			return s[:i+1]
		}
		if !isLetter(c) && (i == 1 || !isDigit(c)) {
			break
		}
	}
	return ""
}

// readColon reads :: or :=, a :name, or a lone colon: also one in front of a word
// with a dollar sign in it, which is a column and no name of a placeholder.
func (s *scanner) readColon() token {
	c := s.at(s.pos + 1)
	if c == ':' || c == '=' {
		return s.take(operator, s.pos+2)
	}
	if !isLetter(c) {
		return s.take(colon, s.pos+1)
	}
	end := s.pos + 2
	for isLetter(s.at(end)) || isDigit(s.at(end)) {
		end++
	}
	if s.at(end) == '$' {
		return s.take(colon, s.pos+1)
	}
	return s.take(named, end)
}

// readCommentOrOperator reads a comment, wherever one starts: also inside what
// would otherwise be one operator, as in *-- or @/*.
func (s *scanner) readCommentOrOperator(c byte) token {
	switch following := s.at(s.pos + 1); {
	case c == '-' && following == '-':
		return s.take(comment, lineEnd(s.source, s.pos))
	case c == '/' && following == '*':
		return s.readBlockComment()
	default:
		return s.take(operator, s.pos+1)
	}
}

// lineEnd returns the end of the line that i is in, without the line break.
func lineEnd(source string, i int) int {
	if n := strings.IndexAny(source[i:], "\n\r"); n >= 0 {
		return i + n
	}
	return len(source)
}

// readBlockComment reads a comment and the comments nested in it.
func (s *scanner) readBlockComment() token {
	k := comment
	if s.at(s.pos+2) == '+' {
		k = hint
	}
	for i, depth := s.pos+2, 1; i+1 < len(s.source); i++ {
		switch s.source[i : i+2] {
		case "/*":
			k = comment // what nests cannot be kept: the service may not know nesting
			depth++
			i++
		case "*/":
			depth--
			i++
			if depth == 0 {
				return s.take(k, i+1)
			}
		}
	}
	return s.fail("unterminated /* comment")
}
