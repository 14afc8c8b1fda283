// Package dktest stands for the package of that name, whose containers are
// databases here.
package dktest

import "context"

// Options are those that the tests set. None of them matters to a database of a
// server that runs.
type Options struct {
	Env          map[string]string
	PortRequired bool
	ReadyFunc    func(context.Context, ContainerInfo) bool
	Cmd          []string
}

// ContainerInfo has the number of a database in place of a port.
type ContainerInfo struct{ Database string }

// FirstPort returns a host that the opener knows, and the database as its port.
func (c ContainerInfo) FirstPort() (host, port string, err error) {
	return "container", c.Database, nil
}

// Port is FirstPort, whichever port is asked for.
func (c ContainerInfo) Port(uint16) (host, port string, err error) { return c.FirstPort() }
