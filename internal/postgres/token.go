package postgres

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

// identifier reads a name as PostgreSQL folds it, or returns "".
func (t *tokens) identifier() string {
	if len(*t) == 0 {
		return ""
	}
	name := (*t)[0]
	switch c := name[0]; {
	case c == '"':
		name = unquoteIdentifier(name)
	case c == '_' || c >= 0x80 || isASCIILetter(c) && !strings.Contains(name, "'"):
		name = lowerASCII(name)
	default:
		return ""
	}
	*t = (*t)[1:]
	return name
}

// settingName reads the name of a setting, which may have dots in it and is
// compared without regard to case, or returns "".
func (t *tokens) settingName() string {
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
	return lowerASCII(name)
}

// value returns the value of tokens that are nothing but one word, number or
// constant, or "" where it cannot be told.
func (t tokens) value() string {
	if len(t) != 1 {
		return ""
	}
	token := t[0]
	if (token[0] == 'E' || token[0] == 'e') && strings.HasPrefix(token[1:], "'") && !strings.Contains(token, `\`) {
		token = token[1:]
	}
	switch {
	case token[0] == '\'':
		return unquoteConstant(token)
	case token[0] == '"':
		return unquoteIdentifier(token)
	case strings.ContainsAny(token, "'$:"):
		return ""
	}
	return lowerASCII(token)
}

// operand returns a token that stands by itself or before a cast, or "".
func (t tokens) operand() string {
	if len(t) == 1 || len(t) > 2 && t[1] == "::" {
		return t[0]
	}
	return ""
}

// unquoteConstant returns the value of '…', or "" if it goes on in another line.
func unquoteConstant(token string) string {
	inside := token[1 : len(token)-1]
	if strings.Contains(strings.ReplaceAll(inside, "''", ""), "'") {
		return ""
	}
	return strings.ReplaceAll(inside, "''", "'")
}

func unquoteIdentifier(token string) string {
	return strings.ReplaceAll(token[1:len(token)-1], `""`, `"`)
}

func isASCIILetter(c byte) bool { return (c|0x20)-'a' < 26 }

// lowerASCII folds case as PostgreSQL does in names that are not quoted, as far as
// that does not depend on the locale.
func lowerASCII(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r - 'A' + 'a'
		}
		return r
	}, s)
}

// arguments reads what is between parentheses, parted by commas. It returns nil
// and stays where it is if no parenthesis comes next or if it is not closed.
func (t *tokens) arguments() []tokens {
	if !t.begins("(") {
		return nil
	}
	depth, start, list := 0, 1, []tokens(nil)
	for i, token := range *t {
		switch token {
		case "(", "[":
			depth++
		case ")", "]":
			depth--
		}
		if depth == 0 || depth == 1 && token == "," {
			list = append(list, (*t)[start:i])
			start = i + 1
		}
		if depth == 0 {
			*t = (*t)[start:]
			return list
		}
	}
	return nil
}

// parted returns what is parted by commas that are not between parentheses.
func (t tokens) parted() []tokens {
	all := append(append(tokens{"("}, t...), ")")
	return all.arguments()
}

// outer returns the tokens that are not between parentheses.
func (t tokens) outer() (outer tokens) {
	depth := 0
	for _, token := range t {
		switch token {
		case "(", "[":
			depth++
		case ")", "]":
			depth--
		default:
			if depth == 0 {
				outer = append(outer, token)
			}
		}
	}
	return outer
}

// readBool reads a boolean as PostgreSQL reads that of a setting: any beginning of
// a word that is not the beginning of both.
func readBool(value string) (b, ok bool) {
	value = lowerASCII(value)
	switch {
	case value == "":
		return false, false
	case value == "1" || value == "on" || strings.HasPrefix("true", value) || strings.HasPrefix("yes", value):
		return true, true
	case value == "0" || value == "of" || value == "off" || strings.HasPrefix("false", value) || strings.HasPrefix("no", value):
		return false, true
	}
	return false, false
}
