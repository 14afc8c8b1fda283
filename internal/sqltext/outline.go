package sqltext

import (
	"slices"
	"strings"
	"sync"
)

// Outline is where the parts of one statement are that returns rows or changes
// them: SELECT, VALUES, TABLE, INSERT, UPDATE, DELETE, MERGE or MySQL's REPLACE,
// with its common table expressions. It does not change once made.
type Outline struct {
	dialect Dialect
	source  string  // of MySQL, without the marks of comments whose inside is run
	tokens  []token // without comments
	closer  []int   // of a token that opens a parenthesis: the one that closes it, and of that the one that opens
	query   query

	// Of MySQL:
	ordinals map[int]int // the n of the placeholders among the tokens
	marks    []token     // that are not in the source any more
}

// query is the statement, or the body of a common table expression.
type query struct {
	from, to int     // its tokens, without parentheses around them
	name     int     // of a body: the name of the common table expression
	open     int     // of a body: the parenthesis that it stands in
	with     []query // the bodies of its common table expressions
	main     int     // the token behind those
	verb     string  // that is there; SELECT for everything that only reads
}

// ReadOutline reads a text of one statement as [Statement.Render] makes them. It
// reports false for a statement of another kind, and for one that it cannot make
// out.
func ReadOutline(d Dialect, sql string) (*Outline, bool) {
	o := &Outline{dialect: d, source: sql}
	if d != PostgreSQL && d != MySQL || !o.scan(scanner{dialect: d, source: sql}) {
		return nil, false
	}
	var ok bool
	o.query, ok = o.read(0, len(o.tokens))
	if ok && d == MySQL {
		o.dropModifiers()
	}
	return o, ok
}

// scan reads the tokens and pairs the parentheses.
func (o *Outline) scan(s scanner) bool {
	var open []int
	for {
		t, partner := s.next(), -1
		switch t.kind {
		case endOfText:
			o.dropMarks()
			return len(open) == 0
		case broken, semicolon:
			return false
		case hint:
			o.mark(t)
			continue
		case comment:
			continue
		case ordinal:
			o.countOrdinal()
		case openParen:
			open = append(open, len(o.tokens))
		case closeParen:
			if len(open) == 0 {
				return false
			}
			partner = open[len(open)-1]
			o.closer[partner] = len(o.tokens)
			open = open[:len(open)-1]
		}
		o.tokens, o.closer = append(o.tokens, t), append(o.closer, partner)
	}
}

// countOrdinal notes that the next token is a placeholder with a number.
func (o *Outline) countOrdinal() {
	if o.dialect != MySQL {
		return
	}
	if o.ordinals == nil {
		o.ordinals = map[int]int{}
	}
	o.ordinals[len(o.tokens)] = len(o.ordinals) + 1
}

// read reads the query that some tokens are.
func (o *Outline) read(from, to int) (query, bool) {
	open := from - 1
	for from < to && o.closer[from] == to-1 {
		from, to = from+1, to-1
	}
	q := query{from: from, to: to, open: open, main: from}
	if o.isWord(from, "WITH") && !o.readWith(&q) {
		return q, false
	}
	q.verb = o.verb(q.main)
	return q, q.main < to && q.verb != ""
}

// verb returns what a query does that has its main part at i, or "".
func (o *Outline) verb(i int) string {
	switch w := o.word(i); w {
	case "INSERT", "UPDATE", "DELETE":
		return w
	case "MERGE", "REPLACE":
		if (w == "REPLACE") == (o.dialect == MySQL) {
			return w
		}
	}
	for i < len(o.tokens) && o.tokens[i].kind == openParen {
		i++ // a part of UNION and the like
	}
	switch o.word(i) {
	case "SELECT", "VALUES", "TABLE", "WITH":
		return "SELECT"
	}
	return ""
}

// readWith reads the common table expressions of a query.
func (o *Outline) readWith(q *query) bool {
	i := q.from + 1
	if o.isWord(i, "RECURSIVE") {
		i++
	}
	for {
		open := o.body(i)
		if open < 0 || open >= q.to {
			return false
		}
		body, ok := o.read(open+1, o.closer[open])
		if !ok {
			return false
		}
		body.name = i
		q.with = append(q.with, body)
		i = o.skipOrder(o.closer[open] + 1)
		if !o.isSign(i, ",") {
			q.main = i
			return true
		}
		i++
	}
}

