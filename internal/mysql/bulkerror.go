package mysql

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/auroradataapi/auroradataapi/internal/engine"
)

// Numbers of errors of MySQL that are about a value and have the general SQLSTATE.
const (
	invalidCharacters  = 1300
	incorrectArgument  = 1411
	wrongValue         = 1525
	noPartitionForRow  = 1526
	partitionMismatch  = 1748
	generatedCheckFail = 3105
)

// BlamesRow reports whether an error is one that one of many rows may be to blame for:
// a value, a constraint, what a trigger raises.
func BlamesRow(m engine.Message) bool {
	switch m.Number {
	case invalidCharacters, incorrectValue, incorrectArgument, wrongValue, noPartitionForRow,
		partitionMismatch, generatedCheckFail, checkViolated:
		return true
	}
	for _, class := range []string{"01", "22", "23", "45"} {
		if strings.HasPrefix(m.Code, class) {
			return true
		}
	}
	return false
}

var atRow = regexp.MustCompile(` at row (\d+)$`)

// RowOf returns which row of an INSERT, from 1, an error may be about, 0 if its message
// does not tell. It may be that of another statement, in a trigger.
func RowOf(m engine.Message) int {
	found := atRow.FindStringSubmatch(m.Message)
	if found == nil {
		return 0
	}
	row, err := strconv.Atoi(found[1])
	if err != nil {
		return 0
	}
	return row
}
