package mysql

import (
	"slices"
	"strings"
)

// tokens are those of a statement that are still to be read, as they are written.
type tokens []string

// begins reports whether keywords come next.
func (t tokens) begins(keywords ...string) bool {
	return len(t) >= len(keywords) && slices.EqualFunc(t[:len(keywords)], keywords, strings.EqualFold)
}

// accept steps over keywords if all of them come next.
func (t *tokens) accept(keywords ...string) bool {
	if !t.begins(keywords...) {
		return false
	}
	*t = (*t)[len(keywords):]
	return true
}

// acceptAny steps over the next token if it is one of some keywords, which it
// returns.
func (t *tokens) acceptAny(keywords ...string) string {
	for _, k := range keywords {
		if t.accept(k) {
			return k
		}
	}
	return ""
}

// has reports whether keywords come one after another.
func (t tokens) has(keywords ...string) bool {
	for ; len(t) > 0; t = t[1:] {
		if t.begins(keywords...) {
			return true
		}
	}
	return false
}

// next steps over the next token and returns it, "" if there is none.
func (t *tokens) next() string {
	if len(*t) == 0 {
		return ""
	}
	token := (*t)[0]
	*t = (*t)[1:]
	return token
}

// identifier reads a name without its backticks, or returns "".
func (t *tokens) identifier() string {
	if len(*t) == 0 {
		return ""
	}
	name := (*t)[0]
	switch c := name[0]; {
	case c == '`':
		name = unquoteToken(name)
	case !startsWord(c) || strings.ContainsAny(name, `'"`):
		return ""
	}
	*t = (*t)[1:]
	return name
}

// variableName reads a name with dots in it, in lower case, or returns "".
func (t *tokens) variableName() string {
	rest := *t
	name := rest.identifier()
	for name != "" && rest.accept(".") {
		part := rest.identifier()
		if part == "" {
			return ""
		}
		name += "." + part
	}
	*t = rest
	return strings.ToLower(name)
}

// userVariable reads @name, @'name', @"name" or @`name`, and returns the name in
// lower case, as MySQL compares it. It returns "" and stays where it is if no user
// variable comes next.
func (t *tokens) userVariable() string {
	rest := *t
	token := rest.next()
	if !strings.HasPrefix(token, "@") || strings.HasPrefix(token, "@@") || token == "@" && rest.begins("@") {
		return ""
	}
	name := token[1:]
	if name == "" {
		name = rest.next()
	}
	if name == "" {
		return ""
	}
	for len(rest) > 1 && rest[0] == "." && startsWord(rest[1][0]) {
		name += "." + rest[1]
		rest = rest[2:]
	}
	switch name[0] {
	case '\'', '"', '`':
		name = unquoteToken(name)
	default:
		if !startsWord(name[0]) && name[0] != '.' && !isDigit(name[0]) {
			return ""
		}
	}
	*t = rest
	return strings.ToLower(name)
}

// systemVariable reads @@name or @@scope.name, and returns what is behind the signs
// in lower case. It returns "" and stays where it is if no system variable comes next.
func (t *tokens) systemVariable() string {
	rest := *t
	switch token := rest.next(); {
	case len(token) > 2 && strings.HasPrefix(token, "@@"):
		rest = slices.Insert(slices.Clone(rest), 0, splitDots(token[2:])...)
	case token == "@@", token == "@" && rest.accept("@"):
	default:
		return ""
	}
	name := rest.variableName()
	if name != "" {
		*t = rest
	}
	return name
}

// splitDots parts a name with dots into tokens.
func splitDots(name string) (list []string) {
	for i, part := range strings.Split(name, ".") {
		if i > 0 {
			list = append(list, ".")
		}
		if part != "" {
			list = append(list, part)
		}
	}
	return list
}

// untilComma reads what comes before the next comma that is not between
// parentheses, and steps over that.
func (t *tokens) untilComma() tokens {
	depth := 0
	for i, token := range *t {
		switch {
		case token == "(":
			depth++
		case token == ")":
			depth--
		case token == "," && depth == 0:
			part := (*t)[:i]
			*t = (*t)[i+1:]
			return part
		}
	}
	part := *t
	*t = nil
	return part
}

// skipParentheses steps over what is between parentheses, if that comes next and
// the parentheses are closed.
func (t *tokens) skipParentheses() bool {
	depth := 0
	for i, token := range *t {
		switch token {
		case "(":
			depth++
		case ")":
			depth--
		}
		if depth == 0 {
			if i > 0 {
				*t = (*t)[i+1:]
			}
			return i > 0
		}
	}
	return false
}

// String returns the tokens as a text.
func (t tokens) String() string { return strings.Join(t, " ") }

// unquoteToken returns what is between quotes, of which doubled ones stand for one.
func unquoteToken(token string) string {
	quote := token[:1]
	if len(token) < 2 || !strings.HasSuffix(token, quote) {
		return ""
	}
	return strings.ReplaceAll(token[1:len(token)-1], quote+quote, quote)
}

// startsWord reports whether a word may begin with a byte.
func startsWord(c byte) bool { return (c|0x20)-'a' < 26 || c == '_' || c == '$' || c >= 0x80 }

func isDigit(c byte) bool { return c-'0' < 10 }

func hasPrefix(words []string, prefix ...string) bool {
	return len(words) >= len(prefix) && slices.Equal(words[:len(prefix)], prefix)
}
