// Package conformance runs the same cases through pgx/stdlib and through the
// driver, on the same PostgreSQL server, and wants the same answers: values,
// column names, column types, numbers of rows, SQLSTATEs.
//
// A case runs through pgx and in each mode of the driver. What a mode shows is
// equal, or is what pgx shows in its own mode of the same name, or else the case
// says how and why it differs; the test fails when that difference has gone: the
// lists of differences cannot rot.
//
// The tests of MySQL, in files whose names begin with mysql, do so beside
// go-sql-driver/mysql. There is one mode.
//
// A complete run writes docs/compatibility.md with -update, and otherwise fails
// when the page is not what it finds:
//
//		go test ./internal/integration/conformance -update
//
//	  - types: each type of PostgreSQL and arrays of it, as a column, a parameter,
//	    NULL, returned, without rows
//	  - arguments: each kind of Go value into each type
//	  - text: SQL that is hard to read, with and without arguments
//	  - errors: each part of an error, also as pgx and lib/pq have it
//	  - statements, transactions, settings, locks, connections: what database/sql
//	    does with them
//	  - interfaces: which optional ones of database/sql/driver are there
package conformance
