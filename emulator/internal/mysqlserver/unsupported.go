//go:build !unix

package mysqlserver

import (
	"context"
	"errors"
	"runtime"
)

// Server is a running private server. There is none on this system.
type Server struct{}

// Start fails: it needs unix sockets, process groups and a shell.
func Start(context.Context, Config) (*Server, error) {
	return nil, errors.New("mysqlserver: start server: private servers are not supported on " + runtime.GOOS +
		"; give the DSN of a MySQL server instead")
}

// Socket is empty.
func (*Server) Socket() string { return "" }

// Product is empty.
func (*Server) Product() Product { return "" }

// Version is empty.
func (*Server) Version() string { return "" }

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
