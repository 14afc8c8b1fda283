// Package testdatabase holds emulator.RunT to its word: databases for tests, through
// the driver.
package testdatabase
