//go:build !unix

package pgserver

import (
	"context"
	"errors"
	"runtime"
)

// Server is a running private PostgreSQL server. There is none on this system.
type Server struct{}

// Start fails: it needs unix sockets, process groups and a shell.
func Start(context.Context, Config) (*Server, error) {
	return nil, errors.New("pgserver: start server: private servers are not supported on " + runtime.GOOS +
		"; give the DSN of a PostgreSQL server instead")
}

// Password is empty.
func (*Server) Password() string { return "" }

// Version is empty.
func (*Server) Version() string { return "" }

// SocketDir is empty.
func (*Server) SocketDir() string { return "" }

// Port is 5432.
func (*Server) Port() uint16 { return Port }

// Done returns a channel that is never closed.
func (*Server) Done() <-chan struct{} { return nil }

// Err is nil.
func (*Server) Err() error { return nil }

// IsNew is false.
func (*Server) IsNew() bool { return false }

// Finish does nothing.
func (*Server) Finish() error { return nil }

// Close does nothing.
func (*Server) Close() error { return nil }
