package sqltext

// readEndMySQL reads what is around the rows of an INSERT or REPLACE of MySQL. The
// alias of the rows, for ON DUPLICATE KEY UPDATE, is no part of them.
func (o *Outline) readEndMySQL(in *Insertion, i int) bool {
	in.Updates = o.query.verb == "REPLACE"
	in.IgnoresConflicts = o.isWord(o.skipInsertWords()-1, "IGNORE") || o.isWord(o.skipInsertWords()-2, "IGNORE")
	if i < len(o.tokens) && !o.isWord(i, "AS") && !o.isWord(i, "ON") && !o.isWord(i, "RETURNING") {
		return false
	}
	for ; i < len(o.tokens); i++ {
		switch {
		case o.tokens[i].kind == ordinal || o.tokens[i].kind == named:
			return false
		case o.isWord(i, "DUPLICATE") && o.isWord(i+1, "KEY"):
			in.Updates = true
		case o.isWord(i, "RETURNING"): // of MariaDB
			in.Returns = true
		}
	}
	return true
}

// Target returns the table of an INSERT or REPLACE of MySQL and the columns that it
// lists, as they are written; nil if it lists none. It reports false for any other
// statement.
func (o *Outline) Target() (table string, columns []string, ok bool) {
	if o.query.verb != "INSERT" && o.query.verb != "REPLACE" {
		return "", nil, false
	}
	from := o.skipInsertWords()
	i := from + 1
	for o.isSign(i, ".") && o.isName(i+1) {
		i += 2
	}
	table = o.slice(from, i)
	if o.isWord(i, "PARTITION") && i+1 < len(o.tokens) && o.tokens[i+1].kind == openParen {
		i = o.closer[i+1] + 1
	}
	if i < len(o.tokens) && o.tokens[i].kind == openParen && o.isColumns(i) {
		for at := i + 1; at < o.closer[i]; at += 2 {
			columns = append(columns, o.text(at))
		}
	}
	return table, columns, o.isName(from)
}

// skipInsertWords returns the token behind INSERT or REPLACE and what says how it
// does it.
func (o *Outline) skipInsertWords() int {
	i := o.query.main + 1
	for insertWords(o.word(i)) {
		i++
	}
	return i
}

// insertWords may stand between INSERT or REPLACE and the table.
var insertWords = wordSet("LOW_PRIORITY DELAYED HIGH_PRIORITY IGNORE INTO")
