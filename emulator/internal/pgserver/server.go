//go:build unix

package pgserver

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
)

// Server is a running private PostgreSQL server. Its methods may be called from
// several goroutines at once.
type Server struct {
	guard     *guard
	socketDir string
	folders   []string // temporary, gone after Close

	cmd  *exec.Cmd // nil until launched
	log  *serverLog
	done chan struct{}
	err  error // why the server ended; written before done is closed

	closing   chan struct{}
	closeOnce sync.Once
	closeErr  error
}

// Start starts a server and returns when User can log in with Password.
//
// It looks for the programs in Config.BinDir, else in the folder that the
// environment variable AURORADATAAPI_POSTGRESQL_BIN names, else on PATH, in
// what pg_config answers and where the packages of Debian, Fedora, Homebrew and
// Postgres.app put them, newest version first. A [*NotFoundError] says that
// there are none. TMPDIR chooses the place of the temporary folders.
//
// The context bounds the start only. Every error leaves nothing behind; one of
// a server that ended carries the last lines of its log.
func Start(ctx context.Context, c Config) (*Server, error) {
	s, err := start(ctx, c)
	if cause := context.Cause(ctx); err != nil && cause != nil && !errors.Is(err, cause) {
		err = fmt.Errorf("%w: %w", cause, err) // a program that the context has ended only says "killed"
	}
	if err != nil {
		return nil, fmt.Errorf("pgserver: start server: %w", err)
	}
	return s, nil
}

func start(ctx context.Context, c Config) (*Server, error) {
	c, err := c.complete()
	if err != nil {
		return nil, err
	}
	bin, err := findBinaries(ctx, c.BinDir)
	if err != nil {
		return nil, err
	}
	as, err := accountFor(c.DataDir)
	if err != nil {
		return nil, err
	}
	g, err := startGuard()
	if err != nil {
		return nil, err
	}
	s := &Server{guard: g, log: &serverLog{logger: c.Logger}, done: make(chan struct{}), closing: make(chan struct{})}
	b := &builder{guard: g, binaries: bin, account: as, cacheDir: c.CacheDir, user: c.User, password: c.Password, logger: c.Logger}
	if err := s.bringUp(ctx, c, b); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// bringUp makes the folders, launches the server and waits for it.
func (s *Server) bringUp(ctx context.Context, c Config, b *builder) error {
	data, err := s.dataFolder(ctx, c, b)
	if err != nil {
		return err
	}
	if s.socketDir, err = b.socketFolder(); err != nil {
		return err
	}
	s.folders = append(s.folders, s.socketDir)
	if err := s.launch(b, data); err != nil {
		return err
	}
	return s.awaitLogin(ctx, c.User, c.Password)
}

func (s *Server) dataFolder(ctx context.Context, c Config, b *builder) (string, error) {
	if c.DataDir != "" {
		return c.DataDir, b.durableCluster(ctx, c.DataDir)
	}
	dir, err := b.temporaryCluster(ctx)
	s.folders = append(s.folders, dir)
	return dir, err
}

// launch starts the server with the settings that are ours to decide, whatever
// the cluster's own files say. Its log is about the server: the errors of
// statements, which quote values, are for those who sent them.
func (s *Server) launch(b *builder, data string) error {
	// The context of Start must not end the server, hence Background.
	cmd := b.guard.command(context.Background(), data, b.account, b.binaries.postgres(),
		"-D", data, "-k", s.socketDir, "-p", strconv.Itoa(Port),
		"-c", "listen_addresses=", "-c", "unix_socket_permissions=0700",
		"-c", "logging_collector=off", "-c", "log_destination=stderr", "-c", "lc_messages=C",
		"-c", "log_min_messages=log", "-c", "log_min_error_statement=panic")
	cmd.Stdout, cmd.Stderr = s.log, s.log
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("run the server: %w", err)
	}
	s.cmd = cmd
	go s.watch(data)
	return nil
}

// watch waits for the server's end. Close waits for watch.
func (s *Server) watch(data string) {
	err := s.cmd.Wait()
	select {
	case <-s.closing:
	default:
		s.err = s.explain(data, err)
	}
	close(s.done)
}

// explain says why a server ended that nobody has closed.
func (s *Server) explain(data string, err error) error {
	log := s.log.last()
	if strings.Contains(log, `lock file "postmaster.pid" already exists`) {
		return fmt.Errorf("data folder %s is in use by another server: %s", data, log)
	}
	if err == nil {
		err = errors.New("exit status 0")
	}
	return fmt.Errorf("the server ended: %w: %s", err, log)
}

// SocketDir is the folder of the server's unix socket, the "host" of a
// connection string. Only the caller's account, and the server's, may enter it.
func (s *Server) SocketDir() string { return s.socketDir }

// Port is the "port" of a connection string: a part of the socket's name.
func (s *Server) Port() uint16 { return Port }

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
		if dir == "" {
			continue
		}
		if err := os.RemoveAll(dir); err != nil {
			return fmt.Errorf("pgserver: close server: %w", err)
		}
	}
	return nil
}
