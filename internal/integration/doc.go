// Package integration is everything together: the driver, pgx/stdlib and the AWS
// command line against the emulator over a real PostgreSQL. It is never
// released.
//
//   - conformance: the same cases through pgx/stdlib and through the driver
//   - equivalence: generated SQL texts, likewise
//   - upstream: the tests of pgx/stdlib and of lib/pq through the driver
//   - stress: two hundred programs at once
//   - faults: what breaks, and what is left of it
//   - awscli: the AWS command line against the emulator
//   - examples: what a user writes, run by tests
//   - leftover, report: what a test has left behind, and what it has counted
//
// Each test binary has a private PostgreSQL of its own, see package testcluster.
package integration
