// Package clients holds the emulator against the clients of other languages:
// each program of examples/awscli, examples/node and examples/python runs on each
// engine that it has, and prints what testdata says.
//
// Where Node.js, its packages or boto3 are missing, the tests that need them fail
// if CI=true says that everything has to be there, and skip elsewhere. What the
// programs print is written with -update.
package clients
