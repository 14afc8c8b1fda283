package equivalence_test

import "strconv"

// maxDepth is how deep expressions are nested.
const maxDepth = 4

// nest draws one of several expressions of the same type. The first may be drawn
// where nothing may be nested any more.
func (a *author) nest(leaf func(), others ...func()) {
	if a.depth >= maxDepth {
		leaf()
		return
	}
	a.depth++
	a.draw(append(others, leaf)...)
	a.depth--
}

// phrase returns a function that writes tokens and calls functions.
func (a *author) phrase(parts ...any) func() { return func() { a.write(parts...) } }

// pick returns a function that writes one of several tokens.
func (a *author) pick(tokens ...string) func() {
	return func() { a.token(oneOf(a.choices, tokens...)) }
}

// string writes an expression of type text.
func (a *author) string() {
	a.nest(a.stringConstant,
		a.stringConstant,
		a.stringPlaceholder,
		a.phrase(a.string, "||", a.string),
		a.phrase("(", a.string, ")"),
		a.phrase("lower", "(", a.string, ")"),
		a.phrase("format", "(", "'%s:%s'", ",", a.string, ",", a.integer, ")"),
		a.phrase("coalesce", "(", "null", ",", a.string, ")"),
		a.phrase("case", "when", a.boolean, "then", a.string, "else", a.string, "end"),
		a.phrase("case", a.integer, "when", a.integer, "then", a.string, "end"),
		a.phrase("(", "select", a.string, ")"),
		a.phrase("(", a.integer, ")", "::", "text"),
		a.phrase("cast", "(", a.integer, "as", "text", ")", "::", "varchar", "::", "text"),
		a.phrase(a.json, "->>", a.stringConstant),
		a.phrase(a.json, "#>>", "'{:b,0}'", "::", "text[]"),
		a.phrase("array_to_string", "(", a.array, ",", "':'", ")"),
		a.phrase("(", "array", "[", a.string, ",", a.string, "]", ")", "[", a.integer, "]"),
		a.phrase("make_interval", "(", "days", ":=", a.smallInteger, ",", "hours", "=>", a.smallInteger, ")", "::", "text"),
		a.phrase("make_date", "(", "year", "=>", "2024", ",", "month", ":=", a.smallInteger, "%", "9", "+", "1", ",", "day", ":=", "1", ")", "::", "text"),
		a.phrase("timestamp", "'2024-01-02 10:20:30'", "::", "text"),
		a.phrase("left", "(", a.string, ",", a.bareInteger, ")"),
		a.phrase("substring", "(", a.string, "from", a.smallInteger, "for", "2", ")"),
		a.phrase("(", a.string, "collate", `"C"`, ")"),
		a.bits,
		a.column,
	)
}

func (a *author) stringConstant() {
	a.constant(a.traps(4))
	a.write("::", "text")
}

func (a *author) stringPlaceholder() {
	value := func() any { return oneOf[any](a.choices, a.traps(4), nil, "", "日本 :a '") }
	a.hole("text", a.stringConstant, value, "lower", "btrim", "reverse")
}

// hole writes a placeholder with a cast, or bare as the argument of a function
// from which its type is known.
func (a *author) hole(kind string, constant func(), value func() any, functions ...string) {
	if !a.allows(kind) {
		constant()
		return
	}
	hole := func() { a.placeholder(kind, value) }
	if a.mode == describe && len(functions) > 0 && a.oneIn(3) {
		a.write(oneOf(a.choices, functions...), "(", hole, ")")
		return
	}
	a.draw(
		a.phrase(hole, "::", kind),
		a.phrase("cast", "(", hole, "as", kind, ")"),
		a.phrase("(", hole, ")", "::", kind, "::", kind),
	)
}

// column writes a subquery with names that are hard to read.
func (a *author) column() {
	var table, column string
	a.write("(", "select")
	a.write(`"t:1"`, ".", `"v$"`, "||", a.string, "from", "(", "select", a.string, "as")
	column = a.identifier()
	a.write(")", "as")
	table = a.identifier()
	a.write(",", "lateral", "(", "select", table, ".", column, "as", `"v$"`, ")", "as", `"t:1"`, ")")
}

// integer writes an expression of type int4.
func (a *author) integer() {
	a.nest(a.smallInteger,
		a.smallInteger,
		a.integerPlaceholder,
		a.phrase(a.integer, "+", a.smallInteger),
		a.phrase(a.integer, "-", "-", a.smallInteger),
		a.phrase("(", a.bareInteger, "-", a.integer, ")"),
		a.phrase("(", a.subscripted, "+", a.smallInteger, ")"),
		a.phrase("(", a.integer, "*", a.smallInteger, ")"),
		a.phrase(a.integer, "/", a.smallInteger),
		a.phrase("-", a.smallInteger),
		a.phrase("@", "-", a.smallInteger),
		a.phrase("length", "(", a.string, ")"),
		a.phrase("cardinality", "(", a.array, ")"),
		a.phrase("(", a.array, ")", "[", a.integer, "]"),
		a.phrase("case", "when", a.boolean, "then", a.integer, "else", a.integer, "end"),
		a.phrase("(", "select", "count", "(", "*", ")", "::", "int", "from", "unnest", "(", a.array, ")", "as", "u", ")"),
		a.phrase("(", a.json, "->", "':b'", "->>", "1", ")", "::", "int4"),
		a.phrase("'7'", "::", "int", "%", a.smallInteger),
	)
}

func (a *author) smallInteger() { a.token(strconv.Itoa(1 + a.below(9))) }

func (a *author) integerPlaceholder() {
	a.hole("int", a.smallInteger, func() any { return int64(a.below(9)) })
}

