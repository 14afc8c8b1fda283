package mysql

import "iter"

// Ordering is what a query says at its top level about the order of its rows.
type Ordering struct {
	Ordered bool // it has ORDER BY
	Limited bool // it has LIMIT
	Locks   bool // something follows that a LIMIT must precede: FOR UPDATE and the like
}

// ReadOrdering reads the tokens of a query.
func ReadOrdering(tokens iter.Seq[string]) (o Ordering) {
	depth := 0
	previous := ""
	for token := range tokens {
		switch token {
		case "(":
			depth++
		case ")":
			depth--
		}
		if depth == 0 {
			o.read(previous, upper(token))
		}
		previous = upper(token)
	}
	return o
}

func (o *Ordering) read(previous, word string) {
	switch {
	case previous == "ORDER" && word == "BY":
		o.Ordered = true
	case word == "LIMIT", word == "FETCH":
		o.Limited = true
	case word == "FOR", previous == "LOCK" && word == "IN", word == "PROCEDURE":
		o.Locks = true
	}
}

// NoLimit is a LIMIT that leaves nothing out. A query that is part of another one
// keeps its order only with a LIMIT.
const NoLimit = " LIMIT 18446744073709551615"

// Part returns a query as it can be part of another one without losing its order. It
// reports false if there is no place for the LIMIT that this takes.
func (o Ordering) Part(query string) (string, bool) {
	switch {
	case !o.Ordered || o.Limited:
		return query, true
	case o.Locks:
		return "", false
	}
	return query + NoLimit, true
}

// upper returns a keyword in upper case.
func upper(token string) string {
	b := []byte(token)
	for i := range b {
		if 'a' <= b[i] && b[i] <= 'z' {
			b[i] -= 'a' - 'A'
		}
	}
	return string(b)
}

// NoRows returns a query for the columns of another one, without any row.
func NoRows(query string) string { return "(" + query + ") LIMIT 0" }
