package dataapi

import (
	"bytes"
	"encoding/json"
	"iter"
	"unicode/utf8"
)

// text is one JSON value, known to be valid, without blanks around it. The
// standard decoder matches member names without regard to case, which the
// service does not do, so requests are read by this small reader: it walks over
// text that json.Valid has checked and therefore meets no syntax error.
type text []byte

// parse checks a whole document and gives its text.
func parse(body []byte) (text, bool) {
	if !utf8.Valid(body) || !json.Valid(body) {
		return nil, false
	}
	return bytes.Trim(body, " \t\r\n"), true
}

// isNull says whether the value is null; SDKs send it for a member that is not set.
func (t text) isNull() bool { return string(t) == "null" }

// isObject and isArray tell by the first byte.
func (t text) isObject() bool { return len(t) > 0 && t[0] == '{' }
func (t text) isArray() bool  { return len(t) > 0 && t[0] == '[' }

// members gives the members of an object in order, repeated names included,
// except those that are null.
func (t text) members() iter.Seq2[string, text] {
	return func(yield func(string, text) bool) {
		rest := t.inside()
		for len(rest) > 0 {
			key, after := cut(rest)
			value, next := cut(blank(blank(after)[1:])) // past the colon
			rest = comma(next)
			name, ok := key.str()
			if ok && !value.isNull() && !yield(name, value) {
				return
			}
		}
	}
}

// elements gives the elements of an array in order.
func (t text) elements() iter.Seq[text] {
	return func(yield func(text) bool) {
		rest := t.inside()
		for len(rest) > 0 {
			var element text
			element, rest = cut(rest)
			rest = comma(rest)
			if !yield(element) {
				return
			}
		}
	}
}

// str gives the string that the value is, and false if it is none.
func (t text) str() (string, bool) {
	if len(t) < 2 || t[0] != '"' {
		return "", false
	}
	if inner := t[1 : len(t)-1]; bytes.IndexByte(inner, '\\') < 0 {
		return string(inner), true
	}
	var s string
	err := json.Unmarshal(t, &s)
	return s, err == nil
}

// inside gives what stands between the brackets of an object or array.
func (t text) inside() text { return blank(t[1 : len(t)-1]) }

// blank drops leading white space.
func blank(t text) text { return bytes.TrimLeft(t, " \t\r\n") }

// comma drops the comma after a value, if there is one, and white space.
func comma(t text) text {
	t = blank(t)
	if len(t) > 0 && t[0] == ',' {
		return blank(t[1:])
	}
	return t
}

// cut splits the first value from what follows it.
func cut(t text) (first, rest text) {
	var end int
	switch t[0] {
	case '"':
		end = stringEnd(t, 0)
	case '{', '[':
		end = bracketEnd(t)
	default:
		end = bytes.IndexAny(t, ",:]} \t\r\n")
		if end < 0 {
			end = len(t)
		}
	}
	return t[:end], t[end:]
}

// stringEnd gives the index after the string that starts at i.
func stringEnd(t text, i int) int {
	for i++; i < len(t); i++ {
		switch t[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(t)
}

// bracketEnd gives the index after the object or array that t starts with.
func bracketEnd(t text) int {
	depth := 0
	for i := 0; i < len(t); i++ {
		switch t[i] {
		case '"':
			i = stringEnd(t, i) - 1
		case '{', '[':
			depth++
		case '}', ']':
			depth--
			if depth == 0 {
				return i + 1
			}
		}
	}
	return len(t)
}