// bareInteger writes a placeholder whose type follows from where it stands.
func (a *author) bareInteger() {
	if a.mode != describe || !a.allows("int") {
		a.smallInteger()
		return
	}
	a.placeholder("int", func() any { return int64(a.below(9)) })
}

// subscripted writes a bare placeholder with a subscript, whose type is known if
// the same stands further ahead. It is not to be a column by itself, which the
// driver's cast would name.
func (a *author) subscripted() {
	if a.mode != describe || !a.knows("int[]") {
		a.smallInteger()
		return
	}
	a.placeholder("int[]", func() any { return "{7}" })
	a.write("[", "1", "]")
}

// boolean writes an expression of type bool.
func (a *author) boolean() {
	a.nest(a.phrase("true"),
		a.booleanPlaceholder,
		a.phrase("(", a.integer, a.pick("<", ">=", "<>", "!=", "="), a.integer, ")"),
		a.phrase("(", a.string, "=", a.string, ")"),
		a.phrase("(", "not", a.boolean, ")"),
		a.phrase("(", a.boolean, "and", a.boolean, ")"),
		a.phrase("(", a.string, "like", a.constantOf("%:a%"), "escape", `'\'`, ")"),
		a.phrase("(", a.string, "~", a.constantOf("[:alpha:]"), ")"),
		a.phrase("(", a.json, "?", a.string, ")"),
		a.phrase("(", a.json, a.pick("?|", "?&"), "array", "[", a.string, ",", a.string, "]", ")"),
		a.phrase("(", a.json, "@?", a.constantOf(`$.":b"[*] ? (@ > 1)`), ")"),
		a.phrase("(", a.json, "@@", a.constantOf(`$."$1".c == 3`), ")"),
		a.phrase("(", a.json, "@>", a.constantOf(`{":b":[1]}`), ")"),
		a.phrase("jsonb_path_exists", "(", "target", "=>", a.json, ",", "path", ":=", a.constantOf("$.a ? (@ == $x)"), ",", "vars", "=>", `'{"x":":a"}'`, ")"),
		a.phrase("(", a.integer, "=", "any", "(", a.array, ")", ")"),
		a.phrase("(", a.integer, "in", "(", a.integer, ",", a.integer, ")", ")"),
		a.phrase("(", a.integer, "between", a.integer, "and", a.integer, ")"),
		a.phrase("(", a.array, "&&", a.array, ")"),
		a.phrase("(", a.string, "is", "not", "null", ")"),
		a.phrase("exists", "(", "select", "where", a.boolean, ")"),
	)
}

// constantOf returns a function that writes a value in any spelling.
func (a *author) constantOf(value string) func() { return func() { a.constant(value) } }

func (a *author) booleanPlaceholder() {
	a.hole("bool", a.phrase("false"), func() any { return a.oneIn(2) }, "not")
}

// array writes an expression of type int4[] that can be subscripted.
func (a *author) array() {
	a.nest(a.arrayConstant,
		a.arrayConstant,
		a.phrase("array", "[", a.integer, ",", a.integer, ",", a.integer, "]"),
		a.arrayPlaceholder,
		a.phrase("(", a.array, ")", a.slice),
		a.phrase("(", a.array, ")", a.slice, a.slice),
		a.phrase("(", a.array, "||", a.integer, ")"),
		a.phrase("array", "(", "select", "n", "from", "generate_series", "(", "1", ",", a.smallInteger, ")", "as", "n", ")"),
		a.phrase("(", "select", "items", a.slice, "from", "(", "select", a.array, "as", "items", ",", a.smallInteger, "as", "low", ")", `"s:t"`, ")"),
		a.phrase("(", "select", "items", "[", "low", ":", `"high"`, "]", "from", "(", "select", a.array, "as", "items", ",", "1", "as", "low", ",", "2", "as", `"high"`, ")", "s", ")"),
	)
}

func (a *author) arrayConstant() {
	a.constant(oneOf(a.choices, "{1,2,3}", "{}", "[0:2]={7,8,9}", "{5,NULL,6}"))
	a.write("::", "int", "[", "]")
}

func (a *author) arrayPlaceholder() {
	a.hole("int[]", a.arrayConstant, func() any { return oneOf(a.choices, "{1,2,3}", "{}", "{4}") })
}

// slice writes [from:to] with or without its ends.
func (a *author) slice() {
	bound := func() { a.draw(a.smallInteger, a.integer, a.integerPlaceholder, a.bareInteger) }
	a.write("[")
	a.draw(
		a.phrase(bound, ":", bound),
		a.phrase(":", bound),
		a.phrase(bound, ":"),
		a.phrase(":"),
		a.phrase("1", ":", bound),
		a.phrase("'1'", "::", "int", ":", bound),
	)
	a.write("]")
}

// json writes an expression of type jsonb.
func (a *author) json() {
	a.nest(a.jsonConstant,
		a.jsonConstant,
		a.jsonPlaceholder,
		a.phrase("(", a.json, "||", a.json, ")"),
		a.phrase("(", a.json, "-", a.string, ")"),
		a.phrase("(", a.json, "->", a.string, ")"),
		a.phrase("(", a.json, "#>", "'{$1}'", ")"),
		a.phrase("jsonb_build_object", "(", a.stringConstant, ",", a.integer, ")"),
		a.phrase("to_jsonb", "(", a.string, ")"),
		a.phrase("jsonb_set", "(", a.json, ",", "path", "=>", "'{a}'", ",", "replacement", ":=", a.json, ")"),
	)
}

func (a *author) jsonConstant() {
	a.constant(document(a.traps(3)))
	a.write("::", "jsonb")
}

func (a *author) jsonPlaceholder() {
	a.hole("jsonb", a.jsonConstant, func() any { return document(a.traps(3)) }, "jsonb_strip_nulls")
}
