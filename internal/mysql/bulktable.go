package mysql

import (
	"strconv"
	"strings"
)

// rowsAlias is what the rows of a sheet are called, and what the names of its columns
// begin with: no column of a table has such a name, so that those behind ON DUPLICATE
// KEY UPDATE mean the table's.
const rowsAlias = "auroradataapi"

func sheetColumnName(n int) string { return rowsAlias + "_" + strconv.Itoa(n) }

// Statement returns what comes in place of VALUES (?, ?, …) to insert the rows of the
// sheet, in their order, with :1 for its document. order has the column of each value,
// from 1.
//
// The types of the columns are such that JSON_TABLE has nothing to convert, which it
// would do by rules of its own. It makes NULL of JSON's null.
func (s *Sheet) Statement(order []int) string {
	var b strings.Builder
	b.WriteString("SELECT ")
	for i, n := range order {
		separate(&b, i)
		b.WriteString(s.columns[n-1].form.expression(sheetColumnName(n)))
	}
	b.WriteString(" FROM JSON_TABLE(:1, '$[*]' COLUMNS (")
	for i := range s.columns {
		separate(&b, i)
		b.WriteString(sheetColumnName(i+1) + " " + s.columns[i].form.columnType() + " PATH '$[" + strconv.Itoa(i) + "]' ERROR ON EMPTY ERROR ON ERROR")
	}
	b.WriteString(")) AS " + rowsAlias)
	return b.String()
}

func separate(b *strings.Builder, i int) {
	if i > 0 {
		b.WriteString(", ")
	}
}
