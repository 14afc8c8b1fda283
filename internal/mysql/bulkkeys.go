package mysql

import (
	"fmt"
	"math"
	"strings"
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

// KeyColumn is the query for the AUTO_INCREMENT column of the table :2 in the database
// :1, which is the default one if it is empty.
const KeyColumn = "SELECT COLUMN_NAME FROM information_schema.COLUMNS" +
	" WHERE TABLE_SCHEMA = COALESCE(NULLIF(:1, ''), DATABASE()) AND TABLE_NAME = :2 AND EXTRA LIKE '%auto_increment%'"

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
