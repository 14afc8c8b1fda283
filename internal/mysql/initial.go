package mysql

import (
	"slices"
	"strconv"
	"strings"

	"github.com/auroradataapi/auroradataapi/internal/engine"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// A program sets a variable and sets it back: SET FOREIGN_KEY_CHECKS = 0, and = 1. It
// has no way to say that all is as it was but the value.

// Repeated returns the names of the system variables that were set more than once. SET
// NAMES is among them at once: it often says what is so anyway.
func (s Settings) Repeated() (names []string) {
	for i := range s.list {
		switch c := &s.list[i]; {
		case c.Kind != SetValue, c.asked, !c.isSystemVariable(), !isName(c.Name), c.item() == "":
		case c.repeated, c.Name == namesSetting:
			names = append(names, c.Name)
		}
	}
	return names
}

// AskSetting returns the query for what a variable is in a session. For SET NAMES that
// is a character set of which all is as if it had been said.
func AskSetting(name string) string {
	if name != namesSetting {
		return "SELECT @@SESSION." + name
	}
	return "SELECT @@character_set_client FROM information_schema.COLLATIONS" +
		" WHERE COLLATION_NAME = @@collation_connection AND IS_DEFAULT = 'Yes' AND CHARACTER_SET_NAME = @@character_set_client" +
		" AND @@character_set_connection = @@character_set_client AND @@character_set_results = @@character_set_client"
}

// Initially returns the settings when it is known what a variable is in a session that
// begins. The field is of the kind None if that is not to be known.
func (s Settings) Initially(name string, value wire.Field) engine.Settings {
	i := slices.IndexFunc(s.list, func(c SettingChange) bool { return c.Name == name })
	if i < 0 {
		return s
	}
	s.list = slices.Clone(s.list)
	if s.list[i].asked = true; isSame(s.list[i].Value, value) {
		s.list = slices.Delete(s.list, i, i+1)
	}
	return s
}

// isSame reports whether a constant, as it is written, is certainly the value of a
// field.
func isSame(constant string, value wire.Field) bool {
	switch value.Kind {
	case wire.Long, wire.Bool:
		n := value.Long
		if value.Bool {
			n = 1
		}
		if on, ok := readSwitch(constant); ok {
			return on && n == 1 || !on && n == 0
		}
		return constant == strconv.FormatInt(n, 10)
	case wire.String:
		return strings.EqualFold(tokens{constant}.text(), value.Text) && !strings.ContainsAny(constant, `\\`)
	}
	return false
}
