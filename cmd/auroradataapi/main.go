// Command auroradataapi is the RDS Data API of Aurora on the command line: an
// emulator of it, a client for it, and a demonstration of both.
//
//	auroradataapi local -- go test ./...       run a command against the emulator
//	eval "$(auroradataapi local &)"            the emulator for this shell
//	auroradataapi query 'select $1::uuid' …    one statement, here or on AWS
//	auroradataapi demo                         see it work
//	auroradataapi version
//
// The manual is what `auroradataapi --help` and `auroradataapi COMMAND --help`
// print.
//
// # Exit status
//
//	0    done
//	1    failed: the database or the service refused, nobody answered, …
//	2    wrong usage
//	3    the answer was lost: the statement may or may not have taken effect
//	128  and the signal's number: a signal ended the work
//
// "local -- COMMAND" has COMMAND's own, 127 if there is no such command and 126
// if it cannot be executed.
package main

import (
	"context"
	"os"
)

func main() {
	os.Exit(run(context.Background(), process{
		args: os.Args[1:], environ: os.Environ(),
		stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr,
	}))
}
