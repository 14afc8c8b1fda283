//go:build unix

package localserver

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"time"
)

// Server is a private database server: first its folders and the programs that
// fill them, then a process. The methods that make folders and launch the
// process are for one goroutine, the others for any number.
type Server struct {
	product string
	account *Account
	guard   *guard
	logger  *slog.Logger
	lock    *os.File // of kept data; nil for temporary data
	folders []string // temporary, gone after Close
	pending bool     // new data is unfinished until Finish
	data    string   // kept; empty for temporary data
	isNew   bool     // the data was made by this server

	cmd     *exec.Cmd // nil until launched
	log     *serverLog
	explain func(log string) error
	done    chan struct{}
	err     error // why the server ended; written before done is closed

	closing   chan struct{}
	closeOnce sync.Once
	closeErr  error
}

// Config says what kind of server it is.
type Config struct {
	// Product names the software in errors and in the log, such as "PostgreSQL".
	Product string
	// DataDir is the folder of data that is kept. Empty means temporary data. Of
	// two servers on one folder the second is an error of New.
	DataDir string
	// AwaitsInit has new data count as unfinished until Finish: a later server
	// makes unfinished data anew.
	AwaitsInit bool
	// Account is whom all programs run as, see [ChooseAccount].
	Account *Account
	// StopSignal is the name, without SIG, of the signal that has the server end
	// its sessions and shut down.
	StopSignal string
	// Logger receives the server's log, line by line, at debug level.
	Logger *slog.Logger
	// Explain recognises, in the last lines of the log of a server that has ended
	// by itself or would wait in vain, a reason to name. It may return nil, and be nil.
	Explain func(log string) error
}

// New prepares a server. Close it, also if nothing was launched. The context bounds
// the wait for the end of a server that has the data still.
func New(ctx context.Context, c Config) (*Server, error) {
	var held *os.File
	var err error
	if c.DataDir != "" {
		if held, err = lock(ctx, c.DataDir); err != nil {
			return nil, err
		}
	}
	g, err := startGuard(c.StopSignal, held)
	if err != nil {
		held.Close() // of nil it is an error, and nothing else
		return nil, err
	}
	s := &Server{
		product: c.Product, account: c.Account, guard: g, logger: c.Logger, explain: c.Explain,
		lock: held, data: c.DataDir, pending: c.AwaitsInit, isNew: c.DataDir == "",
		log: &serverLog{name: c.Product, logger: c.Logger}, done: make(chan struct{}), closing: make(chan struct{}),
	}
	if s.explain == nil {
		s.explain = func(string) error { return nil }
	}
	return s, nil
}

// Account is whom the server's programs run as.
func (s *Server) Account() *Account { return s.account }

// Command prepares a program that is gone when the server is. It runs in dir,
// in English and without settings from our environment.
func (s *Server) Command(ctx context.Context, dir, program string, args ...string) *exec.Cmd {
	return s.guard.command(ctx, dir, s.account, program, args...)
}

// Launch runs the server, in its folder of data.
func (s *Server) Launch(data, program string, args ...string) error {
	// The context of a start must not end the server, hence Background.
	cmd := s.Command(context.Background(), data, program, args...)
	cmd.Stdout, cmd.Stderr = s.log, s.log
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("run the server: %w", err)
	}
	s.cmd = cmd
	go s.watch()
	return nil
}

// watch waits for the server's end. Close waits for watch.
func (s *Server) watch() {
	err := s.cmd.Wait()
	select {
	case <-s.closing:
	default:
		s.err = s.ended(err)
	}
	close(s.done)
}

// ended says why a server ended that nobody has closed.
func (s *Server) ended(err error) error {
	log := s.log.last()
	if reason := s.explain(log); reason != nil {
		return fmt.Errorf("%w: %s", reason, log)
	}
	if err == nil {
		err = errors.New("exit status 0")
	}
	return fmt.Errorf("the server ended: %w: %s", err, log)
}

// loginInterval is the time between two attempts to log in. An attempt on a
// server that is not there yet costs one failed system call.
const loginInterval = 2 * time.Millisecond

// AwaitLogin returns when login succeeds or fails for good, or when that has
// become impossible. login also tells whether its error is one of a server that
// may yet answer.
func (s *Server) AwaitLogin(ctx context.Context, login func(context.Context) (tooEarly bool, err error)) error {
	ticker := time.NewTicker(loginInterval)
	defer ticker.Stop()
	for {
		tooEarly, err := login(ctx)
		if !tooEarly {
			return err
		}
		select {
		case <-s.done:
			return s.err
		case <-ctx.Done():
			return fmt.Errorf("wait for the server: %w: %s", context.Cause(ctx), s.log.last())
		case <-ticker.C:
		}
		if reason := s.explain(s.log.last()); reason != nil {
			return fmt.Errorf("%w: %s", reason, s.log.last())
		}
	}
}

// Done returns a channel that is closed when the server has ended, by Close or
// by itself.
func (s *Server) Done() <-chan struct{} { return s.done }

// Err tells why the server ended by itself, with the last lines of its log. It
// is nil while the server runs and when Close has ended it.
func (s *Server) Err() error {
	select {
	case <-s.done:
		return s.err
	default:
		return nil
	}
}

// Close stops the server, waits until it has gone and removes its temporary
// folders. Sessions are ended and their open transactions rolled back. It may
// be called more than once; later calls wait and return the same.
func (s *Server) Close() error {
	s.closeOnce.Do(func() {
		close(s.closing)
		s.guard.release()
		s.lock.Close() // of nil it is an error, and nothing else
		s.closeErr = s.leaveNothing()
	})
	return s.closeErr
}

// leaveNothing does what the guard could not do if somebody has killed it.
func (s *Server) leaveNothing() error {
	if s.cmd != nil {
		_ = s.cmd.Process.Signal(syscall.SIGQUIT) // fails when the server has gone
		<-s.done
	}
	for _, dir := range s.folders {
		if err := os.RemoveAll(dir); err != nil {
			return fmt.Errorf("close %s server: %w", s.product, err)
		}
	}
	return nil
}
