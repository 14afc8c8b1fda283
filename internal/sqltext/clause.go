package sqltext

// noLimit is a LIMIT that no result reaches.
const noLimit = " LIMIT 18446744073709551615"

// HasClause reports whether some words, in upper case, stand one right behind the
// other in the main part of the statement, outside of all parentheses but those
// around the whole: ORDER BY, LIMIT, FOR UPDATE, INTO.
func (o *Outline) HasClause(words ...string) bool {
	return o.clause(o.query.main, words...) < o.query.to
}

// clause returns the first of those words, from one token on, or the end of the
// query.
func (o *Outline) clause(from int, words ...string) int {
	to := o.query.to
	i := o.find(from, to, words[0])
	for i < to && !o.areWords(i, words) {
		i = o.find(i+1, to, words[0])
	}
	return i
}

func (o *Outline) areWords(i int, words []string) bool {
	for n, w := range words {
		if !o.isWord(i+n, w) {
			return false
		}
	}
	return true
}

// sorted returns the statement from a byte on, with a LIMIT if it needs one to keep
// its order when it is a subquery of MySQL.
func (o *Outline) sorted(from int) string {
	order := o.order()
	if o.dialect != MySQL || order == o.query.to || o.HasClause("LIMIT") || o.HasClause("FETCH") {
		return o.source[from:o.end]
	}
	at := o.limitPlace(order)
	return o.source[from:at] + noLimit + o.source[at:o.end]
}

// order returns the ORDER BY of the statement, or its end. USE INDEX FOR ORDER BY is
// something else.
func (o *Outline) order() int {
	i := o.clause(o.query.main, "ORDER", "BY")
	for o.isWord(i-1, "FOR") && i < o.query.to {
		i = o.clause(i+1, "ORDER", "BY")
	}
	return i
}

// limitPlace returns the byte at which a LIMIT goes behind ORDER BY.
func (o *Outline) limitPlace(order int) int {
	at := o.query.to
	for _, words := range [][]string{{"FOR", "UPDATE"}, {"FOR", "SHARE"}, {"LOCK", "IN"}, {"INTO"}} {
		at = min(at, o.clause(order, words...))
	}
	if at == len(o.tokens) {
		return o.end
	}
	return o.tokens[at-1].end
}
