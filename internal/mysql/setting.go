package mysql

import (
	"slices"
	"strings"
)

// SettingChange is what a statement does to one thing that the session remembers.
type SettingChange struct {
	Kind  ChangeKind
	Name  string // in lower case: of a system variable, of a user variable with its @, or one of the names below
	Value string // as it is written; of SetNext, the modes; of SetDatabase, the name

	repeated bool // it is not the first one to this setting
	asked    bool // it is known what the setting is at first
}

// ChangeKind is how a setting changes.
type ChangeKind uint8

// The kinds of changes.
const (
	SetValue    ChangeKind = iota // to a constant
	SetDefault                    // to what it was when the session began
	SetUnread                     // to what only the server knows
	SetNext                       // modes of the next transaction, or of the one at hand
	SetDatabase                   // USE
	SetRefused                    // what the driver cannot do, with the advice as Value
)

// The names of what is no variable.
const (
	namesSetting   = "names"         // SET NAMES
	charsetSetting = "character set" // SET CHARACTER SET
	roleSetting    = "role"          // SET ROLE
	isolation      = "transaction_isolation"
	access         = "transaction_read_only"
	autocommit     = "autocommit"
)

// MaySet reports whether [ReadSettings] might find anything in a statement, without
// reading it. keyword is the one that it begins with.
func MaySet(keyword, sql string) bool {
	switch keyword {
	case "SET", "USE":
		return true
	case "SELECT", "WITH", "VALUES", "TABLE", "CALL", "DO", "INSERT", "REPLACE", "UPDATE", "DELETE":
		return strings.Contains(sql, "@")
	}
	return false
}

// ReadSettings reads a statement that changes what the session remembers: SET, USE,
// and what assigns user variables. For any other it returns nothing. list are its
// tokens.
func ReadSettings(list []string) []SettingChange {
	t := tokens(list)
	switch {
	case t.accept("SET"):
		return readSet(t)
	case t.accept("USE"):
		if name := t.identifier(); name != "" && len(t) == 0 {
			return []SettingChange{{Kind: SetDatabase, Name: "database", Value: name}}
		}
		return nil
	}
	return readAssignments(t)
}

// readSet reads what follows SET.
func readSet(t tokens) []SettingChange {
	switch {
	case t.begins("PASSWORD"), t.begins("STATEMENT"), t.begins("DEFAULT", "ROLE"), t.begins("RESOURCE"):
		return nil
	case t.accept("ROLE"):
		return []SettingChange{role(t)}
	case t.begins("GLOBAL", "TRANSACTION"), t.begins("PERSIST", "TRANSACTION"):
		return nil
	case t.accept("TRANSACTION"):
		return []SettingChange{{Kind: SetNext, Name: "transaction", Value: strings.ToUpper(t.String())}}
	case t.accept("SESSION", "TRANSACTION"), t.accept("LOCAL", "TRANSACTION"):
		return readSessionModes(t)
	}
	return readItems(t)
}

func role(t tokens) SettingChange {
	if t.begins("DEFAULT") {
		return SettingChange{Kind: SetDefault, Name: roleSetting}
	}
	return SettingChange{Name: roleSetting, Value: t.String()}
}

// readSessionModes reads the modes that transactions of the session have from now
// on.
func readSessionModes(t tokens) (changes []SettingChange) {
	level, access := splitModes(t.String())
	if level != "" {
		changes = append(changes, SettingChange{Name: isolation, Value: level})
	}
	if access != "" {
		changes = append(changes, accessChange(access == readOnly))
	}
	return changes
}

func accessChange(readsOnly bool) SettingChange {
	if readsOnly {
		return SettingChange{Name: access, Value: readOnly}
	}
	return SettingChange{Name: access, Value: readWrite}
}

// readItems reads assignments with commas between them. GLOBAL and the like hold for
// those behind it too.
func readItems(t tokens) (changes []SettingChange) {
	scope := ""
	for len(t) > 0 {
		item := t.untilComma()
		if word := item.acceptAny("GLOBAL", "PERSIST", "PERSIST_ONLY", "SESSION", "LOCAL"); word != "" {
			scope = word
		}
		if c, ok := readItem(item, scope); ok {
			changes = append(changes, c)
		}
	}
	return changes
}

