// Package equivalence holds a property test: what the database runs after the
// driver's rewriting of an SQL text and after the service's own scanner is what
// was written.
//
// A case is a handful of SQL texts that a grammar makes out of bytes. The
// grammar cares for lexical traps more than for sense: quotes of all kinds with
// placeholders, comment signs and other quotes inside, comments in odd places,
// slices, operators that resemble placeholders, bodies of functions, and texts
// that are damaged. Each case runs twice on the same PostgreSQL: through
// pgx/stdlib, and through the driver and the emulator, whose scanner has the
// weaknesses that the service's is known for. What a program sees of both must
// be the same: columns, values, and the code, message and position of errors.
// Functions and views are also read back from the catalog, which compares what
// the server has parsed.
//
// Texts of MySQL have a grammar of their own, with backslashes, backticks, comments
// of its three kinds and those that hold SQL for some versions, and run through
// go-sql-driver/mysql.
//
// Some thousand cases run with all tests. More, and the count:
//
//	go test ./internal/integration/equivalence -run TestEquivalence -cases 100000 -v
//
// Another seed gives other cases (-seed 2). The same property as a fuzz target,
// which looks for cases that reach more of the code:
//
//	go test ./internal/integration/equivalence -run '^$' -fuzz FuzzEquivalence -fuzztime 100000x
package equivalence
