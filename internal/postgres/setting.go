package postgres

import (
	"slices"
	"strings"
)

// SettingChange is what a statement does to one setting of the session, or to all.
type SettingChange struct {
	Kind  ChangeKind
	Name  string // in lower case, without quotes; empty if all settings change
	Value string // of SetValue, without quotes, empty if it is not one word or constant; of SetModes, the modes
	SQL   string // the statement that does it
	Local bool   // until the transaction ends
}

// ChangeKind is how a setting changes.
type ChangeKind uint8

// The kinds of changes.
const (
	SetValue      ChangeKind = iota // to a value
	SetDefault                      // to what it was when the session began
	SetDefaults                     // the same for all but the role and the session authorization: RESET ALL
	Discard                         // all of the session: DISCARD ALL
	SetModes                        // of the transaction at hand: SET TRANSACTION
	SetUnreadable                   // a SET whose name cannot be read
)

const (
	searchPath           = "search_path"
	timeZone             = "timezone"
	role                 = "role"
	sessionAuthorization = "session_authorization"
	conformingStrings    = "standard_conforming_strings"
	defaultIsolation     = "default_transaction_isolation"
	defaultReadOnly      = "default_transaction_read_only"
	defaultDeferrable    = "default_transaction_deferrable"
)

// modesOfTransaction are settings that are those of one transaction.
var modesOfTransaction = []string{"transaction_isolation", "transaction_read_only", "transaction_deferrable"}

// MovesNames reports whether the change may make names stand for other things:
// those of the search path, a schema of which may be that of the role.
func (c *SettingChange) MovesNames() bool {
	switch c.Kind {
	case SetDefaults, Discard, SetUnreadable:
		return true
	}
	return movesNames(c.Name)
}

func movesNames(name string) bool { return name == searchPath || isIdentity(name) }

// isIdentity tells the settings that say who the user is.
func isIdentity(name string) bool { return name == role || name == sessionAuthorization }

// AlwaysWorks reports whether PostgreSQL makes the change for every role and
// whatever the settings are.
func (c *SettingChange) AlwaysWorks() bool {
	return c.Kind == SetDefaults || c.Kind == Discard || c.Kind == SetDefault && isIdentity(c.Name)
}

// Refuse returns what is to be done instead of a change that the driver could not
// cope with for as long as it lasts, and "" for any other.
func (c *SettingChange) Refuse() string {
	switch {
	case c.Kind != SetValue || c.Local:
		return ""
	case c.Name == conformingStrings && c.isOff():
		return "SQL texts are read with standard_conforming_strings on: write E'…' where a backslash is to escape"
	case slices.Contains(defaultModes, c.Name) && modeOf(c.Name, c.Value) == "":
		return "its value cannot be read: write it as a plain word or constant"
	}
	return ""
}

// isOff reports whether a setting is turned off, or might be.
func (c *SettingChange) isOff() bool {
	on, ok := readBool(c.Value)
	return !on || !ok
}

// ReadSettings reads a statement that changes settings: SET, RESET or DISCARD ALL.
// For any other it returns nothing. list are its tokens, sql is what runs it.
func ReadSettings(list []string, sql string) []SettingChange {
	t := tokens(list)
	switch t.acceptAny("SET", "RESET", "DISCARD") {
	case "SET":
		return readSet(t, sql)
	case "RESET":
		return readReset(t, sql)
	case "DISCARD":
		if t.accept("ALL") {
			return []SettingChange{{Kind: Discard, SQL: sql}}
		}
	}
	return nil
}

// readSet reads what follows SET.
func readSet(t tokens, sql string) []SettingChange {
	c := SettingChange{SQL: sql, Local: t.accept("LOCAL")}
	if !t.begins("SESSION", "AUTHORIZATION") && !t.begins("SESSION", "CHARACTERISTICS") {
		t.accept("SESSION")
	}
	switch {
	case t.accept("CONSTRAINTS"):
		return nil
	case t.accept("TRANSACTION"):
		c.Kind, c.Local = SetModes, true
		if !t.begins("SNAPSHOT") {
			c.Value = strings.ToUpper(strings.Join(t, " "))
		}
		return []SettingChange{c}
	case t.accept("SESSION", "CHARACTERISTICS", "AS", "TRANSACTION"):
		return readCharacteristics(t)
	}
	c.readAssignment(t)
	return []SettingChange{c}
}

// readAssignment reads the name of a setting and its value.
func (c *SettingChange) readAssignment(t tokens) {
	if c.Name = specialName(&t); c.Name == "" {
		c.Name = t.settingName()
		if t.acceptAny("TO", "=") == "" {
			c.Name = ""
		}
	}
	switch keyword := strings.ToUpper(strings.Join(t, " ")); {
	case c.Name == "":
		c.Kind = SetUnreadable
	case slices.Contains(modesOfTransaction, c.Name):
		c.Kind, c.Value, c.Local = SetModes, modeOf("default_"+c.Name, t.value()), true
	case keyword == "DEFAULT" || keyword == "" || keyword == "LOCAL" && c.Name == timeZone:
		c.Kind = SetDefault
	default:
		c.Value = t.value()
	}
}

// specialName reads a name that is more or less than that of the setting, or
// returns "".
func specialName(t *tokens) string {
	switch {
	case t.accept("TIME", "ZONE"):
		return timeZone
	case t.accept("SESSION", "AUTHORIZATION"):
		return sessionAuthorization
	case t.accept("XML", "OPTION"):
		return "xmloption"
	case t.accept("NAMES"):
		return "client_encoding"
	case t.accept("SCHEMA"):
		return searchPath
	case t.accept("ROLE"):
		t.acceptAny("TO", "=")
		return role
	}
	return ""
}

// readReset reads what follows RESET.
func readReset(t tokens, sql string) []SettingChange {
	c := SettingChange{Kind: SetDefault, SQL: sql}
	switch {
	case t.accept("ALL"):
		c.Kind = SetDefaults
	case t.accept("TRANSACTION"):
		c.Kind, c.Local = SetModes, true
	default:
		if c.Name = specialName(&t); c.Name == "" {
			c.Name = t.settingName()
		}
		if c.Name == "" || len(t) > 0 {
			c.Name, c.Kind = "", SetUnreadable
		}
	}
	return []SettingChange{c}
}

// readCharacteristics reads the modes that transactions are to have from now on,
// each of which is a setting.
func readCharacteristics(t tokens) (changes []SettingChange) {
	for len(t) > 0 {
		name, value := readMode(&t)
		if name == "" {
			return nil // the server will say what is wrong with it
		}
		changes = append(changes, SettingChange{Name: name, Value: value, SQL: "SET " + name + " TO " + quote(value)})
		t.accept(",")
	}
	return changes
}

// readMode reads one mode of transactions as the value of the setting that it is.
func readMode(t *tokens) (name, value string) {
	switch {
	case t.accept("READ", "ONLY"):
		return defaultReadOnly, "on"
	case t.accept("READ", "WRITE"):
		return defaultReadOnly, "off"
	case t.accept("DEFERRABLE"):
		return defaultDeferrable, "on"
	case t.accept("NOT", "DEFERRABLE"):
		return defaultDeferrable, "off"
	case !t.accept("ISOLATION", "LEVEL"):
		return "", ""
	}
	for _, level := range isolationLevels {
		if t.accept(strings.Fields(level)...) {
			return defaultIsolation, lowerASCII(level)
		}
	}
	return "", ""
}