// body returns the parenthesis that opens the body of the common table expression
// whose name is at i, or -1 if there is none.
func (o *Outline) body(i int) int {
	if !o.isName(i) {
		return -1
	}
	if i++; i < len(o.tokens) && o.tokens[i].kind == openParen {
		i = o.closer[i] + 1
	}
	if !o.isWord(i, "AS") {
		return -1
	}
	i++
	for o.isWord(i, "NOT") || o.isWord(i, "MATERIALIZED") {
		i++
	}
	if i >= len(o.tokens) || o.tokens[i].kind != openParen {
		return -1
	}
	return i
}

// skipOrder steps over the clauses SEARCH and CYCLE, which have commas of their
// own.
func (o *Outline) skipOrder(i int) int {
	if !o.isWord(i, "SEARCH") && !o.isWord(i, "CYCLE") {
		return i
	}
	for i < len(o.tokens) && o.verb(i) == "" && (!o.isSign(i, ",") || o.body(i+1) < 0) {
		i++
	}
	return i
}

// word returns the word at i in upper case, or "" if there is none.
func (o *Outline) word(i int) string {
	if i < 0 || i >= len(o.tokens) || o.tokens[i].kind != word {
		return ""
	}
	return strings.ToUpper(o.text(i))
}

func (o *Outline) isWord(i int, w string) bool { return o.word(i) == w }

func (o *Outline) isName(i int) bool {
	return i >= 0 && i < len(o.tokens) && (o.tokens[i].kind == word || o.tokens[i].kind == quoted)
}

func (o *Outline) isSign(i int, sign string) bool {
	return i >= 0 && i < len(o.tokens) && o.tokens[i].kind == operator && o.text(i) == sign
}

func (o *Outline) text(i int) string { return o.source[o.tokens[i].start:o.tokens[i].end] }

// slice returns the source of some tokens.
func (o *Outline) slice(from, to int) string {
	if from >= to {
		return ""
	}
	return o.source[o.tokens[from].start:o.tokens[to-1].end]
}

// Modifies reports whether the statement inserts, updates or deletes rows by
// itself, and not by a function that it calls.
func (o *Outline) Modifies() bool { return o.query.modifies() }

func (q *query) modifies() bool {
	for i := range q.with {
		if q.with[i].modifies() {
			return true
		}
	}
	return q.verb != "SELECT"
}

// Nested is a statement as a common table expression.
type Nested struct {
	SQL      string // to be followed by the query that reads from it
	At       int    // where in the statement's text, in bytes,
	Inserted string // this was inserted
}

// Nest makes the statement the last of a WITH, where cte is the name and what may
// follow up to the body, such as "q (a, b) AS". It reports false for a statement
// that cannot be nested: one that modifies rows in common table expressions, where
// parentheses stand around them. In MySQL one that sorts its rows gets a LIMIT that
// nothing reaches, since the order of a subquery means nothing there without.
func (o *Outline) Nest(cte string) (Nested, bool) {
	n := Nested{Inserted: "WITH " + cte + " ("}
	if o.modifiesInWith() {
		if o.query.from > 0 {
			return n, false
		}
		n.At = o.tokens[o.query.main].start
		n.Inserted = ", " + cte + " ("
	}
	end := o.tokens[len(o.tokens)-1].end // there may be a comment behind it
	if sorted := o.sorted(); sorted != "" {
		n.SQL = n.Inserted + sorted + ")"
	} else {
		n.SQL = o.source[:n.At] + n.Inserted + o.source[n.At:end] + ")"
	}
	return n, true
}

// modifiesInWith reports whether the statement modifies rows in common table
// expressions, which PostgreSQL allows at the top level alone.
func (o *Outline) modifiesInWith() bool {
	for i := range o.query.with {
		if o.query.with[i].modifies() {
			return true
		}
	}
	return false
}