// readItem reads one assignment. It reports false if that is not one to the session.
func readItem(t tokens, scope string) (c SettingChange, ok bool) {
	switch {
	case t.accept("NAMES"):
		return charset(namesSetting, t), true
	case t.accept("CHARACTER", "SET"), t.accept("CHARSET"):
		return charset(charsetSetting, t), true
	}
	name := t.userVariable()
	switch {
	case name != "":
		c.Name = "@" + name
	default:
		name = t.systemVariable()
		if name == "" {
			name, scope = t.variableName(), strings.ToLower(scope)
		} else {
			scope, name = splitScope(name)
		}
		if c.Name = name; name == "" || scope == "global" || strings.HasPrefix(scope, "persist") {
			return c, false
		}
	}
	if !t.accept("=") && !t.accept(":=") && !t.accept(":", "=") {
		return c, false // the server will say what is wrong with it
	}
	return c.assign(t, scope), true
}

// splitScope parts what is behind @@.
func splitScope(name string) (scope, rest string) {
	first, rest, ok := strings.Cut(name, ".")
	if ok && slices.Contains([]string{"global", "session", "local", "persist", "persist_only"}, first) {
		return first, rest
	}
	return "next", name // which is the next transaction's, for what transactions have
}

// assign reads the value.
func (c SettingChange) assign(t tokens, scope string) SettingChange {
	switch c.Name {
	case "tx_isolation", isolation:
		return c.assignIsolation(t, scope)
	case "tx_read_only", access:
		return c.assignAccess(t, scope)
	}
	switch {
	case c.isSystemVariable() && t.begins("DEFAULT") && len(t) == 1:
		c.Kind = SetDefault
	case t.isConstant(c.isSystemVariable()):
		c.Value = t.String()
	default:
		c.Kind = SetUnread
	}
	return c.refused(t)
}

func (c *SettingChange) isSystemVariable() bool { return !strings.HasPrefix(c.Name, "@") }

func (c SettingChange) assignIsolation(t tokens, scope string) SettingChange {
	c.Name = isolation
	level := strings.ToUpper(strings.ReplaceAll(t.text(), "-", " "))
	switch {
	case strings.EqualFold(level, "DEFAULT"):
		c.Kind = SetDefault
	case !slices.Contains(isolationLevels, level):
		return c.refuse("its value cannot be read: write it as a plain constant, such as 'READ-COMMITTED'")
	case scope == "next":
		return SettingChange{Kind: SetNext, Name: "transaction", Value: isolationLevel + level}
	default:
		c.Value = level
	}
	return c
}

func (c SettingChange) assignAccess(t tokens, scope string) SettingChange {
	c.Name = access
	if t.begins("DEFAULT") && len(t) == 1 {
		c.Kind = SetDefault
		return c
	}
	on, ok := readSwitch(t.text())
	if !ok {
		return c.refuse("its value cannot be read: write ON or OFF")
	}
	c = accessChange(on)
	if scope == "next" {
		return SettingChange{Kind: SetNext, Name: "transaction", Value: c.Value}
	}
	return c
}

// isConstant reports whether tokens are nothing but one constant. To a system
// variable a word is one as well.
func (t tokens) isConstant(words bool) bool {
	rest := t
	if signed := rest.acceptAny("-", "+"); signed != "" {
		return len(rest) == 1 && (isDigit(rest[0][0]) || rest[0][0] == '.')
	}
	if len(rest) == 2 && rest[0][0] == '_' && strings.ContainsAny(rest[1][:1], `'"xX`) {
		return true // _utf8mb4 '…'
	}
	if len(rest) != 1 {
		return false
	}
	switch c := rest[0][0]; {
	case c == '\'', c == '"', isDigit(c), c == '.' && len(rest[0]) > 1:
		return true
	case c == '?', c == ':', c == '@', c == '`':
		return false
	case strings.HasSuffix(rest[0], "'"), strings.HasSuffix(rest[0], `"`): // N'…', x'…', _utf8mb4'…'
		return true
	}
	return words && startsWord(rest[0][0]) || rest.begins("TRUE") || rest.begins("FALSE") || rest.begins("NULL")
}

// text returns the value of tokens that are one word or constant, "" for others.
func (t tokens) text() string {
	if len(t) != 1 || t[0] == "" {
		return ""
	}
	switch t[0][0] {
	case '\'', '"':
		return unquoteToken(t[0])
	case '?', ':', '@', '`':
		return ""
	}
	return t[0]
}

// readSwitch reads a value of a variable that is on or off.
func readSwitch(value string) (on, ok bool) {
	switch strings.ToUpper(value) {
	case "1", "ON", "TRUE":
		return true, true
	case "0", "OFF", "FALSE":
		return false, true
	}
	return false, false
}
