//go:build unix

package pgserver

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/auroradataapi/auroradataapi/emulator/internal/localserver"
)

// Server is a running private PostgreSQL server. Its methods may be called from
// several goroutines at once.
type Server struct {
	*localserver.Server
	socketDir string
	version   string
	password  string
}

// Start starts a server and returns when User can log in.
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
	as, err := localserver.ChooseAccount(filepath.Join(c.DataDir, versionFile), "postgres")
	if err != nil {
		return nil, err
	}
	server, err := localserver.New(ctx, localserver.Config{
		DataDir: c.DataDir, AwaitsInit: c.AwaitsInit,
		Product: "PostgreSQL", Account: as, StopSignal: fastShutdown, Logger: c.Logger, Explain: explain(c.DataDir),
	})
	if err != nil {
		return nil, err
	}
	s := &Server{Server: server, version: bin.number}
	b := &builder{server: server, binaries: bin, cacheDir: c.CacheDir, inMemory: c.InMemory, user: c.User, password: c.Password, setup: c.Setup}
	if c.Password == "" {
		b.password, b.random = rand.Text(), true
	}
	if err := s.bringUp(ctx, c, b); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// fastShutdown is the signal that makes PostgreSQL end its sessions and stop.
const fastShutdown = "INT"

// explain recognises the reason of a server that cannot have its data.
func explain(data string) func(log string) error {
	return func(log string) error {
		if strings.Contains(log, `lock file "postmaster.pid" already exists`) {
			return fmt.Errorf("data folder %s is in use by another server", data)
		}
		return nil
	}
}

// bringUp makes the folders, launches the server and waits for it.
func (s *Server) bringUp(ctx context.Context, c Config, b *builder) error {
	data, err := dataFolder(ctx, c, b)
	if err != nil {
		return err
	}
	if s.socketDir, err = s.SocketFolder(socketName); err != nil {
		return err
	}
	if err := s.launch(b, data); err != nil {
		return err
	}
	s.password = b.password
	return s.awaitLogin(ctx, c.User, s.password)
}

var socketName = ".s.PGSQL." + strconv.Itoa(Port)

func dataFolder(ctx context.Context, c Config, b *builder) (string, error) {
	if c.DataDir != "" {
		return c.DataDir, b.durableCluster(ctx, c.DataDir)
	}
	return b.temporaryCluster(ctx)
}

// launch starts the server with the settings that are ours to decide, whatever
// the cluster's own files say. Its log is about the server: the errors of
// statements, which quote values, are for those who sent them.
func (s *Server) launch(b *builder, data string) error {
	return s.Launch(data, b.binaries.postgres(),
		"-D", data, "-k", s.socketDir, "-p", strconv.Itoa(Port),
		"-c", "listen_addresses=", "-c", "unix_socket_permissions=0700",
		"-c", "logging_collector=off", "-c", "log_destination=stderr", "-c", "lc_messages=C",
		"-c", "log_min_messages=log", "-c", "log_min_error_statement=panic")
}

// Password is that of Config.User.
func (s *Server) Password() string { return s.password }

// Version is PostgreSQL's version, such as "15.8".
func (s *Server) Version() string { return s.version }

// SocketDir is the folder of the server's unix socket, the "host" of a
// connection string. Only the caller's account, and the server's, may enter it.
func (s *Server) SocketDir() string { return s.socketDir }

// Port is the "port" of a connection string: a part of the socket's name.
func (s *Server) Port() uint16 { return Port }
