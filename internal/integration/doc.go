// Package integration is everything together: the driver, pgx/stdlib,
// go-sql-driver/mysql and the AWS command line against the emulator over a real
// PostgreSQL and a real MySQL. It is never released.
//
//   - conformance: the same cases through the native drivers and through the driver
//   - equivalence: generated SQL texts, likewise
//   - upstream: the tests of pgx/stdlib, lib/pq and go-sql-driver/mysql through the
//     driver
//   - stress: two hundred programs at once
//   - faults: what breaks, and what is left of it
//   - awscli: the AWS command line against the emulator
//   - examples: what a user writes, run by tests
//   - leftover, report: what a test has left behind, and what it has counted
//
// Each test binary has private servers of its own, see package testcluster.
package integration
