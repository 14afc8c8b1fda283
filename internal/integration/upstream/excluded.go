package upstream

// Exclusion is a test that passes natively and not through the driver.
type Exclusion struct {
	Test   string // a test or a subtest, with all below it
	Reason Reason

	// FailsWithPGX is for lib/pq's tests: the test fails through pgx/stdlib too.
	FailsWithPGX bool

	// Panics keeps the test out of the run of all others, which it would end.
	Panics bool
}

// Reason says why a test is excluded.
type Reason struct {
	Text  string // completes the sentence "The test …"
	Shows string // what the test prints when it fails for that reason
}

// Reasons that lie in the Data API.
var (
	temporaryTable = Reason{
		Text:  "creates a temporary table outside a transaction, which the service forgets after the call: the driver refuses it",
		Shows: "CREATE cannot be sent over the Data API: it is forgotten after the call",
	}
	temporaryTableOfText = Reason{
		Text:  "creates a temporary table in a text of several statements, and reads it in another: it lives as long as the transaction of the text",
		Shows: `relation "docs" does not exist`,
	}
	copyProtocol = Reason{
		Text:  "copies rows with COPY: the Data API has no data stream",
		Shows: "COPY",
	}
	preparedStatements = Reason{
		Text:  "looks for its prepared statement in pg_prepared_statements: the Data API prepares none",
		Shows: "expected: int(1)",
	}
	lostBackend = Reason{
		Text:  "wants a connection without a transaction to notice that its backend has gone: it has none",
		Shows: "expected error driver: bad connection, instead got %!s(<nil>)",
	}
)

// Reasons that lie in the other driver. All but the first are lib/pq's own ways, in
// which pgx and the driver agree.
var (
	rawConnection = Reason{
		Text:  "takes pgx's own connection out of that of database/sql",
		Shows: "interface conversion: interface {} is *auroradataapi.conn, not *stdlib.Conn",
	}
	wording = Reason{
		Text:  "compares the wording of an error with lib/pq's",
		Shows: "have:",
	}
	isolationWording = Reason{
		Text:  "compares the wording of an error with lib/pq's",
		Shows: "Expected error to mention isolation level",
	}
	failedTransaction = Reason{
		Text:  "wants lib/pq's own error for the commit of a transaction that has failed",
		Shows: "expected ErrInFailedTransaction; got",
	}
	emptyStatement = Reason{
		Text:  "wants an error from RowsAffected of an empty statement",
		Shows: "want no RowsAffected available after the empty statement, got <nil>",
	}
	cancelled = Reason{
		Text:  "wants the server's error of a statement whose context has ended, where others return the context's",
		Shows: "mustAs: not *pq.Error",
	}
	timedOut = Reason{
		Text:  "wants the server's error of a statement whose context has ended, where others return the context's",
		Shows: "context deadline exceeded",
	}
	bytesOfText = Reason{
		Text:  "wants []byte for a type whose value is a string with pgx",
		Shows: "want: []byte{",
	}
	binaryUUID = Reason{
		Text:  "wants an error for a uuid as 16 bytes, which pgx takes",
		Shows: "have: %!s(<nil>)",
	}
	timesOfDay = Reason{
		Text:  "scans a time or a timetz into a time.Time; with pgx it is a string",
		Shows: "storing driver.Value type string into type *time.Time",
	}
	sessionZone = Reason{
		Text:  "wants timestamps in the zone of the session; the driver gives UTC, pgx the machine's zone",
		Shows: "+0000 UTC",
	}
	infinity = Reason{
		Text:  "wants infinity as []byte, or as a time that lib/pq was told",
		Shows: "infinity",
	}
	narrowFloat = Reason{
		Text:  "wants 1.2 of a float4 column as the float64 1.2; pgx widens the float32",
		Shows: "F4Short:1.2000000476837158",
	}
	scanTypes = Reason{
		Text:  "wants the scan types of lib/pq, such as interface{} for numeric",
		Shows: "column 2 wrong",
	}
	openRows = Reason{
		Text:  "wants an error for a statement while the rows of another are open; here both work",
		Shows: "wrong error for query: <nil>",
	}
	earlyResults = Reason{
		Text:  "wants the first result set of a text before the error of the next; here a text is run to its end first",
		Shows: "wrong error:",
	}
)

