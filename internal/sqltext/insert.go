package sqltext

// Insertion is an INSERT, or REPLACE, of rows that are nothing but placeholders $n
// or ?. It does not change.
type Insertion struct {
	// Start and End delimit VALUES and the rows in the text, in bytes.
	Start, End int
	// Rows has the n of each placeholder, row by row; a ? counts as the nth of its
	// kind in the text. All rows have as many.
	Rows [][]int
	// Updates reports whether rows that are there already are updated, or replaced.
	Updates bool
	// IgnoresConflicts reports whether rows that are there already are left alone.
	IgnoresConflicts bool
	// Returns reports whether the statement returns rows.
	Returns bool
}

// Insertion returns how the statement inserts rows. It reports false if it does
// anything else, has common table expressions, a row with anything but
// placeholders, or a placeholder behind the rows.
func (o *Outline) Insertion() (Insertion, bool) {
	in := Insertion{}
	if len(o.query.with) > 0 || o.query.from > 0 || o.query.verb != "INSERT" && o.query.verb != "REPLACE" {
		return in, false
	}
	i := o.rowsOf(o.query.from)
	if i < 0 {
		return in, false
	}
	in.Start = o.tokens[i].start
	for i++; ; i++ {
		row, ok := o.placeholders(i)
		if !ok || len(in.Rows) > 0 && len(row) != len(in.Rows[0]) {
			return in, false
		}
		in.Rows = append(in.Rows, row)
		i = o.closer[i] + 1
		if !o.isSign(i, ",") {
			break
		}
	}
	in.End = o.tokens[i-1].end
	return in, o.readEnd(&in, i)
}

// rowsOf returns the VALUES of an INSERT, -1 if there is none. Before it there may
// be a name, an alias, the names of columns and OVERRIDING.
func (o *Outline) rowsOf(i int) int {
	for ; i < len(o.tokens); i++ {
		switch {
		case o.isWord(i, "VALUES") || o.isValue(i):
			return i
		case o.tokens[i].kind == openParen && o.isColumns(i):
			i = o.closer[i]
		case o.isName(i) && !o.startsOtherRows(i), o.isSign(i, "."):
		default:
			return -1
		}
	}
	return -1
}

// isValue reports whether the token at i is MySQL's other word for VALUES, and not
// the name of a table.
func (o *Outline) isValue(i int) bool {
	return o.dialect == MySQL && o.isWord(i, "VALUE") && i+1 < len(o.tokens) && o.tokens[i+1].kind == openParen &&
		!o.isWord(i-1, "INTO") && !o.isSign(i-1, ".")
}

// startsOtherRows reports whether rows start at i that are none of VALUES.
func (o *Outline) startsOtherRows(i int) bool {
	switch o.word(i) {
	case "SELECT", "DEFAULT":
		return true
	case "SET", "TABLE", "WITH":
		return o.dialect == MySQL
	}
	return false
}

// number returns the n of the placeholder at i.
func (o *Outline) number(i int) int {
	if o.dialect == MySQL {
		return o.ordinals[i]
	}
	return ordinalOf(o.text(i))
}

// isColumns tells the names of columns from a query in parentheses, and from
// columns of which but a part is set.
func (o *Outline) isColumns(open int) bool {
	for i := open + 1; i < o.closer[open]; i++ {
		isComma := (i-open)%2 == 0
		if isComma != o.isSign(i, ",") || !isComma && !o.isName(i) {
			return false
		}
	}
	return true
}

// placeholders returns the placeholders of a row, that is a parenthesis.
func (o *Outline) placeholders(open int) (row []int, ok bool) {
	if open >= len(o.tokens) || o.tokens[open].kind != openParen {
		return nil, false
	}
	for i := open + 1; i < o.closer[open]; i++ {
		isComma := (i-open)%2 == 0
		switch {
		case isComma && o.isSign(i, ","):
		case !isComma && o.tokens[i].kind == ordinal:
			row = append(row, o.number(i))
		default:
			return nil, false
		}
	}
	return row, len(row) > 0
}

// readEnd reads what is behind the rows.
func (o *Outline) readEnd(in *Insertion, i int) bool {
	if o.dialect == MySQL {
		return o.readEndMySQL(in, i)
	}
	if i < len(o.tokens) && !o.isWord(i, "ON") && !o.isWord(i, "RETURNING") {
		return false
	}
	for ; i < len(o.tokens); i++ {
		switch {
		case o.tokens[i].kind == ordinal || o.tokens[i].kind == named:
			return false
		case o.isWord(i, "DO") && o.isWord(i+1, "UPDATE"):
			in.Updates = true
		case o.isWord(i, "DO") && o.isWord(i+1, "NOTHING"):
			in.IgnoresConflicts = true
		case o.isWord(i, "RETURNING"):
			in.Returns = true
		}
	}
	return true
}
