// Package clients holds the emulator against the clients of other languages:
// each program of examples/awscli, examples/node and examples/python runs on each
// engine that it has, and prints what testdata says.
//
// A client that the machine lacks fails the tests where CI=true says that
// everything has to be there, and skips its own elsewhere. What the programs
// print is written with -update.
package clients
