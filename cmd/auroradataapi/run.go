package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/alecthomas/kong"
)

// process is what the operating system gives the program.
type process struct {
	args    []string // without the program's name
	environ []string
	stdin   io.Reader
	stdout  io.Writer
	stderr  io.Writer
}

// note tells the user something that is not the output.
func (p process) note(format string, args ...any) {
	fmt.Fprintf(p.stderr, "auroradataapi: "+format+"\n", args...)
}

const description = `SQL over HTTPS for Aurora PostgreSQL and Aurora MySQL by the RDS Data API: on AWS, and on this machine by an emulator.

Exit status: `

// commandLine is what kong parses.
type commandLine struct {
	Local      localCommand      `cmd:"" help:"Run the emulator, alone or for the time of a command."`
	Query      queryCommand      `cmd:"" help:"Run an SQL statement and print its result."`
	Shell      shellCommand      `cmd:"" help:"Talk to the database, or run a script, as with psql."`
	RunFile    runCommand        `cmd:"" name:"run" help:"Run files of SQL."`
	Import     importCommand     `cmd:"" help:"Write the rows of a file to a table."`
	Export     exportCommand     `cmd:"" help:"Write the rows of a table or a query to a file."`
	Doctor     doctorCommand     `cmd:"" help:"Find out why a cluster does not answer, and how to mend it."`
	Clusters   clustersCommand   `cmd:"" help:"List the clusters of the account."`
	Wait       waitCommand       `cmd:"" help:"Wait until a cluster answers."`
	Demo       demoCommand       `cmd:"" help:"Show the emulator and the driver at work."`
	Completion completionCommand `cmd:"" help:"Print what makes a shell complete command lines."`
	Man        manCommand        `cmd:"" help:"Print the manual as a page for man."`
	Version    versionCommand    `cmd:"" help:"Print the version."`
}

// run does what the arguments say and returns the exit status.
func run(ctx context.Context, p process) int {
	var line commandLine
	helped := false
	parser, err := kong.New(&line,
		kong.Name("auroradataapi"), kong.Description(description+statusText()),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
		kong.Writers(p.stdout, p.stderr), kong.Exit(func(int) { helped = true }),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(p),
	)
	if err != nil {
		p.note("%v", err)
		return statusFailed
	}
	if p.completes(parser) {
		return 0
	}
	parsed, err := parser.Parse(p.args)
	if helped {
		return 0
	}
	if err != nil {
		err = usageError{err}
	} else {
		err = parsed.Run()
	}
	return p.report(err, manual(parsed, err))
}

// manual is the command line that explains the command in use.
func manual(parsed *kong.Context, err error) string {
	var parse *kong.ParseError
	if errors.As(err, &parse) {
		parsed = parse.Context
	}
	if command := parsed.Selected(); command != nil {
		return command.FullPath() + " --help"
	}
	return parsed.Model.Name + " --help"
}

// report tells the user of an error, if there is one, and returns the status
// to exit with.
func (p process) report(err error, manual string) int {
	var usage usageError
	var ended *endedError
	var interrupted *interruptedError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &ended):
		return ended.status
	case errors.As(err, &interrupted):
		p.note("%s", describe(err))
		return interrupted.status()
	case errors.As(err, &usage):
		p.note("%s (see %s)", message(usage), manual)
		return statusUsage
	}
	p.note("%s", describe(err))
	return statusOf(err)
}

// usageError is a mistake in the command line.
type usageError struct{ error }

func (e usageError) Unwrap() error { return e.error }
