package postgres

import "slices"

// SetConfig is a call of the function set_config that is a column of a SELECT, with
// the first and the third of its arguments as they are written: a constant, a
// placeholder, or anything.
type SetConfig struct {
	Column      int // counted from 0
	Name, Local string
}

const setConfig = "set_config"

// MayCallSetConfig reports whether ReadSetConfigs might find anything in a SELECT,
// without reading it.
func MayCallSetConfig(sql string) bool { return containsFold(sql, setConfig) }

// ReadSetConfigs reads the calls of set_config that are columns of a SELECT, and
// counts its columns. Of any other statement it returns nothing, nor of a SELECT that
// has more than columns: it may call the function for any number of rows.
func ReadSetConfigs(list []string) (calls []SetConfig, columns int) {
	t := tokens(list)
	if !t.accept("SELECT") || slices.ContainsFunc(t.outer(), isClause) {
		return nil, 0
	}
	for _, column := range t.parted() {
		if call, ok := readSetConfig(&column); ok && column.skipAlias() && len(column) == 0 {
			call.Column = columns
			calls = append(calls, call)
		}
		columns++
	}
	return calls, columns
}

// isClause reports whether a token begins what comes behind the columns of a SELECT.
func isClause(token string) bool {
	t := tokens{token}
	return t.acceptAny("FROM", "WHERE", "GROUP", "HAVING", "WINDOW", "UNION", "INTERSECT", "EXCEPT",
		"ORDER", "LIMIT", "OFFSET", "FETCH", "FOR", "INTO") != ""
}

// skipAlias steps over the name of a column, and reports whether what is there may
// be one, or none.
func (t *tokens) skipAlias() bool {
	if t.accept("AS") || len(*t) > 0 {
		return t.identifier() != ""
	}
	return true
}

func readSetConfig(t *tokens) (call SetConfig, ok bool) {
	name := t.identifier()
	if name == "pg_catalog" && t.accept(".") {
		name = t.identifier()
	}
	if name != setConfig {
		return call, false
	}
	arguments := t.arguments()
	if len(arguments) != 3 {
		return call, false
	}
	return SetConfig{Name: arguments[0].operand(), Local: arguments[2].operand()}, true
}

// Operand returns the value of a constant as it is written in a call, and false for
// anything else.
func Operand(token string) (value string, ok bool) {
	if token == "" || token[0] == '$' || token[0] == ':' {
		return "", false
	}
	value = tokens{token}.value()
	return value, value != ""
}

// Change returns what a call has done to a setting, given its arguments and its
// result, which is the new value of the setting. It reports whether they tell.
func (SetConfig) Change(name, local, result string) (c SettingChange, ok bool) {
	c = SettingChange{Name: lowerASCII(name), Value: result}
	c.Local, ok = readBool(local)
	if slices.Contains(modesOfTransaction, c.Name) {
		c.Kind, c.Local = SetModes, true
	}
	c.SQL = "SELECT pg_catalog." + setConfig + "(" + quote(name) + ", " + quote(result) + ", false)"
	return c, ok
}
