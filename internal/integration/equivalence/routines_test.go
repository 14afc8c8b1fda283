package equivalence_test

// block writes a DO block that ends in an error, whose message shows what it
// has computed.
func (a *author) block() {
	body := a.aside(
		"declare", "x", "text", ":=", a.string, ";", "n", "int", "=", a.integer, ";",
		"begin", "n", ":=", "n", "+", "1", ";", "if", a.boolean, "then", "x", ":=", "x", "||", a.string, ";", "end", "if", ";",
		"raise", "exception", "'%:b %'", ",", "x", ",", "n", "using", "errcode", "=", "'P0042'", ",", "hint", "=", a.stringConstant, ";", "end",
	)
	a.write("do", a.constantOf(body))
}

// routine writes the creation of a function of one text and one number.
func (a *author) routine() {
	a.write("create", "or", "replace", "function", a.name("f"), "(", "one", "text", ",", "two", "int", "=", a.smallInteger, ")", "returns", "text")
	a.draw(
		func() { a.write("language", "sql", a.atomic) },
		func() { a.write("language", "sql", "return", a.string, "||", "one") },
		func() {
			a.write("language", "sql", "as", a.constantOf(a.aside("select", a.string, ";", "select", "$1", "||", a.string, "||", "two", ";")))
		},
		func() { a.write("language", "plpgsql", "as", a.constantOf(a.procedure())) },
		func() { a.write("as", a.constantOf(a.procedure()), "language", "plpgsql", "immutable") },
	)
}

// atomic writes a body of statements without quotes around it.
func (a *author) atomic() {
	a.write("begin", "atomic")
	for range a.below(3) {
		a.write("select", a.string, ";")
	}
	a.write("select", "case", "when", a.boolean, "then", "one", "else", a.string, "end", "||", "two", ";", "end")
}

// procedure returns a body in PL/pgSQL.
func (a *author) procedure() string {
	return a.aside(
		"declare", "x", "text", ":=", "one", ";", "items", "int", "[", "]", ":=", a.array, ";",
		"begin", "<<", "rows", ">>", "for", "i", "in", "1", "..", "2", "loop", "x", ":=", "x", "||", a.string, "||", "i", ";", "end", "loop", ";",
		"execute", a.constantOf("select $1 || ':a'"), "into", "x", "using", "x", ";",
		"return", "x", "||", "coalesce", "(", "items", "[", "two", ":", "]", "::", "text", ",", "''", ")", ";", "end",
	)
}

// call writes a call of the routine.
func (a *author) call() {
	a.write("select")
	a.draw(
		a.phrase(a.name("f"), "(", a.string, ")"),
		a.phrase(a.name("f"), "(", a.string, ",", a.bareInteger, ")"),
		a.phrase(a.name("f"), "(", "two", ":=", a.integer, ",", "one", "=>", a.string, ")"),
		a.phrase(a.name("f"), "(", "one", ":=", a.string, ")", "as", `"f:1"`),
	)
}

// definition shows what the server has kept of the routine.
func (a *author) definition() string {
	return "select prosrc, prosqlbody::text is null, pg_get_functiondef(oid) from pg_proc where proname = '" + a.name("f") + "'"
}
