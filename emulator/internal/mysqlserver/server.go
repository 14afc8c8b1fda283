//go:build unix

package mysqlserver

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/auroradataapi/auroradataapi/emulator/internal/localserver"
)

// Server is a running private server. Its methods may be called from several
// goroutines at once.
type Server struct {
	*localserver.Server
	socketDir string
	binary    binary
}

// Start starts a server and returns when Master can log in.
//
// It looks for mysqld and mariadbd in Config.BinDir, else in the folder that the
// environment variable AURORADATAAPI_MYSQL_BIN names, else on PATH and where
// packages put them. MySQL from version 8.0.20 on is preferred; MariaDB from
// 10.6 on will do. A [*NotFoundError] says that there is neither. TMPDIR chooses
// the place of the temporary folders.
//
// The context bounds the start only. Every error leaves nothing behind; one of
// a server that ended carries the last lines of its log.
func Start(ctx context.Context, c Config) (*Server, error) {
	s, err := start(ctx, c)
	if cause := context.Cause(ctx); err != nil && cause != nil && !errors.Is(err, cause) {
		err = fmt.Errorf("%w: %w", cause, err) // a program that the context has ended only says "killed"
	}
	if err != nil {
		return nil, fmt.Errorf("mysqlserver: start server: %w", err)
	}
	return s, nil
}

func start(ctx context.Context, c Config) (*Server, error) {
	c, err := c.complete()
	if err != nil {
		return nil, err
	}
	bin, err := findBinary(ctx, c.BinDir)
	if err != nil {
		return nil, err
	}
	as, err := localserver.ChooseAccount(filepath.Join(c.DataDir, productFile), "mysql")
	if err != nil {
		return nil, err
	}
	server, err := localserver.New(ctx, localserver.Config{
		DataDir: c.DataDir, AwaitsInit: c.AwaitsInit,
		Product: string(bin.product), Account: as, StopSignal: "TERM", Logger: c.Logger, Explain: explain(c.DataDir),
	})
	if err != nil {
		return nil, err
	}
	s := &Server{Server: server, binary: bin}
	b := &builder{server: server, binary: bin, cacheDir: c.CacheDir, inMemory: c.InMemory, kept: c.DataDir != ""}
	if err := s.bringUp(ctx, c, b); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

// explain recognises that another server has the data. Both products would wait
// for it, half a minute or longer.
func explain(data string) func(log string) error {
	return func(log string) error {
		if strings.Contains(log, "Can't lock aria control file") || strings.Contains(log, "Unable to lock ./ibdata1") {
			return fmt.Errorf("data folder %s is in use by another server", data)
		}
		return nil
	}
}

// bringUp makes the folders, launches the server and waits for it.
func (s *Server) bringUp(ctx context.Context, c Config, b *builder) error {
	data, err := b.dataFolder(ctx, c.DataDir)
	if err != nil {
		return err
	}
	if s.socketDir, err = s.SocketFolder(socketName); err != nil {
		return err
	}
	if err := b.write(filepath.Join(s.socketDir, initFile), userStatements(s.binary, c.Administrator, c.Master)); err != nil {
		return err
	}
	if err := b.makeVoid(filepath.Join(s.socketDir, voidDir)); err != nil {
		return err
	}
	if err := s.launch(b, data); err != nil {
		return err
	}
	return s.awaitLogin(ctx, c.Master)
}

// The files in the folder of the socket.
const (
	socketName = "mysql.sock"
	initFile   = "users.sql"
	pidFile    = "pid"
	voidDir    = "void" // an empty folder, for what is to be nowhere
)

// launch starts the server. Its own temporary files are in the folder of the
// socket, so that they go with it.
func (s *Server) launch(b *builder, data string) error {
	var found []string
	if s.binary.product == MariaDB {
		share, err := s.binary.share()
		if err != nil {
			return err
		}
		found = share.options()
	}
	args := slices.Concat([]string{"--no-defaults"}, found, []string{
		"--datadir=" + data, "--tmpdir=" + s.socketDir, "--socket=" + s.Socket(),
		"--pid-file=" + filepath.Join(s.socketDir, pidFile), "--init-file=" + filepath.Join(s.socketDir, initFile),
	}, s.confinement(), b.serviceOptions())
	return s.Launch(data, s.binary.program, args...)
}

// confinement keeps statements away from the machine's files and libraries, also
// those of a user who has written privileges into the tables of the database
// mysql. Packages have MySQL read and write files in a folder of their own.
func (s *Server) confinement() []string {
	void := filepath.Join(s.socketDir, voidDir)
	options := []string{"--plugin-dir=" + void, "--loose-skip-symbolic-links"}
	if s.binary.product == MariaDB {
		options = append(options, "--secure-file-priv="+void)
	}
	return options
}

// Socket is the path of the server's unix socket. Only the caller's account, and
// the server's, may enter its folder.
func (s *Server) Socket() string { return filepath.Join(s.socketDir, socketName) }

// Product says what the server is.
func (s *Server) Product() Product { return s.binary.product }

// Version is the server's version, such as "8.0.36".
func (s *Server) Version() string { return s.binary.version }
