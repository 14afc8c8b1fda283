package mysql

import (
	"slices"
	"strings"

	"github.com/auroradataapi/auroradataapi/internal/engine"
)

// Settings are what a session has been told, in the order in which it was. A value
// does not change. The zero value is a session as it begins.
type Settings struct {
	list     []SettingChange // of the kinds SetValue and SetUnread
	next     string          // the modes of the next transaction
	database string          // that of USE
	manual   bool            // autocommit is off
}

var _ engine.Settings = Settings{}

// Empty reports whether there is nothing to be set in a session of the service
// before a statement runs in it. The database is not set: a request names it.
func (s Settings) Empty() bool { return len(s.list) == 0 && s.next == "" }

// LimitsRows reports whether a query returns fewer rows than it has, but not where
// another statement takes them.
func (s Settings) LimitsRows() bool {
	return slices.ContainsFunc(s.list, func(c SettingChange) bool { return strings.EqualFold(c.Name, "sql_select_limit") })
}

// Path is empty: names are looked up in the database alone, which a request names.
func (s Settings) Path() string { return "" }

// Identity is empty: nothing says who the user is.
func (s Settings) Identity() string { return "" }

// MovesNames is empty: as [Settings.Path].
func (s Settings) MovesNames() string { return "" }

// Database returns the name that USE gave, "" for none.
func (s Settings) Database() string { return s.database }

// Manual reports whether a statement outside a transaction begins one that lasts:
// autocommit is off.
func (s Settings) Manual() bool { return s.manual }

// Modes returns what the settings say of a transaction that begins.
func (s Settings) Modes() string {
	var modes []string
	for i := range s.list {
		if mode := s.list[i].mode(); mode != "" {
			modes = append(modes, mode)
		}
	}
	if s.next != "" {
		modes = append(modes, s.next)
	}
	return strings.Join(modes, ", ")
}

// Begun returns the settings when a transaction with their modes has begun.
func (s Settings) Begun() engine.Settings {
	s.next = ""
	return s
}

// mode returns the mode of transactions that a setting is, or "".
func (c *SettingChange) mode() string {
	switch c.Name {
	case isolation:
		return isolationLevel + c.Value
	case access:
		return c.Value
	}
	return ""
}

// maxSet is how long a SET of several things gets at most, in bytes: the service takes
// 65,536 characters.
const maxSet = 60_000

// Statements returns the statements that make a new session have the settings, of
// which as many as go together are one.
func (s Settings) Statements() (statements []string) {
	var set strings.Builder
	flush := func() {
		if set.Len() > 0 {
			statements = append(statements, "SET "+set.String())
			set.Reset()
		}
	}
	for i := range s.list {
		c := &s.list[i]
		item := c.item()
		switch {
		case c.Kind == SetUnread:
		case item == "":
			flush()
			statements = append(statements, c.statement())
		case len(item) > maxSet:
			flush()
			statements = append(statements, c.inPieces()...)
		default:
			if set.Len() > 0 && set.Len()+len(item) > maxSet {
				flush()
			}
			if set.Len() > 0 {
				set.WriteString(", ")
			}
			set.WriteString(item)
		}
	}
	flush()
	return statements
}

// item returns the change as one of several in a SET, "" if it is a statement of its
// own.
func (c *SettingChange) item() string {
	switch {
	case c.mode() != "", c.Name == roleSetting:
		return ""
	case c.Name == namesSetting:
		return "NAMES " + c.Value
	case c.Name == charsetSetting:
		return "CHARACTER SET " + c.Value
	case c.isSystemVariable():
		return "@@SESSION." + c.Name + " = " + c.Value
	}
	return quoteVariable(c.Name) + " = " + c.Value
}

func (c *SettingChange) statement() string {
	if mode := c.mode(); mode != "" {
		return "SET SESSION TRANSACTION " + mode
	}
	return "SET ROLE " + c.Value
}

// quoteVariable returns a user variable as any name can be written.
func quoteVariable(name string) string {
	if isName(name[1:]) {
		return name
	}
	return "@`" + strings.ReplaceAll(name[1:], "`", "``") + "`"
}

// In is part of engine.SettingChange.
func (c SettingChange) In(old engine.Settings) engine.Settings {
	s, _ := old.(Settings)
	switch {
	case c.Kind == SetNext:
		s.next = strings.TrimPrefix(s.next+", "+c.Value, ", ")
	case c.Kind == SetDatabase:
		s.database = c.Value
	case c.Kind == SetRefused:
	case c.Name == autocommit:
		on, ok := readSwitch(tokens{c.Value}.text())
		s.manual = ok && !on
	default:
		n := len(s.list)
		s.list = slices.DeleteFunc(slices.Clone(s.list), c.replaces)
		c.repeated = len(s.list) < n
		if c.Kind != SetDefault && !c.isUnset() {
			s.list = append(s.list, c)
		}
	}
	return s
}

// replaces reports whether nothing remains of an earlier change.
func (c *SettingChange) replaces(earlier SettingChange) bool {
	return earlier.Name == c.Name || c.Name == namesSetting && slices.Contains(setByNames, earlier.Name)
}

// setByNames are the variables that SET NAMES sets.
var setByNames = []string{"character_set_client", "character_set_connection", "character_set_results", "collation_connection"}

// isUnset reports whether the change makes a user variable one that was never set.
func (c *SettingChange) isUnset() bool {
	return !c.isSystemVariable() && strings.EqualFold(c.Value, "NULL")
}

// Label names the setting in an error.
func (c SettingChange) Label() string { return c.Name }

// Text is empty: nothing of MySQL's says by settings where names are looked up.
func (c SettingChange) Text() string { return "" }

// TransactionModes returns modes that are those of the next transaction. In one they
// are an error.
func (c SettingChange) TransactionModes() (modes string, ok bool) { return c.Value, c.Kind == SetNext }

// AlwaysWorks reports whether nothing that was set before matters to the change.
func (c SettingChange) AlwaysWorks() bool { return c.Kind != SetUnread }

// MovesNames is false: a request says which database it is for.
func (c SettingChange) MovesNames() bool { return false }

// IsUnread reports whether only the server knows the value.
func (c SettingChange) IsUnread() bool { return c.Kind == SetUnread }

// Refuse returns what is to be done instead of a change that the driver could not
// cope with, and "" for any other.
func (c SettingChange) Refuse() string {
	if c.Kind == SetRefused {
		return c.Value
	}
	return ""
}
