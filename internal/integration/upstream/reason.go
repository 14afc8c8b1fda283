package upstream

// Reason says why a test is excluded.
type Reason struct {
	Text  string // completes the sentence "The test …"
	Shows string // what the test prints when it fails for that reason, a regular expression

	// OnlyLibPQ means that lib/pq is alone with what it does: the test fails
	// through pgx/stdlib too.
	OnlyLibPQ bool
}

// Reasons that lie in the Data API.
var (
	temporaryTable = Reason{
		Text:  "creates a temporary table outside a transaction, which the service forgets after the call: the driver refuses it",
		Shows: "CREATE cannot be sent over the Data API: what it leaves in the session is forgotten after the call",
	}
	temporaryTableOfText = Reason{
		Text:  "creates a temporary table in a text of several statements, and reads it in another: it lives as long as the transaction of the text",
		Shows: `relation "docs" does not exist`,
	}
	copyProtocol = Reason{
		Text:  "copies rows with COPY other than by a prepared statement: the Data API has no data stream",
		Shows: "COPY",
	}
	lateError = Reason{
		Text:  "wants Prepare to find what is wrong with a statement: one without arguments is first sent when it runs",
		Shows: `have: %!s\(<nil>\)`,
	}
	longText = Reason{
		Text:  "sends an SQL text of more than 65,536 characters, which is what the service takes",
		Shows: "request too large: the text has [0-9]+ characters",
	}
	longRequest = Reason{
		Text:  "sends a value of 32 MiB; the service takes requests of 4 MiB",
		Shows: "request too large: [0-9]+ bytes, the service takes 4194304",
	}
	changedRows = Reason{
		Text:  "wants the rows that an UPDATE has changed; the service counts those that it has found",
		Shows: `Expected 2 affected rows, got 3|expected: int\(0\)\s+actual  : int64\(1\)`,
	}
	backslashes = Reason{
		Text:  "sets the SQL mode NO_BACKSLASH_ESCAPES, under which the server reads strings otherwise than the service does: the driver refuses it",
		Shows: "SET sql_mode cannot be sent over the Data API",
	}
	resultsOfProcedure = Reason{
		Text:  "wants several results of a procedure, or one before its error; the service returns one result or an error",
		Shows: "sql: Rows are closed|error on text query: Error 45001",
	}
	calledChar = Reason{
		Text:  "wants the names ENUM and SET of types that the service calls CHAR",
		Shows: `name mismatch for column "(enum|set)": CHAR`,
	}
	endOfDay = Reason{
		Text:  "scans a time of 24:00, which is 00:00 in the service's time type",
		Shows: "have: 0000-01-01 00:00:00",
	}
	preparedStatements = Reason{
		Text:  "looks for its prepared statement in pg_prepared_statements: the Data API prepares none",
		Shows: `expected: int\(1\)`,
	}
	lostBackend = Reason{
		Text:  "wants a ping to find a connection broken when its backend has gone: it has none of its own",
		Shows: `terminating connection|expected error driver: bad connection`,
	}
	otherUser = Reason{
		Text:  "connects as a user that it has just made: who connects over the Data API is in a secret",
		Shows: "not_owner has no secret",
	}
	emptyCopy = Reason{
		Text:  "wants the end of a COPY without rows to find that the backend has gone: there is nothing to be sent",
		Shows: "the COPY has been ended",
	}
)

// Reasons that lie in the other driver.
var (
	typeNames = Reason{
		Text:  "wants the number of a type that pgx has no name for; the driver has the name",
		Shows: "got: TIMETZ, want: 1266",
	}
	rawConnection = Reason{
		Text:  "takes pgx's own connection out of that of database/sql",
		Shows: `interface conversion: .* is \*auroradataapi\.conn, not \*stdlib\.Conn`,
	}
	concreteError = Reason{
		Text:  "wants a *mysql.MySQLError itself, where errors.As finds one",
		Shows: "expected MySQLError, got Error 1792",
	}
	concretePgError = Reason{
		Text:  "takes the position of an error out of a *pgconn.PgError itself, where errors.As finds one",
		Shows: `but got 'migration failed in line 0: .*syntax error at or near "TABLEE" \(SQLSTATE 42601\)`,
	}
	bareContextError = Reason{
		Text:  "compares with context.Canceled itself, where errors.Is finds it: the driver's error says as well that the outcome is unknown",
		Shows: "expected context.Canceled, got auroradataapi: .*outcome unknown: context canceled",
	}
	rawMySQLConnection = Reason{
		Text:  "takes go-sql-driver/mysql's own connection out of that of database/sql, or wants of it what package driver has given up",
		Shows: `\*auroradataapi\.conn(, not \*mysql\.mysqlConn| is not driver\.(Execer|Queryer))`,
	}
	excerpt = Reason{
		Text:      "wants the lines of the text around an error from ErrorWithDetail, which lib/pq keeps in a field that nobody else can fill",
		Shows:     "CONTEXT: line",
		OnlyLibPQ: true,
	}
	copyTo = Reason{
		Text:      "wants lib/pq's own error from Prepare of COPY TO",
		Shows:     "want: COPY TO is not supported",
		OnlyLibPQ: true,
	}
	copyErrors = Reason{
		Text:      "wants an error of COPY to be a variable of lib/pq's; what it is about is an error here too",
		Shows:     "COPY is only allowed inside a transaction|it is under way: end it before",
		OnlyLibPQ: true,
	}
	failedTransaction = Reason{
		Text:      "compares the error of a commit with a variable of lib/pq, where errors.Is finds it: the transaction has failed",
		Shows:     "expected ErrInFailedTransaction; got",
		OnlyLibPQ: true,
	}
	emptyStatement = Reason{
		Text:      "wants an error, which is a variable of lib/pq, from RowsAffected of an empty statement",
		Shows:     "want no RowsAffected available after the empty statement, got <nil>",
		OnlyLibPQ: true,
	}
	cancelled = Reason{
		Text:      "wants the server's error of a statement whose context has ended: over the Data API nobody knows whether it had run, so that the error is the context's",
		Shows:     `not \*pq\.Error|context deadline exceeded`,
		OnlyLibPQ: true,
	}
	infinity = Reason{
		Text:      "wants infinity as a time that lib/pq was told by EnableInfinityTs; the driver gives its bytes, as lib/pq does without that",
		Shows:     `storing driver\.Value type \[\]uint8 into type \*time\.Time`,
		OnlyLibPQ: true,
	}
	openRows = Reason{
		Text:      "wants an error for a statement while the rows of another are open; here both work",
		Shows:     "wrong error for query: <nil>",
		OnlyLibPQ: true,
	}
	earlyResults = Reason{
		Text:      "wants the first result set of a text before the error of the next; here a text is run to its end first",
		Shows:     "wrong error:",
		OnlyLibPQ: true,
	}
)
