package sqltext

import "strings"

// compound follows a CREATE or ALTER statement of MySQL to see whether semicolons
// belong to it: the body of a procedure, function, trigger or event may be a
// block, or another statement with statements in it. MariaDB has blocks without any
// of the four, BEGIN NOT ATOMIC … END.
type compound struct {
	decided bool   // it is known what the statement makes
	is      bool   // one of those four
	blocks  int    // how many END the body still needs
	cases   int    // how many the CASE expressions need that are inside of those
	starts  bool   // a statement of a block may start here
	handler bool   // in DECLARE … HANDLER FOR
	until   bool   // behind the UNTIL of a REPEAT
	last    string // the token before, in upper case
}

// holds says whether the statement is inside a body.
func (c *compound) holds() bool { return c.blocks > 0 }

// followCompound notes a token of a statement that may have a body.
func (p *parser) followCompound(t token) {
	if t.kind == hint || !mayBeCompound(p.current.keyword) {
		return
	}
	text := p.source[t.start:t.end]
	if t.kind == word && p.compound.last != "." {
		text = strings.ToUpper(text)
		p.compound.word(text)
	} else {
		p.compound.starts = t.kind == semicolon || t.kind == colon
		p.compound.handler = p.compound.handler && t.kind != semicolon
	}
	p.compound.last = text
}

func mayBeCompound(keyword string) bool {
	return keyword == "CREATE" || keyword == "ALTER" || keyword == "BEGIN"
}

func (c *compound) word(w string) {
	switch {
	case !c.decided:
		c.decide(w)
	case c.is:
		c.follow(w)
	}
}

// decide looks for what the statement makes.
func (c *compound) decide(w string) {
	switch w {
	case "PROCEDURE", "FUNCTION", "TRIGGER", "EVENT":
		c.is = c.last != "="
		c.decided = c.is
	case "ATOMIC":
		c.is, c.decided, c.starts = true, true, true
		c.open(true)
	case "CREATE", "ALTER", "OR", "REPLACE", "AGGREGATE", "DEFINER", "BEGIN", "NOT":
	default:
		c.decided = c.last != "="
	}
}

// follow notes a word of a statement that makes one of the four.
func (c *compound) follow(w string) {
	first := c.starts || c.blocks == 0 && !precedesOperand(c.last)
	c.starts = false
	switch w {
	case "BEGIN":
		c.open(first || c.handler && c.last != ".")
		c.starts, c.handler = c.holds(), false
	case "IF", "WHILE":
		c.open(first)
	case "LOOP", "REPEAT":
		c.open(first)
		c.starts = first
	case "FOR": // of MariaDB
		c.open(first && c.holds())
	case "CASE":
		c.openCase(first)
	case "END":
		c.end(first)
	case "THEN", "ELSE":
		c.starts = c.cases == 0
	case "DO":
		c.starts = !first
	case "HANDLER":
		c.handler = true
	case "FOUND", "SQLEXCEPTION", "SQLWARNING":
		c.starts = c.handler
	case "UNTIL":
		c.until = first
	}
}

func (c *compound) open(is bool) {
	if is {
		c.blocks++
	}
}

// openCase notes CASE, which is an expression unless a statement starts with it.
func (c *compound) openCase(first bool) {
	switch {
	case first:
		c.blocks++
	case c.last != "END":
		c.cases++
	}
}

// end notes END, which may also be a name.
func (c *compound) end(first bool) {
	switch {
	case c.cases > 0 && !precedesOperand(c.last):
		c.cases--
	case c.cases == 0 && c.blocks > 0 && (first || c.until):
		c.blocks--
		c.until = false
	}
}

// precedesOperand says of a token whether an operand or the rest of a name follows,
// and not a statement or the END of an expression. PROCEDURE and the like stand
// before a name or IF EXISTS, and END before what it ends.
var precedesOperand = wordSet(`. , ( = + - * / % < > ! & | ^ ~ := AND AS BETWEEN BY CASE COLLATE DISTINCT DIV ELSE END
	FROM HAVING IN INTERVAL INTO IS LIKE LIMIT MOD NOT ON OR REGEXP RETURN RETURNS RLIKE SELECT SET THEN VALUES WHEN WHERE XOR
	OUT INOUT PROCEDURE FUNCTION TRIGGER EVENT`)

// keepsComment says whether a comment stays, as one that every lexer knows. The
// database shows the text of a routine, trigger or event with the comments in it.
func (p *parser) keepsComment(t token) bool {
	if p.compound.is && p.source[t.start] == '#' {
		p.edit(byDashes, t.start, t.start+1)
	}
	return p.compound.is
}
