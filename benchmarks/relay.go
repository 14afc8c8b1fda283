package main

import (
	"net"
	"sync"
	"time"
)

// relay is a TCP port in front of a database server at a distance: what comes in
// goes out half of the distance later, in each direction, in order and however
// much of it is on the way.
type relay struct {
	listener net.Listener
	socket   string // of the server
	distance time.Duration
	work     sync.WaitGroup
	mu       sync.Mutex // guards open and closed
	open     map[net.Conn]bool
	closed   bool
}

// startRelay listens on a free port. The caller closes the relay.
func startRelay(socket string, distance time.Duration) (*relay, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	r := &relay{listener: listener, socket: socket, distance: distance, open: map[net.Conn]bool{}}
	r.work.Go(r.accept)
	return r, nil
}

func (r *relay) address() string { return r.listener.Addr().String() }

// close ends all connections and waits for what serves them.
func (r *relay) close() {
	_ = r.listener.Close()
	r.mu.Lock()
	r.closed = true
	for conn := range r.open {
		_ = conn.Close()
	}
	r.mu.Unlock()
	r.work.Wait()
}

func (r *relay) accept() {
	for {
		client, err := r.listener.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial("unix", r.socket)
		if err != nil {
			_ = client.Close()
			continue
		}
		r.connect(client, server)
	}
}

// connect carries bytes both ways until either side closes.
func (r *relay) connect(client, server net.Conn) {
	if !r.keep(client, server) {
		return
	}
	var both sync.WaitGroup
	both.Go(func() { carry(server, client, r.distance/2) })
	both.Go(func() { carry(client, server, r.distance/2) })
	r.work.Go(func() { both.Wait(); r.forget(client, server) })
}

// keep notes connections for close. After close it closes them itself.
func (r *relay) keep(conns ...net.Conn) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, conn := range conns {
		if r.closed {
			_ = conn.Close()
		} else {
			r.open[conn] = true
		}
	}
	return !r.closed
}

func (r *relay) forget(conns ...net.Conn) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, conn := range conns {
		delete(r.open, conn)
	}
}

// parcel is a piece of a connection's bytes, and when it arrives.
type parcel struct {
	bytes []byte
	due   time.Time
}

// parcels is how many are on the way at most: 16 MiB.
const parcels = 256

// carry delivers what it reads after a time. At the end it closes both sides.
func carry(to, from net.Conn, after time.Duration) {
	road := make(chan parcel, parcels)
	var delivery sync.WaitGroup
	delivery.Go(func() { deliver(to, from, road) })
	for {
		buffer := make([]byte, 64<<10)
		n, err := from.Read(buffer)
		if n > 0 {
			road <- parcel{buffer[:n], time.Now().Add(after)}
		}
		if err != nil {
			break
		}
	}
	close(road)
	delivery.Wait()
}

func deliver(to, from net.Conn, road <-chan parcel) {
	for p := range road {
		time.Sleep(time.Until(p.due))
		if _, err := to.Write(p.bytes); err != nil {
			_ = from.Close() // carry reads no more
		}
	}
	_, _ = to.Close(), from.Close()
}
