package sqltext

import "strings"

// dropModifiers takes the words behind the first SELECT out of the source that change
// nothing of the result, and that MySQL refuses where the query is part of another
// (error 1234).
func (o *Outline) dropModifiers() {
	if !o.isWord(o.query.main, "SELECT") {
		return
	}
	for i := o.query.main + 1; i < o.query.to; i++ {
		if o.isSign(i+1, ",") || o.isSign(i+1, ".") || o.isWord(i+1, "FROM") || o.isWord(i+1, "AS") || i+1 == o.query.to {
			return // a column of that name
		}
		switch o.word(i) {
		case "HIGH_PRIORITY", "SQL_BUFFER_RESULT", "SQL_CACHE", "SQL_NO_CACHE":
			t := o.tokens[i]
			o.source = o.source[:t.start] + strings.Repeat(" ", t.end-t.start) + o.source[t.end:]
		case "ALL", "DISTINCT", "DISTINCTROW", "STRAIGHT_JOIN", "SQL_SMALL_RESULT", "SQL_BIG_RESULT":
		default:
			return
		}
	}
}