// Excluded are the exclusions, by the name of the suite.
var Excluded = map[string][]Exclusion{
	"pgx/stdlib": {
		{Test: "TestConnExec", Reason: temporaryTable},
		{Test: "TestConnExecContextSuccess", Reason: temporaryTable},
		{Test: "TestConnExecInsertByteSliceIntoJSON", Reason: temporaryTable},
		{Test: "TestConnMultiplePrepareAndDeallocate", Reason: preparedStatements},
		{Test: "TestConnQueryJSONIntoByteSlice", Reason: temporaryTableOfText},
		{Test: "TestConnQueryRowConstraintErrors", Reason: temporaryTable},
		{Test: "TestConnRaw", Reason: rawConnection, Panics: true},
		{Test: "TestRowsColumnTypeLength", Reason: temporaryTable},
		{Test: "TestStmtExecContextCancel", Reason: temporaryTable},
		{Test: "TestStmtExecContextSuccess", Reason: temporaryTable},
		{Test: "TestTransactionLifeCycle", Reason: temporaryTable},
	},
	"lib/pq": {
		{Test: "TestBindError", Reason: temporaryTable},
		{Test: "TestBytea", Reason: temporaryTable, FailsWithPGX: true},
		{Test: "TestCommit", Reason: temporaryTable},
		{Test: "TestCommitInFailedTransaction", Reason: failedTransaction, FailsWithPGX: true},
		{Test: "TestCommitInFailedTransactionWithCancelContext", Reason: failedTransaction, FailsWithPGX: true},
		{Test: "TestContextCancelBegin", Reason: cancelled, FailsWithPGX: true},
		{Test: "TestContextCancelExec", Reason: cancelled, FailsWithPGX: true},
		{Test: "TestContextCancelQuery", Reason: cancelled, FailsWithPGX: true},
		{Test: "TestCopyInError/#00", Reason: copyProtocol, FailsWithPGX: true},
		{Test: "TestCopyInErrorOutsideTransaction", Reason: copyProtocol, FailsWithPGX: true},
		{Test: "TestCopyInErrorWrongType", Reason: copyProtocol, FailsWithPGX: true},
		{Test: "TestCopyInMultipleValues", Reason: copyProtocol, FailsWithPGX: true},
		{Test: "TestCopyInNull", Reason: copyProtocol, FailsWithPGX: true},
		{Test: "TestCopyInQueryWhileCopy", Reason: copyProtocol, FailsWithPGX: true},
		{Test: "TestCopyInRaiseStmtTrigger", Reason: copyProtocol, FailsWithPGX: true},
		{Test: "TestCopyInRespLoopConnectionError", Reason: copyProtocol, FailsWithPGX: true},
		{Test: "TestCopyInTypes", Reason: copyProtocol, FailsWithPGX: true},
		{Test: "TestDecodeScan/#04", Reason: bytesOfText, FailsWithPGX: true},
		{Test: "TestDecodeScan/#05", Reason: binaryUUID, FailsWithPGX: true},
		{Test: "TestDecodeScan/#06", Reason: bytesOfText, FailsWithPGX: true},
		{Test: "TestEmptyQuery", Reason: emptyStatement, FailsWithPGX: true},
		{Test: "TestError", Reason: wording, FailsWithPGX: true},
		{Test: "TestExec", Reason: temporaryTable},
		{Test: "TestExecNilSlice", Reason: temporaryTable},
		{Test: "TestFloatPrecision", Reason: narrowFloat, FailsWithPGX: true},
		{Test: "TestJSONRawMessage", Reason: temporaryTable},
		{Test: "TestMultipleResultEmpty", Reason: temporaryTable, FailsWithPGX: true},
		{Test: "TestMultipleResultError/#01", Reason: earlyResults, FailsWithPGX: true},
		{Test: "TestMultipleResultError/#02", Reason: earlyResults, FailsWithPGX: true},
		{Test: "TestPing", Reason: lostBackend},
		{Test: "TestQueryCancelRace", Reason: cancelled, FailsWithPGX: true},
		{Test: "TestQueryRowBugWorkaround", Reason: temporaryTable, FailsWithPGX: true},
		{Test: "TestQueryRowContext", Reason: cancelled, FailsWithPGX: true},
		{Test: "TestQueryRowContextBad", Reason: cancelled, FailsWithPGX: true},
		{Test: "TestReturning", Reason: temporaryTable},
		{Test: "TestRowsColumnTypes", Reason: scanTypes, FailsWithPGX: true},
		{Test: "TestRowsConcurrentUse", Reason: openRows, FailsWithPGX: true},
		{Test: "TestStmtExecContext/#00", Reason: timedOut, FailsWithPGX: true},
		{Test: "TestStmtQueryContext/#00", Reason: timedOut, FailsWithPGX: true},
		{Test: "TestTimeInfinity/not_registered", Reason: infinity, FailsWithPGX: true},
		{Test: "TestTimeInfinity/works", Reason: infinity, FailsWithPGX: true},
		{Test: "TestTimeScan/11:59:59", Reason: timesOfDay, FailsWithPGX: true},
		{Test: "TestTimeScan/11:59:59+00:00", Reason: timesOfDay, FailsWithPGX: true},
		{Test: "TestTimeScan/11:59:59+04:00", Reason: timesOfDay, FailsWithPGX: true},
		{Test: "TestTimeScan/11:59:59+04:01:02", Reason: timesOfDay, FailsWithPGX: true},
		{Test: "TestTimeScan/11:59:59-04:01:02", Reason: timesOfDay, FailsWithPGX: true},
		{Test: "TestTimeScan/24:00", Reason: timesOfDay, FailsWithPGX: true},
		{Test: "TestTimeScan/24:00+00", Reason: timesOfDay, FailsWithPGX: true},
		{Test: "TestTimeScan/24:00-04:00", Reason: timesOfDay, FailsWithPGX: true},
		{Test: "TestTimeScan/24:00:00", Reason: timesOfDay, FailsWithPGX: true},
		{Test: "TestTimeScan/24:00:00+00", Reason: timesOfDay, FailsWithPGX: true},
		{Test: "TestTimeScan/24:00:00.0", Reason: timesOfDay, FailsWithPGX: true},
		{Test: "TestTimeScan/24:00:00.0+00", Reason: timesOfDay, FailsWithPGX: true},
		{Test: "TestTimeScan/24:00:00.000000", Reason: timesOfDay, FailsWithPGX: true},
		{Test: "TestTimeScan/24:00:00.000000+00", Reason: timesOfDay, FailsWithPGX: true},
		{Test: "TestTimeScan/24:00Z", Reason: timesOfDay, FailsWithPGX: true},
		{Test: "TestTimeWithZone", Reason: sessionZone, FailsWithPGX: true},
		{Test: "TestTxOptions", Reason: isolationWording, FailsWithPGX: true},
		{Test: "TestUint64", Reason: temporaryTable},
	},
}
