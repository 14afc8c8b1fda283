package sqltext

import (
	"slices"
	"strings"
)

// Reading is a query for the columns that a statement returns.
type Reading struct {
	// SQL returns columns of the same names and types, in the same order, and
	// changes nothing. Which rows it returns says nothing.
	SQL string

	// Safe: the query cannot fail for a reason for which the statement itself
	// would not fail.
	Safe bool
}

// Reading returns the query for the columns of the statement. In it stands for
//
//	INSERT INTO t … RETURNING x
//	UPDATE t SET … FROM u WHERE … RETURNING x
//	DELETE FROM t USING u WHERE … RETURNING x
//	MERGE INTO t USING u ON … RETURNING x
//
// the query
//
//	SELECT x FROM t
//	SELECT x FROM t, u
//	SELECT x FROM t, u
//	SELECT x FROM u, t
//
// It reports false if the statement returns no rows.
func (o *Outline) Reading() (Reading, bool) {
	w := readingWriter{outline: o, safe: true}
	ok := w.query(&o.query, false)
	return Reading{SQL: w.sql.String(), Safe: w.safe}, ok
}

// readingWriter writes a reading.
type readingWriter struct {
	outline *Outline
	sql     strings.Builder
	safe    bool
	scope   []string // the names of common table expressions
}

// query writes a query. One that nobody can read from is as good as any other.
func (w *readingWriter) query(q *query, isBody bool) bool {
	o := w.outline
	next, outer := q.from, len(w.scope)
	defer func() { w.scope = w.scope[:outer] }()
	if len(q.with) > 0 && o.isWord(q.from+1, "RECURSIVE") {
		w.name(q.with...)
	}
	for i := range q.with {
		body := &q.with[i]
		w.sql.WriteString(o.slice(next, body.open+1))
		if !w.query(body, true) {
			return false
		}
		next = o.closer[body.open]
		w.name(*body)
	}
	w.sql.WriteString(o.slice(next, q.main))
	if next < q.main {
		w.sql.WriteByte(' ')
	}
	switch {
	case q.verb == "SELECT":
		w.sql.WriteString(o.slice(q.main, q.to))
	case o.find(q.main, q.to, "RETURNING") < q.to:
		return w.returning(q)
	case isBody:
		w.sql.WriteString("SELECT 1")
	default:
		return false
	}
	return true
}

// returning writes the query for the columns of RETURNING.
func (w *readingWriter) returning(q *query) bool {
	o := w.outline
	list := o.find(q.main, q.to, "RETURNING") + 1
	target, ok := o.target(q)
	if !ok || list >= q.to || o.isWord(list, "WITH") {
		return false
	}
	if w.shadows(o.modified(q)) && !w.drop(q, list, target) {
		return false
	}
	w.safe = w.safe && o.readsAlike(list, q.to)
	w.sql.WriteString("SELECT " + o.slice(list, q.to) + " FROM " + target)
	return true
}

// name adds the names of common table expressions to those in scope.
func (w *readingWriter) name(bodies ...query) {
	for i := range bodies {
		w.scope = append(w.scope, fold(w.outline.text(bodies[i].name)))
	}
}

// shadows reports whether the table at i has the name of a common table expression,
// which is what would be read. What modifies rows takes the table.
func (w *readingWriter) shadows(i int) bool {
	return !w.outline.isSign(i+1, ".") && slices.Contains(w.scope, fold(w.outline.text(i)))
}

// drop drops the common table expressions. It reports false if the query for the
// columns may need them.
func (w *readingWriter) drop(q *query, list int, target string) bool {
	o := w.outline
	inList := slices.ContainsFunc(o.tokens[list:q.to], func(t token) bool { return t.kind == openParen })
	alone := q.verb == "INSERT" || o.slice(o.modified(q), o.modified(q)+1) == target
	w.sql.Reset()
	return q == &o.query && alone && !inList
}

// modified returns the name of the table that a query modifies.
func (o *Outline) modified(q *query) int {
	i := q.main + 1
	for _, w := range []string{"INTO", "FROM", "ONLY"} {
		if o.isWord(i, w) {
			i++
		}
	}
	return i
}

