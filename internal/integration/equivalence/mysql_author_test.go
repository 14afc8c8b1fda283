package equivalence_test

import (
	"strconv"
	"strings"
)

// mySQLAuthor writes one SQL text of MySQL, with placeholders ?.
type mySQLAuthor struct {
	*choices
	text  []byte
	marks []int // where the placeholders are
	args  []any
	depth int
}

// mySQLPieces are what values and comments of MySQL are made of.
var mySQLPieces = append([]string{`\'`, `\"`, `\\`, "``", "`:a`", "?", "-- ", "--", "#", "/*!", "/*!40101 ", "*/", "@v", ":=", `\0`, `\%`, "delimiter //", "''", `""`, "_utf8mb4'", "x'"}, pieces...)

func (a *mySQLAuthor) traps(n int) string {
	var b strings.Builder
	for range a.below(n + 1) {
		b.WriteString(oneOf(a.choices, mySQLPieces...))
	}
	return b.String()
}

// write writes tokens, and calls functions that write some.
func (a *mySQLAuthor) write(parts ...any) {
	for _, part := range parts {
		switch part := part.(type) {
		case string:
			a.token(part)
		case func():
			part()
		}
	}
}

func (a *mySQLAuthor) phrase(parts ...any) func() { return func() { a.write(parts...) } }

// token writes a token, behind a space or a comment.
func (a *mySQLAuthor) token(token string) {
	if len(a.text) > 0 {
		a.text = append(a.text, a.gap(token)...)
	}
	a.text = append(a.text, token...)
}

// gap is what stands between two tokens. A function's name and its parenthesis
// have nothing between them, and - and 1 may be as near.
func (a *mySQLAuthor) gap(token string) string {
	last := a.text[len(a.text)-1]
	switch {
	case token == "(" && isWord(last):
		return ""
	case last == '-' && !a.oneIn(3):
		return ""
	case !a.oneIn(4):
		return " "
	}
	return oneOf(a.choices, "\n", "\t", "  ", "\r\n", "/**/", a.blockComment(), a.lineComment(), " /*! */ ", " /*!40101 */ ", " /*!99999"+strings.ReplaceAll(a.blockComment(), "/*", ""))
}

func (a *mySQLAuthor) blockComment() string {
	return "/* " + strings.NewReplacer("*", "+", "/", " ").Replace(a.traps(3)) + " */"
}

func (a *mySQLAuthor) lineComment() string {
	body := strings.NewReplacer("\n", " ", "\r", " ").Replace(a.traps(3))
	return oneOf(a.choices, " -- ", " --\t", " #", "#") + body + "\n"
}

