package upstream

import "path"

// Exclusion is a test that passes natively and not through the driver.
type Exclusion struct {
	// Test names a test or a subtest, with all below it. A * stands for any part of
	// a name.
	Test string

	Reason Reason

	// Engine names the engine if the suite has both and the test passes on the other.
	Engine string

	// Panics keeps the test out of the run of all others, which it would end.
	Panics bool
}

// Covers reports whether a test is excluded.
func (e Exclusion) Covers(test string) bool {
	for ; test != "."; test = path.Dir(test) {
		if matched, err := path.Match(e.Test, test); matched && err == nil {
			return true
		}
	}
	return false
}

// ExclusionsOf returns the exclusions of a suite on an engine.
func ExclusionsOf(suite, engine string) (exclusions []Exclusion) {
	for _, e := range Excluded[suite] {
		if e.Engine == "" || e.Engine == engine {
			exclusions = append(exclusions, e)
		}
	}
	return exclusions
}

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
		{Test: "TestRowsColumnTypes", Reason: typeNames},
		{Test: "TestStmtExecContextCancel", Reason: temporaryTable},
		{Test: "TestStmtExecContextSuccess", Reason: temporaryTable},
		{Test: "TestTransactionLifeCycle", Reason: temporaryTable},
	},
	"go-sql-driver/mysql": {
		{Test: "TestContextBeginReadOnly", Reason: concreteError},
		{Test: "TestContextCancelExec", Reason: bareContextError},
		{Test: "TestContextCancelQuery", Reason: bareContextError},
		{Test: "TestContextCancelStmtExec", Reason: bareContextError},
		{Test: "TestContextCancelStmtQuery", Reason: bareContextError},
		{Test: "TestExecMultipleResults", Reason: rawMySQLConnection, Panics: true},
		{Test: "TestFoundRows1", Reason: changedRows},
		{Test: "TestInterruptBySignal", Reason: resultsOfProcedure},
		{Test: "TestLongData", Reason: longRequest},
		{Test: "TestMultiResultSet", Reason: resultsOfProcedure},
		{Test: "TestPing/compress#01", Reason: rawMySQLConnection, Panics: true},
		{Test: "TestPing/default#01", Reason: rawMySQLConnection, Panics: true},
		{Test: "TestPing/interpolateParams#01", Reason: rawMySQLConnection, Panics: true},
		{Test: "TestPreparedManyCols", Reason: longText},
		{Test: "TestQueryMultipleResults", Reason: rawMySQLConnection, Panics: true},
		{Test: "TestRowsColumnTypes", Reason: calledChar},
	},
	"xorm": {
		{Test: "TestDump", Reason: backslashes, Engine: "mysql"},
		{Test: "TestDumpTables/*dump_*-table.sql", Reason: backslashes, Engine: "mysql"},
		{Test: "TestUpdateMap", Reason: changedRows, Engine: "mysql"},
	},
	"golang-migrate/pgx/v5": {
		{Test: "TestCheckBeforeCreateTable", Reason: otherUser},
		{Test: "TestErrorParsing", Reason: concretePgError},
		{Test: "TestFailToCreateTableWithoutPermissions", Reason: otherUser},
	},
	"lib/pq": {
		{Test: "TestBindError", Reason: temporaryTable},
		{Test: "TestBytea", Reason: temporaryTable},
		{Test: "TestCommit", Reason: temporaryTable},
		{Test: "TestCommitInFailedTransaction", Reason: failedTransaction},
		{Test: "TestCommitInFailedTransactionWithCancelContext", Reason: failedTransaction},
		{Test: "TestContextCancelBegin", Reason: cancelled},
		{Test: "TestContextCancelExec", Reason: cancelled},
		{Test: "TestContextCancelQuery", Reason: cancelled},
		{Test: "TestCopyInError/#01", Reason: copyTo},
		{Test: "TestCopyInError/#02", Reason: lateError},
		{Test: "TestCopyInErrorOutsideTransaction", Reason: copyErrors},
		{Test: "TestCopyInQueryWhileCopy", Reason: copyErrors},
		{Test: "TestCopyInRespLoopConnectionError", Reason: emptyCopy},
		{Test: "TestEmptyQuery", Reason: emptyStatement},
		{Test: "TestError/#01", Reason: copyProtocol},
		{Test: "TestError/#02", Reason: excerpt},
		{Test: "TestError/#03", Reason: excerpt},
		{Test: "TestError/#04", Reason: excerpt},
		{Test: "TestError/#05", Reason: excerpt},
		{Test: "TestError/#06", Reason: excerpt},
		{Test: "TestError/#07", Reason: excerpt},
		{Test: "TestError/#08", Reason: excerpt},
		{Test: "TestError/#09", Reason: excerpt},
		{Test: "TestExec", Reason: temporaryTable},
		{Test: "TestExecNilSlice", Reason: temporaryTable},
		{Test: "TestJSONRawMessage", Reason: temporaryTable},
		{Test: "TestMultipleResultEmpty", Reason: temporaryTable},
		{Test: "TestMultipleResultError/#01", Reason: earlyResults},
		{Test: "TestMultipleResultError/#02", Reason: earlyResults},
		{Test: "TestPing", Reason: lostBackend},
		{Test: "TestQueryCancelRace", Reason: cancelled},
		{Test: "TestQueryRowBugWorkaround", Reason: temporaryTable},
		{Test: "TestQueryRowContext", Reason: cancelled},
		{Test: "TestReturning", Reason: temporaryTable},
		{Test: "TestRowsConcurrentUse", Reason: openRows},
		{Test: "TestStmtExecContext/#00", Reason: cancelled},
		{Test: "TestStmtQueryContext/#00", Reason: cancelled},
		{Test: "TestTimeInfinity/works", Reason: infinity},
		{Test: "TestTimeScan/24:00", Reason: endOfDay},
		{Test: "TestTimeScan/24:00:00", Reason: endOfDay},
		{Test: "TestTimeScan/24:00:00.0", Reason: endOfDay},
		{Test: "TestTimeScan/24:00:00.000000", Reason: endOfDay},
		{Test: "TestUint64", Reason: temporaryTable},
	},
}