// Calls returns the names of the functions that the statement calls, in lower
// case unless they are quoted, with their schema where they have one. There may
// be names among them of what only looks like a function.
func (o *Outline) Calls() []string {
	var names []string
	for i := range o.tokens {
		if name := o.call(i); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// CallsAny reports whether one of those names is one that is asked about.
func (o *Outline) CallsAny(of func(name string) bool) bool { return slices.ContainsFunc(o.Calls(), of) }

// call returns the name of the function whose name ends with the token at i, or
// "" if it is not one that is called.
func (o *Outline) call(i int) string {
	last := len(o.tokens) - 1
	if i == last || !o.isName(i) || o.tokens[i+1].kind != openParen {
		return ""
	}
	qualified := o.isSign(i-1, ".")
	if o.dialect.beforeParen(o.word(i)) && !qualified || o.isWord(i-1, "FETCH") || o.isAlias(i) || o.isHeader(i) {
		return ""
	}
	from := i
	for o.isSign(from-1, ".") && o.isName(from-2) {
		from -= 2
	}
	return strings.ToLower(o.slice(from, i+1))
}

// isAlias reports whether the name at i, before a parenthesis, is an alias with the
// names of its columns.
func (o *Outline) isAlias(i int) bool {
	if o.isWord(i-1, "AS") {
		return true
	}
	if i == 0 || o.tokens[i-1].kind != closeParen {
		return false
	}
	before := o.closer[i-1] - 1 // the parenthesis may belong to DISTINCT ON (a) f(b) or a OPERATOR(+) f(b)
	return !o.isWord(before, "ON") && !o.isWord(before, "OPERATOR")
}

// isHeader reports whether the name at i, before a parenthesis, is that of a common
// table expression that only reads, and not of a function with the definition of
// its columns, as in FROM f(x) AS (a int).
func (o *Outline) isHeader(i int) bool {
	body := o.body(i)
	return body >= 0 && o.verb(body+1) == "SELECT" &&
		(o.isWord(i-1, "WITH") || o.isWord(i-1, "RECURSIVE") || o.isSign(i-1, ","))
}

// beforeParen are words of the language, and of types with a length, that may
// stand before a parenthesis.
var beforeParen = wordSet(`ALL AND ANY ARRAY AS BETWEEN BY CASE COLUMNS CUBE DISTINCT ELSE ESCAPE EXCEPT EXISTS FILTER FROM
	GROUP HAVING ILIKE IN INTERSECT INTERVAL IS ISNULL JOIN LATERAL LIKE LIMIT MATERIALIZED NOT NOTNULL OFFSET ON ONLY OPERATOR OR ORDER
	OVER OVERLAPS PASSING RETURNING ROLLUP ROW SELECT SETS SIMILAR SOME SYMMETRIC THEN UNION USING VALUES WHEN WHERE WITHIN
	BIT BPCHAR CHAR CHARACTER DEC DECIMAL FLOAT NUMERIC TIME TIMESTAMP TIMESTAMPTZ TIMETZ VARBIT VARCHAR VARYING`)

// beforeParenMySQL are those of MySQL, and functions with a syntax of their own that
// do nothing but return a value.
var beforeParenMySQL = wordSet(`AGAINST ALL AND ANY AS BETWEEN BINARY BY CASE COLLATE COLUMNS CONVERT DISTINCT DISTINCTROW DIV DUPLICATE ELSE
	ESCAPE EXCEPT EXISTS FOR FROM GROUP HAVING IN INDEX INTERSECT INTERVAL INTO IS JOIN KEY LATERAL LIKE LIMIT MATCH MOD NOT OF OFFSET ON OR
	ORDER OVER PARTITION REGEXP RETURNING RLIKE ROLLUP ROW SELECT SEPARATOR SET SOME STRAIGHT_JOIN THEN UNION UPDATE USING VALUE VALUES
	WHEN WHERE WITH XOR
	BIGINT BIT BLOB CHAR CHARACTER DATETIME DEC DECIMAL DOUBLE ENUM FIXED FLOAT INT INTEGER MEDIUMINT NCHAR NUMERIC REAL SMALLINT
	TEXT TIME TIMESTAMP TINYINT VARBINARY VARCHAR VARYING YEAR`)

// beforeParen reports whether a word is one of the language that may stand before
// a parenthesis.
func (d Dialect) beforeParen(word string) bool {
	if d == MySQL {
		return beforeParenMySQL(word)
	}
	return beforeParen(word)
}

// wordSet returns what tells whether a word is one of some. It is made when it is
// first asked, since a program that starts should not wait for it.
func wordSet(words string) func(word string) bool {
	made := sync.OnceValue(func() map[string]bool {
		set := map[string]bool{}
		for word := range strings.FieldsSeq(words) {
			set[word] = true
		}
		return set
	})
	return func(word string) bool { return made()[word] }
}
