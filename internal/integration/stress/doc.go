// Package stress has two hundred programs at once do to a database all that
// database/sql lets a program do, with contexts that end at any moment and a
// pool that changes its size, and sees that nothing is lost, doubled, mixed up
// or left behind.
//
// Each program keeps a ledger of the rows that it believes to be committed. In
// the end the table must hold exactly these; only a row whose statement or
// commit has failed with auroradataapi.ErrOutcomeUnknown may be there or not.
//
// What the programs do follows from a seed, what the scheduler makes of it does
// not:
//
//	go test -race ./internal/integration/stress -v -seed 2
package stress
