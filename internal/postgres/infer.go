package postgres

import "strings"

// TypesCode is the SQLSTATE of an "error" that carries types: the answer to
// [InferTypes].
const TypesCode = "ADA01"

// Inferable reports whether PostgreSQL infers the types of the parameters of a
// statement that begins with a keyword, which is to say whether it can be
// prepared.
func Inferable(keyword string) bool {
	switch keyword {
	case "SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "VALUES", "WITH", "TABLE":
		return true
	}
	return false
}

// InfersConstantsOnly reports whether PostgreSQL infers the types of the
// parameters of a statement, which a native driver hears of, and PREPARE does not
// take it, which is how this driver asks: what is left are constants without
// types. words are the first two of the statement, and contains tells whether it
// has a keyword.
func InfersConstantsOnly(words []string, contains func(words ...string) bool) bool {
	if len(words) == 0 {
		return false
	}
	switch words[0] {
	case "CALL", "EXPLAIN", "DECLARE":
		return true
	case "CREATE":
		return len(words) > 1 && createsTable(words[1]) && contains("AS")
	}
	return false
}

// createsTable reports whether CREATE with a second word creates a table.
func createsTable(word string) bool {
	switch word {
	case "TABLE", "TEMP", "TEMPORARY", "UNLOGGED", "LOCAL", "GLOBAL":
		return true
	}
	return false
}

// Prepare returns the statement that prepares another, with placeholders $n,
// under a name, and how many characters it has in front of the other.
func Prepare(name, sql string) (text string, offset int) {
	prefix := "PREPARE " + name + " AS "
	return prefix + sql, len(prefix)
}

// PreparedTypes returns the query for the types of the parameters and, on
// PostgreSQL 16 and later, of the columns of a prepared statement, and for what is
// to be known of functions, if there are names of some. The answer is for
// [ParsePrepared].
func PreparedTypes(name string, functions []string) string { return preparedTypes(name, "", functions) }

// preparedTypes names no column that only later versions have: as a member of a
// JSON object it may be missing.
func preparedTypes(name, into string, functions []string) string {
	answer := "CASE WHEN s.results IS NULL THEN s.parameters" +
		" ELSE json_build_object('parameters', s.parameters, 'results', s.results) END"
	if len(functions) > 0 {
		answer = "json_build_object('parameters', s.parameters, 'results', s.results, 'functions', (" + functionKinds(functions) + "))"
	}
	return "SELECT " + answer + into + " FROM (SELECT" +
		" (" + parameterTypes + ") AS parameters," +
		" CASE WHEN to_jsonb(p) -> 'result_types' IS NOT NULL THEN (" + resultTypes + ") END AS results" +
		" FROM pg_catalog.pg_prepared_statements p WHERE p.name = " + quote(name) + ") s"
}

// functionKinds returns the query for whether any function of some names is
// volatile, and whether any returns a set. Which of several functions of one name is
// meant is not asked.
func functionKinds(names []string) string {
	quoted := make([]string, len(names))
	for i, name := range names {
		quoted[i] = quote(name)
	}
	return "SELECT json_build_object('volatile', coalesce(bool_or(f.provolatile = 'v'), false), 'sets', coalesce(bool_or(f.proretset), false))" +
		" FROM unnest(ARRAY[" + strings.Join(quoted, ", ") + "]) u (name)" +
		" JOIN pg_catalog.pg_proc f ON f.proname = substring(u.name FROM '[^.]*$')" +
		" JOIN pg_catalog.pg_namespace n ON n.oid = f.pronamespace" +
		" WHERE u.name IN (f.proname, n.nspname || '.' || f.proname)"
}

// parameterTypes marks a type of the program's own whose arrays have no commas, and
// no array.
const parameterTypes = "SELECT coalesce(json_agg(quote_ident(n.nspname) || '.' || quote_ident(t.typname) ||" +
	" CASE WHEN t.typdelim <> ',' AND n.nspname <> 'pg_catalog' AND (t.typtype = 'd' OR t.typcategory <> 'A') THEN '" + noCommas + "' ELSE '' END" +
	" ORDER BY u.i), '[]')" +
	" FROM unnest(p.parameter_types) WITH ORDINALITY u (oid, i)" +
	" JOIN pg_catalog.pg_type t ON t.oid = u.oid JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace"

// resultTypes has a domain as the type under it and an enum as text, which is how
// the service returns them.
const resultTypes = "SELECT coalesce(json_agg(CASE t.typtype WHEN 'e' THEN 'text' ELSE t.typname END ORDER BY u.i), '[]')" +
	" FROM jsonb_array_elements_text(nullif(to_jsonb(p) -> 'result_types', 'null')) WITH ORDINALITY u (name, i)" +
	" JOIN pg_catalog.pg_type d ON d.oid = CAST(u.name AS regtype)" +
	" JOIN pg_catalog.pg_type t ON t.oid = CASE d.typtype WHEN 'd' THEN d.typbasetype ELSE d.oid END"

// InferTypes returns a statement that asks what [PreparedTypes] asks, about another
// in one call outside a transaction, where nothing lasts from one call to the
// next. It always fails: with the SQLSTATE [TypesCode] and the answer, for
// [ParsePrepared], as its message, or because the other cannot be prepared.
//
// functions and before may be empty: names of functions to be asked about, and
// statements to be run first. All of it is one string constant, so that nothing in it is a placeholder for
// the service's scanner.
func InferTypes(name, sql string, functions []string, before ...string) string {
	prepare, _ := Prepare(name, sql)
	return "DO " + quote("DECLARE types text; BEGIN "+
		execute(before)+
		"EXECUTE "+quote(prepare)+";"+
		" "+preparedTypes(name, " INTO types", functions)+";"+
		" EXECUTE "+quote("DEALLOCATE "+name)+";"+
		" RAISE EXCEPTION USING ERRCODE = "+quote(TypesCode)+", MESSAGE = types; END")
}

// quote returns a text as a string constant.
func quote(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }

// ChangesObjects reports whether a statement that begins with a keyword can give
// the parameters of other statements other types because it changes what their
// names stand for. A function that a statement calls may do so too, which nobody
// sees.
func ChangesObjects(keyword string) bool {
	switch keyword {
	case "CREATE", "ALTER", "DROP", "IMPORT":
		return true
	}
	return false
}

// SuggestsOtherTypes reports whether a statement that failed with an SQLSTATE
// may have done so because a parameter no longer has the type that it was sent
// with: the types do not fit, an operator or a function is not there for them, a
// value is not of the type or out of its range, or the type is gone.
func SuggestsOtherTypes(code string) bool {
	switch code {
	case "42804", "42883", "42725", "42846", "42P18", "42P08", // datatype mismatch, undefined and ambiguous function, cannot coerce, indeterminate
		"22P02", "22P03", "22007", "22008", "22003", // invalid text, binary, datetime; out of range
		"42704", "3F000", "0A000": // undefined type, undefined schema, "cached plan must not change result type"
		return true
	}
	return false
}
