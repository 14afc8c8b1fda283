// Package calls counts the calls of the Data API that an operation of a library
// takes, beside the statements that the library sends natively, and writes
// docs/calls.md.
//
//	go test ./internal/integration/calls -update
package calls
