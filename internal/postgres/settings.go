package postgres

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// Settings are what a session has been told by SET, in the order of the
// statements, as far as it still counts. A value does not change. The zero value
// is a session as it begins.
//
// The order matters: what a role may set depends on the role, so that a role under
// which something was set stays before it.
type Settings struct {
	list []SettingChange // of the kinds SetValue, SetUnreadable and, for who the user is, SetDefault
	path string
	zone *time.Location // of the session; nil if nothing says so, or not by a name that is known here
}

// Empty reports whether there is nothing to be set.
func (s Settings) Empty() bool { return len(s.list) == 0 }

// Path returns the statements that say where names are looked up. What a
// statement means depends on nothing else of the settings.
func (s Settings) Path() string { return s.path }

// Statements returns the statements that make a new session have the settings.
func (s Settings) Statements() []string {
	statements := make([]string, len(s.list))
	for i := range s.list {
		statements[i] = s.list[i].SQL
	}
	return statements
}

// With returns the settings after a change. Nothing lasts of what is local.
func (s Settings) With(c SettingChange) Settings {
	if c.Local {
		return s
	}
	switch c.Kind {
	case SetModes:
		return s
	case Discard:
		return Settings{}
	case SetDefaults:
		return newSettings(slices.DeleteFunc(slices.Clone(s.list), func(old SettingChange) bool { return !isIdentity(old.Name) }))
	}
	list := slices.Clone(s.list)
	if !isIdentity(c.Name) && c.Kind != SetUnreadable {
		list = slices.DeleteFunc(list, func(old SettingChange) bool { return old.Name == c.Name })
	}
	if c.Kind != SetDefault || isIdentity(c.Name) {
		list = append(list, c)
	}
	return newSettings(list)
}

// newSettings drops from a list what the next in it makes pointless.
func newSettings(list []SettingChange) Settings {
	var s Settings
	for _, c := range list {
		for isIdentity(c.Name) && len(s.list) > 0 && c.replacesIdentity(&s.list[len(s.list)-1]) {
			s.list = s.list[:len(s.list)-1]
		}
		if c.Kind != SetDefault || len(s.list) > 0 {
			s.list = append(s.list, c)
		}
	}
	for i := range s.list {
		if s.list[i].MovesNames() {
			s.path += s.list[i].SQL + ";"
		}
		if s.list[i].Name == timeZone {
			s.zone = readZone(s.list[i].Value)
		}
	}
	return s
}

// readZone returns the time zone of a name, and nil for none that both PostgreSQL and
// Go know it by.
func readZone(name string) *time.Location {
	switch name {
	case "", "Local":
		return nil
	case "Etc/UTC", "Etc/Universal", "Etc/Zulu", "Etc/UCT":
		return time.UTC
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil
	}
	return zone
}

// replacesIdentity reports whether nothing remains of who the user was by an
// earlier change. SET SESSION AUTHORIZATION ends a SET ROLE.
func (c *SettingChange) replacesIdentity(earlier *SettingChange) bool {
	return earlier.Name == c.Name || earlier.Name == role && c.Name == sessionAuthorization
}

// Identity returns the name of a setting that says who the user is, or "" if there
// is none.
func (s Settings) Identity() string {
	return s.lastName(func(c *SettingChange) bool { return isIdentity(c.Name) })
}

// MovesNames returns the name of a setting that says where names are looked up, or
// "" if there is none.
func (s Settings) MovesNames() string { return s.lastName((*SettingChange).MovesNames) }

func (s Settings) lastName(is func(*SettingChange) bool) string {
	for i := len(s.list) - 1; i >= 0; i-- {
		if c := &s.list[i]; is(c) {
			return cmp.Or(c.Name, "a setting")
		}
	}
	return ""
}

// defaultModes are the settings that a transaction takes its modes from.
var defaultModes = []string{defaultIsolation, defaultReadOnly, defaultDeferrable}

// Modes returns what the settings say of a transaction that begins, as SET
// TRANSACTION takes it. They count at its begin only, which is over when a
// transaction can be told of settings.
func (s Settings) Modes() string {
	var modes []string
	for i := range s.list {
		if mode := modeOf(s.list[i].Name, s.list[i].Value); mode != "" {
			modes = append(modes, mode)
		}
	}
	return strings.Join(modes, ", ")
}

// modeOf returns the mode of a transaction for the value of a setting, or "" if it
// is about something else or cannot be read.
func modeOf(name, value string) string {
	if name == defaultIsolation {
		level := strings.ToUpper(value)
		if slices.Contains(isolationLevels, level) {
			return isolationLevel + level
		}
		return ""
	}
	on, ok := readBool(value)
	switch {
	case !ok:
		return ""
	case name == defaultReadOnly && on:
		return readOnly
	case name == defaultReadOnly:
		return "READ WRITE"
	case name == defaultDeferrable && on:
		return "DEFERRABLE"
	case name == defaultDeferrable:
		return "NOT DEFERRABLE"
	}
	return ""
}

// KeepsSnapshot reports whether a transaction of some modes sees the database as
// it was at its first statement that reads.
func KeepsSnapshot(modes string) bool {
	modes = strings.ToUpper(modes)
	return strings.Contains(modes, "REPEATABLE") || strings.Contains(modes, "SERIALIZABLE")
}

// RunAll returns one statement that runs others, which return nothing.
//
// All of it is one string constant, so that nothing in it is a placeholder for
// the service's scanner. PostgreSQL takes a snapshot for it, as it does not for a
// SET: what must stand before the first query of a transaction cannot follow.
func RunAll(statements []string) string { return "DO " + quote("BEGIN "+execute(statements)+"END") }

// execute returns PL/pgSQL that runs statements.
func execute(statements []string) string {
	var b strings.Builder
	for _, s := range statements {
		b.WriteString("EXECUTE " + quote(s) + "; ")
	}
	return b.String()
}
