package mysql

import (
	"fmt"
	"math"
	"strings"

	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// InsertOne returns the statement that inserts one row into columns of a table, with
// a ? for each value. table is its name behind that of its database, if any.
func InsertOne(table, columns []string) string {
	return "INSERT INTO " + quoteNames(table, ".") + " (" + quoteNames(columns, ", ") +
		") VALUES (" + strings.Repeat("?, ", len(columns)-1) + "?)"
}

func quoteNames(names []string, separator string) string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = "`" + strings.ReplaceAll(name, "`", "``") + "`"
	}
	return strings.Join(quoted, separator)
}

// KeyStep is the query for how far apart the keys are that are generated for the rows
// of one statement.
const KeyStep = "SELECT @@SESSION.auto_increment_increment"

// KeyColumn is the query for the AUTO_INCREMENT column of a table, with the parameters
// of [NameParameters]. It returns an empty name if the table has none, and no row for
// what is no table, such as a view.
const KeyColumn = "SELECT COALESCE(MAX(c.COLUMN_NAME), '') FROM information_schema.TABLES t" +
	" LEFT JOIN information_schema.COLUMNS c ON c.TABLE_SCHEMA = t.TABLE_SCHEMA AND c.TABLE_NAME = t.TABLE_NAME" +
	" AND c.EXTRA LIKE '%auto_increment%'" +
	" WHERE t.TABLE_SCHEMA = COALESCE(NULLIF(:1, ''), DATABASE()) AND t.TABLE_NAME = :2 AND t.TABLE_TYPE = 'BASE TABLE'" +
	" GROUP BY t.TABLE_SCHEMA"

// NameParameters returns the parameters for a table of a database, which is the
// default one if it is empty.
func NameParameters(schema, table string) []wire.Parameter {
	return []wire.Parameter{{Name: "1", Kind: wire.String, Text: schema}, {Name: "2", Kind: wire.String, Text: table}}
}

// SplitName splits a name as it is written, of which each part may be in backticks,
// into what is in front of a dot, if there is one, and what is behind.
func SplitName(written string) (schema, name string) {
	quoted := false
	for i, c := range written {
		switch {
		case c == '`':
			quoted = !quoted
		case c == '.' && !quoted:
			return unquoteName(written[:i]), unquoteName(written[i+1:])
		}
	}
	return "", unquoteName(written)
}

func unquoteName(written string) string {
	written = strings.TrimSpace(written)
	if len(written) < 2 || written[0] != '`' {
		return written
	}
	return strings.ReplaceAll(written[1:len(written)-1], "``", "`")
}

// IsKey reports whether an argument is a key by itself: MySQL generates one in place of
// NULL and of 0.
func IsKey(v any) bool {
	switch v := v.(type) {
	case int64:
		return v > 0
	case uint64:
		return v > 0
	}
	return false
}

// Keys returns the keys of rows that INSERT … VALUES has inserted, from those that the
// service says were generated. It may name that of each row, as Connector/J has it, or
// the first alone, as MySQL itself tells it. InnoDB gives the rows of such a statement
// keys that follow one another step by step, whatever others insert at that time, for
// it knows their number before.
func Keys(generated []int64, rows int, step int64) ([]int64, error) {
	switch {
	case len(generated) == rows:
		return generated, nil
	case len(generated) != 1 || step < 1 || generated[0] > math.MaxInt64-step*int64(rows):
		return nil, fmt.Errorf("%d rows have generated %d keys", rows, len(generated))
	}
	keys := make([]int64, rows)
	for i := range keys {
		keys[i] = generated[0] + step*int64(i)
	}
	return keys, nil
}

// TakesSets reports whether a statement with a keyword can be run for sets of
// arguments.
func TakesSets(keyword string) bool {
	switch keyword {
	case "INSERT", "REPLACE", "UPDATE", "DELETE", "WITH":
		return true
	}
	return false
}

// NamesRows reports whether what follows the rows of VALUES gives them a name, for ON
// DUPLICATE KEY UPDATE.
func NamesRows(tail string) bool {
	word := strings.Fields(tail + " .")[0]
	return strings.EqualFold(word, "AS")
}
