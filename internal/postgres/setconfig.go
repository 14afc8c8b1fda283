package postgres

import "slices"

// SetConfig is a call of the function set_config in a SELECT, with the first and
// the third of its arguments as they are written: a constant, a placeholder, or
// anything.
type SetConfig struct{ Name, Local string }

const setConfig = "set_config"

// ReadSetConfigs reads a SELECT of nothing but calls of set_config, one for each
// column. For any other statement it returns nothing.
func ReadSetConfigs(list []string) (calls []SetConfig) {
	t := tokens(list)
	if !t.accept("SELECT") {
		return nil
	}
	for {
		call, ok := readSetConfig(&t)
		if !ok || !t.skipAlias() {
			return nil
		}
		calls = append(calls, call)
		if len(t) == 0 {
			return calls
		}
		if !t.accept(",") {
			return nil
		}
	}
}

// skipAlias steps over the name of a column, and reports whether what is there may
// be one, or none.
func (t *tokens) skipAlias() bool {
	if t.accept("AS") || len(*t) > 0 && !t.begins(",") {
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
