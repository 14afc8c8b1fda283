// Command auroradataapi is the RDS Data API of Aurora on the command line: an
// emulator of it, a client for it, and a demonstration of both.
//
//	auroradataapi local -- go test ./...       run a command against the emulator
//	eval "$(auroradataapi local &)"            the emulator for this shell
//	auroradataapi query 'select $1::uuid' …    one statement, here or on AWS
//	auroradataapi shell                        statement by statement
//	auroradataapi run schema.sql               files of SQL
//	auroradataapi import orders.csv -t orders  rows from a file
//	auroradataapi export orders                rows to a file
//	auroradataapi doctor                       what is wrong, and how to mend it
//	auroradataapi clusters                     what the account has
//	auroradataapi wait                         until a paused cluster answers
//	auroradataapi demo                         see it work
//
// The manual is what `auroradataapi --help` and `auroradataapi COMMAND --help`
// print, docs/command-line.md and the page of `auroradataapi man`. The exit statuses
// are in status.go.
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
