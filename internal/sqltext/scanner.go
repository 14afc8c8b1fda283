package sqltext

// kind is what a token is.
type kind uint8

const (
	// endOfText is the kind of the token behind the last; as the kind of the
	// token before the current one it means that there is none.
	endOfText kind = iota
	broken         // unreadable: see scanner.problem
	comment        // --, # or /* */
	hint           // a comment that is kept: /*+ */, or a mark around SQL in one: /*! and */
	word           // a keyword or an unquoted identifier
	quoted         // a quoted identifier
	variable       // of MySQL: @a, @'a', @@a
	number
	constant  // a quoted constant, prefix and continuation lines included
	ordinal   // a placeholder with a number: $1, or ?
	named     // a placeholder with a name
	colon     // a colon on its own
	openParen // and so on: one byte each
	closeParen
	openBracket
	closeBracket
	semicolon
	delimiter // what a DELIMITER command has put in its place
	operator  // anything else
)

// token is a piece of the source. White space belongs to no token.
type token struct {
	kind       kind
	respell    bool // it must be spelled differently
	start, end int  // bytes
}

// scanner cuts a source into tokens by the rules of its dialect.
type scanner struct {
	dialect Dialect
	source  string
	pos     int
	problem string // why the last token is broken

	// Of MySQL:
	delimiter  string     // ends a statement too; empty if none was set
	executable executable // the comment that the position is in
}

// next returns the next token, at the end of the source one of endOfText.
func (s *scanner) next() token {
	s.skipSpace()
	if s.pos >= len(s.source) {
		return token{kind: endOfText, start: s.pos, end: s.pos}
	}
	if s.dialect == MySQL {
		return s.nextMySQL()
	}
	return s.nextPostgreSQL()
}

// take returns the token of the given kind from the current position to end,
// and moves on behind it.
func (s *scanner) take(k kind, end int) token {
	t := token{kind: k, start: s.pos, end: end}
	s.pos = end
	return t
}

// fail returns a broken token at the current position.
func (s *scanner) fail(problem string) token {
	s.problem = problem
	return token{kind: broken, start: s.pos, end: s.pos}
}

func (s *scanner) skipSpace() {
	i, source := s.pos, s.source
	for i < len(source) && isSpace(source[i]) {
		i++
	}
	s.pos = i
}

// at returns the byte at i, or 0 behind the end; a source has no NUL bytes.
func (s *scanner) at(i int) byte {
	if i < len(s.source) {
		return s.source[i]
	}
	return 0
}

func isSpace(c byte) bool { return c == ' ' || c-'\t' <= '\r'-'\t' }

func isDigit(c byte) bool { return c-'0' < 10 }

// isLetter says whether an unquoted identifier may start with c. Any byte of a
// multi-byte character may.
func isLetter(c byte) bool { return (c|0x20)-'a' < 26 || c == '_' || c >= 0x80 }