// fold returns a name as PostgreSQL compares it, as far as it is of ASCII letters.
func fold(name string) string {
	if strings.HasPrefix(name, `"`) {
		return strings.ReplaceAll(name[1:len(name)-1], `""`, `"`)
	}
	return strings.ToLower(name)
}

// target returns the tables that the columns of RETURNING are from, as FROM has
// them.
func (o *Outline) target(q *query) (string, bool) {
	i, to := q.main+1, o.find(q.main, q.to, "RETURNING")
	switch q.verb {
	case "INSERT":
		return o.slice(i+1, o.relationEnd(i+1)), o.isWord(i, "INTO") && o.isName(i+1)
	case "UPDATE":
		set := o.find(i, to, "SET")
		from := o.find(set, to, "FROM")
		return o.join(i, set, from+1, o.find(from, to, "WHERE")), i < set && set < to
	case "DELETE":
		using := o.find(i, to, "USING", "WHERE")
		items := using + 1
		if !o.isWord(using, "USING") {
			items = to
		}
		return o.join(i+1, using, items, o.find(using, to, "WHERE")), o.isWord(i, "FROM") && i+1 < using
	}
	using := o.find(i, to, "USING")
	on := o.find(using, to, "ON")
	return o.join(using+1, on, i+1, using), o.isWord(i, "INTO") && using+1 < on && on < to
}

// join returns two lists of tables as one. Either may be empty.
func (o *Outline) join(from, to, moreFrom, moreTo int) string {
	first, second := o.slice(from, to), o.slice(moreFrom, moreTo)
	if first == "" || second == "" {
		return first + second
	}
	return first + ", " + second
}

// relationEnd returns the token behind the name of a table at i, and its alias.
func (o *Outline) relationEnd(i int) int {
	i++
	for o.isSign(i, ".") && o.isName(i+1) {
		i += 2
	}
	if o.isWord(i, "AS") && o.isName(i+1) {
		i += 2
	}
	return i
}

// find returns the first of some words that stands outside of parentheses, from
// one token to another; that other one if there is none.
func (o *Outline) find(from, to int, words ...string) int {
	for i := from; i < to; i++ {
		if o.closer[i] > i {
			i = o.closer[i]
			continue
		}
		if o.isSign(i-1, ".") || o.isWord(i-1, "AS") || o.isWord(i, "FROM") && o.isWord(i-1, "DISTINCT") {
			continue
		}
		for _, w := range words {
			if o.isWord(i, w) {
				return i
			}
		}
	}
	return to
}

// readsAlike reports whether a list of RETURNING can be selected by everybody who
// can return it. It must have a column, since only then RETURNING needs the
// privilege to read the table, and nothing that is known in RETURNING alone.
func (o *Outline) readsAlike(from, to int) bool {
	hasColumn := false
	for i := from; i < to; i++ {
		switch o.word(i) {
		case "OLD", "NEW", "MERGE_ACTION":
			return false
		}
		hasColumn = hasColumn || (i == from || o.isSign(i-1, ",")) && o.isColumn(i, to)
	}
	return hasColumn
}

// isColumn reports whether the item of a list at i is a column or * by itself.
func (o *Outline) isColumn(i, to int) bool {
	if constants(o.word(i)) {
		return false
	}
	for o.isName(i) && o.isSign(i+1, ".") {
		i += 2
	}
	return (o.isName(i) || o.isSign(i, "*")) && (i+1 >= to || o.isSign(i+1, ",") || o.isWord(i+1, "AS"))
}

// constants are words that look like a column.
var constants = wordSet(`NULL TRUE FALSE DEFAULT CURRENT_DATE CURRENT_TIME CURRENT_TIMESTAMP LOCALTIME LOCALTIMESTAMP
	CURRENT_ROLE CURRENT_USER SESSION_USER USER CURRENT_CATALOG CURRENT_SCHEMA SYSTEM_USER`)
