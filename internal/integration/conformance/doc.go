// Package conformance runs the same cases through pgx/stdlib and through the
// driver, on the same PostgreSQL server, and wants the same answers: values,
// column names, column types, numbers of rows, SQLSTATEs.
//
// Where the answers differ, the case says how and why, and the test fails when
// they have become equal: the lists of differences cannot rot.
//
//   - types: each type of PostgreSQL as a literal, NULL, in a column, without rows
//   - arguments: each kind of Go value into each type
//   - text: SQL that is hard to read, with and without arguments
//   - errors: each part of an error, also as pgx and lib/pq have it
//   - statements, transactions, connections: what database/sql does with them
package conformance
