package shell

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/result"
)

// Options say how a shell works and with whom. Open, Out, Messages and Describe are
// required.
type Options struct {
	Engine auroradataapi.Engine
	// Cluster is the ARN, for \conninfo.
	Cluster string
	// Database is the one to begin in. Empty means the service's choice.
	Database string
	// Open returns the cluster's database of a name, or that of the service's choice.
	// The shell closes what it has been given.
	Open func(database string) (*sql.DB, error)
	// Describe returns what to say about an error; text is the statement, in which
	// the error may have a position.
	Describe func(err error, text string) string

	Out      io.Writer // rows
	Messages io.Writer // everything else
	// Result says how rows are written. Width is ignored.
	Result result.Options
	// Width returns how many places a line of the terminal has, 0 if Out is none.
	// Height does the same for lines. Nil means 0.
	Width, Height func() int

	// Terminal says that somebody sits in front of it: there are a greeting, prompts,
	// and a pager, and errors end nothing.
	Terminal bool
	// Remember is told every entry that was typed, for the history. May be nil.
	Remember func(entry string)
	// Changed is told that objects may have been made or dropped, or that the session
	// has moved to another database. May be nil.
	Changed func(*sql.DB)
	// Interruptible returns a context that Ctrl-C ends. Nil means none does.
	Interruptible func(context.Context) (_ context.Context, stop func())
	// AllowCommands allows \! to run commands of the system.
	AllowCommands bool

	now func() time.Time
}

// Shell is a shell. It belongs to one goroutine.
type Shell struct {
	Options
	session   *session
	buffer    buffer
	last      string // the statement that ran last
	variables variables
	display   display
	depth     int    // of sources that are being read, one from the other
	entry     string // what was typed since the last statement was complete
	timing    bool
	done      bool
}

// New returns a shell, which does nothing yet.
func New(o Options) *Shell {
	if o.now == nil {
		o.now = time.Now
	}
	if o.Width == nil {
		o.Width = func() int { return 0 }
	}
	if o.Height == nil {
		o.Height = func() int { return 0 }
	}
	if o.Interruptible == nil {
		o.Interruptible = func(ctx context.Context) (context.Context, func()) { return ctx, func() {} }
	}
	s := &Shell{Options: o, buffer: buffer{engine: o.Engine}, variables: variables{}}
	s.display = newDisplay(o)
	return s
}

// Pending returns the lines of the statement that was begun.
func (s *Shell) Pending() string { return string(s.buffer.text) }

// Source is something to read lines from.
type Source struct {
	Name string // in front of errors; empty for none
	Reader
}

// Run connects and reads the sources one after the other, until one ends in an
// error or the user leaves. What fails at a terminal is told there and is no error
// of Run. An error of a statement is a *StatementError.
func (s *Shell) Run(ctx context.Context, sources ...Source) (err error) {
	if err := s.connect(ctx, s.Database); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.leave()) }()
	s.greet()
	for _, source := range sources {
		if err := s.read(ctx, source); err != nil || s.done {
			return err
		}
	}
	return nil
}

// connect begins a session in a database. The one before stays if that fails.
func (s *Shell) connect(ctx context.Context, database string) error {
	ctx, stop := s.Interruptible(ctx)
	defer stop()
	db, err := s.Open(database)
	if err != nil {
		return err
	}
	session, err := newSession(ctx, db, s.Engine)
	if err != nil {
		return errors.Join(err, db.Close())
	}
	if s.session != nil {
		s.warnOpenTransaction()
		if err := s.session.close(); err != nil {
			s.complain(err)
		}
	}
	s.session = session
	s.changed()
	return nil
}

func (s *Shell) changed() {
	if s.Changed != nil {
		s.Changed(s.session.db)
	}
}

func (s *Shell) greet() {
	if s.Terminal {
		s.note("auroradataapi shell, %s. Type \\? for help.", s.software())
	}
}

// software is the server's name and version.
func (s *Shell) software() string {
	name := "PostgreSQL"
	if s.isMySQL() {
		name = "MySQL"
	}
	if s.session.mariadb {
		name = "MariaDB"
	}
	return name + " " + s.session.version
}

// leave ends the session.
func (s *Shell) leave() error {
	s.warnOpenTransaction()
	return errors.Join(s.display.closeFile(), s.session.close())
}

func (s *Shell) warnOpenTransaction() {
	if s.session.status() != statusIdle {
		s.note("WARNING:  the open transaction is rolled back")
	}
}

// read runs what a source says.
func (s *Shell) read(ctx context.Context, source Source) error {
	s.depth++
	defer func() { s.depth-- }()
	for number := 1; !s.done; number++ {
		line, err := source.ReadLine(s.prompt())
		switch {
		case errors.Is(err, ErrInterrupted):
			s.buffer.reset()
			s.entry = ""
			continue
		case errors.Is(err, io.EOF):
			return s.finish(ctx, source)
		case err != nil:
			return fmt.Errorf("auroradataapi: read input: %w", err)
		}
		if err := s.take(ctx, source, line, number); err != nil {
			return err
		}
	}
	return nil
}

// StatementError is an error of a statement, or of a command.
type StatementError struct {
	Place string // "FILE:LINE: ", or empty
	Text  string // of the statement; empty for a command
	Err   error
}

func (e *StatementError) Error() string { return e.Place + e.Err.Error() }
func (e *StatementError) Unwrap() error { return e.Err }

// fail tells of an error. It is returned unless the work goes on.
func (s *Shell) fail(source Source, line int, text string, err error) error {
	var failure *StatementError
	if !errors.As(err, &failure) { // of a file that was included
		failure = &StatementError{Place: at(source.Name, line), Text: text, Err: err}
	}
	if !s.goesOn() {
		return failure
	}
	s.complain(failure)
	if isLost(err) {
		if err := s.session.renew(context.Background()); err != nil {
			return err
		}
		s.note("A new session has begun: settings and an open transaction are gone.")
	}
	return nil
}

// goesOn tells whether an error ends nothing: at the terminal itself, and everywhere
// if ON_ERROR_STOP is off.
func (s *Shell) goesOn() bool {
	return s.atTerminal() || s.variables["ON_ERROR_STOP"] == "off"
}

// atTerminal tells whether lines come from somebody, and not from a file.
func (s *Shell) atTerminal() bool { return s.Terminal && s.depth == 1 }

// complain tells of an error.
func (s *Shell) complain(err error) {
	place, text := "", ""
	var failure *StatementError
	if errors.As(err, &failure) {
		place, text, err = failure.Place, failure.Text, failure.Err
	}
	fmt.Fprintln(s.Messages, place+s.explain(err, text))
}

// explain returns what to say about an error.
func (s *Shell) explain(err error, text string) string {
	if !errors.Is(err, context.Canceled) {
		return s.Describe(err, text)
	}
	canceled := "Canceled."
	if s.isMySQL() {
		canceled += " The statement may run on at the server, for 45 seconds at most."
	}
	if errors.Is(err, auroradataapi.ErrOutcomeUnknown) {
		canceled += "\nThe outcome is unknown: the statement may or may not have taken effect."
	}
	return canceled
}

// note tells something that is not a result.
func (s *Shell) note(format string, args ...any) { fmt.Fprintf(s.Messages, format+"\n", args...) }
