package mysql

import (
	"strconv"
	"strings"

	"github.com/auroradataapi/auroradataapi/internal/engine"
)

// generalState is the SQLSTATE that MySQL has for an error without one of its own.
const generalState = "HY000"

// ParseMessage takes the service's text for an error of MySQL apart:
//
//	message; Error code: 1062; SQLState: 23000
//
// (cloud-utils/aurora-data-api). A text without the number is the database's if it
// has an SQLSTATE; one with neither is not known to be.
func ParseMessage(text string) engine.Message {
	rest, state, hasState := cutPart(text, "; SQLState: ")
	if hasState && !isSQLState(state) {
		return engine.Message{Message: text}
	}
	rest, number, hasNumber := cutNumber(rest)
	switch {
	case !hasState && !hasNumber:
		return engine.Message{Message: text}
	case !hasState:
		state = generalState
	}
	m := engine.Message{Severity: "ERROR", Code: state, Number: number, Message: rest}
	nameObjects(&m)
	return m
}

// cutPart cuts the last part with a label off a text.
func cutPart(text, label string) (rest, part string, ok bool) {
	i := strings.LastIndex(text, label)
	if i < 0 {
		return text, "", false
	}
	return text[:i], text[i+len(label):], true
}

func cutNumber(text string) (rest string, number int, ok bool) {
	rest, part, ok := cutPart(text, "; Error code: ")
	n, err := strconv.ParseUint(part, 10, 16)
	if !ok || err != nil || n == 0 {
		return text, 0, false
	}
	return rest, int(n), true
}

func isSQLState(s string) bool {
	return len(s) == 5 && strings.IndexFunc(s, func(c rune) bool {
		return (c < '0' || c > '9') && (c < 'A' || c > 'Z')
	}) < 0
}

// nameObjects finds the table, the column and the constraint in the English
// messages of errors about them, for which MySQL's protocol has no fields.
func nameObjects(m *engine.Message) {
	switch m.Number {
	case duplicateEntry:
		m.TableName, m.ConstraintName = splitKey(lastQuoted(m.Message, " for key "))
	case columnNotNull:
		m.ColumnName = firstQuoted(m.Message, "Column ")
	case unknownColumn:
		m.ColumnName = lastName(firstQuoted(m.Message, "Unknown column "))
	case noDefault:
		m.ColumnName = firstQuoted(m.Message, "Field ")
	case dataTooLong, outOfRange, dataTruncated, incorrectValue:
		m.ColumnName = lastName(lastQuoted(m.Message, " for column "))
	case isReferenced, hasNoReference:
		m.TableName = lastName(firstQuoted(m.Message, " fails ("))
		m.ConstraintName = firstQuoted(m.Message, ", CONSTRAINT ")
	case checkViolated:
		m.ConstraintName = firstQuoted(m.Message, "Check constraint ")
	case constraintFailed:
		m.TableName = lastName(lastQuoted(m.Message, " failed for "))
		m.ConstraintName = firstQuoted(m.Message, "CONSTRAINT ")
	case noSuchTable:
		_, m.TableName, _ = strings.Cut(firstQuoted(m.Message, "Table "), ".")
	}
}

// splitKey takes the table from the name of a key, where MySQL writes it since
// 8.0.19 and MariaDB does not.
func splitKey(name string) (table, key string) {
	if table, key, ok := strings.Cut(name, "."); ok {
		return table, key
	}
	return "", name
}

// lastName returns the last part of a name with dots.
func lastName(name string) string { return name[strings.LastIndexByte(name, '.')+1:] }

// firstQuoted returns the name in quotation marks behind the first place of a
// prefix, without the marks.
func firstQuoted(text, prefix string) string {
	_, rest, _ := strings.Cut(text, prefix)
	return quoted(rest)
}

// lastQuoted does so for the last place, since a value may come before it that says
// anything.
func lastQuoted(text, prefix string) string {
	i := strings.LastIndex(text, prefix)
	if i < 0 {
		return ""
	}
	return quoted(text[i+len(prefix):])
}

// quoted returns the name that a text begins with: 'name', or `schema`.`table` and
// so on, with dots between the parts.
func quoted(text string) string {
	var parts []string
	for text != "" && (text[0] == '\'' || text[0] == '`') {
		end := strings.IndexByte(text[1:], text[0])
		if end < 0 {
			return ""
		}
		parts = append(parts, text[1:1+end])
		text = text[end+2:]
		if !strings.HasPrefix(text, ".`") {
			break
		}
		text = text[1:]
	}
	return strings.Join(parts, ".")
}
