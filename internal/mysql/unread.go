package mysql

import (
	"strings"

	"github.com/auroradataapi/auroradataapi/internal/engine"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// A variable that was given the value of an expression is read when its transaction
// ends, by columns of which the service loses nothing: its type is that of a column
// without a value, its octets come as hexadecimal digits.
const columnsOfUnread = 4

// Question returns the query for the values that only the server knows, "" if there
// are none. Its answer has one row.
func (s Settings) Question() string {
	var b strings.Builder
	for i := range s.list {
		if s.list[i].Kind != SetUnread {
			continue
		}
		if b.Len() > 0 {
			b.WriteString(", ")
		}
		v := s.list[i].reference()
		b.WriteString("NULLIF(" + v + ", " + v + "), HEX(CAST(" + v + " AS BINARY)), CHARSET(" + v + "), COLLATION(" + v + ")")
	}
	if b.Len() == 0 {
		return ""
	}
	return "SELECT " + b.String()
}

func (c *SettingChange) reference() string {
	if c.isSystemVariable() {
		return "@@SESSION." + c.Name
	}
	return quoteVariable(c.Name)
}

// Answered returns the settings with the answer to [Settings.Question], or without
// what it asks for if that cannot be read.
func (s Settings) Answered(columns []wire.Column, row []wire.Field) engine.Settings {
	list := s.list
	s.list = nil
	for _, c := range list {
		if c.Kind == SetUnread && (len(row) < columnsOfUnread || len(columns) < columnsOfUnread) {
			continue
		}
		if c.Kind == SetUnread {
			known := c.read(columns[0].TypeName, row[1:columnsOfUnread])
			columns, row = columns[columnsOfUnread:], row[columnsOfUnread:]
			if known.Value == "" {
				continue
			}
			c = known
		}
		s.list = append(s.list, c)
	}
	return s
}

// read returns the change with the value that the server has told: its octets, its
// character set and its collation. A user variable that is NULL is as one that was
// never set.
func (c SettingChange) read(typeName string, fields []wire.Field) SettingChange {
	c.Kind, c.Value = SetValue, ""
	if fields[0].Kind == wire.Null {
		if c.isSystemVariable() {
			c.Value = "NULL"
		}
		return c
	}
	octets, ok := unhex(fields[0].Text)
	charset, collation := fields[1].Text, fields[2].Text
	if !ok || !isName(charset) || !isName(collation) {
		return c
	}
	typeName = strings.ToUpper(typeName)
	switch {
	case isNumeric(typeName):
		c.Value, _ = numberLiteral(octets, typeName)
		if c.isSystemVariable() && isNumber(octets) {
			c.Value = octets
		}
	case c.isSystemVariable():
		c.Value = quote(octets)
	default:
		c.Value = stringLiteral(octets, charset, collation)
	}
	return c
}

// isNumeric reports whether the name of a type is that of a type of numbers.
func isNumeric(typeName string) bool {
	for _, name := range []string{"INT", "DECIMAL", "DOUBLE", "FLOAT", "BIT", "YEAR"} {
		if strings.Contains(typeName, name) && !strings.Contains(typeName, "POINT") {
			return true
		}
	}
	return false
}
