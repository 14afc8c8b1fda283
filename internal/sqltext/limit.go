package sqltext

// ending is how the main part of a query ends.
type ending struct {
	ordered bool // it has an ORDER BY
	order   int  // where that begins
	limit   int  // where its LIMIT is; -1 if it has none
	end     int  // behind that, and before what locks the rows or says where they go
}

// ending reads the end of the query, and nothing of what is in parentheses.
func (o *Outline) ending() ending {
	e := ending{limit: -1, end: o.query.to}
	for i := o.query.main; i < o.query.to; i++ {
		switch {
		case o.tokens[i].kind == openParen:
			i = o.closer[i]
		case o.isSign(i-1, "."):
		case o.endsQuery(i):
			e.end = i
			return e
		case o.isWord(i, "LIMIT"):
			e.limit = i
		case o.isWord(i, "FETCH") && e.limit < 0: // of MariaDB
			e.limit = i
			if o.isWord(i-3, "OFFSET") {
				e.limit = i - 3
			}
		case o.isWord(i, "ORDER") && o.isWord(i+1, "BY") && !o.isWord(i-1, "FOR"):
			e.ordered, e.order = true, i
		}
	}
	return e
}

// endsQuery reports whether a clause begins at i that comes behind LIMIT.
func (o *Outline) endsQuery(i int) bool {
	switch o.word(i) {
	case "FOR":
		return o.isWord(i+1, "UPDATE") || o.isWord(i+1, "SHARE")
	case "LOCK":
		return o.isWord(i+1, "IN")
	case "INTO":
		return true
	}
	return false
}

// Sorts reports whether the statement, a query, has an ORDER BY for all of its rows
// and no LIMIT: MySQL does not keep the order where such a query is part of another.
func (o *Outline) Sorts() bool {
	e := o.ending()
	return e.ordered && e.limit < 0
}

// IsOrdered reports whether the statement, a query, has an ORDER BY for all of its
// rows.
func (o *Outline) IsOrdered() bool { return o.ending().ordered }

// Limited returns the statement, a query, with a LIMIT in place of the one that it
// has or has not.
func (o *Outline) Limited(rows string) string {
	e := o.ending()
	from := e.end
	if e.limit >= 0 {
		from = e.limit
	}
	end := o.tokens[len(o.tokens)-1].end
	return o.source[:o.tokens[from-1].end] + " LIMIT " + rows + o.source[o.tokens[e.end-1].end:end]
}

// everyRow is a limit that no result reaches.
const everyRow = "18446744073709551615"

// sorted returns the statement so that it keeps its order as a part of another one,
// or "" if it does so as it is.
func (o *Outline) sorted() string {
	if o.dialect != MySQL || o.query.verb != "SELECT" || !o.Sorts() {
		return ""
	}
	return o.Limited(everyRow)
}
