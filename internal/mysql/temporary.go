package mysql

import (
	"slices"
	"strings"
)

// ReadTemporary reads the tokens of CREATE TEMPORARY TABLE and of DROP TEMPORARY
// TABLE, and returns the names of the tables in lower case, without that of the
// database. For any other statement it returns nothing.
func ReadTemporary(list []string) (made, dropped []string) {
	t := tokens(list)
	switch {
	case t.accept("CREATE"):
		t.accept("OR", "REPLACE")
		if t.accept("TEMPORARY", "TABLE") {
			t.accept("IF", "NOT", "EXISTS")
			made = t.tableNames()[:1]
		}
	case t.accept("DROP", "TEMPORARY") && t.acceptAny("TABLE", "TABLES") != "":
		t.accept("IF", "EXISTS")
		dropped = t.tableNames()
	}
	return made, dropped
}

// tableNames reads names with commas between them, at least one, which may be empty.
func (t *tokens) tableNames() (names []string) {
	for {
		name := t.variableName()
		names = append(names, name[strings.LastIndexByte(name, '.')+1:])
		if !t.accept(",") {
			return names
		}
	}
}

// DropsTables reports whether a statement is DROP TABLE, which drops temporary tables
// as well.
func DropsTables(list []string) bool {
	t := tokens(list)
	return t.accept("DROP") && t.acceptAny("TABLE", "TABLES") != ""
}

// Mentions returns the first of some tables, by names in lower case, that a
// statement has anywhere in it, or "".
func Mentions(list, tables []string) string {
	for _, token := range list {
		t := tokens{token}
		if name := strings.ToLower(t.identifier()); slices.Contains(tables, name) {
			return name
		}
	}
	return ""
}

// DropsDatabase returns the name of the database that a statement drops, or "".
func DropsDatabase(list []string) string {
	t := tokens(list)
	if !t.accept("DROP") || t.acceptAny("DATABASE", "SCHEMA") == "" {
		return ""
	}
	t.accept("IF", "EXISTS")
	return t.identifier()
}
