package shell

import "strings"

// pattern is the name of objects with wildcards: * stands for any characters and ?
// for one, unless in double quotes, and a dot stands behind the schema. Without
// quotes PostgreSQL's names are in lower case.
type pattern struct {
	schema, name string // as LIKE has them; empty for any
}

func parsePattern(text string, foldsCase bool) pattern {
	parts := []string{""}
	quoted := false
	for _, r := range text {
		last := &parts[len(parts)-1]
		switch {
		case r == '"' || r == '`':
			quoted = !quoted
		case r == '.' && !quoted && len(parts) == 1:
			parts = append(parts, "")
		case r == '*' && !quoted:
			*last += "%"
		case r == '?' && !quoted:
			*last += "_"
		case r == '%' || r == '_' || r == '!':
			*last += "!" + string(r) // the escape character of the queries
		case foldsCase && !quoted:
			*last += strings.ToLower(string(r))
		default:
			*last += string(r)
		}
	}
	if len(parts) == 2 {
		return pattern{parts[0], parts[1]}
	}
	return pattern{name: parts[0]}
}
