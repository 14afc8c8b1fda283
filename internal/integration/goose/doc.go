// Package goose runs goose (github.com/pressly/goose) natively and through the driver:
// migrations of SQL and of Go, with and without a transaction, under its lockers.
package goose
