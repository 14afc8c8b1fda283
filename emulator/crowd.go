package emulator

import (
	"net"
	"sync"
)

// crowd is a listener with so many connections at once; others wait.
type crowd struct {
	net.Listener
	places chan struct{}
	closed chan struct{}
	once   sync.Once
}

func newCrowd(listener net.Listener, places int) *crowd {
	return &crowd{Listener: listener, places: make(chan struct{}, places), closed: make(chan struct{})}
}

// Accept waits for a place, and then for a connection.
func (c *crowd) Accept() (net.Conn, error) {
	select {
	case c.places <- struct{}{}:
	case <-c.closed:
		return nil, net.ErrClosed
	}
	conn, err := c.Listener.Accept()
	if err != nil {
		<-c.places
		return nil, err
	}
	return &guest{Conn: conn, leave: func() { <-c.places }}, nil
}

func (c *crowd) Close() error {
	c.once.Do(func() { close(c.closed) })
	return c.Listener.Close()
}

// guest is a connection that gives its place back.
type guest struct {
	net.Conn
	once  sync.Once
	leave func()
}

func (g *guest) Close() error {
	err := g.Conn.Close()
	g.once.Do(g.leave)
	return err
}

// NetConn is the connection of the machine, as that of a tls.Conn is.
func (g *guest) NetConn() net.Conn { return g.Conn }
