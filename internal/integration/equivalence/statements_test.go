package equivalence_test

import "strings"

// expression writes an expression of any type.
func (a *author) expression() { a.draw(a.string, a.integer, a.boolean, a.array, a.json) }

// query writes a statement that returns rows.
func (a *author) query() {
	a.draw(
		a.selection,
		a.phrase("values", "(", a.string, ",", a.integer, ")", ",", "(", a.string, ",", a.integer, ")"),
		a.phrase("with", "q", "(", "one", ",", `"two:x"`, ")", "as", "(", "select", a.string, ",", a.integer, ")", "select", "*", "from", "q", "where", a.boolean),
		a.phrase("select", a.string, "union", "all", "select", a.string, "union", "select", a.string, "order", "by", "1"),
		a.phrase("(", "select", a.integer, ")", "except", "(", "select", a.integer, ")"),
		a.phrase("select", "n", ",", a.string, "from", "generate_series", "(", "1", ",", a.bareInteger, ")", "as", "n", "order", "by", "-", "n", "limit", a.bareInteger, "offset", a.bareInteger),
		a.phrase("select", "distinct", "on", "(", "n", ")", "n", ",", a.string, "from", "unnest", "(", a.array, ")", "n", "order", "by", "n", ",", a.string),
		a.phrase("select", a.string, "as", "x1", ",", "count", "(", "*", ")", "filter", "(", "where", a.boolean, ")", "from", "generate_series", "(", "1", ",", "3", ")", "group", "by", "x1", "having", a.boolean),
		a.phrase("select", "t", ".", "v", ".", "*", "from", "(", "select", "row", "(", a.integer, ")", ")", "t", "(", "v", ")"),
		a.phrase("select", a.integer, ",", "nope", ",", a.string),
		a.phrase("select", a.string, "from", "nowhere", "where", a.boolean),
		a.phrase("select", a.string, "form", a.string),
	)
}

// selection writes a select list, with names that are hard to read.
func (a *author) selection() {
	a.write("select")
	for i := range 1 + a.below(5) {
		if i > 0 {
			a.token(",")
		}
		a.expression()
		if a.oneIn(2) {
			a.token("as")
			a.identifier()
		}
	}
	if a.oneIn(3) {
		a.write("from", "generate_series", "(", "1", ",", "2", ")", "as")
		a.identifier()
	}
	if a.oneIn(4) {
		a.write("where", a.boolean)
	}
}

// change writes a statement that changes the table kept.
func (a *author) change() {
	returning := a.phrase("returning", "id", ",", "body", "as", `"body:x"`, ",", "doc", ",", "items", a.slice)
	a.draw(
		a.phrase("insert", "into", a.name("kept"), "(", "id", ",", "body", ",", "doc", ",", "items", ")", "values", "(", a.bareInteger, ",", a.string, ",", a.json, ",", a.array, ")", returning),
		a.phrase("insert", "into", a.name("kept"), "(", "id", ",", "body", ",", "items", "[", "2", ":", "3", "]", ")", "values", "(", a.integer, ",", a.string, ",", a.array, ")", returning),
		a.phrase("insert", "into", a.name("kept"), "select", a.integer, ",", a.string, ",", a.json, ",", a.array, returning),
		a.phrase("update", a.name("kept"), "set", "body", "=", a.string, ",", "items", "[", a.smallInteger, "]", "=", a.bareInteger, "where", a.boolean, returning),
		a.phrase("delete", "from", a.name("kept"), "where", "id", "=", a.bareInteger, "or", a.boolean, returning),
	)
}

// vessels are statements that contain others, and how what they have kept is
// seen.
func (a *author) vessels() []vessel {
	return []vessel{
		{a.phrase("prepare", `"p:1"`, "(", "text", ",", "int", ")", "as", "select", "$1", "||", a.string, ",", "$2", "+", a.integer), `execute "p:1" (':a', 2)`},
		{a.phrase("declare", `"c:1"`, "cursor", "for", a.query), `fetch all from "c:1"`},
		{a.phrase("create", "temp", "view", `"v:1"`, "as", a.selection), `select pg_get_viewdef('"v:1"'::regclass)`},
		{a.phrase("comment", "on", "table", a.name("kept"), "is", a.constantOf("it's :a")), "select obj_description('" + a.name("kept") + "'::regclass)"},
		{a.phrase("create", "temp", "table", `"t:1"`, "as", a.query), `select * from "t:1"`},
	}
}

type vessel struct {
	write func()
	look  string
}

// finish writes what may stand behind a statement.
func (a *author) finish() {
	if a.oneIn(4) {
		a.text = append(a.text, oneOf(a.choices, ";", " ; ", ";-- it's :a", ";\n/* :b */", " /* ' */", "--'", ";;")...)
	}
}

// damage returns a text with something taken out, put in or cut off.
func damage(c *choices, text string) string {
	runes := []rune(text)
	at := 0
	if len(runes) > 0 {
		at = (c.below(256)<<8 | c.below(256)) % len(runes)
	}
	before, after := string(runes[:at]), string(runes[at:])
	switch c.below(4) {
	case 0:
		return before
	case 1:
		return before + string(runes[min(at+1+c.below(3), len(runes)):])
	case 2:
		return before + strings.ReplaceAll(oneOf(c, pieces...), ";", "'") + after
	default:
		return before + string(runes[at:min(at+1, len(runes))]) + after
	}
}
