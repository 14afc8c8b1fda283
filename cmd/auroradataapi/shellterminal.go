package main

import (
	"context"
	"log/slog"
	"os"
	"os/signal"
	"slices"
	"strings"
	"sync"

	"golang.org/x/term"

	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/shell"
	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/terminal"
)

// converse talks with somebody at a terminal. Ctrl-C ends what runs, and not the
// shell.
func (c *shellCommand) converse(ctx context.Context, p process, options shell.Options) error {
	caught := make(chan os.Signal, 1)
	signal.Notify(caught, os.Interrupt)
	defer signal.Stop(caught)
	defer restoring(p)()
	history, err := c.history()
	if err != nil {
		p.note("the history is not kept: %v", err)
	}
	options.Terminal = true
	options.Remember = func(entry string) {
		if err := history.Add(entry); err != nil {
			p.note("keep the history: %v", err)
		}
	}
	options.Interruptible = func(ctx context.Context) (context.Context, func()) {
		return signal.NotifyContext(ctx, os.Interrupt)
	}
	var completer *shell.Completer
	if !c.NoCompletion {
		completer = shell.NewCompleter(options.Engine)
		defer completer.Close()
		options.Changed = completer.Reset
	}
	s := shell.New(options)
	if completer != nil {
		completer.Before = s.Pending
	}
	if err := c.setVariables(s); err != nil {
		return err
	}
	reader := shell.NewTerminal(history, completer, options.Height)
	reader.Color = terminal.Color(c.Color, p.stdout)
	return c.tell(p, s.Run(ctx, shell.Source{Reader: reader}))
}

// restoring leaves the terminal as it was, if a signal ends the program while the
// line editor has changed it. The editor cannot be stopped otherwise.
func restoring(p process) (stop func()) {
	input, ok := p.stdin.(*os.File)
	if !ok {
		return func() {}
	}
	state, err := term.GetState(int(input.Fd()))
	if err != nil {
		return func() {}
	}
	received, stopped := make(chan os.Signal, 1), make(chan struct{})
	notify(received, slices.DeleteFunc(slices.Clone(stopSignals), func(s os.Signal) bool { return s == os.Interrupt }))
	var watching sync.WaitGroup
	watching.Go(func() {
		select {
		case s := <-received:
			_ = term.Restore(int(input.Fd()), state) // what else could be done
			os.Exit((&interruptedError{s}).status())
		case <-stopped:
		}
	})
	return func() {
		signal.Stop(received)
		close(stopped)
		watching.Wait()
	}
}

// history opens the history. What is wrong with the file keeps nobody from working.
func (c *shellCommand) history() (*shell.History, error) {
	if c.NoHistory {
		return shell.OpenHistory("")
	}
	path, err := shell.HistoryPath()
	if err != nil {
		history, _ := shell.OpenHistory("") // opens nothing
		return history, err
	}
	return shell.OpenHistory(path)
}

// resumeNotes is a log that says of a paused cluster that one waits for it, and
// nothing else.
type resumeNotes struct{ process }

func (n resumeNotes) Enabled(_ context.Context, level slog.Level) bool {
	return level >= slog.LevelInfo
}

func (n resumeNotes) Handle(_ context.Context, r slog.Record) error {
	if strings.Contains(r.Message, "resuming") {
		n.note("cluster is resuming …")
	}
	return nil
}

func (n resumeNotes) WithAttrs([]slog.Attr) slog.Handler { return n }
func (n resumeNotes) WithGroup(string) slog.Handler      { return n }
