package wire

import "unicode/utf8"

// maxDepth bounds how deep arrays and objects may be nested, and with it the
// recursion. An answer needs 5 levels, and 2 more for every dimension of a
// nested array, of which PostgreSQL allows 6.
const maxDepth = 64

// scanner reads one JSON text from front to back. Its methods report whether
// they succeeded; the first failure is kept in err and every reason to stop.
//
// An object is read as
//
//	for s.open('{'); s.more('}'); {
//		key := s.key()
//		... one value ...
//	}
//
// and an array likewise, without the key. The loop ends at the closing bracket
// and after a failure.
type scanner struct {
	data  []byte
	pos   int
	depth int
	fresh bool // just behind an opening bracket
	err   *MalformedError
}

// newScanner returns a scanner at the start of body, failed already if that is
// not valid UTF-8: encoding/json would replace such bytes, we do not invent data.
func newScanner(body []byte) scanner {
	s := scanner{data: body}
	if !utf8.Valid(body) {
		s.pos = invalidUTF8(string(body))
		s.fail("invalid UTF-8")
	}
	return s
}

// fail records a failure at the current position and returns false.
func (s *scanner) fail(reason string) bool {
	return s.failAt(s.pos, reason)
}

func (s *scanner) failAt(pos int, reason string) bool {
	if s.err == nil {
		s.err = &MalformedError{Offset: pos, Reason: reason}
	}
	return false
}

// failure returns the failure as an error, nil if there is none.
func (s *scanner) failure() error {
	if s.err == nil {
		return nil
	}
	return s.err
}

// peek skips white space and returns the byte behind it, 0 at the end and after
// a failure. (A zero byte in the text is an error wherever it is found.)
func (s *scanner) peek() byte {
	if s.err != nil {
		return 0
	}
	if s.pos < len(s.data) && s.data[s.pos] > ' ' {
		return s.data[s.pos]
	}
	return s.peekBehindSpace()
}

func (s *scanner) peekBehindSpace() byte {
	for ; s.pos < len(s.data); s.pos++ {
		switch c := s.data[s.pos]; c {
		case ' ', '\t', '\n', '\r':
		default:
			return c
		}
	}
	return 0
}

// expected fails because there is something else than the named thing.
func (s *scanner) expected(what string) bool {
	if s.pos >= len(s.data) {
		return s.fail("unexpected end instead of " + what)
	}
	return s.fail("expected " + what)
}

// open steps into an object or an array.
func (s *scanner) open(bracket byte) bool {
	if s.peek() != bracket {
		if bracket == '{' {
			return s.expected("an object")
		}
		return s.expected("an array")
	}
	if s.depth++; s.depth > maxDepth {
		return s.fail("nested too deeply")
	}
	s.pos++
	s.fresh = true
	return true
}

// more steps to the next member or element, or out of the object or array.
func (s *scanner) more(bracket byte) bool {
	c := s.peek()
	first := s.fresh
	s.fresh = false
	switch {
	case c == bracket:
		s.depth--
		s.pos++
		return false
	case first:
		return s.err == nil
	case c != ',':
		return s.expected("a comma or the closing bracket")
	}
	s.pos++
	return true
}

// end checks that nothing follows.
func (s *scanner) end() bool {
	s.peek()
	if s.err == nil && s.pos < len(s.data) {
		return s.fail("data behind the end")
	}
	return s.err == nil
}

// key reads the name of a member and the colon. It is nil after a failure.
func (s *scanner) key() []byte {
	raw, plain, ok := s.quoted()
	if !ok {
		return nil
	}
	if s.peek() != ':' {
		s.expected("a colon")
		return nil
	}
	s.pos++
	if !plain {
		return []byte(unescaped(raw))
	}
	return raw
}

// null steps over a null, if there is one.
func (s *scanner) null() bool {
	if s.peek() != 'n' {
		return false
	}
	if rest := s.data[s.pos:]; len(rest) < 4 || string(rest[:4]) != "null" {
		return s.expected("null")
	}
	s.pos += 4
	return true
}

// bool reads true or false.
func (s *scanner) bool() (value, ok bool) {
	s.peek()
	switch rest := s.data[s.pos:]; {
	case s.err != nil:
		return false, false
	case len(rest) >= 4 && string(rest[:4]) == "true":
		s.pos += 4
		return true, true
	case len(rest) >= 5 && string(rest[:5]) == "false":
		s.pos += 5
		return false, true
	}
	return false, s.expected("true or false")
}

// skip steps over one value of any kind, checking it.
func (s *scanner) skip() bool {
	switch c := s.peek(); c {
	case '{':
		for s.open('{'); s.more('}'); {
			s.key()
			s.skip()
		}
		return s.err == nil
	case '[':
		for s.open('['); s.more(']'); {
			s.skip()
		}
		return s.err == nil
	case '"':
		_, _, ok := s.quoted()
		return ok
	case 't', 'f':
		_, ok := s.bool()
		return ok
	case 'n':
		return s.null()
	case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		_, _, ok := s.number()
		return ok
	}
	return s.expected("a value")
}