// constant spells a text in one of MySQL's ways.
func (a *mySQLAuthor) constant(value string) {
	quote := oneOf(a.choices, "'", `"`)
	var b strings.Builder
	for _, r := range value {
		switch {
		case string(r) == quote:
			b.WriteString(oneOf(a.choices, quote+quote, `\`+quote))
		case r == '\\':
			b.WriteString(`\\`)
		case r == '\n':
			b.WriteString(oneOf(a.choices, "\n", `\n`))
		default:
			b.WriteRune(r)
		}
	}
	text := quote + b.String() + quote
	if quote == "'" {
		text = oneOf(a.choices, "", "", "", "N", "_utf8mb4") + text
	}
	a.token(text + oneOf(a.choices, "", "", "", ` ':a'`, "\n\"?\"", ` /* ' */ 'b'`, " -- '\n'c'"))
}

// identifier writes a name and returns it, to be written again.
func (a *mySQLAuthor) identifier() string {
	name := oneOf(a.choices, "`v`", "`a:b`", "`a``b:c`", "`?`", "`it's`", "`--x`", "`/*`", "`é :a`", "`select`", "`;`", "`\"`", "`#`", "`\\`", "plain", "a$b", "_1", "naïve")
	a.token(name)
	return name
}

func (a *mySQLAuthor) placeholder(value any) {
	a.token("?")
	a.marks = append(a.marks, len(a.text)-1)
	a.args = append(a.args, value)
}

// nest draws one of several expressions; the first where nothing may be nested
// any more.
func (a *mySQLAuthor) nest(leaf func(), others ...func()) {
	if a.depth >= maxDepth {
		leaf()
		return
	}
	a.depth++
	a.draw(append(others, leaf)...)
	a.depth--
}

func (a *mySQLAuthor) stringConstant() { a.constant(a.traps(4)) }

// string writes an expression of a text.
func (a *mySQLAuthor) string() {
	a.nest(a.stringConstant,
		a.stringConstant,
		func() { a.placeholder(oneOf[any](a.choices, a.traps(4), nil, "", "日本 :a '", []byte(`\'?`))) },
		a.phrase("concat", "(", a.string, ",", a.string, ")"),
		a.phrase("(", a.string, ")"),
		a.phrase("lower", "(", a.string, ")"),
		a.phrase("coalesce", "(", "null", ",", a.string, ")"),
		a.phrase("if", "(", a.boolean, ",", a.string, ",", a.string, ")"),
		a.phrase("case", "when", a.boolean, "then", a.string, "else", a.string, "end"),
		a.phrase("(", "select", a.string, ")"),
		a.phrase("cast", "(", a.integer, "as", "char", ")"),
		a.phrase("json_unquote", "(", "json_extract", "(", "json_object", "(", `":a"`, ",", a.string, ")", ",", `'$.":a"'`, ")", ")"),
		a.phrase("substring", "(", a.string, ",", a.digit, ",", "2", ")"),
		a.phrase("(", a.string, "collate", "utf8mb4_bin", ")"),
		a.phrase("convert", "(", "x'3A61'", "using", "utf8mb4", ")"),
		a.column,
	)
}

// column writes a subquery with names that are hard to read.
func (a *mySQLAuthor) column() {
	a.write("(", "select", "`t:1`", ".")
	column := oneOf(a.choices, "`v?`", "`:a`", "`x``y`", "`'`")
	a.write(column, "from", "(", "select", a.string, "as", column, ")", "as", "`t:1`", ")")
}

func (a *mySQLAuthor) digit() { a.token(strconv.Itoa(1 + a.below(9))) }

// integer writes an expression of a whole number.
func (a *mySQLAuthor) integer() {
	a.nest(a.digit,
		a.digit,
		func() { a.placeholder(int64(a.below(9))) },
		a.phrase("(", a.integer, "+", a.digit, ")"),
		a.phrase("(", a.integer, "-", "-", a.digit, ")"),
		a.phrase("(", a.digit, "-", a.integer, ")"),
		a.phrase("(", a.integer, "*", a.digit, ")"),
		a.phrase("(", a.integer, "div", a.digit, ")"),
		a.phrase("(", a.integer, "%", a.digit, ")"),
		a.phrase("char_length", "(", a.string, ")"),
		a.phrase("(", "select", "count", "(", "*", ")", "from", "(", "select", a.integer, "as", "n", ")", "as", "q", ")"),
		a.phrase("case", a.integer, "when", a.integer, "then", a.integer, "else", a.digit, "end"),
		a.phrase("(", a.boolean, ")"),
	)
}

func (a *mySQLAuthor) boolean() {
	a.nest(a.phrase("true"),
		a.phrase("(", a.string, "=", a.string, ")"),
		a.phrase("(", a.string, "like", a.string, ")"),
		a.phrase("(", a.integer, "<=>", a.integer, ")"),
		a.phrase("(", a.integer, "between", a.digit, "and", a.integer, ")"),
		a.phrase("(", a.integer, "in", "(", a.integer, ",", a.digit, ")", ")"),
		a.phrase("(", "not", a.boolean, "&&", a.boolean, ")"),
		a.phrase("(", a.boolean, "or", a.boolean, ")"),
		a.phrase("(", a.string, "is", "not", "null", ")"),
		a.phrase("exists", "(", "select", a.integer, ")"),
	)
}

// selection writes a select list. Each column has a name, which would else be its
// text.
func (a *mySQLAuthor) selection() {
	a.token("select")
	for i := range 1 + a.below(4) {
		if i > 0 {
			a.token(",")
		}
		a.draw(a.string, a.integer, a.boolean)
		a.write("as", a.name)
	}
}

func (a *mySQLAuthor) name() { a.identifier() }

// query writes a statement that returns rows.
func (a *mySQLAuthor) query() {
	a.draw(
		a.selection,
		a.selection,
		a.phrase("with", "q", "(", "one", ",", "`two:x`", ")", "as", "(", "select", a.string, ",", a.integer, ")", "select", "*", "from", "q", "where", a.boolean),
		a.phrase("select", a.string, "as", a.name, "union", "all", "select", a.string, "order", "by", "1"),
		a.phrase("select", "n", ",", a.string, "as", a.name, "from", "(", "select", "1", "as", "n", "union", "select", "2", ")", "as", "q", "order", "by", "-", "n", "limit", a.digit),
		a.phrase("select", "id", ",", "body", "from", "kept", "where", a.boolean, "order", "by", "id", "limit", a.digit, "offset", a.digit),
		a.phrase("select", a.integer, "as", "a", ",", "nope", ",", a.string, "as", "b"),
		a.phrase("select", a.string, "as", "a", "from", "nowhere", "where", a.boolean),
		a.phrase("select", a.string, "as", "a", "form", a.string),
	)
}

// change writes a statement that changes the table kept.
func (a *mySQLAuthor) change() {
	a.draw(
		a.phrase("insert", "into", "kept", "(", "id", ",", "body", ")", "values", "(", a.integer, ",", a.string, ")"),
		a.phrase("insert", "into", "kept", "set", "id", "=", a.integer, ",", "body", "=", a.string),
		a.phrase("insert", "into", "kept", "select", a.integer, ",", a.string),
		a.phrase("update", "kept", "set", "body", "=", a.string, "where", a.boolean),
		a.phrase("delete", "from", "kept", "where", "id", "=", a.integer, "or", a.boolean),
	)
}

// end writes what may stand behind a statement.
func (a *mySQLAuthor) end() {
	if a.oneIn(4) {
		a.text = append(a.text, oneOf(a.choices, ";", " ; ", " /* ' */", " -- '", "# :a", " /*! */")...)
	}
}

// step returns the text, with names instead of ? for the driver if it is named.
func (a *mySQLAuthor) step(named bool) step {
	s := step{native: string(a.text), driver: string(a.text), args: a.args, named: named && len(a.args) > 0 && len(a.args) <= len(names)}
	if !s.named {
		return s
	}
	var b strings.Builder
	at := 0
	for i, mark := range a.marks {
		b.Write(a.text[at:mark])
		b.WriteString(":" + names[i] + " ")
		at = mark + 1
	}
	b.Write(a.text[at:])
	s.driver = b.String()
	return s
}
