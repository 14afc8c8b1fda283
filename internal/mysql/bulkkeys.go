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

// KeyColumn is the query for the AUTO_INCREMENT column of the table :2 in the database
// :1, which is the default one if it is empty.
const KeyColumn = "SELECT COLUMN_NAME FROM information_schema.COLUMNS" +
	" WHERE TABLE_SCHEMA = COALESCE(NULLIF(:1, ''), DATABASE()) AND TABLE_NAME = :2 AND EXTRA LIKE '%auto_increment%'"

// Keys returns the keys of rows that INSERT … VALUES has inserted, from the service's
// generated fields. There may be one for each row, as Connector/J has it, or the first
// alone, as MySQL itself tells it. InnoDB gives the rows of such a statement keys that
// follow one another step by step, whatever others insert at that time, for it knows
// their number before.
func Keys(generated []wire.Field, rows int, step int64) ([]int64, error) {
	keys := make([]int64, 0, rows)
	for i := range generated {
		if generated[i].Kind != wire.Long {
			return nil, fmt.Errorf("generated field is no integer: %v", generated[i].Kind)
		}
		keys = append(keys, generated[i].Long)
	}
	switch {
	case len(keys) == rows:
		return keys, nil
	case len(keys) != 1 || step < 1 || keys[0] > math.MaxInt64-step*int64(rows):
		return nil, fmt.Errorf("%d rows have generated %d keys", rows, len(keys))
	}
	for len(keys) < rows {
		keys = append(keys, keys[len(keys)-1]+step)
	}
	return keys, nil
}
