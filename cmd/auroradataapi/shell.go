package main

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/shell"
	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/terminal"
)

// shellCommand is an interactive shell, and one for scripts.
type shellCommand struct {
	Command []string `short:"c" sep:"none" placeholder:"TEXT" help:"Run the statements and commands of TEXT and leave. Repeat for more."`
	File    []string `short:"f" sep:"none" predictor:"file" placeholder:"FILE" help:"Run a file and leave. Repeat for more."`
	Set     []string `sep:"none" placeholder:"NAME=VALUE" help:"Set a variable, as \\set does. Repeat for more."`

	NoHistory     bool `help:"Keep no history."`
	NoCompletion  bool `help:"Complete no names of objects, which takes calls that are billed: one for the names and one for the columns of a statement's tables, again after DDL."`
	AllowCommands bool `help:"Allow \\! to run commands of the system."`

	target `group:"Cluster:"`
	output `group:"Output:"`
}

// Help is the rest of the manual of the command.
func (*shellCommand) Help() string {
	return `It reads SQL statements, which end with a semicolon, and commands, which begin with a backslash: \? lists them, \q leaves. All statements run in one session, so that BEGIN, COMMIT and ROLLBACK, savepoints and SET work as with psql, on both engines. The prompt says where one is:

    shop=>    ready                 shop->    a statement goes on      shop'>    a quotation goes on
    shop=*>   in a transaction      shop=!>   in one that has failed

Tab completes, Up and Ctrl-R find earlier entries, Ctrl-C gives up the line or the statement that runs, Ctrl-D leaves. The history is in $XDG_STATE_HOME/auroradataapi (~/.local/state/auroradataapi); statements with a password are left out of it.

Without a terminal, or with -c or -f, it runs what it is given without prompts, stops at the first error, and exits as the other commands do; \set ON_ERROR_STOP off goes on.

    auroradataapi shell -d shop
    auroradataapi shell -c 'select 1' -c '\dt'
    auroradataapi shell --engine mysql -f schema.sql
    auroradataapi shell < report.sql`
}

// Run runs the shell.
func (c *shellCommand) Run(ctx context.Context, p process) error {
	config, err := c.config(ctx, p)
	if err != nil {
		return err
	}
	c.prepare(&config, p)
	options := c.options(config, p)
	if len(c.Command)+len(c.File) > 0 || !terminal.Is(p.stdin) || !terminal.Is(p.stdout) {
		return c.script(ctx, p, options)
	}
	return c.converse(ctx, p, options)
}

// prepare sets what a shell wants of the driver.
func (c *shellCommand) prepare(config *auroradataapi.Config, p process) {
	if config.Engine == auroradataapi.EnginePostgreSQL {
		config.CancelStatements = true // for Ctrl-C
	}
	if config.Logger == nil {
		config.Logger = slog.New(resumeNotes{p})
	}
}

func (c *shellCommand) options(config auroradataapi.Config, p process) shell.Options {
	return shell.Options{
		Engine: config.Engine, Cluster: cmp.Or(config.ClusterARN, os.Getenv("AURORA_CLUSTER_ARN")), Database: config.Database,
		Open: func(database string) (*sql.DB, error) {
			config := config
			config.Database = database
			connector, err := auroradataapi.NewConnector(config)
			if err != nil {
				return nil, usageError{err}
			}
			return sql.OpenDB(connector), nil
		},
		Describe: func(err error, text string) string { return describe(inText(text, err)) },
		Out:      p.stdout, Messages: p.stderr, Result: c.output.options(p.stdout),
		Width: func() int { return c.output.options(p.stdout).Width }, Height: func() int { return terminal.Height(p.stdout) },
		AllowCommands: c.AllowCommands,
	}
}

// script runs what the flags or the standard input say.
func (c *shellCommand) script(ctx context.Context, p process, options shell.Options) error {
	ctx, stop := untilSignal(ctx, stopSignals)
	defer stop()
	sources, closeAll, err := c.sources(p)
	if err != nil {
		return err
	}
	defer closeAll()
	s := shell.New(options)
	if err := c.setVariables(s); err != nil {
		return err
	}
	return c.tell(p, interruption(ctx, s.Run(ctx, sources...)))
}

// sources are the texts, then the files, or else the standard input.
func (c *shellCommand) sources(p process) (sources []shell.Source, closeAll func(), err error) {
	var files []*os.File
	closeAll = func() {
		for _, file := range files {
			file.Close()
		}
	}
	for _, text := range c.Command {
		sources = append(sources, shell.Source{Reader: shell.NewReader(strings.NewReader(text))})
	}
	for _, name := range c.File {
		file, err := os.Open(name)
		if err != nil {
			closeAll()
			return nil, nil, err
		}
		files = append(files, file)
		sources = append(sources, shell.Source{Name: name, Reader: shell.NewReader(file)})
	}
	if len(sources) == 0 {
		sources = append(sources, shell.Source{Name: "stdin", Reader: shell.NewReader(p.stdin)})
	}
	return sources, closeAll, nil
}

func (c *shellCommand) setVariables(s *shell.Shell) error {
	for _, text := range c.Set {
		name, value, ok := strings.Cut(text, "=")
		if !ok {
			return usageError{fmt.Errorf("--set: want NAME=VALUE")}
		}
		if err := s.Set(name, value); err != nil {
			return usageError{fmt.Errorf("--set: %w", err)}
		}
	}
	return nil
}

// tell tells of the error that a statement has ended the shell with, where the
// statement is known, and returns an error with the status.
func (c *shellCommand) tell(p process, err error) error {
	var failure *shell.StatementError
	if interrupted := (*interruptedError)(nil); errors.As(err, &interrupted) || !errors.As(err, &failure) {
		return err
	}
	p.note("%s", failure.Place+describe(inText(failure.Text, failure.Err)))
	return &endedError{statusOf(err)}
}
