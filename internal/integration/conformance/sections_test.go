package conformance_test

// section is a part of the document: what some tests have found.
type section struct {
	title string
	about string
	tests []string
	code  bool // the cases are SQL

	// sorted puts the cases in the order of their names, for tests that run them in
	// any order.
	sorted bool

	// layout writes the cases; nil for a row for each.
	layout func(*page, section)
}

// programsOfLibPQ is the title of what was done in the place of lib/pq alone.
const programsOfLibPQ = "Programs"

// refusedStatementsTitle is the title of the section that lists advice instead of
// reasons.
const refusedStatementsTitle = "Refused statements"

// sections are all of the document, in its order.
var sections = []section{
	{
		title: "Types", tests: list("TestTypes"), layout: (*page).types,
		about: "Values of every type, each as a column of a table. **array** and **nested** are an array with the value and a NULL, of one and " +
			"of two dimensions; **parameter** is `select $1::type` with the value's text; **returned** is the value from `update … returning`. " +
			"Name and Go type are those of `ColumnType`. A name in italics is one for which pgx gives the type's OID instead, and NULL and " +
			"results without rows have the same columns.",
	},
	{
		title: "Refused types", tests: list("TestRefusedTypes", "TestRefusedTypesFollowSettings"), layout: (*page).counted,
		about: "Types and values that the service does not return, from everywhere: literals, tables, arrays, recursive queries, duplicate and quoted " +
			"names, `for update`, `returning` of each statement, `with` that changes rows, prepared, in a transaction, with arguments.",
	},
	{
		title: "Arguments", tests: list("TestArguments"), layout: (*page).arguments,
		about: "Each kind of Go value inserted into a column of each type; *refused* by both ways is equal, whoever refuses it.",
	},
	{
		title: "Arguments with a cast", tests: list("TestStringArguments"), layout: (*page).counted,
		about: "Each string inserted with a cast to the type of the column in the SQL text, which is what helps where arguments are typed by their Go type.",
	},
	{
		title: "Arguments of other types", tests: list("TestTypedValues"),
		about: "Go values into columns of the less common types.",
	},
	{
		title: "Arguments of packages", tests: list("TestGoValues"), sorted: true,
		about: "Values of the packages that programs use, and texts of types that Go has nothing for, into the types that they are used for.",
	},
	{
		title: "Options of pgx", tests: list("TestPgxOptions", "TestPgxOptionsExec"),
		about: "What pgx takes in front of the arguments, such as `pgx.QueryExecModeSimpleProtocol` and `pgx.NamedArgs`.",
	},
	{
		title: "Statement shapes", tests: list("TestShapes"), code: true,
		about: "Ways to write an argument in a statement that programs commonly have.",
	},
	{
		title: "Expressions", tests: list("TestExpressions"), code: true,
		about: "Arguments elsewhere than among the values of an insertion.",
	},
	{
		title: "Placeholders", tests: list("TestPlaceholders"), code: true,
		about: "Placeholders wherever PostgreSQL's grammar has room for one, and arguments that occur more than once where it looks for expressions that are the same.",
	},
	{
		title: "Extreme values", tests: list("TestExtremes"), code: true,
		about: "Values at the edges of their types.",
	},
	{
		title: "SQL text", tests: list("TestText"),
		about: "Texts that are hard to read for whoever looks for placeholders and ends of statements.",
	},
	{
		title: "Names of placeholders", tests: list("TestNamedPlaceholders", "TestNamedArgumentsByNumber"),
		about: "`:name` with `sql.Named`, held against the same text with numbers.",
	},
	{
		title: "Texts of several statements", tests: list("TestTextsOfSeveralStatements", "TestSimpleTexts", "TestResultSets"), code: true,
		about: "As pgx runs them; the result sets as lib/pq gives them, since pgx has only the last.",
	},
	{
		title: "Statements", tests: list("TestStatements"),
		about: "What `database/sql` does with a statement: rows, numbers of rows, prepared statements, scanning.",
	},
	{
		title: "Prepared statements", tests: list("TestPreparing", "TestNumInput"),
		about: "`Prepare`, and numbers of arguments.",
	},
	{
		title: "Results", tests: list("TestResults"),
		about: "What a program reads of a result, and numbers of rows.",
	},
	{
		title: "Scanning", tests: list("TestScanning", "TestScan"),
		about: "Each value scanned into a variable of each of some thirty types: what the variable has, or the text of the error.",
	},
	{
		title: "Driver interfaces", tests: list("TestDriverInterfaces"),
		about: "The optional interfaces of `database/sql/driver`: whether the driver has the one that pgx/stdlib has.",
	},
	{
		title: "Transactions", tests: list("TestTransactions", "TestTransactionsAsText", "TestFailedDescriptionAborts"),
		about: "By `BeginTx` and as text.",
	},
	{
		title: "Settings", tests: list("TestSettings"),
		about: "`SET`, `RESET` and `set_config` outside of transactions, and what follows of them.",
	},
	{
		title: "Session locks", tests: list("TestSessionLocks"),
		about: "Advisory locks that are held until they are given back.",
	},
	{
		title: "Sessions", tests: list("TestSessionPrograms"),
		about: "Settings, locks and transactions together, statement by statement on one connection.",
	},
	{
		title: "Connections", tests: list("TestConnections"),
		about: "Pools, pinned connections, contexts.",
	},
	{
		title: "Types that change", tests: list("TestTypesChange"),
		about: "Tables that change between two runs of a statement.",
	},
	{
		title: programsOfLibPQ, tests: list("TestLibPQPrograms"),
	},
	{
		title: "Errors", tests: list("TestErrors"), code: true,
		about: "Severity, SQLSTATE, message, detail, hint, position, where, table, column, constraint and text of errors. `errors.As` into " +
			"`*pgconn.PgError` and `*pq.Error` gives the same, but for what the service does not pass on: the schema, the data type, the " +
			"internal query and position, and PostgreSQL's source file, line and routine.",
	},
	{
		title: "SQLSTATEs", tests: list("TestSQLStates"), code: true,
		about: "One statement for each, in a transaction.",
	},
	{
		title: "Positions of errors", tests: list("TestPosition", "TestDescribeErrors"), code: true,
		about: "Where in the caller's text the error is.",
	},
	{
		title: refusedStatementsTitle, tests: list("TestRefusedStatements", "TestSettingsThatCannotBeKept"), code: true, sorted: true,
		about: "What cannot be kept over the Data API is an error that says what to do instead.",
	},
}

func sectionOf(test string) string {
	for _, s := range sections {
		for _, t := range s.tests {
			if t == test {
				return s.title
			}
		}
	}
	return ""
}
